"""What is known of a round, and how it is added up over a unit's points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet, Sum

from planning.estimating import Round
from planning.models import Estimate, RevenueRecord, Unit, YearTotals
from planning.models.revenue import ALL, Measure
from postoffice.measures import Reason, add
from postoffice.months import Month


@dataclass(frozen=True, slots=True)
class Amounts:
    """What is added up of a unit and node, in đồng; `points` are those asked, with or without an answer."""

    points: frozenset[int]
    to_date: int | None
    estimate: int | None
    before: int | None
    target: int | Reason | None

    def without(self, parts: Sequence[Amounts]) -> Amounts:
        """Return what the parts leave of the whole: own figures of a unit, and those of former units."""
        return Amounts(
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

    @property
    def year(self) -> int | None:
        """The months before and the estimate; None without an estimate."""
        return None if self.estimate is None else (self.to_date or 0) + self.estimate


@dataclass(slots=True)
class Facts:
    """What is known by unit (primary key) and node: estimates of points, months of years, targets to date."""

    month: Month
    round: Round
    estimates: Mapping[tuple[int, str], int]
    totals: Mapping[tuple[int, str, int], Sequence[int]]
    behind: set[int]
    targets: Mapping[tuple[int, str], int | Reason] = field(default_factory=dict)

    def amounts(self, unit: Unit, node: str = ALL) -> Amounts:
        """Add up a unit's subtree."""
        inside = [point.pk for point in self.round.points if point.is_in(unit)]
        this = self.totals.get((unit.pk, node, self.month.year))
        last = self.totals.get((unit.pk, node, self.month.year - 1))
        return Amounts(
            frozenset(inside),
            sum(this[: self.month.number - 1]) if this else None,
            add(self.estimates.get((key, node)) for key in inside),
            sum(last[: self.month.number]) if last else None,
            self.targets.get((unit.pk, node)),
        )

    def answered(self, amounts: Amounts) -> int:
        """Return how many of the asked points have answered, or sent the month."""
        return len(amounts.points & (self.round.said | self.round.sent))

    def is_judged(self, amounts: Amounts) -> bool:
        """Whether ratios may be taken: all have answered, and no earlier month is missing."""
        return self.answered(amounts) == len(amounts.points) and not amounts.points & self.behind


def rolled(totals: QuerySet[YearTotals]) -> dict[tuple[int, str, int], Sequence[int]]:
    """Read revenue by unit, node and year; one query."""
    return {(row.unit_id, row.node, row.year): row.months for row in totals.filter(measure=Measure.REVENUE)}


def estimates(asked: Round, month: Month, *, by_service: bool = False) -> dict[tuple[int, str], int]:
    """Return what each point expects by line and in all, and by service if that is wanted.

    Who sent without a word counts with what he sent.
    """
    kept = ("service__line__code", "service__code") if by_service else ("service__line__code",)
    said = Estimate.objects.filter(
        unit__in=[point.pk for point in asked.points if point.pk not in asked.sent], month=month.first
    )
    came = RevenueRecord.objects.filter(unit__in=asked.sent, month=month.first, revenue__isnull=False)
    found: dict[tuple[int, str], int] = {}
    for rows in (said, came):
        for unit, *nodes, amount in rows.values_list("unit", *kept).annotate(all=Sum("revenue")):
            for node in (*nodes, ALL):
                found[unit, node] = found.get((unit, node), 0) + int(amount)
    return found
