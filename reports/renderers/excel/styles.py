"""The hand of the printed form: Times New Roman, thin lines, black only."""

from __future__ import annotations

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, Side

FACE = "Times New Roman"
PLAIN, BOLD, ITALIC = Font(FACE, 10), Font(FACE, 10, bold=True), Font(FACE, 10, italic=True)
LARGE = Font(FACE, 14, bold=True)
LINED = Font(FACE, 10, bold=True, underline="single")
SMALL, FINE = Font(FACE, 9, italic=True), Font(FACE, 8, italic=True)
_THIN = Side("thin", "000000")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
CENTRE = Alignment("center", "center", wrap_text=True)
LEFT = Alignment("left", "center", wrap_text=True)
INDENTED = Alignment("left", "center", wrap_text=True, indent=1)
RIGHT = Alignment("right", "center")
TOP = Alignment("left", "top", wrap_text=True)
RISKY = ("=", "+", "-", "@", "\t")


def write(
    cell: Cell,
    value: str | int | float | None,
    font: Font = PLAIN,
    align: Alignment = LEFT,
    border: Border | None = None,
) -> Cell:
    """Put a value into a cell. A text stays a text whatever it begins with; `formula` writes formulas."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        if value.startswith(RISKY):
            cell.quotePrefix = True
    cell.font, cell.alignment = font, align
    if border is not None:
        cell.border = border
    return cell


def formula(cell: Cell, text: str, font: Font, border: Border) -> Cell:
    """Put a live formula into a cell."""
    cell.value = text
    cell.font, cell.alignment, cell.border = font, RIGHT, border
    return cell


def comment(cell: Cell, text: str, author: str) -> None:
    """Hang words on a figure, in a box in which they can be read."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    lines = sum(1 + len(line) // 48 for line in text.splitlines())
    cell.comment = Comment(text, ILLEGAL_CHARACTERS_RE.sub("", author), width=340, height=24 + 18 * lines)
