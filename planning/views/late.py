"""What the entry page does with figures for a month that has ended."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _

from planning.actions.cells import CellChange
from planning.actions.errors import Refused
from planning.actions.proposals import propose
from planning.entry.desk import Desk
from planning.models import Proposal, Unit
from planning.models.history import Channel
from planning.proposed import Proposed, laid_out
from postoffice.months import Month

SHOWN = 5


def keep_late(
    request: HttpRequest, unit: Unit, month: Month, changes: Sequence[CellChange]
) -> Proposal | None:
    """Store late figures as a proposal of the signed-in person; None where they say nothing new."""
    return propose(
        unit=unit, month=month, changes=changes, by=request.user, at=request.now, channel=Channel.GRID
    )


def late_words(refusal: Refused) -> str:
    """Say that the month has ended, and where the figures are."""
    return f"{refusal} {_('What you typed is kept as a proposal; the planner decides on it.')}"


def of_unit(desk: Desk) -> list[Proposed]:
    """Return the last proposals for the month on the desk; one that takes figures freely has none to show."""
    if desk.is_open and desk.grace is None:
        return []
    found = Proposal.objects.filter(unit=desk.unit, month=desk.month.first)
    recent = list(found.select_related("unit", "by", "decided_by").order_by("-at", "-pk")[:SHOWN])
    return laid_out(recent) if recent else []
