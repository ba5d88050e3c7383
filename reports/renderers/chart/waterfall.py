"""Contributions to a growth, one below the other: each bar begins where the one above it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.renderers.chart.scale import NOTHING, Mark, Scale, pct


@dataclass(frozen=True)
class Part:
    """One contribution: the money it moved, and the points of growth that makes."""

    label: str
    money: Mark
    points: Mark = NOTHING
    url: str = ""


@dataclass(frozen=True)
class Step:
    """A row of the waterfall; x and width are None where there is no figure.

    `start` and `end` are the places of the connecting lines from above and to below, empty at the ends.
    """

    part: Part
    kind: str
    x: str | None
    width: str | None
    start: str
    end: str


@dataclass(frozen=True)
class Waterfall:
    """A finished waterfall; `zero` is the place of the zero line."""

    steps: tuple[Step, ...]
    zero: str
    empty: bool


def waterfall(parts: Sequence[Part], total: Part) -> Waterfall:
    """Return the parts in the order given and the total from zero, which closes a chain that adds up."""
    sums = [0]
    for part in parts:
        sums.append(sums[-1] + (part.money.value or 0))
    scale = Scale.over([*sums, total.money.value], 100)
    places = [pct(scale.at(value)) for value in sums]
    steps = [
        _step(
            scale, part, part.money.colour, (sums[at], sums[at + 1]), places[at] if at else "", places[at + 1]
        )
        for at, part in enumerate(parts)
    ]
    closing = (0, total.money.value if total.money.value is not None else 0)
    steps.append(_step(scale, total, "total", closing, places[-1] if parts else "", ""))
    return Waterfall(
        steps=tuple(steps),
        zero=pct(scale.at(0)),
        empty=all(part.money.value is None for part in (*parts, total)),
    )


def _step(scale: Scale, part: Part, kind: str, ends: tuple, start: str, end: str) -> Step:
    if part.money.value is None:
        return Step(part, kind, None, None, start, end)
    left, right = sorted(scale.at(value) for value in ends)
    return Step(part, kind, pct(left), pct(right - left), start, end)
