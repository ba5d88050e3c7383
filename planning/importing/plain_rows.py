"""Parts a sheet into the plain rows that nearly all of it consists of, and everything else.

A plain row has a shape that says by itself what the guard asks: unprefixed cells of that very row, each
with a number, a text or nothing. One expression finds such rows many times faster than an XML parser tells
of their elements. Whatever is written in another way – a formula, an error, an entity, a remark – makes a
row that is not plain, and is left to the parser. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_CHUNK = 1 << 16
_LONGEST_ROW = 1 << 17
_TEXT = rb"[^<>&\x00-\x1f\xef]*"  # \xef begins the two characters above \x20 that XML does not take
_VALUE = rb'(?:(<v>)%b</v>|(<is>)<t(?: xml:space="preserve")?>%b</t></is>)?' % (_TEXT, _TEXT)
_CELL = (
    rb'<c r="[A-Z]{1,3}\1"(?: s="[0-9]+")?(?: t="(?:b|d|inlineStr|n|s|str)")?(?:/>|>%b</c>)' % _VALUE
)
_ROW = re.compile(
    rb'<row r="([0-9]{1,7})"(?: (?!r=)[A-Za-z0-9:]+="[A-Za-z0-9.: ]*")*>(?:%b)*</row>' % _CELL
)
"""A plain row: its number is kept, and the opening of a value where a cell holds one.

Each step can end in one way only, so that nothing is gone through twice.
"""
_FILLED = re.compile(rb'<c r="([A-Z]+)[0-9]+"[^>]*><[vi]')


@dataclass(frozen=True, slots=True)
class Run:
    """Plain rows one after the other: as they are written, the last one's number, the last filled one's."""

    content: bytes
    last: int
    last_filled: int

    @property
    def is_utf8(self) -> bool:
        """Whether the texts are what they should be in a part that is written in UTF-8."""
        try:
            self.content.decode()
        except UnicodeDecodeError:
            return False
        return True

    @property
    def cells(self) -> int:
        """How many cells hold something."""
        return self.content.count(b"<v>") + self.content.count(b"<is>")

    @property
    def columns(self) -> set[str]:
        """The letters of the columns in which a cell holds something."""
        return {letters.decode() for letters in set(_FILLED.findall(self.content))}


def parted(part: BinaryIO) -> Iterator[bytes | Run]:
    """Yield a part piece by piece, in its order; nothing is left out."""
    rest, plain = b"", True
    while chunk := part.read(_CHUNK):
        piece = rest + chunk
        plain = plain and b"<!" not in piece  # a remark or a text may look like rows, wherever it ends
        end = _end(piece)
        rest = piece[end:]
        yield from _runs(piece[:end]) if plain else (piece[:end],)
    yield rest


def _end(piece: bytes) -> int:
    """Return where to part a piece from the next: before its last row, at least not within a mark."""
    row = piece.rfind(b"<row ")
    if row >= 0 and len(piece) - row < _LONGEST_ROW:
        return row
    mark = piece.rfind(b"<")
    return mark if mark >= 0 and len(piece) - mark < _LONGEST_ROW else len(piece)


def _runs(piece: bytes) -> Iterator[bytes | Run]:
    given = end = last = filled = 0
    begun = None
    for row in _ROW.finditer(piece):
        if row.start() != end or begun is None:
            if begun is not None:
                yield Run(piece[begun:end], last, filled)
                given = end
            begun, filled = row.start(), 0
            yield piece[given:begun]
        end, last = row.end(), int(row[1])
        if row.lastindex > 1 and last > filled:
            filled = last
    if begun is not None:
        yield Run(piece[begun:end], last, filled)
    yield piece[end:]
