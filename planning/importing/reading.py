"""Turns a file into raw sheets: workbooks through a guarded child process, text files by their own marks."""

import codecs
import csv
import io
import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from planning.importing.limits import Limits

_TOLD = re.compile("\ufeff?sep=(.)\r?\n", re.IGNORECASE)
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NEAR_THE_TOP = 1 << 14

Raw = str | int | Decimal | bool | date | None

SENTENCES: dict[str, Promise] = {
    "too_large": _("The file has %(size)s MB; at most %(limit)s MB are read. Split it into smaller files."),
    "encrypted": _("The file is encrypted. Remove its password in Excel and save it again."),
    "old_excel": _("This is a workbook of the old kind (.xls). Save it in Excel as .xlsx."),
    "not_a_workbook": _(
        "This is not an Excel workbook (.xlsx). Open it in the program it comes from and save it as .xlsx."
    ),
    "not_text": _(
        "This is neither an Excel workbook (.xlsx) nor a text file with columns (.csv). Open it in the"
        " program it comes from and save it as .xlsx or .csv."
    ),
    "old_encoding": _(
        "The letters of this text file are in an older encoding (not Unicode), so its names cannot be read"
        " for certain. Save it in Excel as “CSV UTF-8” or as .xlsx."
    ),
    "too_many_parts": _("The workbook has more than %(limit)s parts. Copy its sheets into a new workbook."),
    "bomb": _(
        "The workbook unpacks to far more than it holds; at most %(limit)s MB are read. Copy the filled"
        " cells into a new workbook."
    ),
    "macros": _("The workbook contains macros. Save it in Excel as .xlsx without macros."),
    "external_links": _("The workbook draws on other files. Break the links in Excel and save it again."),
    "doctype": _(
        "The workbook contains a document type declaration, which no office program writes. Open it in"
        " Excel and save it again."
    ),
    "out_of_bounds": _(
        "A cell far outside the table (row %(row)s, column %(column)s) holds a value. Clear it."
    ),
    "too_many_cells": _("The workbook has more than %(limit)s filled cells. Split it into smaller files."),
    "broken": _("The workbook is damaged and cannot be read. Open it in Excel and save it again."),
    "too_slow": _("The workbook takes too long to read. Copy its sheets into a new workbook."),
}


class FileRefused(Exception):
    """A file is not read at all; `str(error)` says why and what to do."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        sentence = str(SENTENCES[self.code])
        return sentence % self.params if self.params else sentence


@dataclass(frozen=True)
class RawSheet:
    """A sheet as it stands: its filled rows with their numbers as Excel counts, from 1."""

    name: str
    rows: list[tuple[int, list[Raw]]]
    hidden: bool = False


@dataclass(frozen=True)
class Lost:
    """A cell whose value cannot be read: "formula" without a kept value, or an "error" such as #N/A."""

    sheet: str
    row: int
    column: int
    code: str


@dataclass(frozen=True)
class RawBook:
    """A file as it was read: its sheets, and the cells that would be lost in silence."""

    sheets: tuple[RawSheet, ...]
    lost: tuple[Lost, ...] = ()


def read_workbook(content: bytes, limits: Limits) -> RawBook:
    """Read an .xlsx in a child process with limits; FileRefused where it is hostile or broken."""
    if len(content) > limits.size:
        raise FileRefused("too_large", size=round(len(content) / (1 << 20), 1), limit=limits.size >> 20)
    command = [sys.executable, "-E", "-s", "-m", "planning.importing.child", json.dumps(asdict(limits))]
    try:
        child = subprocess.run(  # noqa: S603 - our own module, no shell, nothing of the user in the command
            command,
            input=content,
            capture_output=True,
            cwd=settings.BASE_DIR,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise FileRefused("too_slow") from slow
    if child.returncode != 0:
        raise FileRefused("broken")
    answer = json.loads(child.stdout, parse_float=_number, object_hook=_date)
    if "refusal" in answer:
        raise FileRefused(answer["refusal"]["code"], **answer["refusal"]["params"])
    return RawBook(
        tuple(RawSheet(s["name"], [tuple(row) for row in s["rows"]], s["hidden"]) for s in answer["sheets"]),
        tuple(Lost(f["sheet"], f["row"], f["column"], f["code"]) for f in answer["findings"]),
    )


def _number(text: str) -> int | Decimal:
    """Read a number of a cell: whole ones as int, others exactly as they were written."""
    if text.endswith(".0"):
        return int(text[:-2])
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() and abs(value) < 10**18 else value


def _date(pairs: dict[str, object]) -> object:
    return date.fromisoformat(pairs["date"]) if pairs.keys() == {"date"} else pairs


def read_text(content: bytes, limits: Limits) -> RawBook:
    """Read a text file with columns, UTF-8 or UTF-16, parted by what its header is parted by."""
    if len(content) > limits.size:
        raise FileRefused("too_large", size=round(len(content) / (1 << 20), 1), limit=limits.size >> 20)
    text = _decoded(content)
    told = _TOLD.match(text)
    text = text[told.end() :] if told else text
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=told[1] if told else _delimiter(text))
        rows = [
            (number, list(cells))
            for number, cells in enumerate(reader, start=1)
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as broken:
        raise FileRefused("not_text") from broken
    if len(rows) > limits.rows:
        raise FileRefused("too_many_cells", limit=limits.cells)
    return RawBook((RawSheet("", rows),))


def _delimiter(text: str) -> str:
    """Return what parts the columns: what parts most rows near the top into equally many.

    A title above the table may hold commas, and so may names and amounts in it.
    """

    def alike(delimiter: str) -> tuple[int, int]:
        rows = islice(csv.reader(io.StringIO(text[:_NEAR_THE_TOP], newline=""), delimiter=delimiter), 20)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(";\t,", key=alike)


def _decoded(content: bytes) -> str:
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError as foreign:
        raise FileRefused("not_text" if _NOT_TEXT.search(content) else "old_encoding") from foreign
    if "\0" in text:
        raise FileRefused("not_text")
    return text


def _encoding(content: bytes) -> str:
    """Return the encoding: by its mark, or UTF-16 where every other byte near the top is nothing."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = content[:200]
    for encoding, high in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if len(high) > 8 and high.count(0) > len(high) * 0.6 and start.count(0) == high.count(0):
            return encoding
    return "utf-8-sig"


def read(content: bytes, limits: Limits) -> RawBook:
    """Read a file by its content, whatever its name says: a workbook, else text with columns."""
    if content[:4] == b"PK\x03\x04" or content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return read_workbook(content, limits)
    return read_text(content, limits)
