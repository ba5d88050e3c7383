"""How large a file may be: what the upload pages take, and what the commands take. All limits stand here.

The body of a request is bounded before (`LARGEST_UPLOAD` in the settings, `client_max_body_size` of the web
server): both leave a page's file its size and a megabyte for the rest of the form.
"""

from dataclasses import dataclass

_MB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Limits of a file: bytes of a workbook and of a text, parts, and the bounds of its cells.

    `streamed` bytes may pass while rows that hold nothing but a format are dropped from a workbook, and
    `unpacked` bytes may remain. `area` is the rectangle from A1 to the last cell of a sheet, which a
    library lays out whole. `seconds` and `memory` (bytes of address space) are what the reading process
    gets.
    """

    size: int
    text: int
    streamed: int
    unpacked: int
    parts: int = 200
    rows: int = 200_000
    columns: int = 200
    area: int = 4_000_000
    cells: int = 4_000_000
    seconds: int = 20
    memory: int = 1 << 30


PAGE = Limits(
    size=12 * _MB, text=5 * _MB, streamed=200 * _MB, unpacked=40 * _MB, cells=1_000_000, area=2_000_000
)
"""An upload by a person. Most workbooks have some kB; 12 MB are three columns formatted to the last row."""

CONSOLE = Limits(
    size=64 * _MB,
    text=64 * _MB,
    streamed=1600 * _MB,
    unpacked=800 * _MB,
    rows=1_048_576,
    area=16_000_000,
    cells=16_000_000,
    seconds=300,
    memory=4 << 30,
)
"""The administrator's import: whole years of an office."""
