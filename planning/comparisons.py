"""What stands beside the figures of a unit's month: last month, the same month last year, the target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from planning import review
from planning.models import RevenueRecord, Unit
from planning.models.revenue import Measure
from planning.review import Past
from postoffice.measures import Reason
from postoffice.months import Month


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Leaf facts of one unit, in đồng and pieces, by code of the service; what is missing was not reported.

    `past` are the twelve months before, `base` the revenue of the same month last year, `targets` the
    month's targets by node (also lines and ALL), `facts` its own records: {(service, measure): value}.
    """

    past: Mapping[str, Past] = field(default_factory=dict)
    base: Mapping[str, int] = field(default_factory=dict)
    targets: Mapping[str, int | Reason] = field(default_factory=dict)
    facts: Mapping[tuple[str, str], int | None] = field(default_factory=dict)

    @property
    def seen(self) -> set[str]:
        """The services with a figure beside or in the month."""
        lately = {code for code, past in self.past.items() if past.usual is not None}
        return (
            lately
            | set(self.base)
            | {code for (code, _measure), value in self.facts.items() if value is not None}
        )


def of_unit(unit: Unit, month: Month) -> Comparisons:
    """Read what stands beside `unit`'s month: three queries, whatever the number of services."""
    return of_units([unit], month)[unit.pk]


def of_units(units: Sequence[Unit], month: Month) -> dict[int, Comparisons]:
    """Read what stands beside the month of many units, by primary key: three queries, however many."""
    base: dict[int, dict[str, int]] = {unit.pk: {} for unit in units}
    facts: dict[int, dict[tuple[str, str], int | None]] = {unit.pk: {} for unit in units}
    last_year = (month - 12).first
    records = RevenueRecord.objects.filter(unit__in=base, month__in=[month.first, last_year])
    for key, code, day, revenue, volume in records.values_list(
        "unit", "service__code", "month", "revenue", "volume"
    ):
        if day != last_year:
            facts[key] |= {(code, Measure.REVENUE.value): revenue, (code, Measure.VOLUME.value): volume}
        elif revenue is not None:
            base[key][code] = revenue
    checks = _to_check(units, month)
    return {key: replace(checks[key], base=base[key], facts=facts[key]) for key in base}


def to_check(unit: Unit, month: Month) -> Comparisons:
    """Read what the checks of a draft need: the months before and the targets; two queries."""
    return _to_check([unit], month)[unit.pk]


def _to_check(units: Sequence[Unit], month: Month) -> dict[int, Comparisons]:
    past: dict[int, dict[str, Past]] = {unit.pk: {} for unit in units}
    targets: dict[int, dict[str, int | Reason]] = {unit.pk: {} for unit in units}
    for (key, code), facts in review.pasts(list(past), month).items():
        past[key][code] = facts
    for (key, node), target in review.targets(units, month).items():
        targets[key][node] = target
    return {key: Comparisons(past[key], targets=targets[key]) for key in past}
