"""The first sheet: the monthly form as offices print and sign it, with live totals and ratios.

A total is a formula where the parts add up to it; where a target is stated above its parts, the stated amount
stands. Amounts are whole đồng, shown in the unit of the head by their number format.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from postoffice.words import SHORT_UNITS
from reports.renderers.excel import letter
from reports.renderers.excel.styles import (
    BOLD,
    BOX,
    CENTRE,
    FINE,
    INDENTED,
    LEFT,
    PLAIN,
    RIGHT,
    comment,
    formula,
    write,
)
from reports.renderers.words import noted, remarks, written
from reports.report import EXPLAINED, Column, Report, Row

NUMBER, LABEL, UNIT, FIRST_FIGURE = 1, 2, 3, 4
TIER, SHORT, NUMBERS = letter.HEAD_ROWS + 1, letter.HEAD_ROWS + 2, letter.HEAD_ROWS + 3
BODY = NUMBERS + 1
ONE_PAGE_WIDE, ONE_PAGE = 24, 40  # rows that still make one page
SHORT_MEASURES = {"revenue": "DTPS", "payroll_revenue": "DTTL"}  # as offices abbreviate them
_REFERENCE = re.compile(r"\{(total\.)?([a-z_]+)\}")


@dataclass
class Form:
    """The sheet being written: where each row and column is, and what each formula comes to."""

    sheet: Worksheet
    report: Report
    columns: tuple[Column, ...]
    at: dict[str, int] = field(default_factory=dict)  # row number by row key
    results: dict[str, int | float] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The number of the last column, the notes."""
        return FIRST_FIGURE + len(self.columns)

    def letter(self, key: str) -> str:
        """Return the letter of a column."""
        keys = [column.key for column in self.columns]
        return get_column_letter(FIRST_FIGURE + keys.index(key))


def fill(sheet: Worksheet, report: Report) -> dict[str, int | float]:
    """Write the form; return the result of every formula by cell."""
    form = Form(sheet, report, tuple(report.column(key) for key in report.form))
    letter.head(sheet, report, form.last)
    _head(form)
    end = _body(form)
    width = _widths(form)
    bottom = letter.foot(sheet, report, end, form.last, width)
    _paper(form, bottom)
    return form.results


def _head(form: Form) -> None:
    """Write the head of two tiers and the row of column numbers, where ratios say what they are made of."""
    sheet = form.sheet
    sides = ((NUMBER, _("No.")), (LABEL, _("Item")), (UNIT, _("Unit of measure")), (form.last, _("Note")))
    for column, title in sides:
        for row in (TIER, SHORT):
            write(sheet.cell(row, column), title if row == TIER else None, BOLD, CENTRE, BOX)
        sheet.merge_cells(start_row=TIER, end_row=SHORT, start_column=column, end_column=column)
    first = FIRST_FIGURE
    for group in dict.fromkeys(column.group for column in form.columns):
        count = sum(1 for column in form.columns if column.group == group)
        for number in range(first, first + count):
            write(sheet.cell(TIER, number), None, BOLD, CENTRE, BOX)
        write(sheet.cell(TIER, first), form.report.groups[group].upper(), BOLD, CENTRE, BOX)
        sheet.merge_cells(start_row=TIER, end_row=TIER, start_column=first, end_column=first + count - 1)
        first += count
    for number, column in enumerate(form.columns, start=FIRST_FIGURE):
        write(sheet.cell(SHORT, number), str(column.short), BOLD, CENTRE, BOX)
    for number in range(1, form.last + 1):
        write(sheet.cell(NUMBERS, number), _numbered(form, number), FINE, CENTRE, BOX)
    sheet.row_dimensions[SHORT].height = 2 * letter.LINE


def _numbered(form: Form, number: int) -> str | int:
    """Return a column's number, for a ratio with what it is made of: "6 = 5/4"."""
    if not FIRST_FIGURE <= number < form.last:
        return number
    made_of = form.columns[number - FIRST_FIGURE].formula
    if not made_of:
        return number
    places = {column.key: str(at) for at, column in enumerate(form.columns, start=FIRST_FIGURE)}
    text = _REFERENCE.sub(lambda match: places[match[2]], made_of)
    return f"{number} = {text.replace(' - ', ' − ')}"


def _body(form: Form) -> int:
    """Write groups, their parts, the total and what stands beside it; return the row after."""
    ordered = [*form.report.rows[1:], form.report.total, *form.report.beside]
    form.at.update({row.key: BODY + offset for offset, row in enumerate(ordered)})
    grouped = len({row.level for row in form.report.rows[1:]}) > 1
    groups = parts = 0
    for row in ordered:
        top = row.level == 0
        is_group = grouped and row.level == 1
        if is_group:
            groups, parts = groups + 1, 0
        elif not top:
            parts += 1
        if top:
            parts = 0  # what stands beside the total is counted anew
        mark = "" if top else _roman(groups) if is_group else parts
        _row(form, row, mark, BOLD if top or is_group else PLAIN, indented=grouped and row.level == 2)
    return BODY + len(ordered)


