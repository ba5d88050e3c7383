"""Reads a guarded workbook in a process of its own, so that nothing in a file can harm the portal.

Called as `python -m planning.importing.child LIMITS` with the file on standard input and LIMITS as the
fields of `Limits` in JSON. Writes one JSON object to standard output: either {"refusal": {"code",
"params"}} or {"sheets": [{"name", "hidden", "rows": [[row number, [cells…]], …]}, …], "findings":
[{"sheet", "row", "column", "code"}, …]}. A date is {"date": "YYYY-MM-DD"}. No Django here.
"""

import datetime
import gc
import io
import json
import resource
import sys
from dataclasses import asdict
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from planning.importing.formatted import without_formatted_rows
from planning.importing.guard import check
from planning.importing.limits import Limits
from planning.importing.package import Refusal
from planning.importing.parts import sheets_of

_ALL_DIGITS = 10**15


def main() -> None:
    """Answer for the file on standard input."""
    limits = Limits(**json.loads(sys.argv[1]))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    gc.disable()  # rows by the ten thousand, without a cycle among them, and then the process ends
    file = io.BytesIO(sys.stdin.buffer.read())
    try:
        answer = _read(file, limits)
    except Refusal as refusal:
        answer = {"refusal": {"code": refusal.code, "params": refusal.params}}
    sys.stdout.write(json.dumps(answer, default=_written))  # dump() would write it without the C encoder


def _read(file: BinaryIO, limits: Limits) -> dict[str, object]:
    file = without_formatted_rows(file, limits)
    findings = check(file, limits)
    names = dict(sheets_of(file)) if findings else {}
    file.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(file)
        sheets = [_sheet(book, told) for told in book.sheets_metadata if told.typ == SheetTypeEnum.WorkSheet]
    except CalamineError as broken:
        raise Refusal("broken") from broken
    told = [asdict(finding) | {"sheet": names.get(finding.part, "")} for finding in findings]
    return {"sheets": sheets, "findings": told}


def _sheet(book: CalamineWorkbook, told: object) -> dict[str, object]:
    sheet = book.get_sheet_by_name(told.name)
    first, column = sheet.start or (0, 0)
    ahead = [""] * column
    rows = [
        [number, ahead + [_whole(cell) for cell in _trimmed(cells)]]
        for number, cells in enumerate(sheet.to_python(skip_empty_area=True), start=first + 1)
        if any(cell != "" for cell in cells)
    ]
    return {"name": told.name, "hidden": told.visible != SheetVisibleEnum.Visible, "rows": rows}


def _whole(cell: object) -> object:
    """Return a whole number as one, while all its digits count; calamine makes every number a float."""
    return int(cell) if type(cell) is float and cell.is_integer() and abs(cell) < _ALL_DIGITS else cell


def _trimmed(cells: list[object]) -> list[object]:
    last = len(cells)
    while last and cells[last - 1] == "":
        last -= 1
    return cells[:last]


def _written(value: object) -> object:
    """Write what JSON does not know: days as days, times of day and spans as the text they are."""
    if isinstance(value, datetime.datetime):
        return {"date": value.date().isoformat()}
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    return str(value)


if __name__ == "__main__":
    main()
