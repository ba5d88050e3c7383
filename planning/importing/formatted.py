"""Drops the rows of a workbook that hold nothing but a format, before anything else looks at its cells.

Whoever pulls a border down to the end of a sheet makes Excel write a million rows of it: 80 MB of XML and
more for a table of thirty lines. Such a workbook is written anew without them, in one pass and with flat
memory. What remains is held to the limits of any other workbook. Standard library only.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from planning.importing.limits import Limits
from planning.importing.package import BROKEN, Refusal, in_megabytes, is_swollen

_CHUNK = 1 << 18
_LONGEST_ROW = 1 << 20
_ROWS = re.compile(
    rb'(?:<row r="([0-9]{1,7})"[^<>]*(?:(?<=/)>|(?<!/)>'
    rb"(?:<c [^<>]*(?:(?<=/)>|(?<!/)></c>))*</row>))+"
)
"""Rows one after the other that hold no value; the number of the last one is kept.

Each step can end in one way only, so that nothing is gone through twice. Possessive repeats would say so,
but lose their groups before Python 3.11.4.
"""
_TAGS = (b"<row ", b"</row>", b"<c ", b"</c>")
_NUMBER = re.compile(rb'<row r="([0-9]{1,7})"')


def without_formatted_rows(file: BinaryIO, limits: Limits) -> BinaryIO:
    """Return the workbook without such rows where it is too large with them, else as it is."""
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        return file
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
            size = sum(part.file_size for part in parts)
            odd = len(parts) > limits.parts or any(is_swollen(part) or part.flag_bits & 1 for part in parts)
            if odd or not limits.unpacked < size <= limits.streamed:
                return file
            return _rewritten(package, limits)
    except BROKEN as broken:
        raise Refusal("broken") from broken


def _rewritten(package: zipfile.ZipFile, limits: Limits) -> BinaryIO:
    fresh, left = io.BytesIO(), limits.unpacked
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as answer:
        for name in package.namelist():
            with package.open(name) as part, answer.open(name, "w") as kept:
                for piece in _pieces(part):
                    left -= len(piece)
                    if left < 0:
                        raise Refusal("bomb", limit=in_megabytes(limits.unpacked))
                    kept.write(piece)
    return fresh


def _pieces(part: BinaryIO) -> Iterator[bytes]:
    """Yield a part without the rows; the last of each run stays, bare, so that rows keep their numbers."""
    rest = b""
    while chunk := part.read(_CHUNK):
        chunk = rest + chunk
        cut = chunk.rfind(b"<row ")
        cut = cut if 0 <= len(chunk) - cut < _LONGEST_ROW and cut >= 0 else len(chunk)
        rest = chunk[cut:]
        yield _without_rows(chunk[:cut])
    yield rest


def _without_rows(piece: bytes) -> bytes:
    """Drop the rows of a piece; one that has no other tags is not looked at row by row."""
    if piece.startswith(b"<row ") and piece.count(b"<") == sum(map(piece.count, _TAGS)):
        last = _NUMBER.match(piece, piece.rfind(b"<row "))
        if last:
            return b'<row r="%b"/>' % last[1]
    if b"<!" in piece:  # a text or a remark may look like rows
        return piece
    return _ROWS.sub(rb'<row r="\1"/>', piece)
