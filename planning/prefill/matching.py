"""Matches an export's lines to units and services, and says where every đồng of it goes."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from planning.prefill.table import Row
from postoffice.months import Month

MEASURES = ("revenue", "volume")
Cell = tuple[Month, int, str, str]
"""Month, primary key of the unit, code of the service, measure."""


@dataclass(frozen=True)
class Meanings:
    """What foreign codes mean: units by primary key, services by code, None where one is ignored.

    `mine` are the units a person may fill; a code of another unit is outside.
    """

    units: Mapping[str, int | None]
    services: Mapping[str, str | None]
    mine: Collection[int]


@dataclass(slots=True)
class Unknown:
    """A foreign code nobody has given a meaning yet, with what hangs on it."""

    code: str
    name: str = ""
    rows: int = 0
    revenue: int = 0


@dataclass
class Matched:
    """Where the lines of an export go. The five sums of money add up to the file."""

    cells: dict[Cell, int] = field(default_factory=dict)
    units: dict[str, Unknown] = field(default_factory=dict)
    services: dict[str, Unknown] = field(default_factory=dict)
    money: Counter = field(default_factory=Counter)
    rows: Counter = field(default_factory=Counter)

    @property
    def months(self) -> Sequence[Month]:
        """The months of the cells, oldest first."""
        return sorted({month for month, *_rest in self.cells})


def match(rows: Iterable[Row], meanings: Meanings) -> Matched:
    """Sum lines by what their codes mean; what means nothing is counted where it stays."""
    found = Matched()
    for row in rows:
        where = _where(row, meanings)
        found.rows[where] += 1
        found.money[where] += row.revenue or 0
        if where == "unknown":
            _note_unknown(found, row, meanings)
        elif where == "matched":
            place = (row.month, meanings.units[row.unit], meanings.services[row.service])
            for measure in MEASURES:
                amount = getattr(row, measure)
                if amount is not None:
                    cell = (*place, measure)
                    found.cells[cell] = found.cells.get(cell, 0) + amount
    return found


def _where(row: Row, meanings: Meanings) -> str:
    """Say where a line goes; an ignored half decides, then an unknown one."""
    unit, service = meanings.units.get(row.unit, 0), meanings.services.get(row.service, "")
    if unit is None or service is None:
        return "ignored"
    if unit and unit not in meanings.mine:
        return "outside"
    return "matched" if unit and service else "unknown"


def _note_unknown(found: Matched, row: Row, meanings: Meanings) -> None:
    for kind, known, code, name in (
        (found.units, meanings.units, row.unit, row.unit_name),
        (found.services, meanings.services, row.service, row.service_name),
    ):
        if code not in known:
            one = kind.setdefault(code, Unknown(code, name))
            one.rows += 1
            one.revenue += row.revenue or 0