def _row(form: Form, row: Row, mark: str | int, font: Font, *, indented: bool) -> None:
    sheet, number = form.sheet, form.at[row.key]
    write(sheet.cell(number, NUMBER), mark, font, CENTRE, BOX)
    write(sheet.cell(number, LABEL), _label(form, row), font, INDENTED if indented else LEFT, BOX)
    write(sheet.cell(number, UNIT), _unit(form, row), font, CENTRE, BOX)
    for at, column in enumerate(form.columns, start=FIRST_FIGURE):
        cell, source = sheet.cell(number, at), row.cells[column.key]
        if row.remarks and column.key == EXPLAINED:
            comment(cell, remarks(row), form.report.generated_by)
        if source.value is None:
            write(cell, written(source, column, narrow=True), font, RIGHT, BOX)
            continue
        value = column.format.cell(source.value)
        text = _formula(form, row, column)
        if text:
            formula(cell, text, font, BOX)
            form.results[cell.coordinate] = value
        else:
            write(cell, value, font, RIGHT, BOX)
        cell.number_format = column.format.excel_for(source.value)
    write(sheet.cell(number, form.last), noted(row), font, LEFT, BOX)


def _label(form: Form, row: Row) -> str:
    if row is not form.report.total:
        return row.label
    short = SHORT_MEASURES.get(form.report.scope.measure)
    return _("Total (%(measure)s)") % {"measure": short} if short else row.label


def _unit(form: Form, row: Row) -> str:
    return row.unit if form.report.scope.measure == "volume" else str(SHORT_UNITS[form.report.shown_in])


def _formula(form: Form, row: Row, column: Column) -> str:
    """Return the live formula of a cell, or "" where the amount itself is to stand."""
    number = form.at[row.key]
    if column.formula:
        return "=" + _REFERENCE.sub(lambda match: f"{form.letter(match[2])}{number}", column.formula)
    parts = _parts(form.report, row) if column.adds else []
    given = [part for part in parts if part.cells[column.key].value is not None]
    if not given or sum(part.cells[column.key].value for part in given) != row.cells[column.key].value:
        return ""
    return f"={_sum(form.letter(column.key), [form.at[part.key] for part in parts])}"


def _parts(report: Report, row: Row) -> list[Row]:
    """Return the rows that a row adds up: the groups of the total, the rows of a group."""
    rows = list(report.rows[1:])
    if row is report.total:
        top = min((other.level for other in rows), default=0)
        return [other for other in rows if other.level == top]
    found: list[Row] = []
    inside = False
    for other in rows:
        if inside and other.level <= row.level:
            break
        if inside:
            found.append(other)
        inside = inside or other is row
    return found if row.level == 1 else []


def _sum(letters: str, numbers: list[int]) -> str:
    """Return SUM over a block of rows, or the addition of rows that lie apart."""
    if numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"SUM({letters}{numbers[0]}:{letters}{numbers[-1]})"
    return "SUM(" + ",".join(f"{letters}{number}" for number in numbers) + ")"


def _roman(number: int) -> str:
    text = ""
    for value, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += sign * (number // value)
        number %= value
    return text


def _widths(form: Form) -> float:
    """Set the widths of the columns and the heights of long labels; return the width in characters.

    A sheet that is to fit one page and has many rows is drawn wider, so that it fills the paper.
    """
    many = ONE_PAGE_WIDE < len(form.at) <= ONE_PAGE
    spread = 1.2 if many else 1.0
    widths = {NUMBER: 5.0, LABEL: 34.0 * spread, UNIT: 6.0 * spread, form.last: 8.5 * spread}
    for number, column in enumerate(form.columns, start=FIRST_FIGURE):
        widths[number] = (10.0 if column.formula else 9.0) * spread
    for number, width in widths.items():
        form.sheet.column_dimensions[get_column_letter(number)].width = width
    for row in (*form.report.rows, *form.report.beside):
        lines = max(
            math.ceil(len(_label(form, row)) / (widths[LABEL] * 1.25)),
            math.ceil(len(noted(row)) / (widths[form.last] * 1.3)),
        )
        form.sheet.row_dimensions[form.at[row.key]].height = letter.LINE * max(1, lines)
    return sum(widths.values())


def _paper(form: Form, bottom: int) -> None:
    """Set A4 landscape, one page wide, the head repeated, the page numbered."""
    sheet = form.sheet
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if len(form.at) <= ONE_PAGE else 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{TIER}:{NUMBERS}"
    sheet.print_area = f"A1:{get_column_letter(form.last)}{bottom}"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.footer = 0.5, 0.6, 0.3
    sheet.oddFooter.right.text = _("Page %(page)s/%(pages)s") % {"page": "&P", "pages": "&N"}
    sheet.freeze_panes = sheet.cell(BODY, FIRST_FIGURE)
    sheet.sheet_view.showGridLines = False
