"""What the demo sells: lines, services with their economics, and which point sells what."""

from dataclasses import dataclass
from functools import cache

from planning.demo.chance import between
from planning.demo.places import Point, points, rows_of
from postoffice.months import Month

POST_OFFICE_CORE = [
    *("BCCP01", "BCCP02", "BCCP03", "BCCP04", "BCCP05", "BCCP06", "BCCP07", "BCCP08"),
    *("TCBC01", "TCBC03", "TCBC05", "TCBC06", "TCBC10", "PPTT02", "PPTT04", "PPTT06", "PPTT09", "PPTT10"),
]
# All points take dossiers (BCCP08): that was published.
CULTURE_POINT_CORE = ["BCCP03", "BCCP08", "TCBC03", "TCBC05", "TCBC10", "PPTT01", "PPTT04", "PPTT06"]
CULTURE_POINT_MORE = ["BCCP01", "BCCP02", "BCCP06", "TCBC01", "TCBC06", "TCBC07", "PPTT02", "PPTT10"]
NEW_AT_CULTURE_POINTS = "BCCP06"
NEW_FROM = Month(2019, 3)


@dataclass(frozen=True)
class Service:
    """A service: its weights of revenue and plan in million đồng, its price and its payroll share.

    `unit_price` is đồng a piece in 2019, `payroll` ten-thousandths of the revenue by year, `rhythm`
    a name in `seasons.RHYTHMS`, `point_appeal` how well it sells at a culture point against a post
    office (percent).
    """

    code: str
    name: str
    line: str
    line_name: str
    volume_unit: str
    revenue: dict[int, int]
    plan_2019: int
    unit_price: int
    payroll: dict[int, int]
    rhythm: str
    point_appeal: int


@cache
def services() -> tuple[Service, ...]:
    """Return the thirty services in the order of the catalogue."""
    economics = {row["service_code"]: row for row in rows_of("service_economics.csv")}
    return tuple(_service(row, economics[row["service_code"]]) for row in rows_of("service_catalogue.csv"))


def _service(row: dict[str, str], economics: dict[str, str]) -> Service:
    return Service(
        code=row["service_code"],
        name=row["service_name"],
        line=row["line_code"],
        line_name=row["line_name"],
        volume_unit=row["volume_unit"],
        revenue={2018: int(economics["revenue_2018"]), 2019: int(economics["revenue_2019"])},
        plan_2019=int(economics["plan_2019"]),
        unit_price=int(economics["unit_price"]),
        payroll={2018: int(economics["payroll_2018"]), 2019: int(economics["payroll_2019"])},
        rhythm=economics["rhythm"],
        point_appeal=int(economics["point_appeal"]),
    )


@cache
def offered() -> dict[tuple[str, str], Month | None]:
    """Return what each point sells: (point code, service code) → the month it began, None for always."""
    return {
        (point.code, service.code): _begun(point, service)
        for point in points()
        for service in services()
        if service.code in _sold_at(point)
    }


@cache
def _sold_at(point: Point) -> frozenset[str]:
    core = CULTURE_POINT_CORE if point.is_culture_point else POST_OFFICE_CORE
    every = [service.code for service in services()]
    more = CULTURE_POINT_MORE if point.is_culture_point else [code for code in every if code not in core]
    drawn = sorted(more, key=lambda code: between(0, 10**9, "sells", point.code, code))
    return frozenset(core + drawn[: point.services - len(core)])


def _begun(point: Point, service: Service) -> Month | None:
    is_new = service.code == NEW_AT_CULTURE_POINTS and point.is_culture_point
    return NEW_FROM if is_new and between(1, 100, "began", point.code) <= 60 else None
