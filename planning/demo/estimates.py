"""What the demo's points expected of December, in 2018 and in 2019: people who hope or fear, by nature."""

from dataclasses import dataclass
from datetime import date, datetime

from planning.demo.books import books
from planning.demo.chance import between
from planning.demo.corrections import HERE
from planning.demo.people import who_enters
from planning.demo.places import points
from planning.importing.office import RevenueRow
from postoffice.months import Month

DECEMBERS = (Month(2018, 12), Month(2019, 12))
DUE_ON_DAY = 10
_ROUNDED_TO = 100_000


@dataclass(frozen=True)
class Expected:
    """One point's estimate of one service in đồng, and who wrote it."""

    unit_code: str
    service: str
    month: Month
    revenue: int
    by: str


def due_on(month: Month) -> date:
    """Return the day by which a December was estimated."""
    return month.first.replace(day=DUE_ON_DAY)


def written_at(month: Month) -> datetime:
    """Return the evening on which a December was estimated."""
    return datetime(month.year, month.number, DUE_ON_DAY, 16, 0, tzinfo=HERE)


def expected() -> list[Expected]:
    """Return every estimate: the books as they came, seen through the point's nature and a little chance."""
    people = {point.code: who_enters(point) for point in points()}
    return [
        Expected(row.unit_code, row.service_code, row.month, _seen(row), people[row.unit_code])
        for row in books()
        if row.month in DECEMBERS
    ]


def _seen(row: RevenueRow) -> int:
    nature = between(92, 104, "nature", row.unit_code)
    percent = nature + between(-6, 6, "estimate", row.unit_code, row.service_code, row.month)
    return row.revenue * percent // (100 * _ROUNDED_TO) * _ROUNDED_TO
