"""Which months there are to report on, and what state the organisation is in."""

from __future__ import annotations

from planning.models import ReportingMonth, Succession, Unit
from postoffice.months import Month

YEARS_OFFERED = 24


def known_months(today: Month) -> list[Month]:
    """Return the months a reader may choose from, the default first."""
    return list(opened(today))


def opened(today: Month) -> dict[Month, bool]:
    """Return the months a reader may choose from, the default first, each with whether it is closed for good.

    The default is the latest month that is over (a running month is not compared with whole ones) among
    those that have been opened; the running month can be chosen. Without opened months: the last two years.
    """
    rows = ReportingMonth.objects.order_by("-month").values_list("month", "closed_2_at")
    found = {Month.of(day): closed is not None for day, closed in rows}
    if not found:
        return {today - 1 - n: False for n in range(YEARS_OFFERED)}
    default = next((month for month in found if month < today), next(iter(found)))
    return {default: found[default], **found}


def is_empty() -> bool:
    """Say whether the portal has no unit yet."""
    return not Unit.objects.exists()


def reorganised() -> bool:
    """Say whether any unit continues another."""
    return Succession.objects.exists()
