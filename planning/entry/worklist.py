"""The points a person enters for, with the state of the running month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from planning.models import MonthlyReport, ReportingMonth, Unit
from postoffice.months import Month


@dataclass(frozen=True, slots=True)
class Point:
    """A point and its report, a blank one where nothing was typed yet."""

    unit: Unit
    report: MonthlyReport

    @property
    def entered(self) -> int:
        """How many services have a revenue in the draft."""
        rows = self.report.draft.values()
        return sum(row.get("revenue", {}).get("value") is not None for row in rows)


@dataclass(frozen=True, slots=True)
class Worklist:
    """The points of one month; `dates` is None where no month was ever opened."""

    month: Month
    dates: ReportingMonth | None
    points: Sequence[Point]


def running_month(at: datetime) -> tuple[Month, ReportingMonth | None]:
    """Return the month that is being entered: the oldest open one, else the last, else last month."""
    row = ReportingMonth.objects.exclude(opened_at=None).running().first()
    row = row or ReportingMonth.objects.order_by("-month").first()
    return (row.as_month, row) if row else (Month.of(at.date()) - 1, None)


def worklist(units: Sequence[Unit], at: datetime) -> Worklist:
    """Return the running month of these units, in two queries (three where no month is open)."""
    month, row = running_month(at)
    found = {
        r.unit_id: r for r in MonthlyReport.objects.filter(month=month.first, unit__in=[u.pk for u in units])
    }
    points = [
        Point(unit, found.get(unit.pk) or MonthlyReport(unit=unit, month=month.first)) for unit in units
    ]
    return Worklist(month, row, points)
