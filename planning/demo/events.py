"""What was out of the ordinary at single points, so that the demo's queue and drill-down have a story."""

from dataclasses import dataclass
from functools import cache

from planning.demo.places import rows_of
from postoffice.months import Month


@dataclass(frozen=True)
class Event:
    """A service of a point sold `percent` of an ordinary month; reason and text as its note gives them."""

    unit_code: str
    service: str
    month: Month
    percent: int
    reason: str
    text: str


@cache
def events() -> tuple[Event, ...]:
    """Return every event."""
    return tuple(
        Event(
            row["unit_code"],
            row["service"],
            Month.parse(row["month"]),
            int(row["percent"]),
            row["reason"],
            row["text"],
        )
        for row in rows_of("events.csv")
    )


@cache
def percents() -> dict[tuple[str, str, Month], int]:
    """Return the events' percentages by point, service and month."""
    return {(event.unit_code, event.service, event.month): event.percent for event in events()}


def swelling(unit_code: str, service: str, year: int) -> int:
    """Return how many hundredths of a year's twelve ordinary months a point sells, events included.

    >>> swelling("0101", "BCCP01", 2019)
    1200
    """
    own = [e for e in events() if (e.unit_code, e.service, e.month.year) == (unit_code, service, year)]
    return 1200 + sum(event.percent - 100 for event in own)
