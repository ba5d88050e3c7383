"""Looks at an .xlsx before any library opens it: a hostile file is refused quickly and with flat memory.

Reading libraries abort the process or hang on a single cell at XFD1048576, swell with a zip bomb, and
take an error or a formula without a value for an empty cell. So every part is streamed once: sizes,
document types, macros, links, the bounds of cells that hold something, and what a library would
silently lose. Expat sees everything but the plain rows of a sheet, whose shape says enough. Standard
library only; it runs in a child process without Django.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from functools import cache
from typing import BinaryIO
from xml.parsers import expat

from planning.importing.limits import Limits
from planning.importing.package import BROKEN, Refusal, check_outside, check_parts
from planning.importing.plain_rows import Run, parted

_MOST_FINDINGS = 200


@dataclass(frozen=True)
class Finding:
    """A cell that a library would take for empty: "formula" without its value, or an "error" value."""

    part: str
    row: int
    column: int
    code: str


@dataclass(slots=True)
class _Scan:
    """What the scan of one part has seen so far; `ends` are rows as they are written in references.

    `is_sheet` once its root says so, `is_utf8` unless its declaration says otherwise.
    """

    part: str
    limits: Limits
    is_sheet: bool = False
    is_utf8: bool = True
    row: int = 0
    ends: str = "0"
    column: int = 0
    kind: str | None = None
    has_formula: bool = False
    has_value: bool = False
    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    findings: list[Finding] = field(default_factory=list)


def check(file: BinaryIO, limits: Limits) -> list[Finding]:
    """Return what a library would lose in an acceptable file; raise Refusal for any other."""
    check_outside(file, limits)
    try:
        with zipfile.ZipFile(file) as package:
            check_parts(package, limits)
            found: list[Finding] = []
            cells = 0
            for name in package.namelist():
                if name.lower().endswith((".xml", ".rels")):
                    scan = _scan(package, name, limits)
                    found += scan.findings
                    cells += scan.cells
                    if cells > limits.cells:
                        raise Refusal("too_many_cells", limit=limits.cells)
            return found[:_MOST_FINDINGS]
    except BROKEN as broken:
        raise Refusal("broken") from broken


def _scan(package: zipfile.ZipFile, name: str, limits: Limits) -> _Scan:
    """Stream one part: every part for its document type, a sheet for its cells."""
    scan = _Scan(name, limits)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.XmlDeclHandler = _watch_encoding(scan)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = _first_element(parser, scan)
    try:
        with package.open(name) as part:
            for piece in parted(part):
                if isinstance(piece, bytes):
                    parser.Parse(piece, False)
                elif not _take_rows(scan, piece):
                    parser.Parse(piece.content, False)
            parser.Parse(b"", True)
        _end_cell(scan)
    except expat.ExpatError as broken:
        raise Refusal("broken") from broken
    finally:
        parser.StartElementHandler = parser.StartDoctypeDeclHandler = None
        parser.CharacterDataHandler = parser.EndElementHandler = None
    return scan


def _refuse_doctype(*_told: object) -> None:
    raise Refusal("doctype")


def _watch_encoding(scan: _Scan):
    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        scan.is_utf8 = encoding is None or encoding.lower() == "utf-8"

    return declared


def _first_element(parser: expat.XMLParserType, scan: _Scan):
    """Watch for the root: only a worksheet is looked at cell by cell; content types tell of macros."""

    def start(tag: str, _attributes: dict[str, str]) -> None:
        root = tag.rpartition(":")[2]
        if root == "worksheet":
            scan.is_sheet = True
            _watch_cells(parser, scan)
        elif root == "Types":
            parser.StartElementHandler = _watch_types
        else:
            parser.StartElementHandler = None

    return start


def _watch_types(_tag: str, attributes: dict[str, str]) -> None:
    if "macroenabled" in attributes.get("ContentType", "").lower():
        raise Refusal("macros")


def _watch_cells(parser: expat.XMLParserType, scan: _Scan) -> None:
    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            if scan.has_formula or scan.kind == "e":
                _end_cell(scan)
            scan.kind, scan.has_value = attributes.get("t"), False
            scan.column = _column(attributes["r"], scan) if "r" in attributes else scan.column + 1
        elif tag == "v" or tag == "is":
            _hold(scan)
            if scan.has_formula:
                parser.CharacterDataHandler, parser.EndElementHandler = text, end
        elif tag == "f":
            scan.has_formula = True
        elif tag == "row":
            _end_cell(scan)
            _start_row(scan, attributes.get("r"))
        elif ":" in tag:
            start(tag.rpartition(":")[2], attributes)

    def text(_text: str) -> None:
        scan.has_value = True

    def end(_tag: str) -> None:
        parser.CharacterDataHandler = parser.EndElementHandler = None

    parser.StartElementHandler = start


def _start_row(scan: _Scan, told: str | None) -> None:
    if told is not None and not (told.isascii() and told.isdigit() and len(told) <= 7):
        raise Refusal("broken")
    scan.row = int(told) if told else scan.row + 1
    scan.ends = str(scan.row)
    scan.column = 0


def _column(reference: str, scan: _Scan) -> int:
    letters = reference.removesuffix(scan.ends)
    if letters == reference:
        raise Refusal("broken")
    return column_number(letters)


@cache
def column_number(letters: str) -> int:
    """Return the number of a column by its letters, from 1; what is no column is refused.

    >>> column_number("A"), column_number("AA"), column_number("XFD")
    (1, 27, 16384)
    """
    number = 0
    if not 0 < len(letters) <= 3:
        raise Refusal("broken")
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise Refusal("broken")
        number = number * 26 + ord(letter) - 64
    return number


def _hold(scan: _Scan) -> None:
    """Count a cell that holds something and keep the sheet within its bounds."""
    scan.cells += 1
    if scan.row <= scan.last_row and scan.column <= scan.last_column:
        return
    scan.last_row = max(scan.last_row, scan.row)
    scan.last_column = max(scan.last_column, scan.column)
    if _is_far(scan.last_row, scan.last_column, scan.limits):
        raise Refusal("out_of_bounds", row=scan.row, column=scan.column)


def _is_far(row: int, column: int, limits: Limits) -> bool:
    """Say whether a sheet with such a last row and last column is larger than any that is read."""
    return row > limits.rows or column > limits.columns or row * column > limits.area


def _take_rows(scan: _Scan, run: Run) -> bool:
    """Count plain rows as seen; those that may be out of bounds or no UTF-8 are for expat to look at."""
    if not (scan.is_sheet and scan.is_utf8 and run.is_utf8):
        return False
    row = max(scan.last_row, run.last_filled)
    column = max(scan.last_column, *map(column_number, run.columns), 0)
    if _is_far(row, column, scan.limits):
        return False
    _end_cell(scan)
    _start_row(scan, str(run.last))
    scan.cells += run.cells
    scan.last_row, scan.last_column = row, column
    return True


def _end_cell(scan: _Scan) -> None:
    """Note a formula without its value and an error value: both would be read as an empty cell."""
    if scan.has_formula and not scan.has_value and scan.kind != "str":
        _note(scan, "formula")
    elif scan.kind == "e":
        _note(scan, "error")
    scan.has_formula, scan.kind = False, None


def _note(scan: _Scan, code: str) -> None:
    if len(scan.findings) < _MOST_FINDINGS:
        scan.findings.append(Finding(scan.part, scan.row, scan.column, code))
