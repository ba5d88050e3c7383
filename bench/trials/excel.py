"""Excel: the printed form of 131 points, and a flat export of 47,160 records with its memory."""

import io
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from django.test import Client

from bench import databases, flat, floors, offices
from bench.timing import Budget, Line, Reading, readings, take
from planning.demo import published

FORM = f"/reports/units.xlsx?month={offices.MONTH}&unit={published.ROOT}&grain=points"
BUDGET_FORM = Budget(seconds=0.4)
BUDGET_FLAT = Budget(seconds=3, megabytes=60)
DATA_SHEET = 1
POINT_LEVEL = 2
RUNS = 5


def formatted() -> list[Reading]:
    """Time the formatted report beside the same cells written by plain openpyxl."""
    client = offices.signed_in()
    content = client.get(FORM).content
    tables = _tables(content)
    _prove(tables[DATA_SHEET])
    queries = floors.of_page(client, FORM)
    cells = sum(len(row) for table in tables for row in table)
    return take(
        "excel-form",
        Line("floor: the same rows by raw SQL, in an empty view", _got(client, floors.ROWS)),
        Line(
            "formatted report of 131 points", _got(client, FORM), runs=15,
            queries=queries, budget=BUDGET_FORM,
        ),
        Line(
            f"peer: plain openpyxl, the same {cells:,} cells", lambda: _plain(tables), runs=15,
            note="values alone: no query, no form",
        ),
    )  # fmt: skip


def export() -> list[Reading]:
    """Time exports of exactly 47,160 records, each in a process of its own."""
    with TemporaryDirectory() as folder, databases.spoilable():
        expected = flat.fill()
        lines, spent = [], []
        for name, (what, budget, note) in WAYS.items():
            told = [flat.in_child(name, Path(folder) / f"{name}.xlsx", expected) for _ in range(RUNS)]
            most = max(megabytes for _seconds, megabytes in told)
            lines.append(Line(what, lambda: None, megabytes=most, budget=budget, note=note))
            spent.append([seconds for seconds, _megabytes in told])
    return readings("excel-flat", lines, spent)


WAYS = {
    "rust": ("floor: raw SQL streamed through rustpy-xlsxwriter", None, "the sheet revenue alone"),
    "office": ("export_office", BUDGET_FLAT, "the whole office, 12 sheets"),
    "lean": ("peer: raw SQL, openpyxl in write-only mode", None, "the sheet revenue alone"),
    "plain": ("peer: raw SQL, plain openpyxl", None, "the sheet revenue alone"),
}


def _got(client: Client, address: str) -> Callable[[], None]:
    def get() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise AssertionError(f"{address} answers {answer.status_code}")

    return get


def _tables(content: bytes) -> list[list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book]


def _prove(rows: list[tuple]) -> None:
    """Fail unless the points of the sheet of plain figures add up to the published year."""
    names = rows[1]
    amounts = [
        row[names.index("actual_to_date")] for row in rows[2:] if row[names.index("level")] == POINT_LEVEL
    ]
    if (len(amounts), sum(amounts)) != (offices.POINTS, offices.TOTAL):
        raise AssertionError(f"the workbook has {len(amounts)} points, together {sum(amounts)}")


def _plain(tables: list[list[tuple]]) -> None:
    book = openpyxl.Workbook()
    for rows in tables:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(io.BytesIO())
