"""The working calendar of Vietnam: holidays, working days, and where Tết falls.

Holidays come from the library `holidays` (the moon calendar for UTC+7, make-up days and swapped days
included); the office's own table overrides it. Overrides are passed in, this module reads no database and no
clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from types import MappingProxyType

import holidays

from postoffice.months import Month

Overrides = Mapping[date, bool]
"""Days the office decided itself: True is a day off, False a working day; beats weekends and the library."""

NO_OVERRIDES: Overrides = MappingProxyType({})

_NEW_YEAR = "Tết Nguyên Đán"
_BEFORE, _AFTER = 21, 6


@cache
def _calendar_of(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("VN", years=year, language="vi", expand=False)


def is_working_day(day: date, overrides: Overrides = NO_OVERRIDES) -> bool:
    """Tell whether offices work on a day: no weekend, no holiday, unless the office decided otherwise.

    A Saturday that the government swapped for a day off is worked.

    >>> is_working_day(date(2020, 1, 5)), is_working_day(date(2020, 1, 6))
    (False, True)
    """
    if day in overrides:
        return not overrides[day]
    return _calendar_of(day.year).is_working_day(day)


def next_working_day(day: date, overrides: Overrides = NO_OVERRIDES) -> date:
    """Return the day itself if offices work on it, else the first working day after it."""
    while not is_working_day(day, overrides):
        day += timedelta(days=1)
    return day


def due_on(month: Month, day: int = 5, overrides: Overrides = NO_OVERRIDES) -> date:
    """Return the day a month's figures are due: a day of the next month, rolled to the next working day.

    `day` beyond the end of a short month means its last day.

    >>> due_on(Month(2019, 12))
    datetime.date(2020, 1, 6)
    """
    after = month + 1
    return next_working_day(date(after.year, after.number, min(day, after.last.day)), overrides)


def working_days(month: Month, overrides: Overrides = NO_OVERRIDES) -> int:
    """Return how many working days a month has."""
    return sum(is_working_day(month.first + timedelta(days=n), overrides) for n in range(month.last.day))


@cache
def tet(year: int) -> date:
    """Return the first day of the lunar new year, as Vietnam counts it (UTC+7).

    In 2030 that is 2 February, a day before China's. Raises LookupError where the library does not know the
    year.

    >>> tet(2020), tet(2030)
    (datetime.date(2020, 1, 25), datetime.date(2030, 2, 2))
    """
    for day, name in _calendar_of(year).items():
        if _NEW_YEAR in name.split("; "):
            return day
    raise LookupError(f"the date of Tết {year} is not known")


@cache
def tet_in_january(year: int) -> Fraction:
    """Return which part of the Tết season lies in January (the rest lies in February), as a ratio.

    The season is the 28 days that move revenue: the three weeks of buying before the first day, and the
    holiday week that begins with it. Whole months are too coarse a measure: Tết of 29/01/2025 and of
    01/02/2022 stand in two months and have nearly the same season.

    >>> tet_in_january(2020)
    Fraction(1, 1)
    >>> tet_in_january(2018)
    Fraction(3, 14)
    """
    first = tet(year)
    season = [first + timedelta(days=n) for n in range(-_BEFORE, _AFTER + 1)]
    return Fraction(sum(day.month == 1 for day in season), len(season))


def tet_moved(month: Month, years: int = 1) -> bool:
    """Tell whether a month alone does not compare with that of `years` before, because Tết changed month.

    Only January and February can be meant; the first two months together always compare ("2 tháng đầu năm").
    This is the flag "ảnh hưởng Tết".

    >>> tet_moved(Month(2026, 2)), tet_moved(Month(2026, 3)), tet_moved(Month(2019, 2))
    (True, False, False)
    """
    return month.number <= 2 and tet(month.year).month != tet(month.year - years).month
