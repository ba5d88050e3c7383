"""What a sheet and a column of a workbook are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise

from postoffice.names import fold


class Kind(StrEnum):
    """What a cell of a column holds."""

    CODE = "code"
    TEXT = "text"
    DATE = "date"
    MONTH = "month"
    YEAR = "year"
    COUNT = "count"
    AMOUNT = "amount"
    YES_NO = "yes_no"
    CLOSED = "closed"
    CHOICE = "choice"
    SHARE = "share"
    FACTS = "facts"


@dataclass(frozen=True, eq=False)
class Column:
    """A column: its English key, its Vietnamese name, other names it goes by, what it holds.

    `required` columns must be in the sheet and filled in every row, `present` ones must be in the
    sheet; `choices` maps what is kept to its label; `longest` is the number of characters the portal
    keeps; `money` is counted in đồng.
    """

    key: str
    vi: str
    kind: Kind = Kind.TEXT
    required: bool = False
    other: tuple[str, ...] = ()
    present: bool = False
    choices: Mapping[str, Promise] = field(default_factory=dict)
    longest: int = 150
    money: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the column is known by, folded."""
        return tuple(folded(name) for name in (self.key, self.vi, *self.other))


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet: its English key, its Vietnamese name, its columns and the row it makes."""

    key: str
    vi: str
    columns: tuple[Column, ...]
    make: Callable[..., object]
    other: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the sheet is known by, folded."""
        return tuple(folded(name) for name in (self.key, self.vi, *self.other))

    def column(self, key: str) -> Column | None:
        """Return the column of a key."""
        return next((column for column in self.columns if column.key == key), None)

    def find(self, name: str) -> Column | None:
        """Return the column that goes by a name, in either language, accents or not."""
        wanted = folded(name)
        return next((column for column in self.columns if wanted in column.names), None)


def folded(name: str) -> str:
    """Return the form in which names of sheets and columns are matched."""
    return fold(name.replace("_", " "))
