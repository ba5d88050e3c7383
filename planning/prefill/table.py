"""Reads the export of another system: one table of transactions, under the names such tables use."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from planning.importing.amounts import Amounts
from planning.importing.exported import EXPORT
from planning.importing.located import Located
from planning.importing.reading import RawBook
from planning.importing.sheets import read_sheet
from postoffice.months import Month


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an export: whose, which service, which month, how much; `row` as Excel counts."""

    unit: str
    service: str
    month: Month
    revenue: int | None = None
    volume: int | None = None
    unit_name: str = ""
    service_name: str = ""
    row: int = 0


@dataclass(frozen=True)
class Table:
    """What was read of an export: its lines, what is wrong, what is worth a warning."""

    rows: Sequence[Row]
    problems: Sequence[Located]
    warnings: Sequence[Located]


def read_table(book: RawBook, *, unit: int = 1, notation: str | None = None) -> Table:
    """Read the one filled sheet of an export; every problem stands at its place."""
    filled = [raw for raw in book.sheets if raw.rows]
    if len(filled) != 1:
        reason = _("the file must hold exactly one table, on one sheet; it has %(count)d")
        return Table((), (Located("", 0, "", "", reason, {"count": len(filled)}),), ())
    reading = read_sheet(filled[0], EXPORT, book, amounts=Amounts(unit=unit, notation=notation))
    rows = [
        Row(**values, row=number)
        for number, values in reading.rows.items()
        if number not in reading.wrong_rows
    ]
    return Table(rows, tuple(reading.problems), tuple(reading.warnings))
