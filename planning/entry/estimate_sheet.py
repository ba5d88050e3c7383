"""The page on which a unit says what a month will bring, every text ready to be printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import reduce
from operator import add as plus

from planning import estimating, review
from planning.entry.desk import Desk
from planning.entry.notation import FIELD_FORMATS, NOTATION, SIDE_FORMATS
from planning.estimating import REMEMBERED, Course, Hit
from planning.models import Estimate, Service, Unit
from planning.models.revenue import ALL
from postoffice.measures import Reason, add, answer, completion
from postoffice.months import Month
from postoffice.numbers import GROWTH, PERCENT
from postoffice.words import figure


@dataclass(frozen=True, slots=True)
class Line:
    """A service: what stands beside its field; `value`, `suggestion` in đồng, the rest written.

    `stands` is the figure as its field writes it, `offered` the suggestion in the same way, `error` by how
    much the last estimate of this service missed.
    """

    code: str
    name: str
    value: int | None
    stands: str
    suggestion: int | None
    offered: str
    to_date: str
    previous: str
    base: str
    target: str
    error: str


@dataclass(frozen=True, slots=True)
class Past:
    """A unit's estimate of an earlier month beside what came, written."""

    month: date
    estimated: str
    actual: str
    error: str


@dataclass(frozen=True, slots=True)
class EstimateSheet:
    """A unit's estimate of a month; `year` is the year to date with it, `latest` what was said last.

    `missed` is the mean error of the past estimates, empty without any.
    """

    desk: Desk
    lines: Sequence[Line]
    total: str
    year: str
    completion: str
    past: Sequence[Past]
    missed: str
    latest: Estimate | None

    @property
    def months_before(self) -> int:
        """How many months of the year have gone before this one."""
        return self.desk.month.number - 1

    @property
    def is_asked(self) -> bool:
        """Whether the planner asks for an estimate of the month."""
        row = self.desk.reporting_month
        return row is not None and row.estimate_due_on is not None

    @property
    def is_over(self) -> bool:
        """Whether the month is over or its figures sent, so that the estimate stays as it is."""
        desk = self.desk
        return desk.report.first_submitted_at is not None or desk.at.date() > desk.month.last

    @property
    def takes(self) -> bool:
        """Whether the fields are fields."""
        return self.desk.may_enter and self.desk.is_open and self.is_asked and not self.is_over


def estimate_sheet(desk: Desk, *, size: int) -> EstimateSheet:
    """Lay a unit's estimate out in `size`s of đồng: seven queries, whatever the number of services."""
    unit, month = desk.unit, desk.month
    kept = {
        e.service.code: e
        for e in Estimate.objects.filter(unit=unit, month=month.first).select_related("service", "by")
    }
    writer, hits = _Writer(size), estimating.hits([unit.pk], month)
    lines = writer.lines(unit, month, kept, hits)
    total = add(line.value for line in lines)
    year = None if total is None else add([writer.to_date, total])
    judged = None if estimating.behind([unit], month) else year
    plan = review.targets_to_date([unit], month).get((unit.pk, ALL))
    done = figure(answer(completion, judged, plan), PERCENT, NOTATION)
    return EstimateSheet(
        desk, lines, writer.side(total), writer.side(year), done, writer.past(hits), _missed(hits),
        max(kept.values(), key=lambda one: one.at, default=None),
    )  # fmt: skip


def _whole(hits: Mapping[tuple[int, str], Hit]) -> Hit:
    return reduce(plus, hits.values())


def _missed(hits: Mapping[date, Mapping[tuple[int, str], Hit]]) -> str:
    """Write the mean absolute error of the months that are shown; empty without any."""
    shown = [_whole(month).error for month in list(hits.values())[:REMEMBERED]]
    mean = estimating.mean_error(shown)
    return "" if mean is None else PERCENT.write(mean, NOTATION)


class _Writer:
    """Writes amounts in the page's unit, and remembers what the unit has brought in the year."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.to_date: int | None = None

    def side(self, amount: int | Reason | None) -> str:
        return figure(amount, SIDE_FORMATS[self.size], NOTATION)

    def field(self, amount: int | None) -> str:
        return "" if amount is None else FIELD_FORMATS[self.size].write(amount, NOTATION)

    def error(self, error: Fraction | Reason) -> str:
        return figure(error, GROWTH, NOTATION)

    def lines(
        self, unit: Unit, month: Month, kept: Mapping[str, Estimate],
        hits: Mapping[date, Mapping[tuple[int, str], Hit]],
    ) -> list[Line]:  # fmt: skip
        """Write the services the unit must estimate, and those it has estimated beyond its list."""
        listed = Service.objects.of_point(unit, month).values("pk")
        services = (Service.objects.filter(pk__in=listed) | Service.objects.filter(code__in=kept)).in_order()
        courses, targets = estimating.courses(unit, month), review.targets([unit], month)
        self.to_date = add(course.to_date(month) for course in courses.values())
        last: dict[str, Hit] = {}
        for months in reversed(hits.values()):
            last |= {code: hit for (_unit, code), hit in months.items()}
        return [
            self.line(
                service, month, kept.get(service.code), courses.get(service.code, Course({})),
                targets.get((unit.pk, service.code)), last.get(service.code),
            )
            for service in services
        ]  # fmt: skip

    def line(
        self, service: Service, month: Month, kept: Estimate | None, course: Course,
        target: int | Reason | None, hit: Hit | None,
    ) -> Line:  # fmt: skip
        value = kept.revenue if kept else None
        suggestion = course.suggestion(month)
        return Line(
            service.code, service.name, value, self.field(value), suggestion, self.field(suggestion),
            self.side(course.to_date(month)), self.side(course.months.get(month - 1)),
            self.side(course.months.get(month - 12)), self.side(target), self.error(hit.error) if hit else "",
        )  # fmt: skip

    def past(self, hits: Mapping[date, Mapping[tuple[int, str], Hit]]) -> list[Past]:
        shown = [(day, _whole(month)) for day, month in list(hits.items())[:REMEMBERED]]
        return [
            Past(day, self.side(hit.estimated), self.side(hit.actual), self.error(hit.error))
            for day, hit in shown
        ]
