"""Months that an import closed, opened again by its undo: only where nothing happened in them since."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from planning.actions.errors import Refused
from planning.models import ClosedFigure, HistoryEntry, ReportingMonth
from planning.models.history import Noun
from postoffice.months import Month

CLOSING = {1: ("closed_1_at", "closed_1_by_id"), 2: ("closed_2_at", "closed_2_by_id")}


class MonthsUsed(Refused):
    """Somebody relied on a month that the batch closed."""

    code = "months_used"
    sentence = _(
        "This import closed %(months)s, and something was done there since (an adjustment, a "
        "reconciliation). Put right what is wrong by importing the right figures with “replace” and a "
        "reason."
    )


def reopen(entries: QuerySet[HistoryEntry]) -> None:
    """Give months that a batch closed their rounds back and drop those snapshots; MonthsUsed otherwise.

    Call with the months held alone. A closed month takes figures from nobody, so that what stands in
    its books is what the batch left there.
    """
    closed = [entry for entry in entries.filter(noun=Noun.MONTH).order_by("month") if rounds(entry)]
    last = entries.order_by("-pk").values_list("pk", flat=True)[0]
    since = HistoryEntry.objects.filter(pk__gt=last, month__in=[entry.month for entry in closed])
    used = sorted({Month.of(day) for day in since.values_list("month", flat=True)})
    if used:
        raise MonthsUsed(months=used)
    for entry in closed:
        row = ReportingMonth.objects.get(pk=entry.row)
        for number in rounds(entry):
            for column in CLOSING[number]:
                setattr(row, column, None)
        row.save()
        ClosedFigure.objects.filter(month=entry.month, round__in=rounds(entry)).delete()


def rounds(entry: HistoryEntry) -> list[int]:
    """Return the rounds that an entry of a month closed."""
    return [number for number, (when, _who) in CLOSING.items() if entry.new.get(when)]
