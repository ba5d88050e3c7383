"""Workbooks for tests, written as the tables they are."""

import io
import zipfile
from collections.abc import Callable

import openpyxl

from planning.importing.limits import PAGE
from planning.importing.reading import read_workbook
from planning.importing.sheets import Read, read_office


def workbook(**sheets: str | list[list[object]]) -> bytes:
    """Write a workbook: a sheet is a table of text ("unit_code | month"), or a list of rows of values.

    In a table of text "." leaves a cell empty, whole numbers become numbers, 'quoted' ones stay text.
    """
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in sheets.items():
        sheet = book.create_sheet(name.replace("_", " ") if " " in name else name)
        for row in _rows(table) if isinstance(table, str) else table:
            sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return the bytes of a workbook."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _rows(table: str) -> list[list[object]]:
    lines = [line for line in table.strip().splitlines() if line.strip()]
    return [[_cell(cell.strip()) for cell in line.split("|")] for line in lines]


def _cell(text: str) -> object:
    if text == ".":
        return None
    if text.startswith("'") and text.endswith("'") and len(text) > 1:
        return text[1:-1]
    return int(text) if text.lstrip("-").isdigit() else text


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    """Return a workbook with its parts changed (None drops one) and parts added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            changed = change(part, old.read(part))
            if changed is not None:
                new.writestr(part, changed)
        for part, data in more.items():
            new.writestr(part, data)
    return file.getvalue()


def read(content: bytes, **how: object) -> Read:
    """Read an office workbook as the upload page does."""
    return read_office(read_workbook(content, PAGE), **how)
