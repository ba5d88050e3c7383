"""Writes figures as a page shows them: one scale for its tables and charts, the fitting one in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from postoffice.measures import Reason
from postoffice.numbers import BILLION, DONG, GROWTH, MILLION, PERCENT, POINTS, THOUSAND, Format
from postoffice.words import UNITS, nothing
from postoffice.words import footnotes as explained
from reports.renderers.chart import Mark
from reports.report import Cell

BILLIONS, MILLIONS, THOUSANDS = 1_000_000_000, 1_000_000, 1_000
# From which year's amount on a page is written how: (at least, size of the unit, format).
_SCALES = (
    (100 * BILLIONS, BILLIONS, BILLION),
    (2 * BILLIONS, MILLIONS, MILLION),
    (20 * MILLIONS, MILLIONS, MILLION.places(1)),
    (MILLIONS, THOUSANDS, THOUSAND),
)
_IN_A_SENTENCE = {
    BILLIONS: pgettext_lazy("amount in a sentence", "billion"),
    MILLIONS: pgettext_lazy("amount in a sentence", "million"),
    1: pgettext_lazy("amount in a sentence", "đồng"),
}
WHOLE = PERCENT.places(0)
DEVIATION = WHOLE.with_sign.bare


@dataclass(frozen=True)
class Shown:
    """A written cell: `tone` colours a difference, `reason` tells that there is only a word."""

    text: str
    reason: str = ""
    tone: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Scale:
    """The unit in which a page shows amounts (`size` in đồng, 1 for pieces too) and its format."""

    size: int
    format: Format

    def seen(self, value: int | None) -> int | None:
        """Return the amount, or 0 where it is written as 0."""
        return value if value is None or write(self.format, value) != write(self.format, 0) else 0

    @property
    def unit(self) -> str:
        """The unit as a caption names it: "tỷ đồng"."""
        return str(UNITS[self.size])


def scale_of(cells: Iterable[Cell]) -> Scale:
    """Return the scale in which the largest of some yearly amounts has few digits."""
    largest = max((abs(cell.value) for cell in cells if cell.value is not None), default=0)
    return next((Scale(size, form) for least, size, form in _SCALES if largest >= least), Scale(1, DONG))


def write(form: Format, value: int | Fraction) -> str:
    """Write a number for the reader's language."""
    return form.write(value, get_language() or "vi")


def text(cell: Cell, form: Format) -> str:
    """Write a cell, or the narrow word for its kind of nothing; a plan that lacks a part is marked."""
    if cell.value is None:
        return str(nothing(cell.reason or Reason.NOT_REPORTED, narrow=True))
    return write(form, cell.value) + ("*" if cell.reason is Reason.INCOMPLETE_PLAN else "")


def shown(cell: Cell, form: Format, *, strong: bool = False, toned: bool = False) -> Shown:
    """Return a cell for a table; a `toned` one is coloured by the sign of what is written."""
    written = text(cell, form)
    if cell.value is None:
        return Shown(written, reason=cell.reason or Reason.NOT_REPORTED)
    return Shown(written, tone=Mark(cell.value, written).colour if toned else "", strong=strong)


def mark(cell: Cell, form: Format) -> Mark:
    """Return a cell for a chart."""
    return Mark(cell.value, text(cell, form))


def footnotes(*cells: Iterable[Shown]) -> list[str]:
    """Explain the narrow words that the given cells show instead of figures."""
    reasons = {Reason(cell.reason) for some in cells for cell in some if cell.reason}
    marks = explained(reasons - {Reason.NOT_APPLICABLE})
    if any(cell.text.endswith("*") for some in cells for cell in some):
        marks.append(_("*: a plan that lacks a part; it has no completion"))
    return [str(mark) for mark in marks]


def amount(value: int, *, currency: bool = True, signed: bool = False) -> str:
    """Return an amount as a sentence writes it: "257,3 tỷ đồng", or without currency "14,3 tỷ"."""
    size, form = _fitting(value)
    written = write(form.prose.with_sign if signed else form.prose, value)
    return f"{written} {UNITS[size] if currency else _IN_A_SENTENCE[size]}"


def exact(value: int, scale: Scale) -> str:
    """Return an amount in the page's own unit, for a title over its tables: "24.818 triệu đồng"."""
    return f"{write(scale.format.prose, value)} {scale.unit}"


def like(value: int, other: int) -> str:
    """Return a signed amount in the unit that `other` fits, without naming it: "−0,5" after "−1,2 tỷ"."""
    _size, form = _fitting(other)
    return write(form.with_sign, value)


def percent(value: Fraction | int) -> str:
    """Write a ratio as a percentage."""
    return write(PERCENT, value)


def points(value: Fraction | int) -> str:
    """Write a ratio as percentage points."""
    return write(POINTS, value)


def growth(value: Fraction | int) -> str:
    """Return a growth as a word and a size: "tăng 18,8%", "giảm 5,1%"."""
    if write(GROWTH, value) == write(GROWTH, 0):
        return _("unchanged")
    size = percent(abs(value))
    return (_("up %(size)s") if value > 0 else _("down %(size)s")) % {"size": size}


def _fitting(value: int) -> tuple[int, Format]:
    if abs(value) >= BILLIONS - BILLIONS // 20:
        return BILLIONS, BILLION
    if abs(value) >= 10 * MILLIONS:
        return MILLIONS, MILLION
    if abs(value) >= MILLIONS // 10:
        return MILLIONS, MILLION.places(1)
    return 1, DONG
