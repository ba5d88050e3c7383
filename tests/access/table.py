"""How the matrix is written and read: an address, and a table of who gets which answer where.

The columns are people, each sitting in a seat: the roles at the district Đông Hồ (the branch manager at the
point Cửa Bắc), then EX, who was the district's planner until yesterday. The rows name a method and a scope:

    own       the unit of the seat itself                below     a point below it
    other     a unit beside it                           parent    the unit above it
    alike     a unit whose path begins with the same digits (/1/2 beside /1/20)
    missing   no unit at all                             outside   other, parent, alike and missing
    points    the same role at the province, calling for two points; offices: for the province, the district
    province  offices and points                         nowhere   the same role there, calling for no unit
    seat, top the address names no unit: from the district, from the province

A cell is an HTTP status; `+` behind it says that something was written, and only then may it be.
`-` is no seat. HEAD is answered like GET, and a method without a row is answered 405.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

COLUMNS = ("BM", "CL", "UH", "PL", "AC", "DI", "AU", "AD", "EX")
OUTSIDE = ("other", "parent", "alike", "missing")
OFFICES, POINTS = ("vp", "dong-ho"), ("cua-bac", "cua-dong")
SEVERAL = {
    "outside": [(one, False) for one in OUTSIDE],
    "offices": [(one, True) for one in OFFICES],
    "points": [(one, True) for one in POINTS],
    "province": [(one, True) for one in OFFICES + POINTS],
    "nowhere": [("missing", True)],
    "top": [("seat", True)],
}

WITH_HEAD = ("own", "seat", "missing")


class Cell(NamedTuple):
    """One expected answer: the person in column `who`, from the district or the province (`top`)."""

    method: str
    who: str
    top: bool
    scope: str
    status: int
    writes: bool

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods to try: HEAD beside GET, once for a scope of its kind."""
        return ("GET", "HEAD") if self.method == "GET" and self.scope in WITH_HEAD else (self.method,)


@dataclass(frozen=True)
class Address:
    """One address of the portal by its name, a path with `{unit}`, what a POST sends, and its table."""

    name: str
    path: str
    table: str
    body: Mapping[str, object] = field(default_factory=dict)
    json: bool = False
    anonymous: Mapping[str, int] = field(default_factory=dict)  # what an open page answers without signing in

    def cells(self) -> Iterator[Cell]:
        """Yield every cell of the table, a row of several scopes once for each of them."""
        for line in filter(str.strip, self.table.splitlines()):
            method, scope, *answers = line.split()
            if method == "method":
                assert tuple(answers) == COLUMNS, (self.name, line)
                continue
            assert len(answers) == len(COLUMNS), (self.name, line)
            for who, answer in zip(COLUMNS, answers, strict=True):
                if answer != "-":
                    status, writes = int(answer.rstrip("+")), answer.endswith("+")
                    for one, top in SEVERAL.get(scope, [(scope, False)]):
                        yield Cell(method, who, top, one, status, writes)

    @property
    def methods(self) -> set[str]:
        """The methods that have a row."""
        return {cell.method for cell in self.cells()}
