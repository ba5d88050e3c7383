"""Where the units say the year will land: what came to date, and what they expect of the month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add as plus

from django.db.models import QuerySet, Sum
from django.utils.translation import get_language

from planning import estimating, review
from planning.estimating import Hit
from planning.models import Estimate, ServiceLine, Unit, YearTotals
from planning.models.revenue import ALL, Measure
from postoffice.measures import Figure, NoAnswer, Reason, completion, growth
from postoffice.months import Month
from postoffice.numbers import GROWTH, MILLION, PERCENT
from postoffice.words import nothing


@dataclass(frozen=True, slots=True)
class Row:
    """A unit or a line: how many of its points have estimated, amounts in million đồng and ratios, written.

    Ratios are only there where every point has estimated; `missed` is by how much the last estimates missed.
    `code` is a unit's, empty for a line; `is_point` tells a unit that estimates itself.
    """

    name: str
    code: str
    is_point: bool
    expected: int
    said: int
    to_date: str
    estimate: str
    year: str
    before: str
    growth: str
    target: str
    completion: str
    missed: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether every point has estimated."""
        return self.said == self.expected


@dataclass(frozen=True, slots=True)
class EstimatedYear:
    """A unit's estimate by the units below it and by line, with its total; `missing` have said nothing."""

    place: Unit
    month: Month
    rows: Sequence[Row]
    lines: Sequence[Row]
    total: Row
    missing: Sequence[Unit]

    @property
    def months_before(self) -> int:
        """How many months of the year have gone before the estimated one."""
        return self.month.number - 1

    @property
    def by_unit(self) -> Sequence[Row]:
        """The units below and the total."""
        return [*self.rows, self.total]

    @property
    def by_line(self) -> Sequence[Row]:
        """The lines and the total."""
        return [*self.lines, self.total]


@dataclass(slots=True)
class _Facts:
    """What is known by unit (primary key) and node: estimates of its points, and the roll-up's two years."""

    points: Sequence[Unit]
    estimates: Mapping[tuple[int, str], int]
    totals: Mapping[tuple[int, str, int], tuple[int, ...]]
    targets: Mapping[tuple[int, str], int | Reason]
    hits: Mapping[int, Hit]


def estimated_year(place: Unit, points: QuerySet[Unit], month: Month) -> EstimatedYear:
    """Add up what the `points` below `place` expect of `month`: nine queries, whatever their number."""
    reporting = list(points.reporting().active_in(month).in_order())
    below = list(place.children.active_in(month).in_order())
    lines = list(ServiceLine.objects.order_by("order", "code"))
    facts = _facts([place, *below], reporting, month)
    said = {unit for unit, node in facts.estimates if node == ALL}
    return EstimatedYear(
        place, month,
        [_row(facts, unit, month) for unit in below],
        [_row(facts, place, month, line) for line in lines],
        _row(facts, place, month),
        [unit for unit in reporting if unit.pk not in said],
    )  # fmt: skip


def _facts(units: Sequence[Unit], points: Sequence[Unit], month: Month) -> _Facts:
    keys = [point.pk for point in points]
    kept = Estimate.objects.filter(unit__in=keys, month=month.first)
    estimates: dict[tuple[int, str], int] = {}
    for unit, line, amount in kept.values_list("unit", "service__line__code").annotate(all=Sum("revenue")):
        for node in (line, ALL):
            estimates[unit, node] = estimates.get((unit, node), 0) + int(amount)
    rolled = YearTotals.objects.filter(
        unit__in=units, measure=Measure.REVENUE, year__in=(month.year - 1, month.year)
    )
    totals = {(row.unit_id, row.node, row.year): row.months for row in rolled}
    hits: dict[int, Hit] = {}
    for (unit, _service), hit in next(iter(estimating.hits(keys, month).values()), {}).items():
        hits[unit] = hits[unit] + hit if unit in hits else hit
    return _Facts(points, estimates, totals, review.targets_to_date(units, month), hits)


def _row(facts: _Facts, unit: Unit, month: Month, line: ServiceLine | None = None) -> Row:
    """Write a unit's row, or that of one line at it."""
    node = line.code if line else ALL
    inside = [point for point in facts.points if point.is_in(unit)]
    said = [point.pk for point in inside if (point.pk, ALL) in facts.estimates]
    estimate = _sum(facts.estimates.get((key, node)) for key in said)
    this = facts.totals.get((unit.pk, node, month.year))
    last = facts.totals.get((unit.pk, node, month.year - 1))
    to_date = sum(this[: month.number - 1]) if this else None
    before = sum(last[: month.number]) if last else None
    year = None if estimate is None else (to_date or 0) + estimate
    judged = year if len(said) == len(inside) else None
    target = facts.targets.get((unit.pk, node))
    hits = [] if line else [facts.hits[point.pk] for point in inside if point.pk in facts.hits]
    return Row(
        line.name if line else unit.name, "" if line else unit.code, line is None and inside == [unit],
        len(inside), len(said), _money(to_date), _money(estimate), _money(year), _money(before),
        _ratio(growth, GROWTH, judged, before), _money(target), _ratio(completion, PERCENT, judged, target),
        _missed(hits),
    )  # fmt: skip


def _sum(amounts: Iterable[int | None]) -> int | None:
    there = [amount for amount in amounts if amount is not None]
    return sum(there) if there else None


def _money(amount: Figure) -> str:
    if amount is None or isinstance(amount, Reason):
        return str(nothing(amount or Reason.NOT_REPORTED, narrow=True))
    return MILLION.write(amount, get_language() or "vi")


def _ratio(measure, form, actual: Figure, base: Figure) -> str:
    try:
        return form.write(measure(actual, base), get_language() or "vi")
    except NoAnswer as none:
        return str(nothing(none.reason, narrow=True))


def _missed(hits: Sequence[Hit]) -> str:
    if not hits:
        return ""
    error = reduce(plus, hits).error
    return "" if isinstance(error, Reason) else GROWTH.write(error, get_language() or "vi")
