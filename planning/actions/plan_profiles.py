"""The shapes of past years by which targets are laid on months: a unit's own, else of a unit above."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.db import connection

from planning.models import Measure, ReportingMonth, Unit, YearTotals
from planning.models.plans import Phasing
from planning.models.totals import MONTH_FIELDS
from planning.phasing import phase, profile_from_history

_YEARS_BACK = 4
_REPORTED = """
SELECT DISTINCT unit_id, extract(year FROM month)::int, extract(month FROM month)::int
FROM planning_revenuerecord WHERE month >= %s AND month < %s
"""
_SERVICES = """
SELECT r.unit_id, s.code, extract(year FROM r.month)::int, extract(month FROM r.month)::int, r.{measure}
FROM planning_revenuerecord r JOIN planning_service s ON s.id = r.service_id
WHERE r.month >= %s AND r.month < %s AND r.unit_id = ANY (%s) AND s.code = ANY (%s)
"""


@dataclass
class Profiles:
    """Finds the shape of (unit, node, measure) for a plan year; reads each measure once.

    `chains` maps a unit to the units above it and itself, from the root down.
    """

    plan_year: int
    chains: dict[int, Sequence[int]]
    whole: dict[tuple[int, int], set[int]]
    months: dict[tuple[int, str, str], dict[int, list[int]]] = field(default_factory=dict)
    found: dict[tuple[int, str, str], list[Fraction] | None] = field(default_factory=dict)

    @classmethod
    def of(cls, plan_year: int, wanted: Iterable[tuple[int, str, str]]) -> "Profiles":
        """Read what is needed to phase targets of some (unit, node, measure)."""
        wanted = list(wanted)
        chains = {unit.pk: unit.chain for unit in Unit.objects.only("path")}
        profiles = cls(plan_year, chains, _whole_months(plan_year, chains))
        units = {above for unit, _node, _measure in wanted for above in chains[unit]}
        for measure in {measure for _unit, _node, measure in wanted}:
            nodes = {node for _unit, node, other in wanted if other == measure}
            profiles._read(measure, units, nodes)
        return profiles

    def phased(self, unit: int, node: str, measure: str, total: int) -> tuple[tuple[int, ...], Phasing]:
        """Return the months of a year's total, exact to the đồng, and where their shape comes from."""
        *above, own = self.chains[unit]
        for place in (own, *reversed(above)):
            shape = self._shape(place, node, measure)
            if shape is not None:
                return phase(total, shape), Phasing.HISTORY if place == own else Phasing.PARENT
        return phase(total, None), Phasing.EVEN

    def _shape(self, unit: int, node: str, measure: str) -> list[Fraction] | None:
        key = (unit, node, measure)
        if key not in self.found:
            years = {
                year: [
                    amount if number in self.whole[unit, year] else None
                    for number, amount in enumerate(months, start=1)
                ]
                for year, months in self.months.get(key, {}).items()
                if (unit, year) in self.whole
            }
            self.found[key] = profile_from_history(years, self.plan_year)
        return self.found[key]

    def _read(self, measure: str, units: set[int], nodes: set[str]) -> None:
        """Read totals of units with children and of lines, and services of points from the books."""
        first, last = self.plan_year - _YEARS_BACK, self.plan_year - 1
        totals = YearTotals.objects.filter(
            measure=measure, year__range=(first, last), unit__in=units, node__in=nodes
        ).values_list("unit", "node", "year", *MONTH_FIELDS)
        for unit, node, year, *months in totals:
            self.months.setdefault((unit, node, measure), {})[year] = months
        with connection.cursor() as cursor:
            span = (f"{first}-01-01", f"{self.plan_year}-01-01")
            cursor.execute(
                _SERVICES.format(measure=Measure(measure).value), [*span, list(units), list(nodes)]
            )
            points: dict[tuple[int, str, int], list[int]] = defaultdict(lambda: [0] * 12)
            for unit, node, year, number, amount in cursor.fetchall():
                points[unit, node, year][number - 1] = amount or 0
        for (unit, node, year), months in points.items():
            self.months.setdefault((unit, node, measure), {}).setdefault(year, months)


def _whole_months(plan_year: int, chains: dict[int, Sequence[int]]) -> dict[tuple[int, int], set[int]]:
    """Return for each (unit, year) the months that were reported by everything under the unit.

    A month that is closed for good is whole for the units above a point, however few reported it;
    a point is taken by what it reported itself.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REPORTED, [f"{plan_year - _YEARS_BACK}-01-01", f"{plan_year}-01-01"])
        reported = defaultdict(set)
        for unit, year, number in cursor.fetchall():
            reported[unit, year].add(number)
    closed = defaultdict(set)
    for month in ReportingMonth.objects.exclude(closed_2_at=None).values_list("month", flat=True):
        closed[month.year].add(month.month)
    whole: dict[tuple[int, int], set[int]] = {}
    for (unit, year), numbers in reported.items():
        for above in chains[unit]:
            mine = numbers if above == unit else numbers | closed[year]
            whole[above, year] = whole.get((above, year), mine) & mine
    return whole
