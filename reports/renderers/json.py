"""The report as JSON: money in whole đồng, ratios plain, a reason wherever there is no figure."""

from __future__ import annotations

import json
from fractions import Fraction

from reports.report import Cell, Remark, Report


def render(report: Report) -> bytes:
    """Return the report as UTF-8 JSON in the shape of the read side's contract."""
    return json.dumps(content(report), ensure_ascii=False).encode()


def content(report: Report) -> dict[str, object]:
    """Return what the JSON holds."""
    scope = report.scope
    counts = scope.coverage
    return {
        "report": report.slug,
        "title": report.title,
        "scope": {
            "unit": scope.unit,
            "month": str(scope.month),
            "plan": scope.plan.key if scope.plan else None,
            "measure": scope.measure,
            "basis": scope.basis,
            "coverage": {
                "reported": counts.reported,
                "approved": counts.approved,
                "expected": counts.expected,
            },
        },
        "columns": [{"key": c.key, "title": str(c.title), "unit": c.unit} for c in report.columns],
        "rows": [
            {
                "key": row.key,
                "label": row.label,
                "level": row.level,
                "cells": {column.key: _cell(row.cells[column.key]) for column in report.columns},
                "remarks": [_remark(remark) for remark in row.remarks],
            }
            for row in report.rows
        ],
        "generated_at": report.generated_at.isoformat(timespec="seconds"),
    }


def _cell(cell: Cell) -> dict[str, object]:
    return {"value": plain(cell.value), "reason": cell.reason.value if cell.reason else None}


def _remark(remark: Remark) -> dict[str, str]:
    return {
        "unit": remark.unit,
        "service": remark.service,
        "reason": str(remark.reason),
        "text": remark.text,
        "by": remark.by,
        "at": remark.at.isoformat(timespec="seconds"),
    }


def plain(value: int | Fraction | None) -> int | float | None:
    """Return a value as JSON has it: a whole number stays whole, a ratio becomes the nearest float."""
    return float(value) if isinstance(value, Fraction) else value
