"""A year of a whole office as a file: 131 points × 30 services × the 12 months of 2017, new to the books."""

from dataclasses import dataclass
from functools import cached_property

from bench import offices
from planning.importing import book
from planning.importing.office import OfficeData, RevenueRow
from planning.models import Service, Unit, YearTotals
from postoffice.months import Month

YEAR = 2017
MONTHS = tuple(Month(YEAR, number) for number in range(1, 13))
CELLS = offices.POINTS * offices.SERVICES * len(MONTHS)  # 47,160 records


@dataclass(frozen=True)
class Year:
    """The rows, and the file that the portal itself would write of them."""

    units: dict[str, int]
    services: dict[str, int]

    @classmethod
    def of_the_office(cls) -> "Year":
        """Take the units and services of the present database."""
        units = dict(Unit.objects.reporting().in_order().values_list("code", "pk"))
        services = dict(Service.objects.in_order().values_list("code", "pk"))
        if (len(units), len(services)) != (offices.POINTS, offices.SERVICES):
            raise AssertionError(f"there are {len(units)} points and {len(services)} services")
        return cls(units, services)

    @cached_property
    def rows(self) -> tuple[RevenueRow, ...]:
        """All rows: each figure is another, so that a swapped one would be seen in a sum."""
        places = [(u, s, m) for m in MONTHS for u in self.units for s in self.services]
        return tuple(
            RevenueRow(unit, service, month, 1_000_003 + 997 * at, None, at % 500)
            for at, (unit, service, month) in enumerate(places)
        )

    @cached_property
    def total(self) -> int:
        """The sum of the revenue."""
        return sum(row.revenue for row in self.rows)

    def file(self) -> bytes:
        """Return the workbook."""
        return book.write(OfficeData(revenue=self.rows))

    def prove(self, *, rows: int = CELLS) -> None:
        """Fail unless the first `rows` of them are in the books and in the totals of the province."""
        kept = YearTotals.objects.filter(unit=offices.root(), node="ALL", measure="revenue", year=YEAR)
        expected = sum(row.revenue for row in self.rows[:rows])
        found = sum(sum(total.months) for total in kept)
        if found != expected:
            raise AssertionError(f"the province has {found} in {YEAR}, not {expected}")
