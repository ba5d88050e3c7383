"""Reads what renderers wrote back into figures: {row key: {column key: number or None}}."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from fractions import Fraction
from html import unescape
from pathlib import Path

from openpyxl import Workbook, load_workbook

from reports.definitions.columns import EVERY, FORM

Figures = dict[str, dict[str, float | None]]
_RESULT = re.compile(rb"(</f>)<v>[^<]*</v>")
BODY = 12  # the first row of the form's table, FIRST its first column of figures
FIRST = 4


def of_json(content: bytes) -> Figures:
    import json

    rows = json.loads(content)["rows"]
    return {row["key"]: {key: cell["value"] for key, cell in row["cells"].items()} for row in rows}


def of_csv(content: bytes, *, decimal: str) -> Figures:
    text = content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if decimal == "," else ","))
    found: Figures = {}
    for row in rows[1 : rows.index([])]:
        found[row[0]] = {key: number(text, decimal) for key, text in zip(EVERY, row[4:-1], strict=True)}
    return found


def number(text: str, decimal: str = ",") -> float | None:
    """Read a plain number of a file, or None where a word stands."""
    plain = text.replace(decimal, ".")
    return float(plain) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?", plain) else None


def of_page(content: bytes) -> dict[str, list[str]]:
    """Return the texts of the page's table by row key, in the order of the columns."""
    found = {}
    for key, row in re.findall(r'<tr data-key="([^"]+)"[^>]*>(.*?)</tr>', content.decode(), re.S):
        found[unescape(key)] = [
            unescape(text) for text in re.findall(r'<td class="n[^"]*">(.*?)</td>', row, re.S)
        ]
    return found


def shown(text: str) -> Fraction | None:
    """Read a number as the Vietnamese screen shows it: "−1.234,5", "+18,8%"; None where a word stands."""
    plain = text.rstrip("*%").replace(".", "").replace(",", ".").replace("−", "-").removeprefix("+")
    return Fraction(plain) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", plain) else None


def of_form(book: Workbook, keys: list[str]) -> Figures:
    """Read the printed form; `keys` are its rows in order, and its rows are checked to be as many."""
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows(min_row=BODY, max_row=BODY + len(keys) - 1, values_only=True))
    assert sheet.cell(BODY + len(keys), 2).value is None
    return {
        key: dict(zip(FORM, [figure(v) for v in row[FIRST - 1 : FIRST - 1 + len(FORM)]], strict=True))
        for key, row in zip(keys, rows, strict=True)
    }


def of_figures(book: Workbook) -> Figures:
    """Read the sheet of plain values; points stand a hundredfold there."""
    sheet = book.worksheets[1]
    keys = [cell.value for cell in sheet[2]]
    found: Figures = {}
    for row in sheet.iter_rows(min_row=3, values_only=True):
        if row[0] is None:
            break
        values = dict(zip(keys, row, strict=True))
        found[str(row[0])] = {key: figure(values[key]) for key in EVERY}
        points = found[str(row[0])]["contribution"]
        found[str(row[0])]["contribution"] = None if points is None else points / 100
    return found


def figure(value: object) -> float | None:
    return value if isinstance(value, int | float) else None


def book(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content), data_only=True)


def without_results(content: bytes) -> bytes:
    """Return the workbook with formulas that have no result yet, so that whoever opens it must calculate."""
    source, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(part, _RESULT.sub(rb"\1", source.read(part)))
    return out.getvalue()


def recalculated(files: dict[str, bytes], folder: Path) -> dict[str, Workbook]:
    """Let LibreOffice calculate workbooks and return them."""
    office = shutil.which("soffice")
    assert office, "LibreOffice Calc is needed to prove formulas: ./check installs libreoffice-calc"
    (folder / "in").mkdir()
    for name, content in files.items():
        (folder / "in" / f"{name}.xlsx").write_bytes(without_results(content))
    subprocess.run(
        [
            *(office, "--headless", f"-env:UserInstallation=file://{folder}/profile"),
            *("--convert-to", "xlsx", "--outdir", str(folder / "out")),
            *(str(path) for path in sorted((folder / "in").iterdir())),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {name: load_workbook(folder / "out" / f"{name}.xlsx", data_only=True) for name in files}
