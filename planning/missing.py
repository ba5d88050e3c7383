"""Who has not sent a month, for the meeting: by district, the latest and the most money first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from planning.models import MonthlyReport, Reminder, ReportingMonth, RevenueRecord, Unit
from planning.models.monthly_reports import State
from planning.turnout import expected
from postoffice.months import Month
from postoffice.numbers import MILLION

WIDTH = 40
"""Columns of the widest bar of the table of days."""


@dataclass(frozen=True, slots=True)
class Absent:
    """A unit whose month is not approved; `money` is what it sent for the month before, in đồng."""

    unit: Unit
    report: MonthlyReport | None
    days_late: int
    reminded_at: datetime | None
    money: int | None

    @property
    def is_sent(self) -> bool:
        """Whether it only waits for a decision."""
        return self.report is not None and self.report.state == State.SUBMITTED

    @property
    def is_returned(self) -> bool:
        """Whether it was sent back to be corrected."""
        return self.report is not None and self.report.state == State.RETURNED

    @property
    def amount(self) -> str:
        """The money in million đồng, or the word for a month that was not reported."""
        if self.money is None:
            return _("Not reported")
        return MILLION.write(self.money, get_language() or "vi")


@dataclass(frozen=True, slots=True)
class District:
    """The units of one district: how many were expected and sent, and who is absent."""

    unit: Unit
    expected: int
    sent: int
    absent: Sequence[Absent]

    @property
    def is_whole(self) -> bool:
        """Whether everyone has sent."""
        return self.sent == self.expected


@dataclass(frozen=True, slots=True)
class Day:
    """How many points first sent on one day, and how that day stands to the due day."""

    day: date
    count: int
    offset: int
    width: int

    @property
    def is_late(self) -> bool:
        """Whether it is past the due day."""
        return self.offset > 0


@dataclass(frozen=True, slots=True)
class Missing:
    """The whole list."""

    month: Month
    dates: ReportingMonth
    districts: Sequence[District]
    days: Sequence[Day]

    @property
    def expected(self) -> int:
        """Points that report this month."""
        return sum(district.expected for district in self.districts)

    @property
    def sent(self) -> int:
        """Points that have ever sent it."""
        return sum(district.sent for district in self.districts)

    @property
    def whole(self) -> int:
        """Districts in which everyone has sent."""
        return sum(district.is_whole for district in self.districts)

    @property
    def open(self) -> Sequence[District]:
        """Districts with somebody on the list."""
        return [district for district in self.districts if district.absent]


def missing(units: QuerySet[Unit], dates: ReportingMonth, day: date) -> Missing:
    """Return who among `units` has not sent or is not approved, as of `day`; in seven queries."""
    month = dates.as_month
    points = list(expected(units, month).select_related("parent").in_order())
    keys = [point.pk for point in points]
    reports = {r.unit_id: r for r in MonthlyReport.objects.filter(unit__in=keys, month=month.first)}
    left = [point for point in points if not point.is_approved]
    reminded = _reminded([point.pk for point in left], month)
    money = _money([point.pk for point in left], month - 1)
    absent = [
        Absent(
            point, reports.get(point.pk), _late(point, reports.get(point.pk), dates, day),
            reminded.get(point.pk), money.get(point.pk),
        )
        for point in left
    ]  # fmt: skip
    return Missing(month, dates, _districts(points, absent), _days(reports.values(), dates))


def _late(point: Unit, report: MonthlyReport | None, dates: ReportingMonth, day: date) -> int:
    """Return the days a unit is late: until today, or until the day it first sent."""
    if report is not None and report.first_submitted_at and report.state == State.SUBMITTED:
        day = timezone.localtime(report.first_submitted_at).date()
    return max((day - dates.due_on).days, 0)


def _reminded(keys: Sequence[int], month: Month) -> Mapping[int, datetime]:
    sent = Reminder.objects.filter(unit__in=keys, month=month.first, channel="email")
    return dict(sent.values("unit").annotate(last=Max("sent_at")).values_list("unit", "last"))


def _money(keys: Sequence[int], month: Month) -> Mapping[int, int | None]:
    booked = RevenueRecord.objects.filter(unit__in=keys, month=month.first)
    return dict(booked.values("unit").annotate(all=Sum("revenue")).values_list("unit", "all"))


def _districts(points: Sequence[Unit], absent: Sequence[Absent]) -> list[District]:
    """Group by the unit under the top of the office; the worst district first."""
    tops = Unit.objects.in_bulk({_district(point) for point in points})
    all_points, sent = Counter(map(_district, points)), Counter()
    for point in points:
        sent[_district(point)] += point.has_reported
    lists: dict[int, list[Absent]] = {}
    for one in sorted(absent, key=_worst):
        lists.setdefault(_district(one.unit), []).append(one)
    groups = [
        District(top, all_points[key], sent[key], lists.get(key, ())) for key, top in tops.items()
    ]
    return sorted(groups, key=lambda group: (group.sent - group.expected, group.unit.code))


def _district(unit: Unit) -> int:
    chain = unit.chain
    return chain[min(1, len(chain) - 1)]


def _worst(one: Absent) -> tuple[bool, int, int, str]:
    """Order: not sent before sent, then the latest, then the most money."""
    return (one.is_sent, -one.days_late, -(one.money or 0), one.unit.code)


def _days(reports: Iterable[MonthlyReport], dates: ReportingMonth) -> list[Day]:
    """Count the points by the day on which they first sent."""
    sent = [timezone.localtime(r.first_submitted_at).date() for r in reports if r.first_submitted_at]
    counts = Counter(sent)
    most = max(counts.values(), default=1)
    return [
        Day(day, count, (day - dates.due_on).days, -(-WIDTH * count // most))
        for day, count in sorted(counts.items())
    ]
