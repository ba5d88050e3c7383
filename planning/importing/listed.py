"""Writes all that a file would change as a workbook: old beside new, cell by cell, sheet by sheet."""

import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext
from rustpy_xlsxwriter import Format, write_worksheets

from planning.importing.preview import Line, SheetChanges, all_lines


def listed(sheets: Iterable[SheetChanges]) -> bytes:
    """Return the workbook; an amount stays a number, text that begins with = stays text."""
    titles = _titles()
    changed = [changes for changes in sheets if not changes.is_empty]
    formats = {title: Format().set_num_format("@") for title in titles[1:3]}
    numbers = {title: Format().set_num_format("#,##0") for title in titles[3:]}
    file = io.BytesIO()
    write_worksheets(
        [(changes.title, list(_records(changes, titles))) for changes in changed]
        or [(gettext("No change"), [dict.fromkeys(titles)])],
        file,
        freeze_panes={"general": {"row": 1, "col": 0}},
        bold_headers=True,
        column_formats={changes.title: formats | numbers for changes in changed},
        column_widths={
            changes.title: dict(zip(titles, (14, 50, 26, 22, 22), strict=True)) for changes in changed
        },
    )
    return file.getvalue()


def _titles() -> list[str]:
    return [
        gettext("Row of the file"), gettext("What"), gettext("Column"), gettext("Before"), gettext("After"),
    ]  # fmt: skip


def _records(changes: SheetChanges, titles: list[str]) -> Iterator[dict[str, object]]:
    for line in all_lines(changes):
        values = (line.row, line.key, line.column_name, _value(line.old, line), _value(line.new, line))
        yield dict(zip(titles, values, strict=True))


def _value(value: object, line: Line) -> object:
    if value is None or value == "" or value == ():
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return line.before if value is line.old else line.after
