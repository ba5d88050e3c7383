"""The second sheet: every row and every column as plain values, for pivots and for reading by programs."""

from __future__ import annotations

from django.utils.translation import gettext as _
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.renderers.excel.styles import BOLD, CENTRE, LEFT, PLAIN, RIGHT, comment, write
from reports.renderers.words import cut, missing, new, remarks, scope_lines, written
from reports.report import EXPLAINED, Column, Report, Row

KEYS_AT = 2
FIRST = 3


def fill(sheet: Worksheet, report: Report) -> None:
    """Write the figures: titles in row 1, keys in row 2, then the rows; what it is about stands beneath."""
    heads = [("code", _("Code")), ("label", _("Item")), ("level", _("Level")), ("unit", _("Unit of measure"))]
    heads += [(column.key, f"{column.title} ({_unit(column)})") for column in report.columns]
    heads.append(("note", _("Note")))
    for number, (key, title) in enumerate(heads, start=1):
        write(sheet.cell(1, number), title, BOLD, CENTRE)
        write(sheet.cell(KEYS_AT, number), key, PLAIN, CENTRE)
        sheet.column_dimensions[get_column_letter(number)].width = 32 if key == "label" else 14
    for offset, row in enumerate((*report.rows, *report.beside)):
        _row(sheet, FIRST + offset, report, row)
    sheet.freeze_panes = "C3"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:2"
    below = FIRST + len(report.rows) + len(report.beside) + 1
    own = report.about.sentences if report.about else ()
    notes = [*own, cut(report), missing(report), new(report), *report.notes]
    about = [*scope_lines(report), *((note, "") for note in notes if note)]
    for offset, (label, value) in enumerate(about):
        write(sheet.cell(below + offset, 1), label, PLAIN)
        sheet.cell(below + offset, 1).alignment = Alignment("left")
        if value:
            write(sheet.cell(below + offset, 2), value, PLAIN)


def _row(sheet: Worksheet, number: int, report: Report, row: Row) -> None:
    for at, text in ((1, row.key), (2, row.label), (4, row.unit)):
        write(sheet.cell(number, at), text, PLAIN, LEFT)
    write(sheet.cell(number, 3), row.level, PLAIN, RIGHT)
    for at, column in enumerate(report.columns, start=5):
        cell = row.cells[column.key]
        if cell.value is None:
            write(sheet.cell(number, at), written(cell, column), PLAIN, RIGHT)
        else:
            write(sheet.cell(number, at), column.format.cell(cell.value), PLAIN, RIGHT)
            sheet.cell(number, at).number_format = _format(column)
        if row.remarks and column.key == EXPLAINED:
            comment(sheet.cell(number, at), remarks(row), report.generated_by)
    note = "\n".join(part for part in (str(row.note), remarks(row)) if part)
    write(sheet.cell(number, 5 + len(report.columns)), note, PLAIN, LEFT)


def _format(column: Column) -> str:
    """Return the number format: ratios as on the screen, amounts in full."""
    return column.format.excel if column.unit == "ratio" else "#,##0"


def _unit(column: Column) -> str:
    return _("ratio") if column.unit == "ratio" else column.unit
