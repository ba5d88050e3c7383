"""Writes an office as a workbook that the readers take back: bold frozen header, text that stays text."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from rustpy_xlsxwriter import Format, write_worksheets

from planning.importing import layout
from planning.importing.cells import write_facts
from planning.importing.columns import Column, Kind, Sheet
from planning.importing.layout import MONTH_COLUMNS
from planning.importing.office import OfficeData, TargetRow

Cell = str | int | float | date | None

_DAY = "dd/mm/yyyy"
_FORMATS = {
    Kind.AMOUNT: "#,##0",
    Kind.DATE: _DAY,
    Kind.COUNT: "0",
    Kind.YEAR: "0",
    Kind.CLOSED: "0",
    Kind.SHARE: "0.########",
}
_WIDTHS = {Kind.TEXT: 30, Kind.AMOUNT: 18, Kind.FACTS: 60}


def write(data: OfficeData) -> bytes:
    """Return the workbook of an office, its sheets and columns named in the reader's language.

    Every text column is formatted as text, so that what begins with = or + is no formula, not even
    after somebody edits the cell, and codes keep their zeros.
    """
    file = io.BytesIO()
    sheets = list(layout.SHEETS.values())
    titles = {sheet.key: layout.title(sheet.key) for sheet in sheets}
    write_worksheets(
        [(titles[sheet.key], list(_records(sheet, getattr(data, sheet.key)))) for sheet in sheets],
        file,
        freeze_panes={"general": {"row": 1, "col": 0}},
        bold_headers=True,
        datetime_format=_DAY,
        column_formats={titles[sheet.key]: _per_column(sheet, _format) for sheet in sheets},
        column_widths={titles[sheet.key]: _per_column(sheet, _width) for sheet in sheets},
    )
    return file.getvalue()


def _per_column(sheet: Sheet, of: Callable[[Column], object]) -> dict[str, object]:
    return {layout.column_title(sheet.key, column.key): of(column) for column in sheet.columns}


def _format(column: Column) -> Format:
    return Format().set_num_format(_FORMATS.get(column.kind, "@"))


def _width(column: Column) -> float:
    return max(_WIDTHS.get(column.kind, 12), len(column.vi) + 2)


def _records(sheet: Sheet, rows: tuple) -> Iterator[dict[str, Cell]]:
    """Yield a sheet's rows by column title; an empty sheet keeps its header."""
    columns = [(layout.column_title(sheet.key, column.key), column) for column in sheet.columns]
    if not rows:
        yield dict.fromkeys(title for title, _column in columns)
    for row in rows:
        yield {title: _cell(_value(row, column), column) for title, column in columns}


def _value(row: object, column: Column) -> object:
    if isinstance(row, TargetRow) and column.key in MONTH_COLUMNS:
        return row.months[MONTH_COLUMNS.index(column.key)] if row.months else None
    return getattr(row, column.key)


def _cell(value: object, column: Column) -> Cell:
    if value is None or value == "" or value == ():
        return None
    if column.kind is Kind.YES_NO:
        return (
            {True: "có", False: "không"}[value]
            if layout.speaks_vietnamese()
            else {True: "yes", False: "no"}[value]
        )
    if column.kind is Kind.FACTS:
        return write_facts(value)
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, int | date) else str(value)
