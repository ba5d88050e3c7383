"""What all charts share: a finished figure, a scale through zero, labels that keep clear of each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeAlias

Number: TypeAlias = int | Decimal | Fraction

LABEL_STEP = 15
LINE = 16


class Mark(NamedTuple):
    """One finished figure: its value for the scale and its text for the reader.

    `value` is None where there is no figure; `text` then holds the word that says so ("Chưa BC"), or nothing
    where the month has not come yet. `tone` is "good", "bad" or "flat"; left empty it follows the sign of
    what is written, so that what prints as 0 is flat.
    """

    value: Number | None
    text: str = ""
    tone: str = ""

    @property
    def colour(self) -> str:
        """Return "good", "bad" or "flat": the tone given, else the sign of the figure as it is written."""
        if self.tone:
            return self.tone
        if not self.value or not any(digit in self.text for digit in "123456789"):
            return "flat"
        return "good" if self.value > 0 else "bad"


NOTHING = Mark(None)


@dataclass(frozen=True)
class Scale:
    """A linear scale that always holds zero: `low` ≤ 0 ≤ `high` spread over `size`."""

    low: float
    high: float
    size: float

    @classmethod
    def over(cls, values: Iterable[Number | None], size: float) -> Scale:
        """Return the scale that shows all the values, and zero, within `size`."""
        known = [float(value) for value in values if value is not None]
        low, high = min([0.0, *known]), max([0.0, *known])
        return cls(low, high if high > low else low + 1.0, size)

    def length(self, value: Number | float) -> float:
        """Return how long the value is on the scale, never negative."""
        return abs(float(value)) * self.size / (self.high - self.low)

    def at(self, value: Number | float) -> float:
        """Return the distance of the value from the low end of the scale."""
        return (float(value) - self.low) * self.size / (self.high - self.low)


@dataclass(frozen=True)
class Label:
    """A word beside the plot: `kind` names the series (actual, base, plan, forecast), `text` its figure."""

    kind: str
    text: str
    y: str


def known(marks: Iterable[Mark]) -> list[Number]:
    """Return the values of the marks that have one."""
    return [mark.value for mark in marks if mark.value is not None]


def pct(value: float) -> str:
    """Write a position across as a percentage, with a point whatever the reader's language."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def px(value: float) -> str:
    """Write a position down in pixels to a tenth, with a point whatever the reader's language."""
    return f"{value + 0.0:.1f}".removesuffix(".0")


def spread(wanted: Sequence[float], step: float = LABEL_STEP, top: float = 0.0) -> list[float]:
    """Return positions at least `step` apart, in the order given, as near to those wanted as that allows.

    The positions wanted must rise. Labels that would touch form a block, and a block is centred on what its
    labels wanted; nothing stands above `top`.

    >>> spread([10, 12, 60])
    [3.5, 18.5, 60.0]
    """
    blocks: list[tuple[float, int]] = []  # (first position, number of labels)
    for position in wanted:
        blocks.append((max(float(position), top), 1))
        while len(blocks) > 1 and blocks[-2][0] + blocks[-2][1] * step > blocks[-1][0]:
            (above, many), (below, few) = blocks[-2:]
            first = (above * many + (below - many * step) * few) / (many + few)
            blocks[-2:] = [(max(first, top), many + few)]
    return [first + at * step for first, count in blocks for at in range(count)]


def beside(series: Iterable[tuple[str, Mark, float]]) -> tuple[Label, ...]:
    """Return the names of (kind, mark, height of its end) for the gutter, kept apart, the highest first."""
    found = sorted((y, kind, mark.text) for kind, mark, y in series)
    places = spread([y + 4 for y, _kind, _text in found], top=12)
    return tuple(Label(kind, text, px(y)) for y, (_y, kind, text) in zip(places, found, strict=True))


def gutter(labels: Iterable[Label], name: int) -> str:
    """Return the class of the right gutter that holds the labels at 12 px and a name of `name` letters."""
    longest = max([name, *(len(label.text) + 3 for label in labels)])
    return "gut-s" if longest <= 8 else "gut-m" if longest <= 12 else "gut-l"


def ticks(high: float, most: int = 3) -> list[int]:
    """Return at most `most` round positions between zero and `high`: steps of 1, 2 or 5 by powers of ten.

    >>> ticks(25_900)
    [10000, 20000]
    """
    step, factors = 1, (2, 2.5, 2)
    while high / step > most + 1:
        for factor in factors:
            step = int(step * factor)
            if high / step <= most + 1:
                break
    return [step * at for at in range(1, most + 1) if step * at < high * 0.98]
