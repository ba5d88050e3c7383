"""What the import commands have in common: how they find their file and their person, and how they report."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.actions.imported_months import MonthStep
from planning.importing.limits import Limits
from planning.importing.preview import SheetChanges
from planning.models import User

_MOST_PROBLEMS = 200


def file_of(name: str, limits: Limits) -> tuple[Path, bytes]:
    """Return the path and the content of a file, read no further than its limit."""
    path = Path(name)
    try:
        with path.open("rb") as file:
            return path, file.read(limits.size + 1)
    except OSError as trouble:
        raise CommandError(f"{name}: {trouble.strerror}") from trouble


def person(username: str | None) -> User | None:
    """Return the person of a user name, None where none is named."""
    if not username:
        return None
    try:
        return User.objects.get_by_natural_key(username)
    except User.DoesNotExist as unknown:
        raise CommandError(
            _("There is no person with the user name %(name)s.") % {"name": username}
        ) from unknown


def problems_text(file: str, problems: Sequence[object]) -> str:
    """Return all problems, one a line, under a sentence that says that nothing was written."""
    head = ngettext(
        "%(file)s: nothing was imported, %(count)d problem:",
        "%(file)s: nothing was imported, %(count)d problems:",
        len(problems),
    ) % {"file": file, "count": len(problems)}
    shown = [f"  {problem}" for problem in problems[:_MOST_PROBLEMS]]
    if len(problems) > _MOST_PROBLEMS:
        shown.append("  …")
    return "\n".join([head, *shown])


def sheet_lines(sheets: Iterable[SheetChanges]) -> Iterator[str]:
    """Yield a line a sheet: how many rows are new, changed, unchanged."""
    for changes in sheets:
        yield _("%(sheet)s: %(added)d new, %(changed)d changed, %(unchanged)d unchanged") % {
            "sheet": changes.title,
            "added": len(changes.added),
            "changed": len(changes.changed),
            "unchanged": changes.unchanged,
        }


def months_line(months: Sequence[MonthStep]) -> Iterator[str]:
    """Yield one line on the months that are opened and closed, if there are any."""
    if months:
        closed = sum(step.closed == 2 for step in months)
        yield _("Months: %(open)d open, %(closed)d closed for good") % {
            "open": len(months) - closed,
            "closed": closed,
        }
