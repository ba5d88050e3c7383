"""Writes a workbook anew the way Excel writes it after a person opened it, typed, and saved.

These are not files of Excel itself, which runs on no machine of ours: they follow the standard (ECMA-376,
ISO/IEC 29500) and what workbooks show that Excel 2007 to 2019 saved. Every part is written as it writes it,
also the parts that a reader has to pass over: see `tests.excel_parts`.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import coordinate_to_tuple, get_column_letter, range_boundaries

from tests import excel_parts as parts
from tests.excel_parts import HEAD, MAIN, RELATIONS, WORKBOOK

_IN = f"{{{MAIN}}}"
_IDENTIFIER = f"{{{RELATIONS}}}id"
_FIRST_DAY = date(1899, 12, 30)
_BESIDE_ITS_DATA = ("dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData")
_LEFT_OUT = (*_BESIDE_ITS_DATA, "dataValidations", "pageSetup", "legacyDrawing", "tableParts", "drawing")
_AFTER = ("printOptions", "pageMargins", "headerFooter")


@dataclass(frozen=True)
class Formula:
    """A formula with the value that Excel kept of it."""

    text: str
    value: object


@dataclass(frozen=True)
class Written:
    """A number in the very digits in which it stands in the file, such as 1.2345E7."""

    digits: str


@dataclass(frozen=True)
class Mistake:
    """A value such as #N/A."""

    code: str


@dataclass(frozen=True)
class Rich:
    """A text in runs of several fonts, with the reading of its letters that an input method added."""

    runs: tuple[str, ...]
    reading: str = ""


Typed = Mapping[str, Mapping[str, object]]
"""What the person typed: by sheet, by cell."""


