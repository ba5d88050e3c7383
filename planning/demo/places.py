"""The demo's districts and points: real names of places, invented sizes."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
POINT_NAMES = {
    "post_office_1": "BC {place}",
    "post_office_2": "BC {place}",
    "post_office_3": "BC {place}",
    "commune_culture_point": "BĐ-VHX {place}",
}


@dataclass(frozen=True)
class District:
    """A district office. Revenue and plan are weights in million đồng; `tilt` is percent a month of 2019."""

    code: str
    name: str
    place: str
    revenue: dict[int, int]
    plan_2019: int
    tilt: tuple[int, ...]


@dataclass(frozen=True)
class Point:
    """A post office or a commune culture point; `size` is about a month's revenue in million đồng."""

    code: str
    district: str
    kind: str
    place: str
    size: int
    services: int

    @property
    def name(self) -> str:
        """The name of the unit, as its sign reads."""
        return POINT_NAMES[self.kind].format(place=self.place)

    @property
    def is_culture_point(self) -> bool:
        """Whether this is a commune culture point, where one person sells a third of the services."""
        return self.kind == "commune_culture_point"


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a table that lies beside this module."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def districts() -> tuple[District, ...]:
    """Return the nine districts in the order of their codes."""
    return tuple(
        District(
            code=row["code"],
            name=row["name"],
            place=row["place"],
            revenue={2018: int(row["revenue_2018"]), 2019: int(row["revenue_2019"])},
            plan_2019=int(row["plan_2019"]),
            tilt=tuple(int(row[f"m{number:02}"]) for number in range(1, 13)),
        )
        for row in rows_of("districts.csv")
    )


@cache
def points() -> tuple[Point, ...]:
    """Return the 131 points in the order of their codes."""
    return tuple(
        Point(row["code"], row["district"], row["kind"], row["place"], int(row["size"]), int(row["services"]))
        for row in rows_of("points.csv")
    )
