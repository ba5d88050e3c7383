"""A month of a year, the grain of every plan and every report."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import overload

_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """One month of one year; ordered by time, usable as a key.

    >>> Month(2019, 12) + 1
    Month(year=2020, number=1)
    >>> Month(2020, 2) - Month(2019, 12)
    2
    >>> str(Month.parse("2019-12"))
    '2019-12'
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12:
            raise ValueError(f"a month has a number from 1 to 12, not {self.number}")
        if not date.min.year <= self.year <= date.max.year:
            raise ValueError(f"a year lies between 1 and 9999, not {self.year}")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read "YYYY-MM" as it stands in addresses and files; anything else is a ValueError."""
        written = _WRITTEN.fullmatch(text)
        if written is None:
            raise ValueError(f"a month is written YYYY-MM, not {text!r}")
        return cls(int(written[1]), int(written[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month in which a day (or a moment, by its own zone) lies."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """The month's first day, which is how the database stores a month."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """The month's last day."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def __add__(self, months: int) -> Month:
        if not isinstance(months, int):
            return NotImplemented
        years, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(years, number + 1)

    @overload
    def __sub__(self, other: int) -> Month: ...
    @overload
    def __sub__(self, other: Month) -> int: ...
    def __sub__(self, other: int | Month) -> Month | int:
        if isinstance(other, Month):
            return (self.year - other.year) * 12 + self.number - other.number
        if not isinstance(other, int):
            return NotImplemented
        return self + -other

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"
