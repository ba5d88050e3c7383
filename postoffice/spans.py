"""Spans of months that are compared: month, quarter, half, nine months, year, to date, rolling twelve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from postoffice.months import Month


@dataclass(frozen=True)
class Span:
    """Consecutive months, oldest first; never empty.

    Equal periods only: a span is compared with `year_before()`, the same months one year earlier.

    >>> [str(m) for m in to_date(Month(2019, 2)).year_before()]
    ['2018-01', '2018-02']
    """

    months: tuple[Month, ...]

    def __post_init__(self) -> None:
        if not self.months:
            raise ValueError("a span has at least one month")
        if any(later - earlier != 1 for earlier, later in zip(self.months, self.months[1:], strict=False)):
            raise ValueError("the months of a span follow each other")

    @property
    def first(self) -> Month:
        """The oldest month."""
        return self.months[0]

    @property
    def last(self) -> Month:
        """The newest month."""
        return self.months[-1]

    def year_before(self) -> Span:
        """Return the same months one year earlier, the base of every growth."""
        return Span(tuple(m - 12 for m in self.months))

    def __iter__(self) -> Iterator[Month]:
        return iter(self.months)

    def __len__(self) -> int:
        return len(self.months)

    def __contains__(self, month: object) -> bool:
        return month in self.months


def between(first: Month, last: Month) -> Span:
    """Return every month from `first` to `last`, both included."""
    return Span(tuple(first + n for n in range(last - first + 1)))


def month(m: Month) -> Span:
    """Return the single month."""
    return Span((m,))


def to_date(m: Month) -> Span:
    """Return January to `m` of the same year (lũy kế)."""
    return between(Month(m.year, 1), m)


def quarter(m: Month) -> Span:
    """Return the whole quarter in which `m` lies."""
    start = Month(m.year, (m.number - 1) // 3 * 3 + 1)
    return between(start, start + 2)


def half(m: Month) -> Span:
    """Return the whole half year in which `m` lies; for January to June this is "6 tháng"."""
    start = Month(m.year, 1 if m.number <= 6 else 7)
    return between(start, start + 5)


def nine_months(m: Month) -> Span:
    """Return January to September of the year in which `m` lies ("9 tháng")."""
    return between(Month(m.year, 1), Month(m.year, 9))


def year(y: int) -> Span:
    """Return the twelve months of a year."""
    return between(Month(y, 1), Month(y, 12))


def rolling_12(m: Month) -> Span:
    """Return the twelve months that end with `m`."""
    return between(m - 11, m)
