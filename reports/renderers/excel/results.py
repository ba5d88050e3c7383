"""Gives formulas their results, which openpyxl cannot, for previews and readers that do not calculate."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

_FORMULA = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*>)(<f>[^<]*</f>)(?:<v ?/>|<v></v>)')
SHEET = "xl/worksheets/sheet1.xml"


def with_results(workbook: bytes, results: Mapping[str, int | float]) -> bytes:
    """Return the workbook with the result of each formula of its first sheet written beside it.

    `results` holds the value by cell ("E8"); a formula without one is a KeyError, so that none is forgotten.
    """

    def filled(match: re.Match[bytes]) -> bytes:
        value = results[match[2].decode()]
        return match[1] + match[3] + b"<v>" + repr(value).encode() + b"</v>"

    source = zipfile.ZipFile(io.BytesIO(workbook))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            data = source.read(part)
            target.writestr(part, _FORMULA.sub(filled, data) if part.filename == SHEET else data)
    return out.getvalue()
