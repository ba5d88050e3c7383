"""The shape of a demo year: Tết, the end of the year, and each service's own rhythm."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from postoffice.months import Month
from postoffice.working_days import tet

STEADY = (100,) * 12


@dataclass(frozen=True)
class Rhythm:
    """How a service sells through a year, in percent of an ordinary day.

    `before`, `holiday` and `after` are the three weeks of buying before Tết, the nine days when
    offices are shut, and the two weeks after; `months` is the rest of the shape, January first.
    """

    before: int
    holiday: int
    after: int
    months: tuple[int, ...] = STEADY


RHYTHMS = {
    "parcels": Rhythm(116, 50, 97, (99, 99, 100, 100, 101, 101, 100, 101, 103, 106, 111, 119)),
    "letters": Rhythm(106, 52, 98, (100, 100, 100, 99, 100, 101, 99, 99, 101, 102, 104, 112)),
    "dossiers": Rhythm(95, 42, 94, (96, 97, 102, 102, 103, 108, 110, 107, 101, 99, 98, 97)),
    "remittances": Rhythm(130, 62, 94, (100, 100, 99, 99, 100, 100, 101, 102, 102, 100, 101, 107)),
    "payments": Rhythm(104, 78, 99, (100, 100, 100, 100, 102, 104, 104, 103, 101, 100, 100, 103)),
    "pensions": Rhythm(102, 96, 100),
    "savings": Rhythm(97, 66, 116, (98, 100, 101, 101, 100, 100, 100, 100, 100, 101, 103, 109)),
    "insurance": Rhythm(98, 58, 98, (98, 97, 99, 98, 98, 99, 101, 106, 112, 103, 103, 114)),
    "press": Rhythm(110, 85, 98, (104, 98, 100, 101, 99, 99, 100, 98, 100, 100, 99, 101)),
    "prints": Rhythm(116, 50, 84, (120, 80, 85, 80, 82, 85, 85, 92, 95, 108, 136, 165)),
    "telecoms": Rhythm(110, 85, 99, (100, 100, 100, 99, 100, 101, 101, 100, 100, 100, 100, 102)),
    "goods": Rhythm(130, 62, 94, (100, 98, 98, 98, 98, 98, 98, 99, 101, 103, 105, 114)),
    "tickets": Rhythm(148, 66, 98, (100, 98, 96, 103, 106, 114, 116, 108, 96, 94, 95, 100)),
    "even": Rhythm(108, 68, 97, (97, 97, 100, 100, 100, 101, 100, 100, 102, 103, 105, 111)),
}
# Growth inside a year, thousandths of January a month.
SLOPE = {2018: 18, 2019: 22}
PLANNED_SLOPE = 19


@cache
def month_weights(rhythm: str, year: int, slope: int | None = None) -> tuple[int, ...]:
    """Return how a year of this rhythm falls on its twelve months, as whole weights, January first."""
    grown = SLOPE[year] if slope is None else slope
    return tuple(
        _busy(RHYTHMS[rhythm], Month(year, number)) * (1000 + grown * (number - 1)) for number in range(1, 13)
    )


def _busy(rhythm: Rhythm, month: Month) -> int:
    days = (month.first + timedelta(days=n) for n in range(month.last.day))
    busy = sum(_day(rhythm, (day - tet(month.year)).days) for day in days)
    return busy * rhythm.months[month.number - 1]


def _day(rhythm: Rhythm, since_tet: int) -> int:
    if -24 <= since_tet <= -4:
        return rhythm.before
    if -3 <= since_tet <= 5:
        return rhythm.holiday
    return rhythm.after if 6 <= since_tet <= 19 else 100
