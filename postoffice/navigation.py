"""Where each permission leads: the destinations of the frame, in their order. Pure data.

The first `IN_THE_BAR` destinations that a person's permissions open stand in the top bar, the rest
in the menu under the person's name; no single role has more than six in the bar that matter daily.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from postoffice.access import Permission

IN_THE_BAR = 6


@dataclass(frozen=True)
class Destination:
    """A place of the portal: its address by name, its label, and the permissions that open it.

    `pages` are the names of the addresses that lie within it; `counts` names the figure that
    stands in the item ("queue": reports waiting for this person), or is empty.
    """

    name: str
    label: Promise
    opened_by: frozenset[Permission]
    pages: tuple[str, ...] = ()
    counts: str = ""


def _by(*permissions: Permission) -> frozenset[Permission]:
    return frozenset(permissions)


DESTINATIONS = (
    Destination(
        "home",
        _("To do"),
        _by(
            Permission.ENTER,
            Permission.APPROVE,
            Permission.MONTHS,
            Permission.PAYROLL,
            Permission.PEOPLE,
        ),
    ),
    Destination(
        "entry-start",
        _("Enter figures"),
        _by(Permission.ENTER),
        pages=("entry", "by-service", "estimate", "month-upload"),
    ),
    Destination(
        "queue", _("Approve figures"), _by(Permission.APPROVE), pages=("queue-report",), counts="queue"
    ),
    Destination(
        "months",
        _("Months"),
        _by(Permission.MONTHS),
        pages=(
            "month",
            "grace",
            "rounds",
            "limits",
            "month-missing",
            "adjustments",
            "proposals",
            "proposal",
            "estimates",
        ),
    ),
    Destination(
        "payroll-start", _("Payroll revenue"), _by(Permission.PAYROLL), pages=("payroll", "reconcile")
    ),
    Destination("dashboard", _("Results"), _by(Permission.READ), pages=("unit", "unit-service")),
    Destination("plans", _("Plans"), _by(Permission.READ), pages=("plan", "plan-unit")),
    Destination("reports", _("Reports"), _by(Permission.READ), pages=("report",)),
    Destination(
        "people", _("People"), _by(Permission.PEOPLE), pages=("person", "person-new", "person-stand-ins")
    ),
    Destination("units-list", _("Organisation"), _by(Permission.UNITS)),
    Destination("admin:index", _("Catalogue"), _by(Permission.CATALOGUE)),
    Destination(
        "import",
        _("Import from Excel"),
        _by(Permission.IMPORT, Permission.PAYROLL),
        pages=("batches", "batch"),
    ),
    Destination(
        "prefill",
        _("Prefill drafts"),
        _by(Permission.IMPORT),
        pages=("prefill-confirm", "mappings", "mapping"),
    ),
    Destination("history", _("History"), _by(Permission.HISTORY, Permission.HISTORY_OF_PEOPLE)),
)


def destinations(permissions: set[Permission]) -> list[Destination]:
    """Return the destinations that any of the permissions opens, in their order."""
    return [place for place in DESTINATIONS if place.opened_by & permissions]
