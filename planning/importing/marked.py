"""Gives a refused file back with its wrong cells coloured and explained, after a sheet that lists them.

It is written anew from the cells that the guarded reader found: nothing of the person's file is opened
again, and what it holds stays text. A file with more cells than are worth waiting for comes back with
its first rows and its wrong ones only, at the places where they stood.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from planning.importing import layout
from planning.importing.cells import shown
from planning.importing.columns import Sheet
from planning.importing.located import Located
from planning.importing.reading import Raw, RawBook, RawSheet
from planning.importing.sheets import places_of, table_of

_MOST_CELLS = 200_000
_MOST_LISTED = 5_000
_MOST_COMMENTS = 1_000
_FIRST_ROWS = 20
_LONGEST_TEXT = 32_767
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")
_WRONG = PatternFill("solid", fgColor="FFC7CE")
_BOLD = Font(bold=True)
_LINK = Font(color="0563C1", underline="single")
_WIDTHS = (24, 10, 28, 30, 90)


@dataclass
class _Target:
    """A sheet of the file: its title in the answer, where its columns stand, its wrong cells."""

    raw: RawSheet
    title: str
    places: Mapping[str, int]
    wrong: dict[int, dict[int, list[str]]]


def marked_up(book: RawBook, problems: Sequence[Located], table: Sheet | None) -> bytes:
    """Return the workbook of a file and its problems; `table` is set where the file is one table."""
    answer = Workbook(write_only=True)
    listing = answer.create_sheet("Lỗi" if layout.speaks_vietnamese() else "Errors")
    targets, by_key = _targets(book, table, {listing.title})
    listed = problems[:_MOST_LISTED]
    found = [(problem, *_place(problem, by_key, targets, table)) for problem in listed]
    for problem, target, column in found:
        if target is not None and problem.row:
            target.wrong[problem.row][column or 1].append(problem.sentence)
    whole = sum(len(cells) for target in targets for _row, cells in target.raw.rows) <= _MOST_CELLS
    _write_list(listing, found, more=len(problems) - len(listed), whole=whole)
    comments = iter(range(_MOST_COMMENTS))
    for target in targets:
        _write_sheet(answer.create_sheet(target.title), target, whole, comments)
    file = io.BytesIO()
    answer.save(file)
    return file.getvalue()


def _targets(book: RawBook, table: Sheet | None, taken: set[str]) -> tuple[list[_Target], dict[str, _Target]]:
    """Return the sheets of a file, and each by the names that its problems call it."""
    targets, by_key = [], {}
    only = table_of(book, table) if table else None
    for raw in book.sheets:
        sheet = (table if raw is only else None) if table else layout.find(raw.name)
        title = _title(raw.name or (layout.title(sheet.key) if sheet else ""), taken)
        places = places_of(raw, sheet) if sheet else {}
        target = _Target(raw, title, places, defaultdict(lambda: defaultdict(list)))
        targets.append(target)
        by_key.setdefault(raw.name, target)
        if sheet:
            by_key.setdefault(sheet.key, target)
        if raw is only:
            by_key[sheet.make.SHEET] = target
    return targets, by_key


def _title(name: str, taken: set[str]) -> str:
    """Return a title that Excel takes and that no other sheet has."""
    plain = _NOT_IN_A_TITLE.sub(" ", _UNWRITABLE.sub("", name)).strip("' ")[:31] or "1"
    title, number = plain, 1
    while title.casefold() in {other.casefold() for other in taken}:
        number += 1
        title = f"{plain[: 31 - len(f' {number}')]} {number}"
    taken.add(title)
    return title


def _place(
    problem: Located, by_key: Mapping[str, _Target], targets: Sequence[_Target], table: Sheet | None
) -> tuple[_Target | None, int]:
    """Return the sheet of a problem and its column, counted from 1; 0 where it is of no column."""
    target = by_key.get(problem.sheet)
    if target is None and table and len(targets) == 1:
        target = targets[0]
    if target is None:
        return None, 0
    column = target.places.get(problem.column, 0)
    if not column and problem.column:
        cells = next((cells for row, cells in target.raw.rows if row == problem.row), [])
        column = next((at for at, cell in enumerate(cells, start=1) if shown(cell) == problem.column), 0)
    return target, column


def _write_list(sheet, found: Sequence[tuple[Located, _Target | None, int]], *, more: int, whole: bool):
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    titles = (gettext("Sheet"), gettext("Row"), gettext("Column"), gettext("Value"), gettext("What is wrong"))
    sheet.append([_text(sheet, title, font=_BOLD) for title in titles])
    for number, (problem, target, column) in enumerate(found, start=2):
        name = target.title if target else problem.sheet_name
        linked = _text(sheet, name) if target is None else _link(sheet, number, target, problem.row, column)
        heading = " ".join(filter(None, (get_column_letter(column) if column else "", problem.column_name)))
        told = [heading, problem.value, problem.sentence]
        sheet.append([linked, problem.row or None, *(_text(sheet, one) for one in told)])
    if more > 0:
        sheet.append([_text(sheet, gettext("%(count)d more problems are not listed.") % {"count": more})])
    if not whole:
        left_out = gettext("The file is long: only its first rows and its wrong rows are repeated here.")
        sheet.append([_text(sheet, left_out)])


def _link(sheet, number: int, target: _Target, row: int, column: int) -> WriteOnlyCell:
    cell = _text(sheet, target.title, font=_LINK)
    cell.row, cell.column = number, 1
    name = target.title.replace("'", "''")
    where = f"'{name}'!{get_column_letter(column or 1)}{row or 1}"
    cell.hyperlink = Hyperlink(ref=f"A{number}", location=where)
    cell.value, cell.data_type = target.title, "s"
    return cell


def _write_sheet(sheet, target: _Target, whole: bool, comments: Iterator[int]) -> None:
    expected = 1
    for row, cells in _rows(target, whole):
        for _gap in range(expected, row):
            sheet.append([])
        expected = row + 1
        wrong = target.wrong.get(row, {})
        width = max(len(cells), *wrong) if wrong else len(cells)
        padded = [*cells, *[""] * (width - len(cells))]
        sheet.append([_cell(sheet, raw, wrong.get(at), comments) for at, raw in enumerate(padded, start=1)])


def _rows(target: _Target, whole: bool) -> Iterator[tuple[int, Sequence[Raw]]]:
    """Yield the rows to write; a wrong row that holds nothing is there to be marked, too."""
    kept = {
        row: cells
        for place, (row, cells) in enumerate(target.raw.rows)
        if whole or place < _FIRST_ROWS or row in target.wrong
    }
    for row in sorted({*kept, *target.wrong}):
        yield row, kept.get(row, ())


def _cell(sheet, raw: Raw, reasons: Iterable[str] | None, comments: Iterator[int]) -> object:
    if reasons is None:
        return _plain(sheet, raw)
    cell = _text(sheet, raw) if isinstance(raw, str) else WriteOnlyCell(sheet, raw)
    cell.fill = _WRONG
    if next(comments, None) is not None:
        cell.comment = Comment(_UNWRITABLE.sub("", "\n".join(reasons))[:2000], "portal", height=90, width=320)
    return cell


def _plain(sheet, raw: Raw) -> object:
    """Return a cell as openpyxl takes it; only text that it might take for something else is wrapped."""
    if isinstance(raw, str):
        return None if not raw else _text(sheet, raw)
    return raw if isinstance(raw, int | Decimal | bool | date) else None


def _text(sheet, text: str, *, font: Font | None = None) -> WriteOnlyCell:
    """Return a cell whose text stays text, whatever it begins with."""
    plain = _UNWRITABLE.sub("", text)[:_LONGEST_TEXT]
    cell = WriteOnlyCell(sheet, plain or None)
    if plain:
        cell.data_type = "s"
        if plain[0] in "=+-@\t\r":
            cell.number_format, cell.quotePrefix = "@", True
    if font:
        cell.font = font
    return cell
