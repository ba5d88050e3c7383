"""What a draft is checked against, kept in memory between the saves of a typist.

A point types its eighteen cells in a few minutes, and each is checked against the same twelve months,
targets and list of services. They are read once and read again after anything in the history has
changed. The stamp is the history's last number, one look at the end of an index, with the transactions
that were still under way: each may yet commit a smaller number, so what was read holds only while they
stay unfinished. Who begins later takes a greater number.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from django.db.models import Func, QuerySet, TextField

from planning.comparisons import Comparisons, to_check
from planning.entry.builder import Counted
from planning.entry.sheet import Sold
from planning.models import HistoryEntry, Service, Unit
from planning.models.prepared import prepared
from postoffice.months import Month

MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class Stamp:
    """How far the history went at a moment, and which transactions were under way."""

    last: int | None
    unfinished: frozenset[str]

    @classmethod
    def now(cls) -> Stamp:
        """Take the stamp of this moment."""
        found = _last.tuples()
        if not found:  # whatever is committed next gives the history its first number
            return cls(None, frozenset())
        last, snapshot = found[0]
        _oldest, _next, unfinished = snapshot.split(":")
        return cls(last, frozenset(filter(None, unfinished.split(","))))

    def holds(self, now: Stamp) -> bool:
        """Say whether nothing can have been committed since: no new number, and nobody has finished."""
        return self.last == now.last and self.unfinished <= now.unfinished


@prepared
def _last() -> QuerySet[HistoryEntry]:
    snapshot = Func(template="pg_current_snapshot()::text", output_field=TextField())
    return HistoryEntry.objects.order_by("-pk").values_list("pk", snapshot)[:1]


ASKED_OF_REFERENCE = _last.of()
"""What is asked of the history to know whether anything changed, to be asked together with more."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The services a point must fill, what stands beside them, and how their rows were counted by it."""

    listed: tuple[Sold, ...]
    beside: Comparisons
    counted: Counted = field(default_factory=dict)


_kept: OrderedDict[tuple[int, Month], tuple[Stamp, Reference]] = OrderedDict()


def reference(unit: Unit, month: Month) -> Reference:
    """Return what `unit`'s draft of `month` is checked against: one query, five where something changed."""
    stamp = Stamp.now()
    known = _kept.get((unit.pk, month))
    if known is not None and known[0].holds(stamp):
        return known[1]
    listed = Sold.of(Service.objects.of_point(unit, month), month, required=True)
    fresh = Reference(tuple(listed), to_check(unit, month))
    _kept[unit.pk, month] = (stamp, fresh)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return fresh
