"""How the dashboard's figures are got without a roll-up: the peers it is held against.

Both read the records themselves and draw nothing, so they are spared what the page pays for its
templates. `Figures` is what the trial compares with the page, so that all three say the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from django.db import connection
from django.db.models import Q, QuerySet, Sum

from planning.models import MonthlyReport, RevenueRecord, Unit
from postoffice.months import Month
from postoffice.spans import to_date


@dataclass(frozen=True)
class Figures:
    """Revenue to date in đồng: of the whole, the year before, by line and by district (codes)."""

    total: int
    base: int
    lines: Mapping[str, int]
    units: Mapping[str, int]


def grouped(province: Unit, month: Month) -> Figures:
    """Group the records anew for each part of the page, as the first version of most portals does."""
    records = RevenueRecord.objects.filter(unit__path__startswith=province.path)
    this, last = _span(records, month), _span(records, month - 12)
    total = this.aggregate(at=Sum("revenue"))["at"]
    base = last.aggregate(at=Sum("revenue"))["at"]
    lines = _by(this, "service__line__code")
    _by(last, "service__line__code")
    units = _by(this, "unit__parent__code")
    _by(last, "unit__parent__code")
    both = records.filter(month__gt=(month - 24).first, month__lte=month.first)
    _by(both, "month")
    _by(both, "unit__parent__code", "month")
    _by(both, "unit__parent__code", "service__code")
    this.aggregate(at=Sum("payroll_revenue"))
    sent = MonthlyReport.objects.reported().filter(unit__path__startswith=province.path, month=month.first)
    sent.count()
    return Figures(total, base, lines, units)


def framed(province: Unit, month: Month) -> Figures:
    """Read two years of records into a frame and pivot it, at each request."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT p.code, s.code, l.code, r.month, r.revenue, r.payroll_revenue, r.volume
            FROM planning_revenuerecord r
            JOIN planning_unit u ON u.id = r.unit_id JOIN planning_unit p ON p.id = u.parent_id
            JOIN planning_service s ON s.id = r.service_id JOIN planning_serviceline l ON l.id = s.line_id
            WHERE u.path LIKE %s AND r.month > %s AND r.month <= %s
            """,
            [f"{province.path}%", (month - 24).first, month.first],
        )
        names = ["unit", "service", "line", "month", "revenue", "payroll", "volume"]
        frame = pd.DataFrame(cursor.fetchall(), columns=names)
    frame["year"] = frame["month"].map(lambda day: day.year)
    years = frame.pivot_table(index="line", columns="year", values="revenue", aggfunc="sum")
    frame.pivot_table(index="unit", columns="month", values="revenue", aggfunc="sum")
    frame.pivot_table(index=["unit", "service"], columns="year", values="revenue", aggfunc="sum")
    units = frame.pivot_table(index="unit", columns="year", values="revenue", aggfunc="sum")
    this, last = month.year, month.year - 1
    return Figures(int(years[this].sum()), int(years[last].sum()), _ints(years[this]), _ints(units[this]))


def _span(records: QuerySet, month: Month) -> QuerySet:
    return records.filter(Q(month__in=[one.first for one in to_date(month).months]))


def _by(records: QuerySet, *fields: str) -> dict:
    rows = records.values_list(*fields).annotate(at=Sum("revenue"))
    return {row[:-1] if len(fields) > 1 else row[0]: row[-1] for row in rows}


def _ints(column: pd.Series) -> dict[str, int]:
    return {code: int(amount) for code, amount in column.items()}
