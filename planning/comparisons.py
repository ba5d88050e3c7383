"""What stands beside the figures of a unit's month: last month, the same month last year, the target."""

from __future__ import annotations

from collections.abc import Mapping
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
    base: dict[str, int] = {}
    facts: dict[tuple[str, str], int | None] = {}
    last_year = (month - 12).first
    records = RevenueRecord.objects.filter(unit=unit, month__in=[month.first, last_year])
    for code, day, revenue, volume in records.values_list("service__code", "month", "revenue", "volume"):
        if day == last_year:
            base |= {} if revenue is None else {code: revenue}
        else:
            facts |= {(code, Measure.REVENUE.value): revenue, (code, Measure.VOLUME.value): volume}
    return replace(to_check(unit, month), base=base, facts=facts)


def to_check(unit: Unit, month: Month) -> Comparisons:
    """Read what the checks of a draft need: the months before and the targets; two queries."""
    past = {code: facts for (_unit, code), facts in review.pasts([unit.pk], month).items()}
    targets = {node: target for (_unit, node), target in review.targets([unit], month).items()}
    return Comparisons(past, targets=targets)
