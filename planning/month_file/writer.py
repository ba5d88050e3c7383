"""Writes the template: keys and comparisons locked, inputs open, totals live, the stamp out of sight."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from math import ceil

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from planning.entry.sheet import Group, Row
from planning.entry.sheet import Sheet as Month_sheet
from planning.importing.columns import Column
from planning.models import Unit
from planning.models.monthly_reports import NoteReason
from planning.month_file.columns import WRITTEN, header
from planning.month_file.heading import Made, lines
from planning.month_file.stamp import SHEET, Base, Stamp
from planning.month_file.told import month_text
from postoffice.months import Month
from postoffice.numbers import LARGEST_DONG
from postoffice.words import UNITS

HEADER = 7
_WIDTHS = (11, 12, 42, 12, 17, 12, 22, 36, 17, 17, 17, 12)
_LINE = Border(bottom=Side("hair", "999999"))
_HEAD, _INPUT = PatternFill("solid", "1F3864"), PatternFill("solid", "FFF9E5")
_GREY = PatternFill("solid", "F0F0F0")
_FACE = "Times New Roman"
_PLAIN, _BOLD, _TITLE = Font(_FACE, 11), Font(_FACE, 11, bold=True), Font(_FACE, 14, bold=True)
_LABEL, _WHITE = Font(_FACE, 11, color="666666"), Font(_FACE, 11, bold=True, color="FFFFFF")
_TEXT = Alignment(horizontal="left", indent=1, vertical="center", wrap_text=True)
_LEFT, _APART, _HEADED = 1, 5, 3  # the heading: its first column, how far its second one is, rows of each
_MIDDLE = Alignment(vertical="center")
_CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")
_HEIGHT = 15  # of one line of text; LibreOffice does not find it by itself
_TEXTS = ("name", "volume_unit", "reason", "remark")
_AMOUNTS = ("revenue", "volume")
_AT = {column.key: number for number, column in enumerate(WRITTEN, start=1)}


@dataclass(frozen=True, slots=True)
class Point:
    """A reporting unit with its sheet of the month."""

    unit: Unit
    sheet: Month_sheet


def write(unit: Unit, month: Month, points: Sequence[Point], money: int, made: Made) -> bytes:
    """Return the workbook of a unit's month: a sheet a point, the amounts in units of `money` đồng."""
    book = Workbook()
    book.remove(book.active)
    wardrobe = _Wardrobe()
    for point in points:
        _Sheet(book.create_sheet(_title(book, point.unit)), point, month, money, made, wardrobe).fill()
    _write_stamp(book, Stamp(unit.code, month, money, cells=_bases(points)))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _title(book: Workbook, unit: Unit) -> str:
    plain = re.sub(r"[\[\]:*?/\\']", " ", f"{unit.code} {unit.name}")[:31].strip()
    return plain if plain.lower() not in {name.lower() for name in book.sheetnames} else unit.code[:31]


def _bases(points: Sequence[Point]) -> dict[tuple[str, str, str], Base]:
    bases = {}
    for point in points:
        for row in point.sheet.rows:
            for cell in row.fields:
                version, _colon, value = cell.was.partition(":")
                base = Base(int(version), int(value) if value else None)
                bases[point.unit.code, row.code, cell.measure] = base
    return bases


def _write_stamp(book: Workbook, stamp: Stamp) -> None:
    sheet = book.create_sheet(SHEET)
    for number, cells in enumerate(stamp.rows(), start=1):
        for column, text in enumerate(cells, start=1):
            put_text(sheet.cell(number, column), text)
    for number, (_value, label) in enumerate(NoteReason.choices, start=1):
        put_text(sheet.cell(number, 9), str(label))
    sheet.protection.enable()
    sheet.sheet_state = "veryHidden"


def put_text(cell: Cell, text: str) -> None:
    """Write text that stays text: no formula, whatever it begins with, and no lost zeros."""
    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = text[0] in "=+-@\t\r"


