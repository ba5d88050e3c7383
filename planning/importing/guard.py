"""Looks at an .xlsx before any library opens it: a hostile file is refused quickly and with flat memory.

Reading libraries abort the process or hang on a single cell at XFD1048576, swell with a zip bomb, and
take an error or a formula without a value for an empty cell. So every part is streamed once through
expat: sizes, document types, macros, links, the bounds of cells that hold something, and what a
library would silently lose. Standard library only; it runs in a child process without Django.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import BinaryIO
from xml.parsers import expat

from planning.importing.limits import Limits

_CHUNK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LARGE_PART = 1 << 20
_RATIO = 100
_MOST_FINDINGS = 200
BROKEN = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, zlib.error)
"""What a damaged package makes the standard library raise."""


class Refusal(Exception):
    """The file is not opened. `code` names the reason, `params` fills the placeholders of its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Finding:
    """A cell that a library would take for empty: "formula" without its value, or an "error" value."""

    part: str
    row: int
    column: int
    code: str


@dataclass(slots=True)
class _Scan:
    """What the scan of one sheet has seen so far; `ends` are rows as they are written in references."""

    part: str
    limits: Limits
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
    _check_outside(file, limits)
    try:
        with zipfile.ZipFile(file) as package:
            _check_parts(package, limits)
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


def _check_outside(file: BinaryIO, limits: Limits) -> None:
    file.seek(0, 2)
    size = file.tell()
    if size > limits.size:
        raise Refusal("too_large", size=in_megabytes(size), limit=in_megabytes(limits.size))
    file.seek(0)
    start = file.read(8)
    if start == _OLE:
        file.seek(0)
        raise Refusal("encrypted" if _ENCRYPTED in file.read() else "old_excel")
    if start[:4] != b"PK\x03\x04":
        raise Refusal("not_a_workbook")
    file.seek(0)


def in_megabytes(size: int) -> str:
    """Return a number of bytes as a sentence tells it."""
    return f"{size / (1 << 20):.1f}".rstrip("0").rstrip(".").replace(".", ",")


def _check_parts(package: zipfile.ZipFile, limits: Limits) -> None:
    parts = package.infolist()
    names = [part.filename.lower().replace("\\", "/") for part in parts]
    if len(parts) > limits.parts:
        raise Refusal("too_many_parts", limit=limits.parts)
    if len(set(names)) < len(names):
        raise Refusal("broken")
    if sum(part.file_size for part in parts) > limits.unpacked:
        raise Refusal("bomb", limit=in_megabytes(limits.unpacked))
    for part in parts:
        if is_swollen(part):
            raise Refusal("bomb", limit=in_megabytes(limits.unpacked))
        if part.flag_bits & 1:
            raise Refusal("encrypted")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise Refusal("macros")
    if any(
        name.startswith(("xl/externallinks/", "xl/embeddings/")) or name == "xl/connections.xml"
        for name in names
    ):
        raise Refusal("external_links")
    if "xl/workbook.bin" in names:
        raise Refusal("binary")
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        raise Refusal("not_a_workbook")


def is_swollen(part: zipfile.ZipInfo) -> bool:
    """Say whether a large part unpacks to more than anything that people write."""
    return part.file_size > _LARGE_PART and part.file_size > _RATIO * max(part.compress_size, 1)


def _scan(package: zipfile.ZipFile, name: str, limits: Limits) -> _Scan:
    """Stream one part through expat: every part for its document type, a sheet for its cells."""
    scan = _Scan(name, limits)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = _first_element(parser, scan)
    try:
        with package.open(name) as part:
            while chunk := part.read(_CHUNK):
                parser.Parse(chunk, False)
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


def _first_element(parser: expat.XMLParserType, scan: _Scan):
    """Watch for the root: only a worksheet is looked at cell by cell; content types tell of macros."""

    def start(tag: str, _attributes: dict[str, str]) -> None:
        root = tag.rpartition(":")[2]
        if root == "worksheet":
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
    far = scan.last_row > scan.limits.rows or scan.last_column > scan.limits.columns
    if far or scan.last_row * scan.last_column > scan.limits.area:
        raise Refusal("out_of_bounds", row=scan.row, column=scan.column)


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


def sheets_of(file: BinaryIO) -> Iterator[tuple[str, str]]:
    """Yield (part, sheet name) of a workbook that was checked, to name the place of a finding."""
    with zipfile.ZipFile(file) as package:
        names = {part.lower(): part for part in package.namelist()}
        targets = dict(_relations(package, names))
        for name, relation in _elements(package, names["xl/workbook.xml"], "sheet", "name", "id"):
            target = targets.get(relation, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            yield names.get(part.lower(), part), name


def _relations(package: zipfile.ZipFile, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    part = names.get("xl/_rels/workbook.xml.rels")
    return _elements(package, part, "Relationship", "Id", "Target") if part else iter(())


def _elements(
    package: zipfile.ZipFile, part: str, tag: str, first: str, second: str
) -> Iterator[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == tag:
            plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            found.append((plain.get(first, ""), plain.get(second, "")))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(package.read(part), True)
    return iter(found)
