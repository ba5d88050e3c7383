"""Which months there are to report on, and what state the organisation is in."""

from __future__ import annotations

from planning.models import ReportingMonth, Succession, Unit
from postoffice.months import Month

YEARS_OFFERED = 24


def known_months(today: Month) -> list[Month]:
    """Return the months a reader may choose from, the default first.

    The default is the latest month that is over (a running month is not compared with whole ones) among
    those that have been opened; the running month can be chosen. Without opened months: the last two years.
    """
    first_days = ReportingMonth.objects.order_by("-month").values_list("month", flat=True)
    opened = [Month.of(day) for day in first_days]
    over = [month for month in opened if month < today]
    if not opened:
        return [today - 1 - n for n in range(YEARS_OFFERED)]
    default = over[0] if over else opened[0]
    return [default, *[month for month in opened if month != default]]


def is_empty() -> bool:
    """Say whether the portal has no unit yet."""
    return not Unit.objects.exists()


def reorganised() -> bool:
    """Say whether any unit continues another."""
    return Succession.objects.exists()
