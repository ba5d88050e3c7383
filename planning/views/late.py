"""What the entry page does with figures for a month that has ended."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from django.http import HttpRequest
from django.utils.translation import gettext as _

from planning.actions.cells import CellChange
from planning.actions.errors import Refused
from planning.actions.proposals import propose
from planning.actions.submissions import Notes
from planning.entry.desk import Desk
from planning.models import Proposal, Unit
from planning.models.history import Channel
from planning.proposed import Proposed, laid_out
from postoffice.months import Month

SHOWN = 5


def keep_late(
    request: HttpRequest, unit: Unit, month: Month, changes: Sequence[CellChange], notes: Notes, key: UUID,
    refusal: Refused,
) -> str:  # fmt: skip
    """Keep what came too late as a proposal of the signed-in person; return what he is told.

    `key` may serve several units of one form. What says nothing new is no proposal, and is not called one.
    """
    kept = propose(
        unit=unit, month=month, changes=changes, notes=notes, key=uuid5(key, unit.code),
        by=request.user, at=request.now, channel=Channel.GRID,
    )  # fmt: skip
    words = _("What you typed is kept as a proposal; the planner decides on it.")
    return f"{refusal} {words}" if kept else str(refusal)


def of_unit(desk: Desk) -> list[Proposed]:
    """Return the last proposals for the month on the desk; one that takes figures freely has none to show."""
    if desk.is_open and desk.grace is None:
        return []
    found = Proposal.objects.filter(unit=desk.unit, month=desk.month.first)
    recent = list(found.select_related("unit", "by", "decided_by").order_by("-at", "-pk")[:SHOWN])
    return laid_out(recent) if recent else []
