"""Turns a file into raw sheets: workbooks through a guarded child process, text files by their own marks."""

import csv
import io
import json
import re
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Context, Decimal
from itertools import islice

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from planning.importing.encodings import Undecodable, decoded, is_of_old_font
from planning.importing.limits import Limits
from postoffice.garbage import unsought

_TOLD = re.compile("\ufeff?sep=(.)\r?\n", re.IGNORECASE)
_WEB_PAGE = re.compile(r"\s*(<(!|\?xml|html|head|meta|style|table|div|body)|MIME-Version:)", re.IGNORECASE)
_KEPT_AS_TEXT = re.compile(r"""="(.*)"|'([-+=@0-9].*)""")
_AS_EXCEL_KEEPS_IT = Context(prec=15)
PATIENCE = 2  # a busy machine gives a reader half of a processor
_TOP_ROWS = 30
_NEAR_THE_TOP = 1 << 14

Raw = str | int | Decimal | bool | date | None

SENTENCES: dict[str, Promise] = {
    "too_large": _(
        "The file has %(size)s MB; at most %(limit)s MB are read. Delete the empty formatted rows below its"
        " table, or split it into smaller files."
    ),
    "encrypted": _("The file is encrypted. Remove its password in Excel and save it again."),
    "old_excel": _("This is a workbook of the old kind (.xls). Save it in Excel as .xlsx."),
    "binary": _("This is a binary workbook (.xlsb). Save it in Excel as .xlsx."),
    "not_a_workbook": _(
        "This is not an Excel workbook (.xlsx). Open it in the program it comes from and save it as .xlsx."
    ),
    "not_text": _(
        "This is neither an Excel workbook (.xlsx) nor a text file with columns (.csv). Open it in the"
        " program it comes from and save it as .xlsx or .csv."
    ),
    "web_page": _(
        "This is a web page, whatever the name of the file says; some systems export so. Open it in Excel"
        " and save it as .xlsx."
    ),
    "old_encoding": _(
        "The letters of this text file are in an older encoding (not Unicode), so its names cannot be read"
        " for certain. Save it in Excel as “CSV UTF-8” or as .xlsx."
    ),
    "lost_letters": _(
        "Letters of this text file became question marks when it was saved. Save it in Excel as “CSV UTF-8”"
        " or as .xlsx."
    ),
    "old_font": _(
        "The headers are typed for an old font (.VnTime or VNI), not in Unicode. Convert the file to Unicode"
        " (the tool of UniKey does it) and send it again."
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
            timeout=PATIENCE * limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise FileRefused("too_slow") from slow
    if child.returncode == -signal.SIGXCPU:
        raise FileRefused("too_slow")
    if child.returncode != 0:
        raise FileRefused("broken")
    return _told(child.stdout)


@unsought()
def _told(answer: bytes) -> RawBook:
    """Return the book that the child tells of, raise the refusal."""
    told = json.loads(answer, parse_float=_number, object_hook=_date)
    if "refusal" in told:
        raise FileRefused(told["refusal"]["code"], **told["refusal"]["params"])
    return RawBook(
        tuple(RawSheet(s["name"], [tuple(row) for row in s["rows"]], s["hidden"]) for s in told["sheets"]),
        tuple(Lost(f["sheet"], f["row"], f["column"], f["code"]) for f in told["findings"]),
    )


def _number(text: str) -> int | Decimal:
    """Read a number of a cell: whole ones as int, others with the fifteen digits that Excel keeps.

    What Excel shows as 39840000 it may store as 39840000.000000004.

    >>> _number("39840000.000000004"), _number("0.30000000000000004"), _number("1.15")
    (39840000, Decimal('0.300000000000000'), Decimal('1.15'))
    """
    if text.endswith(".0"):
        return int(text[:-2])
    value = _AS_EXCEL_KEEPS_IT.create_decimal(text)
    return int(value) if value == value.to_integral_value() and abs(value) < 10**18 else value


def _date(pairs: dict[str, object]) -> object:
    return date.fromisoformat(pairs["date"]) if pairs.keys() == {"date"} else pairs


def read_text(content: bytes, limits: Limits) -> RawBook:
    """Read a text file with columns, UTF-8 or UTF-16, parted by what its header is parted by."""
    if len(content) > limits.text:
        raise FileRefused("too_large", size=round(len(content) / (1 << 20), 1), limit=limits.text >> 20)
    try:
        text = decoded(content)
    except Undecodable as uncertain:
        raise FileRefused(uncertain.code) from uncertain
    if _WEB_PAGE.match(text):
        raise FileRefused("web_page")
    told = _TOLD.match(text)
    text = text[told.end() :] if told else text
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=told[1] if told else _delimiter(text))
        rows = [
            (number, [_plain(cell) for cell in cells])
            for number, cells in enumerate(reader, start=1)
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as broken:
        raise FileRefused("not_text") from broken
    if len(rows) > limits.rows:
        raise FileRefused("too_many_cells", limit=limits.cells)
    return RawBook((RawSheet("", rows),))


def _plain(cell: str) -> str:
    """Return a cell without what keeps Excel from taking it for a number: ="00123" and '00123."""
    kept = _KEPT_AS_TEXT.fullmatch(cell) if cell[:1] in ("=", "'") else None
    return (kept[1] or kept[2] or "").replace('""', '"') if kept else cell


def _delimiter(text: str) -> str:
    """Return what parts the columns: what parts most rows near the top into equally many.

    A title above the table may hold commas, and so may names and amounts in it.
    """

    def alike(delimiter: str) -> tuple[int, int]:
        rows = islice(csv.reader(io.StringIO(text[:_NEAR_THE_TOP], newline=""), delimiter=delimiter), 20)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(";\t,", key=alike)


def read(content: bytes, limits: Limits) -> RawBook:
    """Read a file by its content, whatever its name says: a workbook, else text with columns."""
    if content[:4] == b"PK\x03\x04" or content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        book = read_workbook(content, limits)
    else:
        book = read_text(content, limits)
    for sheet in book.sheets:
        for _number, cells in sheet.rows[:_TOP_ROWS]:
            if is_of_old_font(cell for cell in cells if isinstance(cell, str)):
                raise FileRefused("old_font")
    return book