def as_excel(content: bytes, typed: Typed | None = None, *, strict: bool = False) -> bytes:
    """Return the workbook as Excel would save it; `strict` is its “Strict Open XML Spreadsheet”."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        book = _Book({name: package.read(name) for name in package.namelist()}, strict)
    sheets = [_sheet(book, name, part, (typed or {}).get(name, {})) for name, part in book.sheets()]
    answer = io.BytesIO()
    with zipfile.ZipFile(answer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in book.written(sheets).items():
            package.writestr(name, text if isinstance(text, bytes) else parts.told(text, strict))
    return answer.getvalue()


@dataclass
class _Book:
    """The workbook on its way: its old parts, the strings its cells share, where its formulas stand."""

    old: Mapping[str, bytes]
    strict: bool
    strings: dict[str, int] = field(default_factory=dict)
    uses: int = 0
    chain: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.workbook = ElementTree.fromstring(self.old["xl/workbook.xml"])
        shared = self.old.get("xl/sharedStrings.xml")
        items = ElementTree.fromstring(shared).findall(f"{_IN}si") if shared else []
        self.texts = ["".join(t.text or "" for t in item.iter(f"{_IN}t")) for item in items]
        self.styles, self.places, self.of_dates = parts.styles(self.old["xl/styles.xml"])

    def sheets(self) -> Iterator[tuple[str, str]]:
        """Yield (name, part) in their order."""
        related = ElementTree.fromstring(self.old["xl/_rels/workbook.xml.rels"])
        targets = {one.get("Id"): one.get("Target").lstrip("/") for one in related}
        for sheet in self.workbook.iter(f"{_IN}sheet"):
            target = targets[sheet.get(_IDENTIFIER)]
            yield sheet.get("name"), target if target.startswith("xl/") else f"xl/{target}"

    def kept(self, value: str | Rich) -> int:
        """Return the place of a text among the shared strings; equal ones have one."""
        self.uses += 1
        return self.strings.setdefault(parts.string(value), len(self.strings))

    def written(self, sheets: list[str]) -> dict[str, str | bytes]:
        """Return every part of the new package by its name."""
        told = [
            (sheet.get("name"), sheet.get("state"), sheet.get("sheetId"))
            for sheet in self.workbook.iter(f"{_IN}sheet")
        ]
        names = [
            ElementTree.tostring(name, encoding="unicode") for name in self.workbook.iter(f"{_IN}definedName")
        ]
        return {
            **parts.package(told, names, bool(self.chain), self.strict),
            "xl/styles.xml": self.styles,
            "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}" count="{self.uses}"'
            f' uniqueCount="{len(self.strings)}">{"".join(self.strings)}</sst>',
            **({"xl/calcChain.xml": parts.chain(self.chain)} if self.chain else {}),
            **{f"xl/worksheets/sheet{at}.xml": sheet for at, sheet in enumerate(sheets, start=1)},
        }


def _sheet(book: _Book, name: str, part: str, typed: Mapping[str, object]) -> str:
    root = ElementTree.fromstring(book.old[part])
    number = [one for one, _part in book.sheets()].index(name) + 1
    cells = _Cells(book, number, root, dict(typed))
    before, after = [], []
    for child in root:
        tag = child.tag.removeprefix(_IN)
        if tag not in (*_LEFT_OUT, *_AFTER):
            (before if tag == "sheetPr" else after).append(ElementTree.tostring(child, encoding="unicode"))
    margins = [
        ElementTree.tostring(child, encoding="unicode") for tag in _AFTER for child in root.findall(_IN + tag)
    ]
    view = root.find(f"{_IN}sheetViews/{_IN}sheetView/{_IN}pane")
    return "".join(
        [
            parts.sheet_head(number),
            *before,
            '<dimension ref="A1:XFD1048576"/>',
            parts.views(number, "" if view is None else ElementTree.tostring(view, encoding="unicode")),
            '<sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/>',
            parts.columns(root.find(f"{_IN}cols")),
            f"<sheetData>{''.join(cells.rows())}</sheetData>",
            *after,
            *margins,
            parts.sheet_end(number, root.findall(f"{_IN}dataValidations/{_IN}dataValidation")),
        ]
    )


class _Cells:
    """The rows of one sheet while they are written."""

    def __init__(self, book: _Book, number: int, root: ElementTree.Element, typed: dict[str, object]) -> None:
        self.book, self.number = book, number
        self.old = {cell.get("r"): cell for cell in root.iter(f"{_IN}c")}
        self.rows_of = {int(row.get("r")): row for row in root.iter(f"{_IN}row")}
        self.values = {place: value for place in self.old if (value := self._read(place)) is not None}
        self.values |= typed
        self.sharing = ""

    def _read(self, place: str) -> object:
        cell = self.old[place]
        if (formula := cell.find(f"{_IN}f")) is not None:
            return Formula(formula.text or "", None)
        text = cell.findtext(f"{_IN}v")
        if cell.get("t") == "inlineStr":
            return "".join(t.text or "" for t in cell.iter(f"{_IN}t"))
        if text is None:
            return None
        if cell.get("t") == "s":
            return self.book.texts[int(text)]
        return text == "1" if cell.get("t") == "b" else text if cell.get("t") == "str" else Written(text)

    def rows(self) -> Iterator[str]:
        """Yield the rows, and a few below them that hold only a format or nothing at all."""
        places = sorted({*self.old, *self.values}, key=coordinate_to_tuple)
        rows: dict[int, list[str]] = {row: [] for row in self.rows_of}
        for place in places:
            rows.setdefault(coordinate_to_tuple(place)[0], []).append(place)
        width = max((coordinate_to_tuple(place)[1] for place in places), default=1)
        for row in sorted(rows):
            said = {
                key: value
                for key, value in self.rows_of[row].items()
                if key not in ("r", "spans")
            } if row in self.rows_of else {}  # fmt: skip
            told = "".join(f" {key}={quoteattr(value)}" for key, value in said.items())
            written = "".join(map(self._cell, rows[row]))
            yield f'<row r="{row}" spans="1:{width}"{told} x14ac:dyDescent="0.25">{written}</row>'
        last = max(rows, default=0)
        yield f'<row r="{last + 1}" spans="1:{width}" ht="21" customHeight="1" x14ac:dyDescent="0.35"/>'
        yield f'<row r="{last + 2}" x14ac:dyDescent="0.25"><c r="XFD{last + 2}" s="1"/></row>'
        yield '<row r="1048576" x14ac:dyDescent="0.25"><c r="A1048576" s="1"/></row>'

    def _cell(self, place: str) -> str:
        value = self.values.get(place)
        style = self.book.places[int(self.old[place].get("s", "0"))] if place in self.old else 0
        if isinstance(value, date):
            style = self.book.of_dates
        formula = self._formula(place, value) if isinstance(value, Formula) else ""
        kind, text = self._kept(value)
        told = f' s="{style}"' if style else ""
        told += f' t="{kind}"' if kind else ""
        kept = f"{formula}<v>{escape(text)}</v>" if text is not None else formula
        return f'<c r="{place}"{told}>{kept}</c>' if kept else f'<c r="{place}"{told}/>'

    def _kept(self, value: object) -> tuple[str, str | None]:
        """Return the type of a value and its text, as they stand in the cell."""
        if isinstance(value, Formula):
            result = self.result(value)
            return ("str", result) if isinstance(result, str) else self._kept(result)
        if isinstance(value, str | Rich):
            return "s", str(self.book.kept(value))
        if isinstance(value, bool):
            return "b", str(int(value))
        if isinstance(value, date):
            is_told = self.book.strict
            return ("d", value.isoformat()) if is_told else ("", str((value - _FIRST_DAY).days))
        if isinstance(value, Mistake):
            return "e", value.code
        return "", value.digits if isinstance(value, Written) else None if value is None else repr(value)

    def _formula(self, place: str, value: Formula) -> str:
        """Write a formula; those of a ratio's column are filled down, so that all share the first one."""
        self.book.chain.append((place, self.number))
        if not value.text.startswith("IF("):
            return f"<f>{escape(value.text)}</f>"
        if self.sharing:
            return '<f t="shared" si="0"/>'
        column = re.sub("[0-9]", "", place)
        last = max(coordinate_to_tuple(one)[0] for one in self.values if re.sub("[0-9]", "", one) == column)
        self.sharing = place
        return f'<f t="shared" ref="{place}:{column}{last}" si="0">{escape(value.text)}</f>'

    def result(self, formula: Formula) -> object:
        """Return what a formula gives: sums are added up, what else the portal writes stays empty."""
        if formula.value is not None:
            return formula.value
        if not (added := re.fullmatch(r"SUM\((.+)\)", formula.text)):
            return ""
        total = 0
        for span in added[1].split(","):
            left, top, right, bottom = range_boundaries(span)
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    total += self._number(self.values.get(f"{get_column_letter(column)}{row}"))
        return total

    def _number(self, value: object) -> float:
        if isinstance(value, Formula):
            value = self.result(value)
        number = float(value.digits) if isinstance(value, Written) else value
        counts = isinstance(number, int | float) and not isinstance(number, bool)
        return (int(number) if number == int(number) else number) if counts else 0


__all__ = ["WORKBOOK", "Formula", "Mistake", "Rich", "Written", "as_excel"]
