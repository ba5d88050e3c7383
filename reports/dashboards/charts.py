"""The months of one track as charts and as their table: every figure beside its plan and last year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from postoffice.numbers import GROWTH, PERCENT, Format
from reports.build import Track, standing
from reports.build.cells import YEAR, plain
from reports.build.standing import Standing
from reports.dashboards.writing import Scale, Shown, mark, shown, write
from reports.renderers import chart
from reports.renderers.chart import Mark
from reports.renderers.chart.cumulative import Cumulative
from reports.renderers.chart.months import Months
from reports.renderers.chart.sparkline import Sparkline

AHEAD = Mark(None, "")


@dataclass(frozen=True)
class Year:
    """Twelve months of a track, each alone and to date; `number` is the last that counts."""

    number: int
    months: Sequence[Standing]
    to_date: Sequence[Standing]

    def overs(self, scale: Scale) -> list[int | None]:
        """Return actual − plan of each month that counts; what prints as 0 is 0."""
        return [scale.seen(one.over.value) for one in self.months[: self.number]]

    def overs_to_date(self, scale: Scale) -> list[int | None]:
        """Return actual − plan to date after each month that counts; what prints as 0 is 0."""
        return [scale.seen(one.over.value) for one in self.to_date[: self.number]]

    @property
    def is_in(self) -> bool:
        """Whether any month that counts has figures."""
        return self.highest is not None

    @property
    def highest(self) -> int | None:
        """The number of the month with the highest actual."""
        found = {n: one.actual.value for n, one in enumerate(self.months[: self.number], 1)}
        found = {n: value for n, value in found.items() if value is not None}
        return max(found, key=lambda n: found[n]) if found else None


@dataclass(frozen=True)
class MonthRow:
    """A month in the table of a year; `part` tells how many of its points have sent it."""

    label: str
    part: str
    cells: Sequence[Shown]
    total: bool = False


def year(track: Track, number: int) -> Year:
    """Take every month of a track, alone and to date."""
    months = range(1, YEAR + 1)
    return Year(
        number,
        [standing.in_month(track, n) for n in months],
        [standing.up_to(track, n) for n in months],
    )


def months(year: Year, scale: Scale, url: Callable[[int], str]) -> Months:
    """Draw the months; those after the last that counts show plan and last year only."""
    form = scale.format
    marks = [
        chart.MonthMarks(
            label=str(n),
            actual=mark(one.actual, form) if n <= year.number else AHEAD,
            plan=mark(one.plan, form),
            base=mark(one.base, form),
            gap=mark(one.over, form.with_sign) if n <= year.number else AHEAD,
            url=url(n) if n <= year.number else "",
        )
        for n, one in enumerate(year.months, 1)
    ]
    return chart.months(marks, current=year.number - 1)


def cumulative(year: Year, scale: Scale, url: Callable[[int], str]) -> Cumulative:
    """Draw the sums to date with the gap to the plan in its strip."""
    form = scale.format
    marks = [
        chart.CumulativeMarks(
            label=str(n),
            actual=mark(one.actual, form) if n <= year.number else AHEAD,
            plan=mark(one.plan, form),
            base=mark(one.base, form),
            gap=mark(one.over, form.with_sign) if n <= year.number else AHEAD,
            url=url(n) if n <= year.number else "",
        )
        for n, one in enumerate(year.to_date, 1)
    ]
    return chart.cumulative(marks, lambda value: write(form, value))


def table(year: Year, scale: Scale, part: Callable[[int], str], *, to_date: bool) -> list[MonthRow]:
    """Return the months as rows: actual, plan, difference, %, last year, growth, and the sums to date."""
    rows = [
        MonthRow(
            label=month_label(n),
            part=part(n),
            cells=of_span(one, scale.format) + (_sums(year.to_date[n - 1], scale.format) if to_date else []),
        )
        for n, one in enumerate(year.months[: year.number], 1)
    ]
    last = year.to_date[year.number - 1]
    empty = [Shown("")] * 3 if to_date else []
    return [*rows, MonthRow(total_label(year.number), "", [*of_span(last, scale.format), *empty], total=True)]


def month_label(number: int) -> str:
    """Return a month as the head of its row."""
    return _("Month %(month)s") % {"month": number}


def total_label(number: int) -> str:
    """Return the months to date as the head of the last row."""
    return _("Whole year") if number == YEAR else _("%(count)s months") % {"count": number}


def of_span(one: Standing, form: Format) -> list[Shown]:
    """Return the six figures of a span: TH, KH, TH − KH, % HTKH, CK, growth."""
    return [
        shown(one.actual, form, strong=True),
        shown(one.plan, form),
        shown(one.over, form.with_sign, toned=True),
        shown(one.completion, PERCENT),
        shown(one.base, form),
        shown(one.growth, GROWTH, toned=True),
    ]


def _sums(one: Standing, form: Format) -> list[Shown]:
    return [
        shown(one.actual, form),
        shown(one.over, form.with_sign, toned=True),
        shown(one.completion, PERCENT),
    ]


def trend(track: Track, number: int, form: Format) -> Sparkline:
    """Draw the last twelve months: last year's after the month, this year's up to it."""
    cells = [plain(figure) for figure in (*track.earlier[number:], *track.actual[:number])]
    return chart.sparkline([mark(cell, form) for cell in cells])
