"""Where the units say the year will land: what came to date, and what they expect of the month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add as plus

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from planning import estimating, review
from planning.estimating import Hit, Round
from planning.models import Estimate, RevenueRecord, ServiceLine, Unit, YearTotals
from planning.models.revenue import ALL, Measure
from postoffice.measures import Figure, Reason, add, answer, completion, growth
from postoffice.months import Month
from postoffice.numbers import GROWTH, MILLION, PERCENT
from postoffice.words import figure


@dataclass(frozen=True, slots=True)
class Row:
    """A unit or a line: how many of its points have estimated, amounts in million đồng and ratios, written.

    Ratios are only there where every point has estimated and no earlier month is missing; `missed` is by how
    much the last estimates missed. `code` is a unit's, empty for a line; `is_point` tells a unit that
    estimates itself.
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
    """A unit's estimate by the units below it and by line, with its total.

    `waiting` can still say something; `sent` said nothing before they sent the month, and count with what
    they sent; `behind` is how many points have not reported an earlier month of the year. `has_begun` once
    anybody has estimated.
    """

    place: Unit
    month: Month
    rows: Sequence[Row]
    lines: Sequence[Row]
    total: Row
    waiting: Sequence[Unit]
    sent: Sequence[Unit]
    behind: int
    has_begun: bool

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


@dataclass(frozen=True, slots=True)
class _Amounts:
    """What is added up of a unit and node, in đồng; `points` are those asked, with or without an answer."""

    points: frozenset[int]
    to_date: int | None
    estimate: int | None
    before: int | None
    target: int | Reason | None

    def without(self, parts: Sequence[_Amounts]) -> _Amounts:
        """Return what the parts leave of the whole: own figures of a unit, and those of former units."""
        return _Amounts(
            self.points.difference(*(part.points for part in parts)),
            *(
                (getattr(self, name) or 0) - (add(getattr(part, name) for part in parts) or 0) or None
                for name in ("to_date", "estimate", "before")
            ),
            None,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left."""
        return not self.points and (self.to_date, self.estimate, self.before) == (None, None, None)


@dataclass(slots=True)
class _Facts:
    """What is known by unit (primary key) and node: estimates of its points, and the roll-up's two years."""

    month: Month
    round: Round
    estimates: Mapping[tuple[int, str], int]
    totals: Mapping[tuple[int, str, int], tuple[int, ...]]
    targets: Mapping[tuple[int, str], int | Reason]
    hits: Mapping[int, Hit]
    behind: set[int]

    def amounts(self, unit: Unit, node: str = ALL) -> _Amounts:
        """Add up a unit's subtree."""
        inside = [point.pk for point in self.round.points if point.is_in(unit)]
        this = self.totals.get((unit.pk, node, self.month.year))
        last = self.totals.get((unit.pk, node, self.month.year - 1))
        return _Amounts(
            frozenset(inside),
            sum(this[: self.month.number - 1]) if this else None,
            add(self.estimates.get((key, node)) for key in inside),
            sum(last[: self.month.number]) if last else None,
            self.targets.get((unit.pk, node)),
        )

    def row(self, name: str, amounts: _Amounts, unit: Unit | None = None) -> Row:
        """Write a row; only a unit's has a code."""
        answered = amounts.points & (self.round.said | self.round.sent)
        is_judged = answered == amounts.points and not amounts.points & self.behind
        year = None if amounts.estimate is None else (amounts.to_date or 0) + amounts.estimate
        judged = year if is_judged else None
        hits = [self.hits[point] for point in amounts.points if point in self.hits] if unit else []
        return Row(
            name, unit.code if unit else "", unit is not None and amounts.points == {unit.pk},
            len(amounts.points), len(answered),
            _money(amounts.to_date), _money(amounts.estimate), _money(year), _money(amounts.before),
            figure(answer(growth, judged, amounts.before), GROWTH), _money(amounts.target),
            figure(answer(completion, judged, amounts.target), PERCENT), _missed(hits),
        )  # fmt: skip


def estimated_year(place: Unit, points: QuerySet[Unit], month: Month) -> EstimatedYear:
    """Add up what the `points` of `place` expect of `month`: some twenty queries, whatever their number."""
    below = list(place.children.active_in(month).in_order())
    facts = _facts([place, *below], points, month)
    whole, parts = facts.amounts(place), [facts.amounts(unit) for unit in below]
    rows = [facts.row(unit.name, part, unit) for unit, part in zip(below, parts, strict=True)]
    rest = whole.without(parts)
    if below and not rest.is_empty:
        rows.append(facts.row(_("Own figures and former units"), rest))
    lines = ServiceLine.objects.order_by("order", "code")
    asked = facts.round
    return EstimatedYear(
        place, month, rows, [facts.row(line.name, facts.amounts(place, line.code)) for line in lines],
        facts.row(place.name, whole, place), asked.waiting,
        [point for point in asked.points if point.pk in asked.sent], len(facts.behind), bool(asked.said),
    )  # fmt: skip


def _facts(units: Sequence[Unit], points: QuerySet[Unit], month: Month) -> _Facts:
    asked = estimating.round_of(points, month)
    keys = [point.pk for point in asked.points]
    rolled = YearTotals.objects.filter(
        unit__in=units, measure=Measure.REVENUE, year__in=(month.year - 1, month.year)
    )
    totals = {(row.unit_id, row.node, row.year): row.months for row in rolled}
    hits: dict[int, Hit] = {}
    for (unit, _service), hit in next(iter(estimating.hits(keys, month).values()), {}).items():
        hits[unit] = hits[unit] + hit if unit in hits else hit
    return _Facts(
        month, asked, _estimates(asked, month), totals, review.targets_to_date(units, month), hits,
        estimating.behind(asked.points, month),
    )  # fmt: skip


def _estimates(asked: Round, month: Month) -> dict[tuple[int, str], int]:
    """Return what each point expects by line and in all; who sent without a word counts with what he sent."""
    said = Estimate.objects.filter(
        unit__in=[point.pk for point in asked.points if point.pk not in asked.sent], month=month.first
    )
    came = RevenueRecord.objects.filter(unit__in=asked.sent, month=month.first, revenue__isnull=False)
    found: dict[tuple[int, str], int] = {}
    for rows in (said, came):
        for unit, line, amount in rows.values_list("unit", "service__line__code").annotate(
            all=Sum("revenue")
        ):
            for node in (line, ALL):
                found[unit, node] = found.get((unit, node), 0) + int(amount)
    return found


def _money(amount: Figure) -> str:
    return figure(amount, MILLION)


def _missed(hits: Sequence[Hit]) -> str:
    if not hits:
        return ""
    error = reduce(plus, hits).error
    return "" if isinstance(error, Reason) else figure(error, GROWTH)
