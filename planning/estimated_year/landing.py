"""Where a round says its year lands, for whoever sets next year's plan against it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from planning import estimating
from planning.estimated_year.facts import Facts, estimates, rolled
from planning.models import RevenueRecord, Service, Unit, YearTotals
from planning.models.revenue import ALL
from planning.models.totals import MONTH_FIELDS
from postoffice.months import Month


@dataclass(frozen=True, slots=True)
class Landed:
    """Where the year lands at a unit by node, in đồng, and how many of its points have answered.

    `is_judged` only where all have and no earlier month is missing; else no ratio is taken.
    """

    year: Mapping[str, int]
    said: int
    expected: int
    is_judged: bool


@dataclass(frozen=True, slots=True)
class Landing:
    """A round by unit (primary key): what came before `month` in its year, and the estimates of it."""

    month: Month
    units: Mapping[int, Landed]

    @property
    def is_whole_year(self) -> bool:
        """Whether nothing of the year lies after the round: a year's plan compares with nothing shorter."""
        return self.month.number == len(MONTH_FIELDS)


def landing(units: Sequence[Unit], points: QuerySet[Unit], month: Month, nodes: Collection[str]) -> Landing:
    """Return where `units`, above `points`, say at some nodes that the year of `month` lands.

    A dozen queries, whatever the number of units and nodes.
    """
    asked = estimating.round_of(points, month)
    by_service = Service.objects.filter(code__in=nodes).exists()
    totals = YearTotals.objects.filter(unit__in=units, year=month.year, node__in={*nodes, ALL})
    facts = Facts(
        month,
        asked,
        estimates(asked, month, by_service=by_service),
        (_booked(units, month.year, nodes) if by_service else {}) | rolled(totals),
        estimating.behind(asked.points, month),
    )
    return Landing(month, {unit.pk: _landed(facts, unit, nodes) for unit in units})


def _landed(facts: Facts, unit: Unit, nodes: Collection[str]) -> Landed:
    whole = facts.amounts(unit)
    years = {node: facts.amounts(unit, node).year for node in nodes}
    found = {node: year for node, year in years.items() if year is not None}
    return Landed(found, facts.answered(whole), len(whole.points), facts.is_judged(whole))


def _booked(
    units: Sequence[Unit], year: int, nodes: Collection[str]
) -> dict[tuple[int, str, int], Sequence[int]]:
    """Return a year of services at points, whose services are not rolled up."""
    records = RevenueRecord.objects.filter(
        unit__in=units, service__code__in=nodes, month__year=year, revenue__isnull=False
    )
    found: dict[tuple[int, str, int], list[int]] = {}
    for unit, node, day, amount in records.values_list("unit", "service__code", "month", "revenue"):
        found.setdefault((unit, node, year), [0] * len(MONTH_FIELDS))[day.month - 1] = amount
    return dict(found)