class _Wardrobe:
    """The styles of a workbook: each is put together once and worn by all cells of its kind.

    Putting one together costs as much as writing the cell ten times over, and a province has 40,000 cells.
    """

    def __init__(self) -> None:
        self._styles: dict[object, StyleArray] = {}

    def dress(self, cell: Cell, kind: object, **parts: object) -> None:
        """Give a cell the style of its kind: font, fill, border, alignment, protection."""
        if kind in self._styles:
            cell._style = copy(self._styles[kind])
            return
        for name, part in parts.items():
            setattr(cell, name, part)
        self._styles[kind] = copy(cell._style)


class _Sheet:
    """One point's sheet while it is written."""

    def __init__(
        self, sheet: Worksheet, point: Point, month: Month, money: int, made: Made, wardrobe: _Wardrobe
    ) -> None:
        self.sheet, self.point, self.month, self.money, self.made = sheet, point, month, money, made
        self.dress = wardrobe.dress
        self.format = "#,##0" if money == 1 else "#,##0.######"
        self.inputs: list[int] = []
        self.totals: list[int] = []

    def fill(self) -> None:
        """Write title, header, lines with their services, the grand total; then what guards them."""
        self._head()
        at = HEADER + 1
        for group in self.point.sheet.groups:
            at = self._group(group, at)
        asked = self.point.sheet.total.target.amount
        self._total(at, _("Grand total"), [f"{{0}}{row}" for row in self.totals], asked)
        self._guard(at)

    def _head(self) -> None:
        told = {"month": month_text(self.month), "unit": self.point.unit.name}
        put_text(self.sheet["A1"], _("Figures of %(month)s · %(unit)s") % told)
        self.sheet["A1"].font = _TITLE
        heading = lines(self.point.unit, self.month, self.money, self.made)
        for number, (label, value) in enumerate(heading):
            row, column = 2 + number % _HEADED, _LEFT + number // _HEADED * _APART
            put_text(self.sheet.cell(row, column), label)
            self.sheet.cell(row, column).font = _LABEL
            put_text(self.sheet.cell(row, column + 2), value)
            self.sheet.cell(row, column + 2).font = _PLAIN
        put_text(self.sheet.cell(HEADER - 2, 1), _("Fill the yellow cells; 0 means nothing arose."))
        self.sheet.cell(HEADER - 2, 1).font = _PLAIN
        for column in WRITTEN:
            self._titled(column)
        self.sheet.row_dimensions[HEADER].height = 46
        for number, width in enumerate(_WIDTHS, start=1):
            self.sheet.column_dimensions[self.sheet.cell(1, number).column_letter].width = width

    def _titled(self, column: Column) -> None:
        """Write a column's header with its number, by which the ratio is named."""
        number = str(_AT[column.key])
        if column.key == "completion":
            number = f"{number} = {_AT['revenue']}/{_AT['target']}"
        cell = self.sheet.cell(HEADER, _AT[column.key])
        self.dress(cell, "head", font=_WHITE, fill=_HEAD, alignment=_CENTRED)
        put_text(cell, f"{header(column, get_language() or 'vi')}\n({number})")

    def _group(self, group: Group, at: int) -> int:
        first = at + 1
        for number, row in enumerate(group.rows, start=first):
            self._row(row, number)
        last = first + len(group.rows) - 1
        self._total(at, group.name, [f"{{0}}{first}:{{0}}{last}"], group.target.amount)
        self.totals.append(at)
        return last + 1

    def _total(self, at: int, name: str, parts: Sequence[str], asked: int | None) -> None:
        """Write a row of live sums; a target is no sum where one is stated for a whole line."""
        for number in range(1, len(WRITTEN) + 1):
            self.dress(self.sheet.cell(at, number), "total", font=_BOLD, fill=_GREY)
        put_text(self.sheet.cell(at, _AT["name"]), name)
        self._amount(self.sheet.cell(at, _AT["target"]), asked, self.money)
        for key in ("revenue", "previous", "base"):
            cell = self.sheet.cell(at, _AT[key])
            spans = ",".join(part.format(cell.column_letter) for part in parts)
            cell.value = f"=SUM({spans})" if spans else None
            cell.number_format = self.format
        self._completion(at)

    def _completion(self, at: int) -> None:
        cell = self.sheet.cell(at, _AT["completion"])
        target, revenue = (self.sheet.cell(at, _AT[key]).coordinate for key in ("target", "revenue"))
        cell.value = f'=IF(AND(N({target})>0,{revenue}<>""),{revenue}/{target},"")'
        cell.number_format = "0.0%"

    def _row(self, row: Row, at: int) -> None:
        texts = {
            "unit": self.point.unit.code, "service": row.code, "name": row.name,
            "volume_unit": row.volume_unit, "reason": row.reason_label if row.reason else "",
            "remark": row.remark,
        }  # fmt: skip
        for column in WRITTEN:
            self._dressed(self.sheet.cell(at, _AT[column.key]), column.key, row.open)
        for key, text in texts.items():
            put_text(self.sheet.cell(at, _AT[key]), text)
        amounts = {"revenue": row.revenue.value, "volume": row.volume.value}
        amounts |= {key: getattr(row, key).amount for key in ("previous", "base", "target")}
        for key, amount in amounts.items():
            self._amount(self.sheet.cell(at, _AT[key]), amount, 1 if key == "volume" else self.money)
        self._completion(at)
        lines = max(ceil(len(texts[key]) / _WIDTHS[_AT[key] - 1]) for key in ("name", "remark"))
        self.sheet.row_dimensions[at].height = _HEIGHT * max(1, lines)
        if row.open:
            self.inputs.append(at)

    def _dressed(self, cell: Cell, key: str, is_open: bool) -> None:
        """Dress a cell of a service's row; what is filled in is yellow and not locked."""
        parts = {"font": _PLAIN, "border": _LINE, "alignment": _TEXT if key in _TEXTS else _MIDDLE}
        is_input = is_open and key in (*_AMOUNTS, "reason", "remark")
        if is_input:
            parts |= {"protection": Protection(locked=False), "fill": _INPUT}
        self.dress(cell, ("row", key in _TEXTS, is_input), **parts)

    def _amount(self, cell: Cell, amount: int | None, money: int) -> None:
        exact = amount is None or amount % money == 0
        cell.value = amount if amount is None or money == 1 else amount // money if exact else amount / money
        cell.number_format = "#,##0" if money == 1 else self.format

    def _guard(self, last: int) -> None:
        """Lock what is no input, say what an input takes, keep the header in sight and in print."""
        sheet = self.sheet
        sheet.protection.enable()
        sheet.protection.formatColumns = False
        sheet.freeze_panes = sheet.cell(HEADER + 1, _AT["revenue"])
        sheet.print_title_rows = f"{HEADER}:{HEADER}"
        sheet.print_area = f"A1:{sheet.cell(last, len(WRITTEN)).coordinate}"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        margins = sheet.page_margins
        margins.left = margins.right = margins.top = margins.bottom = 0.4
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        for key, rule in self._rules().items():
            for row in self.inputs:
                rule.add(sheet.cell(row, _AT[key]).coordinate)
            if self.inputs:
                sheet.add_data_validation(rule)

    def _rules(self) -> dict[str, DataValidation]:
        largest = LARGEST_DONG // self.money
        number = {"allow_blank": True, "operator": "between", "showErrorMessage": True}
        revenue = DataValidation(
            type="whole" if self.money == 1 else "decimal",
            formula1=str(-largest),
            formula2=str(largest),
            **number,
        )
        revenue.error = _("Type a number in %(money)s, at most %(largest)s.") % {
            "money": UNITS[self.money], "largest": f"{largest:,}".replace(",", "."),
        }  # fmt: skip
        volume = DataValidation(type="whole", formula1="0", formula2=str(LARGEST_DONG), **number)
        volume.error = _("Type a whole number of pieces, 0 or more.")
        places = f"'{SHEET}'!$I$1:$I${len(NoteReason.choices)}"
        reason = DataValidation(type="list", formula1=places, allow_blank=True, showErrorMessage=True)
        reason.error = _("Choose a reason from the list.")
        for rule in (revenue, volume, reason):
            rule.errorTitle = _("Not possible here")
        return {"revenue": revenue, "volume": volume, "reason": reason}
