"""A unit's estimate by the units below it and by line, compared and written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import add as plus

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning import estimating, review
from planning.estimated_year.facts import Amounts, Facts, estimates, rolled
from planning.estimating import Hit
from planning.models import ServiceLine, Unit, YearTotals
from postoffice.measures import Reason, answer, completion, growth
from postoffice.months import Month
from postoffice.numbers import GROWTH, MILLION, PERCENT, Format
from postoffice.words import figure, footnotes

FORMS: Mapping[str, Format] = {
    "to_date": MILLION,
    "estimate": MILLION,
    "year": MILLION,
    "before": MILLION,
    "growth": GROWTH,
    "target": MILLION,
    "completion": PERCENT,
}
"""How the figures of a row are written."""


@dataclass(frozen=True, slots=True)
class Row:
    """A unit or a line: how many of its points have estimated, its figures in đồng and as they are written.

    Ratios are only there where every point has estimated and no earlier month is missing; `missed` is by how
    much the last estimates missed, if any were judged. `code` is empty for what is no unit or line of its
    own; `is_unit` tells units from lines, `is_point` a unit that estimates itself. `figures` go by the names
    of FORMS, and "missed".
    """

    name: str
    code: str
    is_unit: bool
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
    missed: str
    figures: Mapping[str, int | Fraction | Reason]

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
    def notes(self) -> Sequence[str]:
        """What keeps ratios from being taken, in sentences."""
        found = []
        if not self.total.is_whole:
            waiting = ngettext(
                "%(number)s point has not said yet; growth and %% of target are shown once all have.",
                "%(number)s points have not said yet; growth and %% of target are shown once all have.",
                len(self.waiting),
            )
            found.append(waiting % {"number": len(self.waiting)})
        if self.behind:
            behind = ngettext(
                "%(number)s point has not reported an earlier month of the year; until it has, growth and "
                "%% of target would compare unlike months and are left out.",
                "%(number)s points have not reported an earlier month of the year; until they have, growth "
                "and %% of target would compare unlike months and are left out.",
                self.behind,
            )
            found.append(behind % {"number": self.behind})
        return found

    @property
    def footnotes(self) -> Sequence[str]:
        """What the short words of the tables mean."""
        rows = (*self.by_unit, *self.lines)
        nothing = {value for row in rows for value in row.figures.values() if isinstance(value, Reason)}
        return [str(note) for note in footnotes(nothing - {Reason.NOT_APPLICABLE})]

    @property
    def by_unit(self) -> Sequence[Row]:
        """The units below and the total."""
        return [*self.rows, self.total]

    @property
    def by_line(self) -> Sequence[Row]:
        """The lines and the total."""
        return [*self.lines, self.total]


def estimated_year(place: Unit, points: QuerySet[Unit], month: Month) -> EstimatedYear:
    """Add up what the `points` of `place` expect of `month`: some twenty queries, whatever their number."""
    below = list(place.children.active_in(month).in_order())
    facts = _facts([place, *below], points, month)
    hits = _hits(facts.round.points, month)
    whole, parts = facts.amounts(place), [facts.amounts(unit) for unit in below]
    rows = [_row(facts, unit, part, hits) for unit, part in zip(below, parts, strict=True)]
    rest = whole.without(parts)
    if below and not rest.is_empty:
        rows.append(_row(facts, _("Own figures and former units"), rest))
    lines = ServiceLine.objects.order_by("order", "code")
    asked = facts.round
    return EstimatedYear(
        place, month, rows, [_row(facts, line, facts.amounts(place, line.code)) for line in lines],
        _row(facts, place, whole, hits), asked.waiting,
        [point for point in asked.points if point.pk in asked.sent], len(facts.behind), bool(asked.said),
    )  # fmt: skip


def _facts(units: Sequence[Unit], points: QuerySet[Unit], month: Month) -> Facts:
    asked = estimating.round_of(points, month)
    totals = rolled(YearTotals.objects.filter(unit__in=units, year__in=(month.year - 1, month.year)))
    return Facts(
        month, asked, estimates(asked, month), totals, estimating.behind(asked.points, month),
        review.targets_to_date(units, month),
    )  # fmt: skip


def _hits(asked: Sequence[Unit], month: Month) -> dict[int, Hit]:
    """Return what the last estimates of each point that can be judged were worth."""
    found: dict[int, Hit] = {}
    judged = estimating.hits([point.pk for point in asked], month)
    for (unit, _service), hit in next(iter(judged.values()), {}).items():
        found[unit] = found[unit] + hit if unit in found else hit
    return found


def _row(
    facts: Facts, what: Unit | ServiceLine | str, amounts: Amounts, hits: Mapping[int, Hit] | None = None
) -> Row:
    judged = amounts.year if facts.is_judged(amounts) else None
    found: dict[str, int | Fraction | Reason] = {
        "to_date": _told(amounts.to_date),
        "estimate": _told(amounts.estimate),
        "year": _told(amounts.year),
        "before": _told(amounts.before, Reason.NO_BASE),
        "growth": answer(growth, judged, amounts.before),
        "target": _told(amounts.target, Reason.NO_TARGET),
        "completion": answer(completion, judged, amounts.target),
    }
    missed = _missed([hits[point] for point in amounts.points if point in hits] if hits else [])
    return Row(
        name=what if isinstance(what, str) else what.name,
        code="" if isinstance(what, str) else what.code,
        is_unit=isinstance(what, Unit),
        is_point=isinstance(what, Unit) and amounts.points == {what.pk},
        expected=len(amounts.points),
        said=facts.answered(amounts),
        **{name: figure(value, FORMS[name]) for name, value in found.items()},
        missed="" if isinstance(missed, Reason) else figure(missed, GROWTH),
        figures=found | {"missed": missed},
    )


def _told(amount: int | Reason | None, missing: Reason = Reason.NOT_REPORTED) -> int | Reason:
    return missing if amount is None else amount


def _missed(hits: Sequence[Hit]) -> Fraction | Reason:
    return reduce(plus, hits).error if hits else Reason.NOT_APPLICABLE
