"""What a long import has done so far, told as it happens to whoever waits for it."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

STAGES = {
    "read": _("The file is read."),
    "checked": _("Every row is checked: %(count)s."),
    "written": _("New and changed rows are written: %(count)s."),
    "totals": _("The totals above them are made anew."),
}
"""The stages in their order; nothing is kept before the last of them is over."""

Tell = Callable[[str, int], None]


def silent(_stage: str, _count: int) -> None:
    """Tell nobody."""
