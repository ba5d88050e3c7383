"""What a draft is checked against, kept in memory between the saves of a typist.

A point types its eighteen cells in a few minutes, and each is checked against the same twelve months,
targets and list of services. They are read once and read again after anything in the history has
changed: the history's last number is the stamp, one look at the end of an index. What a person is told
while typing may for a moment miss a change that was committed out of that order; sending checks anew.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from django.db.models import Max

from planning.comparisons import Comparisons, to_check
from planning.entry.sheet import Sold
from planning.models import HistoryEntry, Service, Unit
from postoffice.months import Month

MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class Reference:
    """The services a point must fill, and what stands beside them."""

    listed: tuple[Sold, ...]
    beside: Comparisons


_kept: OrderedDict[tuple[int, Month], tuple[int | None, Reference]] = OrderedDict()


def reference(unit: Unit, month: Month) -> Reference:
    """Return what `unit`'s draft of `month` is checked against: one query, five where something changed."""
    stamp = HistoryEntry.objects.aggregate(last=Max("pk"))["last"]
    known = _kept.get((unit.pk, month))
    if known is not None and known[0] == stamp:
        return known[1]
    listed = Sold.of(Service.objects.of_point(unit, month), month, required=True)
    fresh = Reference(tuple(listed), to_check(unit, month))
    _kept[unit.pk, month] = (stamp, fresh)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return fresh
