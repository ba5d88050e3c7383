"""Estimates read: who has said his, what a unit's past ones were worth, what a machine would say.

An estimate (ước thực hiện) is a person's word and never revenue. The suggestion is a machine's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Count, Exists, OuterRef, QuerySet

from planning.listed import sold_by
from planning.models import Estimate, MonthlyReport, RevenueRecord, Service, Unit
from postoffice.measures import Reason, add, answer, growth
from postoffice.months import Month

REMEMBERED = 6
"""How many of a unit's past estimates are shown."""

_MOST_DRIFT, _LEAST_DRIFT = Fraction(2), Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Hit:
    """An estimate beside what came, in đồng; both over the services that have both."""

    estimated: int
    actual: int

    @property
    def error(self) -> Fraction | Reason:
        """By how much the estimate was above what came, as a part of it: (estimate − actual)/actual.

        The percentage error of Hyndman and Koehler, "Another look at measures of forecast accuracy"
        (2006), signed so that a unit sees whether it hopes or fears too much.
        """
        return answer(growth, self.estimated, self.actual)

    def __add__(self, other: Hit) -> Hit:
        return Hit(self.estimated + other.estimated, self.actual + other.actual)


@dataclass(frozen=True, slots=True)
class Round:
    """Who is asked for an estimate of a month, and who (by primary key) has said it.

    `sent` are points that sent the month's figures without an estimate: nobody waits for them any more.
    """

    points: Sequence[Unit]
    said: frozenset[int]
    sent: frozenset[int]

    @property
    def waiting(self) -> list[Unit]:
        """The points that can still be waited for."""
        return [point for point in self.points if point.pk not in self.said | self.sent]


def round_of(units: QuerySet[Unit], month: Month) -> Round:
    """Return how far the estimates of `units` are: of those that report `month` and sell something in it.

    Who has estimated some of his services only (his list has grown since) has not said yet.
    """
    sold = _sold(list(units.reporting().active_in(month).in_order()), month)
    kept: dict[int, set[int]] = {}
    said_of = Estimate.objects.filter(unit__in=[point.pk for point in sold], month=month.first)
    for unit, service in said_of.values_list("unit", "service"):
        kept.setdefault(unit, set()).add(service)
    said = {point.pk for point, services in sold.items() if services <= kept.get(point.pk, set())}
    reports = MonthlyReport.objects.filter(unit__in=[point.pk for point in sold], month=month.first)
    sent = set(reports.reported().values_list("unit", flat=True)) - said
    return Round(list(sold), frozenset(said), frozenset(sent))


def _sold(points: Sequence[Unit], month: Month) -> dict[Unit, set[int]]:
    """Return the services each point must estimate; a point that sells nothing is left out."""
    active = set(Service.objects.active_in(month).values_list("pk", flat=True))
    by_point: dict[int, set[int]] = {}
    for service, sellers in sold_by(points, month).items():
        for seller in sellers if service in active else ():
            by_point.setdefault(seller, set()).add(service)
    return {point: by_point[point.pk] for point in points if point.pk in by_point}


def behind(points: Sequence[Unit], month: Month) -> set[int]:
    """Return the points (primary keys) that have not reported every earlier month of the year; one query."""
    earlier = [Month(month.year, number) for number in range(1, month.number)]
    reports = MonthlyReport.objects.reported().filter(
        unit__in=[point.pk for point in points], month__in=[one.first for one in earlier]
    )
    there = dict(reports.values("unit").annotate(there=Count("pk")).values_list("unit", "there"))
    return {
        point.pk
        for point in points
        if there.get(point.pk, 0) < sum(point.is_active_in(one) for one in earlier)
    }


def hits(units: Iterable[int], before: Month) -> dict[date, dict[tuple[int, str], Hit]]:
    """Return the past estimates of units (primary keys) that can be judged, by month, unit and service code.

    Only months that the unit has sent, and services that were estimated and reported. One query.
    """
    booked = RevenueRecord.objects.filter(
        unit=OuterRef("unit"), service=OuterRef("service"), month=OuterRef("month")
    )
    sent = MonthlyReport.objects.filter(unit=OuterRef("unit"), month=OuterRef("month")).reported()
    rows = (
        Estimate.objects.filter(Exists(sent), unit__in=units, month__lt=before.first)
        .annotate(actual=booked.values("revenue"))
        .exclude(actual=None)
        .values_list("month", "unit", "service__code", "revenue", "actual")
    )
    found: dict[date, dict[tuple[int, str], Hit]] = {}
    for day, unit, code, estimated, actual in rows.order_by("-month", "unit", "service__code"):
        found.setdefault(day, {})[unit, code] = Hit(estimated, actual)
    return found


def mean_error(errors: Iterable[Fraction | Reason]) -> Fraction | None:
    """Return the mean absolute percentage error (MAPE) of what could be judged, None without any."""
    sizes = [abs(error) for error in errors if not isinstance(error, Reason)]
    return sum(sizes, Fraction(0)) / len(sizes) if sizes else None


@dataclass(frozen=True, slots=True)
class Course:
    """A service's two years at a unit as far as they are reported: revenue by month, in đồng."""

    months: Mapping[Month, int]

    def to_date(self, month: Month) -> int | None:
        """Return the year's revenue before `month`; None where nothing was reported."""
        return add(self.months.get(Month(month.year, number)) for number in range(1, month.number))

    def suggestion(self, month: Month) -> int | None:
        """Return what the month would bring at the year's pace; None without a past.

        The same month last year times the growth of the year to date (a seasonal naïve forecast with
        drift; Hyndman and Athanasopoulos, "Forecasting: Principles and Practice", chapter 5), over the
        months that both years have, the growth kept between a half and two; without last year, the mean
        of the last three months. Written with three figures: a machine knows no more.
        """
        base = self.months.get(month - 12)
        if base is None:
            lately = [amount for back in (1, 2, 3) if (amount := self.months.get(month - back)) is not None]
            return _round(Fraction(sum(lately), len(lately))) if lately else None
        both = [
            (self.months[this], self.months[this - 12])
            for number in range(1, month.number)
            if (this := Month(month.year, number)) in self.months and this - 12 in self.months
        ]
        now, then = sum(pair[0] for pair in both), sum(pair[1] for pair in both)
        drift = Fraction(now, then) if now > 0 and then > 0 else Fraction(1)
        return _round(base * min(max(drift, _LEAST_DRIFT), _MOST_DRIFT))


def courses(unit: Unit, month: Month) -> dict[str, Course]:
    """Read the year of `month` and the one before, as far as `month`, by code of the service; one query."""
    rows = RevenueRecord.objects.filter(
        unit=unit, month__gte=Month(month.year - 1, 1).first, month__lt=month.first, revenue__isnull=False
    )
    found: dict[str, dict[Month, int]] = {}
    for code, day, amount in rows.values_list("service__code", "month", "revenue").order_by("month"):
        found.setdefault(code, {})[Month.of(day)] = amount
    return {code: Course(months) for code, months in found.items()}


def _round(amount: Fraction) -> int:
    """Keep the three figures that count."""
    size = 10 ** max(len(str(abs(int(amount)))) - 3, 0)
    return round(amount / size) * size
