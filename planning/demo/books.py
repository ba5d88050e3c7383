"""The demo's books: what each point reports for each service and month, adding up to what was published."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from planning.allocation import allocate
from planning.demo import published
from planning.demo.catalogue import Service, offered, services
from planning.demo.chance import between
from planning.demo.events import percents, swelling
from planning.demo.places import Point, districts, points
from planning.demo.seasons import month_weights
from planning.importing.office import RevenueRow
from postoffice.months import Month

Cell = tuple[str, str]
"""A point's code and a service's code."""

YEARS = (2018, 2019)
RAKING_ROUNDS = 40
SMALL_MONTH = 1_500_000  # đồng; below it a culture point may have a month without any business


@cache
def books() -> tuple[RevenueRow, ...]:
    """Return every figure from 2018-01 to 2019-12, by point, service and month; December 2019 is whole."""
    by_code = {service.code: service for service in services()}
    dossiers = _dossiers_2019()
    rows = []
    for cell in offered():
        service = by_code[cell[1]]
        for month, revenue in _months_of(cell):
            rows.append(
                RevenueRow(
                    unit_code=cell[0],
                    service_code=cell[1],
                    month=month,
                    revenue=revenue,
                    payroll_revenue=(revenue * service.payroll[month.year] + 5_000) // 10_000,
                    volume=dossiers.get((*cell, month)) or _volume(service, cell, month, revenue),
                )
            )
    return tuple(rows)


def _months_of(cell: Cell) -> list[tuple[Month, int]]:
    begun = offered()[cell] or published.FIRST
    return [
        (Month(year, number), amount)
        for year in YEARS
        for number, amount in enumerate(monthly(year)[cell], start=1)
        if Month(year, number) >= begun
    ]


@cache
def monthly(year: int) -> dict[Cell, tuple[int, ...]]:
    """Return the twelve revenues of every cell, January first."""
    yearly = by_year(year)
    by_code = {service.code: service for service in services()}
    places = {point.code: point for point in points()}
    return {
        cell: tuple(allocate(yearly[cell], _shape(places[cell[0]], by_code[cell[1]], year, yearly[cell])))
        for cell in offered()
    }


def _shape(point: Point, service: Service, year: int, amount: int) -> list[int]:
    """Return a cell's weights by month: the service's season, the district's year, and chance."""
    begun = offered()[point.code, service.code] or published.FIRST
    tilt = {district.code: district.tilt for district in districts()}[point.district]
    noise = 12 if point.is_culture_point else 5
    weights = []
    for number, season in enumerate(month_weights(service.rhythm, year), start=1):
        own = between(100 - noise, 100 + noise, "cell", point.code, service.code, year, number)
        all_services = between(98, 102, "point", point.code, year, number)
        district = tilt[number - 1] if year == 2019 else between(98, 102, "tilt", point.district, number)
        event = percents().get((point.code, service.code, Month(year, number)), 100)
        weights.append(season * own * all_services * district * event)
        is_idle = (
            point.is_culture_point
            and amount < 12 * SMALL_MONTH
            and Month(year, number) < Month(2019, 11)
            and between(1, 100, "idle", point.code, service.code, year, number) <= 3
        )
        if is_idle or Month(year, number) < begun:
            weights[-1] = 0
    return weights


@cache
def by_year(year: int) -> dict[Cell, int]:
    """Return what each cell sells in a year; the services of a line add up to its published revenue."""
    wanted = _service_totals(year)
    raked = rake(_affinity(year), _point_totals(year), wanted)
    return settle(raked, wanted)


def _service_totals(year: int) -> dict[str, int]:
    totals = {}
    for line, total in published.revenue(year).items():
        of_line = [service for service in services() if service.line == line]
        parts = allocate(total, [service.revenue[year] for service in of_line])
        totals |= {service.code: part for service, part in zip(of_line, parts, strict=True)}
    return totals


def _point_totals(year: int) -> dict[str, int]:
    total = sum(published.revenue(year).values())
    parts = allocate(total, [district.revenue[year] for district in districts()])
    totals = {}
    for district, part in zip(districts(), parts, strict=True):
        own = [point for point in points() if point.district == district.code]
        sizes = [point.size * between(95, 105, "size", point.code, year) for point in own]
        totals |= {point.code: amount for point, amount in zip(own, allocate(part, sizes), strict=True)}
    return totals


def _affinity(year: int) -> dict[Cell, int]:
    """Return how well each service sells at each point, before both are fitted to their totals."""
    weights = {}
    for point in points():
        for service in services():
            cell = (point.code, service.code)
            if cell not in offered() or (year == 2018 and offered()[cell]):
                weights[cell] = 0
                continue
            appeal = service.point_appeal if point.is_culture_point else 100
            taste = between(70, 130, "taste", *cell) * between(94, 106, "taste", *cell, year)
            ordinary = point.size * service.revenue[year] * appeal * taste
            weights[cell] = ordinary * swelling(*cell, year)
    return {cell: weight for cell, weight in weights.items() if cell in offered()}


def rake(weights: Mapping[Cell, int], rows: Mapping[str, int], columns: Mapping[str, int]) -> dict[Cell, int]:
    """Fit weights to the totals of points and of services in turn (iterative proportional fitting).

    Whole numbers throughout, so that the outcome is the same everywhere; it meets the totals of
    the services nearly, those of the points within some thousandths.
    """
    fitted = dict(weights)
    for _round in range(RAKING_ROUNDS):
        for side, wanted in ((0, rows), (1, columns)):
            sums: dict[str, int] = defaultdict(int)
            for cell, weight in fitted.items():
                sums[cell[side]] += weight
            fitted = {
                cell: weight * wanted[cell[side]] // sums[cell[side]] if weight else 0
                for cell, weight in fitted.items()
            }
    return fitted


def settle(weights: Mapping[Cell, int], totals: Mapping[str, int], piece: int = 1) -> dict[Cell, int]:
    """Return whole pieces of đồng in the proportion of the weights; each service adds up to its total."""
    cells = {}
    for service, total in totals.items():
        own = [cell for cell in weights if cell[1] == service]
        parts = allocate(total // piece, [weights[cell] for cell in own])
        cells |= {cell: part * piece for cell, part in zip(own, parts, strict=True)}
    return cells


def _volume(service: Service, cell: Cell, month: Month, revenue: int) -> int:
    """Return the pieces behind a revenue: each point's price, moving a little, 2018 a little cheaper."""
    price = service.unit_price * between(94, 106, "price", *cell) * between(97, 103, "price", *cell, month)
    price = price * (97 if month.year == 2018 else 100)
    return max(1, (2 * revenue * 10**6 + price) // (2 * price)) if revenue else 0


def _dossiers_2019() -> dict[tuple[str, str, Month], int]:
    """Return the administrative dossiers of 2019, whose number was published."""
    sold = [
        (*cell, Month(2019, number), revenue)
        for cell, months in monthly(2019).items()
        if cell[1] == published.DOSSIERS
        for number, revenue in enumerate(months, start=1)
    ]
    parts = allocate(published.DOSSIERS_2019, [revenue for *_key, revenue in sold])
    return {
        (point, code, month): part for (point, code, month, _amount), part in zip(sold, parts, strict=True)
    }
