"""The report as a page: every cell written, every link made, nothing left for the template to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from postoffice.words import footnotes
from reports.renderers.prose import headline
from reports.renderers.words import (
    coverage,
    cut,
    made,
    missing,
    new,
    plan_line,
    remarks,
    unit_of_report,
    written,
)
from reports.report import Cell, Column, Reason, Report, Row

SIGNED = ("growth", "growth_month", "contribution")


@dataclass(frozen=True)
class ShownCell:
    """A cell as text with the class that colours it; `label` names its column on a narrow screen."""

    text: str
    css: str


@dataclass(frozen=True)
class ShownRow:
    """A row of the table: `css` of its level, the address one step down or nothing."""

    key: str
    label: str
    note: str
    unit: str
    css: str
    indent: str
    url: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True)
class Head:
    """A head over several columns: its words and how many columns lie under it."""

    title: str
    span: int


@dataclass(frozen=True)
class Step:
    """A way up: a name and its address."""

    label: str
    url: str


@dataclass(frozen=True)
class Page:
    """All that the template shows."""

    report: Report
    headline: str
    caption: str
    coverage: str
    cut: str
    missing: str
    new: str
    made: str
    crumbs: tuple[Step, ...]
    heads: tuple[Head, ...]
    columns: tuple[Column, ...]
    rows: tuple[ShownRow, ...]
    footnotes: tuple[str, ...]
    files: Mapping[str, str]
    shows_units: bool
    remarks: tuple[tuple[str, Sequence[str]], ...] = ()


def page(report: Report, above: Sequence[tuple[str, str]] = ()) -> Page:
    """Return the report ready to be shown; `above` are the units over its own, as (code, name)."""
    rows = (*report.rows[1:], report.total, *report.beside)
    reasons = {c.reason for row in rows for c in row.cells.values() if c.value is None and c.reason}
    return Page(
        report=report,
        headline=headline(report),
        caption=_caption(report),
        coverage=coverage(report),
        cut=cut(report),
        missing=missing(report),
        new=new(report),
        made=made(report),
        crumbs=tuple(Step(name, address(report, changed={"unit": code})) for code, name in above),
        heads=tuple(_heads(report)),
        columns=report.columns,
        rows=tuple(_row(report, row) for row in rows),
        footnotes=tuple(str(note) for note in footnotes(reasons - {Reason.NOT_APPLICABLE})),
        files={kind: address(report, kind) for kind in ("xlsx", "csv", "json")},
        shows_units=report.scope.measure == "volume",
        remarks=tuple((row.label, remarks(row).splitlines()) for row in report.rows if row.remarks),
    )


def _caption(report: Report) -> str:
    scope = report.scope
    parts = [str(scope.measure_label), scope.node_name, unit_of_report(report), plan_line(report)]
    return " · ".join(part for part in parts if part)


def _heads(report: Report) -> list[Head]:
    heads: list[Head] = []
    for column in report.columns:
        title = report.groups[column.group]
        if heads and heads[-1].title == title:
            heads[-1] = Head(title, heads[-1].span + 1)
        else:
            heads.append(Head(title, 1))
    return heads


def _row(report: Report, row: Row) -> ShownRow:
    cells = tuple(ShownCell(written(cell, c, narrow=True), _css(cell, c)) for c, cell in _cells(report, row))
    url = address(report, changed=row.link) if row.link else ""
    css = "total" if row.level == 0 else "group" if row.level == 1 and _has_parts(report) else ""
    indent = "lv1" if row.level == 2 and _has_parts(report) else ""
    return ShownRow(row.key, row.label, str(row.note), row.unit, css, indent, url, cells)


def _has_parts(report: Report) -> bool:
    return len({row.level for row in report.rows[1:]}) > 1


def _cells(report: Report, row: Row) -> list[tuple[Column, Cell]]:
    return [(column, row.cells[column.key]) for column in report.columns]


def _css(cell: Cell, column: Column) -> str:
    """Return the classes of a cell: the actual strong, comparisons quiet, growth coloured and signed."""
    if cell.value is None:
        return "n none"
    if column.key in SIGNED:
        return "n good" if cell.value > 0 else "n bad" if cell.value < 0 else "n"
    return "n a" if column.key.startswith("actual") else "n c"


def address(report: Report, kind: str = "", changed: Mapping[str, str] | None = None) -> str:
    """Return the report's address with every filter in it, as a file of `kind` or with some changed."""
    scope = report.scope
    filters = {
        "unit": scope.unit,
        "month": str(scope.month),
        "plan": scope.plan.key if scope.plan and not scope.parts_plan else "",
        "measure": scope.measure,
        "basis": scope.basis,
        "line": scope.line,
        "service": scope.service,
        "grain": scope.grain,
    }
    steps = dict(changed or {})
    slug = steps.pop("report", report.slug)
    if "unit" in steps or (slug != report.slug and not scope.plan_asked):
        filters["plan"] = ""  # another unit, or another table, has another default
    query = urlencode({name: value for name, value in {**filters, **steps}.items() if value})
    if kind:
        return f"{reverse('report-file', args=[slug, kind])}?{query}"
    return f"{reverse('report', args=[slug])}?{query}"
