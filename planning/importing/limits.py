"""How large a workbook may be: what the upload pages take, and what the commands take."""

from dataclasses import dataclass

_MB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Limits of a file: bytes, unpacked bytes, parts, and the bounds of its cells.

    `area` is the rectangle from A1 to the last cell of a sheet, which a library lays out whole.
    `seconds` and `memory` (bytes of address space) are what the reading process gets.
    """

    size: int
    unpacked: int
    parts: int = 200
    rows: int = 200_000
    columns: int = 200
    area: int = 4_000_000
    cells: int = 4_000_000
    seconds: int = 20
    memory: int = 1 << 30


PAGE = Limits(size=5 * _MB, unpacked=40 * _MB, cells=1_000_000, area=2_000_000)
"""An upload by a person."""

CONSOLE = Limits(
    size=64 * _MB,
    unpacked=800 * _MB,
    rows=1_048_576,
    area=16_000_000,
    cells=16_000_000,
    seconds=300,
    memory=4 << 30,
)
"""The administrator's import: whole years of an office."""
