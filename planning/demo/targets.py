"""The demo's plans: 2019 as assigned and as handed down to the points, 2020 as it was stated."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache

from planning.allocation import allocate
from planning.demo import published
from planning.demo.books import Cell, by_year, rake, settle
from planning.demo.catalogue import offered, services
from planning.demo.chance import between
from planning.demo.events import swelling
from planning.demo.places import districts, points
from planning.demo.seasons import PLANNED_SLOPE, month_weights
from planning.importing.office import Fact, PlanRow, TargetRow
from planning.phasing import phase
from postoffice.months import Month

PIECE = 100_000  # đồng; nobody is given a target of odd đồng
PLAN_2019 = {"BCCP": 97_500_000_000, "TCBC": 34_000_000_000, "PPTT": 111_500_000_000}
PAYROLL_2019 = {"BCCP": 45_700_000_000, "TCBC": 16_100_000_000, "PPTT": 42_700_000_000}
SPREAD = 7  # percent by which a point's plan may miss its district's share
MEASURES = ("revenue", "payroll_revenue")


def plans() -> tuple[PlanRow, ...]:
    """Return the three plans; 2020 keeps what was stated and leaves distribution open."""
    growth = tuple(Fact(line, "growth", rate) for line, rate in published.PLAN_2020_GROWTH.items())
    base = tuple(Fact(line, "base", str(amount)) for line, amount in published.PRINTED_2019.items())
    stated = (Fact("ALL", "amount", str(published.PLAN_2020)), *growth, *base)
    return (
        PlanRow(2019, "assigned", 0, "1187/QĐ-BĐVN (demo)", date(2018, 12, 28), True),
        PlanRow(2019, "internal", 0, "12/QĐ-BĐT (demo)", date(2019, 1, 9), True),
        PlanRow(2020, "assigned", 0, "1243/QĐ-BĐVN (demo)", date(2019, 12, 18), True, stated),
    )


@cache
def targets() -> tuple[TargetRow, ...]:
    """Return every target: services at the points; services, lines and ALL at the province."""
    rows = [
        TargetRow(2019, "internal", point, service, measure, sum(months), months)
        for measure in MEASURES
        for (point, service), months in internal(measure).items()
    ]
    for measure in MEASURES:
        services_of, lines = _by_service(internal(measure)), _by_line(internal(measure))
        everything = tuple(map(sum, zip(*lines.values(), strict=True)))
        rows += [
            TargetRow(2019, "assigned", published.ROOT, node, measure, sum(months), months)
            for node, months in (*services_of.items(), *lines.items(), ("ALL", everything))
        ]
    rows.append(TargetRow(2020, "assigned", published.ROOT, "ALL", "revenue", published.PLAN_2020))
    return tuple(rows)


@cache
def internal(measure: str) -> dict[Cell, tuple[int, ...]]:
    """Return what the province asks of each point for each service it sells, January first."""
    yearly = _revenue_targets() if measure == "revenue" else _payroll_targets()
    return {
        cell: tuple(part * PIECE for part in phase(amount // PIECE, _planned_months(cell)))
        for cell, amount in yearly.items()
    }


def _planned_months(cell: Cell) -> list[int]:
    """Return the season of 2019 as a planner expects it, from the month on in which the service begins."""
    rhythm = next(service.rhythm for service in services() if service.code == cell[1])
    begun = offered()[cell] or published.FIRST
    season = month_weights(rhythm, 2019, PLANNED_SLOPE)
    return [weight if Month(2019, number) >= begun else 0 for number, weight in enumerate(season, start=1)]


@cache
def _revenue_targets() -> dict[Cell, int]:
    """Return a year's targets: districts as they were asked, services as the lines allow, points apart."""
    wanted = _service_plans()
    spread = {
        cell: 10**6 * amount * between(100 - SPREAD, 100 + SPREAD, "plan", *cell) // swelling(*cell, 2019)
        for cell, amount in by_year(2019).items()
    }
    return settle(rake(spread, _point_plans(), wanted), wanted, PIECE)


def _service_plans() -> dict[str, int]:
    plans_of = {}
    for line, total in PLAN_2019.items():
        of_line = [service for service in services() if service.line == line]
        parts = allocate(total // PIECE, [service.plan_2019 for service in of_line])
        plans_of |= {service.code: part * PIECE for service, part in zip(of_line, parts, strict=True)}
    return plans_of


def _point_plans() -> dict[str, int]:
    sold: dict[str, int] = defaultdict(int)
    for (point, _service), amount in by_year(2019).items():
        sold[point] += amount
    parts = allocate(published.PLAN_2019, [district.plan_2019 for district in districts()])
    wanted = {}
    for district, part in zip(districts(), parts, strict=True):
        own = [point.code for point in points() if point.district == district.code]
        weights = [sold[point] * between(100 - SPREAD, 100 + SPREAD, "plan", point) for point in own]
        wanted |= dict(zip(own, allocate(part, weights), strict=True))
    return wanted


@cache
def _payroll_targets() -> dict[Cell, int]:
    share = {service.code: service.payroll[2019] for service in services()}
    targets_of = {}
    for line, total in PAYROLL_2019.items():
        codes = {service.code for service in services() if service.line == line}
        own = {cell: amount for cell, amount in _revenue_targets().items() if cell[1] in codes}
        parts = allocate(total // PIECE, [amount * share[cell[1]] for cell, amount in own.items()])
        targets_of |= {cell: part * PIECE for cell, part in zip(own, parts, strict=True)}
    return {cell: targets_of[cell] for cell in offered()}


def _by_service(cells: Mapping[Cell, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    sums = {service.code: [0] * 12 for service in services()}
    for (_point, service), months in cells.items():
        sums[service] = [a + b for a, b in zip(sums[service], months, strict=True)]
    return {code: tuple(months) for code, months in sums.items()}


def _by_line(cells: Mapping[Cell, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    line = {service.code: service.line for service in services()}
    sums = {code: [0] * 12 for code in published.LINES}
    for service, months in _by_service(cells).items():
        sums[line[service]] = [a + b for a, b in zip(sums[line[service]], months, strict=True)]
    return {code: tuple(months) for code, months in sums.items()}
