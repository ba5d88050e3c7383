"""Renderers know a finished report and nothing else: one file a format, one line each here."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.renderers import csv, excel, json
from reports.report import Report


@dataclass(frozen=True)
class Renderer:
    """How a report becomes a file: its bytes and what kind of file they are."""

    render: Callable[[Report], bytes]
    content_type: str


RENDERERS: dict[str, Renderer] = {
    "json": Renderer(json.render, "application/json"),
    "csv": Renderer(csv.render, "text/csv; charset=utf-8"),
    "xlsx": Renderer(excel.render, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
