"""Whether the months and figures of a file are possible in themselves."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from planning.importing.known import Known, chosen, repeated
from planning.importing.located import Located
from planning.importing.office import AnnualHistoryRow, MonthRow, RevenueRow
from planning.models import Measure
from planning.models.monthly_reports import FigureStatus
from planning.models.revenue import LIMIT
from postoffice.months import Month
from postoffice.numbers import LARGEST_DONG

TOO_LARGE = _("this is out of range: at most ±%(largest)s can be stored")
LARGEST = f"{LARGEST_DONG:,}".replace(",", ".")
_TWICE = _("the same unit, service and month stand in row %(other)d")
_STATUS = _("row %(other)d says “%(status)s” of the same unit and month; a unit's month has one status")
_FUTURE = _("this month has not begun yet")
_AMOUNTS = ("revenue", "payroll_revenue", "volume", "balance")


def check_revenue(rows: Sequence[RevenueRow], known: Known, running: Month) -> Iterator[Located]:
    """Yield the problems of monthly figures; none is possible after `running`, the calendar month."""
    future = {month for month in {row.month for row in rows} if month > running}
    seen: dict[tuple[str, str, Month], int] = {}
    status: dict[tuple[str, Month], RevenueRow] = {}
    for row in rows:
        if row.unit_code not in known.units:
            yield from known.unit(row, "unit_code")
        if row.service_code not in known.services:
            yield from known.service(row, "service_code")
        if future and row.month in future:
            yield Located("revenue", row.row, "month", str(row.month), _FUTURE)
        key = (row.unit_code, row.service_code, row.month)
        if key in seen:
            shown = f"{row.unit_code} {row.service_code} {row.month}"
            yield Located("revenue", row.row, "unit_code", shown, _TWICE, {"other": seen[key]})
        seen[key] = row.row
        if row.status:
            yield from _one_status(row, status.setdefault((row.unit_code, row.month), row))
        for amount in (row.revenue, row.payroll_revenue, row.volume, row.balance):
            if amount is not None and not -LIMIT < amount < LIMIT:
                yield from _in_range(row, _AMOUNTS)
                break


def _one_status(row: RevenueRow, first: RevenueRow) -> Iterator[Located]:
    if row.status not in FigureStatus.values:
        yield from chosen([row], "status", FigureStatus.values)
    elif first.status != row.status:
        params = {"other": first.row, "status": first.status}
        yield Located("revenue", row.row, "status", row.status, _STATUS, params)


def _in_range(row: object, columns: Iterable[str]) -> Iterator[Located]:
    for column in columns:
        amount = getattr(row, column)
        if amount is not None and not -LIMIT < amount < LIMIT:
            yield Located(row.SHEET, row.row, column, str(amount), TOO_LARGE, {"largest": LARGEST})


def check_months(rows: Sequence[MonthRow], stored: Sequence[MonthRow]) -> Iterator[Located]:
    """Yield the problems of the sheet of months: no month is opened again by a file."""
    yield from repeated(rows, ("month",))
    closed = {row.month: row.closed or 0 for row in stored}
    for row in rows:
        if row.closed is not None and row.closed < closed.get(row.month, 0):
            reason = _("this month is closed already; a file does not open it again")
            yield Located("months", row.row, "closed", str(row.closed), reason)


def check_annual_history(rows: Sequence[AnnualHistoryRow], known: Known) -> Iterator[Located]:
    """Yield the problems of years without months."""
    yield from repeated(rows, ("unit_code", "code", "year", "measure"))
    yield from chosen(rows, "measure", Measure.values)
    for row in rows:
        yield from known.unit(row, "unit_code")
        yield from known.node(row, "code")
        yield from only_of_services(row, known)
        yield from _in_range(row, ("amount",))


def only_of_services(row: object, known: Known) -> Iterator[Located]:
    """Yield a problem where a volume is given for more than one service: pieces of two kinds never add."""
    if row.measure == Measure.VOLUME and row.code not in known.services:
        reason = _("a volume belongs to one service: pieces of different services do not add up")
        yield Located(row.SHEET, row.row, "code", row.code, reason)
