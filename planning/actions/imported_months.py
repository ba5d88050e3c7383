"""The months an import brings in: past ones closed for good, the running one open, unless told otherwise."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from planning.actions.months import freeze
from planning.actions.rights import day_of
from planning.importing.office import MonthRow
from planning.models import HolidayOverride, Office, ReportingMonth, User
from postoffice import working_days
from postoffice.months import Month

_HOLD = """
SELECT pg_advisory_xact_lock(7102, planning_month_key(month))
FROM (SELECT DISTINCT unnest(%s::date[]) AS month ORDER BY 1) AS months
"""


@dataclass(frozen=True)
class MonthStep:
    """A month that is new, dated anew or closed further; `closed` is the last round that is closed."""

    month: Month
    due_on: date
    closed: int
    row: ReportingMonth | None

    @property
    def closes(self) -> bool:
        """Whether the import closes the month, or closes it further."""
        return self.closed > _rounds(self.row)


def hold_months_alone(months: Collection[Month]) -> None:
    """Hold months alone until the transaction ends, in the order of time: their savers wait."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [[month.first for month in months]])


def due_days(months: Collection[Month]) -> dict[Month, date]:
    """Return the usual day on which each month is due."""
    overrides = {day.day: not day.is_working for day in HolidayOverride.objects.all()}
    usual = Office.objects.current().due_day
    return {month: working_days.due_on(month, usual, overrides) for month in months}


def running_month(at: datetime) -> Month:
    """Return the oldest month whose figures are not due yet: December until it is due in January."""
    today = day_of(at)
    before = Month.of(today) - 1
    return before if due_days([before])[before] >= today else before + 1


def settle(*, stated: Sequence[MonthRow], with_figures: Collection[Month], at: datetime) -> list[MonthStep]:
    """Say what becomes of each month of an import.

    A month the portal knows changes only as the file states. A new one is closed for good when it
    lies before the running month, unless the file states otherwise.
    """
    told = {row.month: row for row in stated}
    months = sorted({*told, *with_figures})
    kept = {row.as_month: row for row in ReportingMonth.objects.filter(month__in=[m.first for m in months])}
    usual, running = due_days(months), running_month(at)
    steps = []
    for month in months:
        said, row = told.get(month, MonthRow(month)), kept.get(month)
        before = _rounds(row)
        by_rule = before if row else 2 if month < running else 0
        closed = by_rule if said.closed is None else max(said.closed, before)
        due_on = said.due_on or (row.due_on if row else usual[month])
        if row is None or closed > before or due_on != row.due_on:
            steps.append(MonthStep(month, due_on, closed, row))
    return steps


def write_months(steps: Sequence[MonthStep], *, by: User | None, at: datetime) -> None:
    """Open, date and close months, each closed round with its snapshot; call after the figures."""
    for closing in (1, 2):
        newly = [s.month for s in steps if s.closed == closing and s.closes]
        if newly:
            freeze(months=newly, round=closing)
    for step in steps:
        row = step.row or ReportingMonth(month=step.month.first, opened_at=at)
        row.due_on = step.due_on
        if step.closed == 1 and row.closed_1_at is None:
            row.closed_1_at, row.closed_1_by = at, by
        if step.closed == 2 and row.closed_2_at is None:
            row.closed_2_at, row.closed_2_by = at, by
        row.save()


def _rounds(row: ReportingMonth | None) -> int:
    """Return the last round of a month that is closed."""
    if row is None:
        return 0
    return 2 if row.closed_2_at else 1 if row.closed_1_at else 0
