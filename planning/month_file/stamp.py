"""What a template remembers: of which unit and month it is, and how each cell stood when it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from planning.importing.reading import RawBook
from postoffice.months import Month

SHEET = "_stamp"
VERSION = "1"
Place = tuple[str, str, str]  # unit code, service code, measure


class Unstamped(Exception):
    """The hidden sheet is there and cannot be read: somebody edited it."""


@dataclass(frozen=True, slots=True)
class Base:
    """A cell as it was written into the template: its version in the draft, 0 for never, and its value."""

    version: int
    value: int | None


@dataclass(frozen=True, slots=True)
class Stamp:
    """The hidden sheet: `money` is how many đồng one unit of its amounts is."""

    unit: str
    month: Month
    money: int
    version: str = VERSION
    cells: Mapping[Place, Base] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows of the hidden sheet, everything as text: codes keep their zeros."""
        yield "template", self.version
        yield "unit", self.unit
        yield "month", str(self.month)
        yield "money", str(self.money)
        for place, base in self.cells.items():
            yield "cell", *place, str(base.version), "" if base.value is None else str(base.value)


def read_stamp(book: RawBook) -> Stamp | None:
    """Return the stamp of a workbook, None where it has no hidden sheet."""
    sheet = next((one for one in book.sheets if one.name == SHEET), None)
    if sheet is None:
        return None
    rows = [[str(cell) if cell is not None else "" for cell in cells] for _number, cells in sheet.rows]
    head = {row[0]: row[1] for row in rows if len(row) > 1 and row[0] != "cell"}
    try:
        cells = {
            (row[1], row[2], row[3]): Base(int(row[4]), int(row[5]) if len(row) > 5 and row[5] else None)
            for row in rows
            if row[0] == "cell"
        }
        month = Month.parse(head["month"])
        return Stamp(head["unit"], month, int(head["money"]), head["template"], cells)
    except (KeyError, ValueError, IndexError) as edited:
        raise Unstamped from edited
