"""The report as CSV for spreadsheets: UTF-8 with BOM, text that cannot become a formula, numbers as numbers.

Vietnamese: fields part with ; and decimals have a comma, as a Vietnamese Excel reads them; English: , and a
point. Amounts are whole đồng and ratios are plain, as in the JSON. Beneath the table stands what it is
about.
"""

from __future__ import annotations

import csv
import io
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.renderers.words import cut, missing, new, scope_lines, written
from reports.report import Cell, Column, Report

BOM = "\ufeff"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def render(report: Report) -> bytes:
    """Return the report as CSV in the active language."""
    vietnamese = (get_language() or "vi").startswith("vi")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if vietnamese else ",", lineterminator="\r\n")
    titles = [f"{column.title} ({_unit(column)})" for column in report.columns]
    writer.writerow(
        [safe(text) for text in (_("Code"), _("Item"), _("Level"), _("Unit of measure"), *titles, _("Note"))]
    )
    for row in report.rows:
        cells = [_cell(row.cells[column.key], column, vietnamese) for column in report.columns]
        writer.writerow(
            [safe(row.key), safe(row.label), row.level, safe(row.unit), *cells, safe(str(row.note))]
        )
    writer.writerow([])
    notes = [cut(report), missing(report), new(report), *report.notes]
    for label, value in [(report.title, ""), *scope_lines(report), *((note, "") for note in notes if note)]:
        writer.writerow([safe(label), safe(value)] if value else [safe(label)])
    return (BOM + out.getvalue()).encode()


def safe(text: str) -> str:
    """Return a text that a spreadsheet never runs: what begins like a formula gets an apostrophe."""
    return (
        "'" + text if text.lstrip(" \ufeff\u00a0").startswith(_DANGEROUS) or text[:1] in _DANGEROUS else text
    )


def _unit(column: Column) -> str:
    return _("ratio") if column.unit == "ratio" else column.unit


def _cell(cell: Cell, column: Column, vietnamese: bool) -> str:
    """Return a number in full precision, or the word for its kind of nothing."""
    if cell.value is None:
        return safe(written(cell, column))
    if not isinstance(cell.value, Fraction):
        return str(cell.value)
    text = repr(float(cell.value))
    return text.replace(".", ",") if vietnamese else text
