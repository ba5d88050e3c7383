"""The two pictures of a league table: a bar for a difference in money, a pin for growth in per cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.renderers.chart.scale import Mark, Scale, known, pct


@dataclass(frozen=True)
class Signed:
    """One signed figure from the shared zero line; x and width are None where there is no figure.

    `end` is where the figure's text stands, `room` the class that leaves space for the column's texts.
    """

    mark: Mark
    zero: str
    x: str | None
    width: str | None
    end: str
    anchor: str
    offset: str
    room: str


def variance_bars(marks: Sequence[Mark]) -> tuple[Signed, ...]:
    """Return one bar a mark, all on one scale with room for texts on both sides."""
    scale = Scale.over(known(marks), 100)
    return tuple(_signed(scale, mark, "room-both") for mark in marks)


def pins(marks: Sequence[Mark]) -> tuple[Signed, ...]:
    """Return one pin a mark, all on one scale; room on the left only where something fell."""
    scale = Scale.over(known(marks), 100)
    room = "room-both" if scale.low < 0 else "room-right"
    return tuple(_signed(scale, mark, room) for mark in marks)


def _signed(scale: Scale, mark: Mark, room: str) -> Signed:
    zero = scale.at(0)
    if mark.value is None:
        return Signed(mark, pct(zero), None, None, pct(zero), "start", "6", room)
    end = scale.at(mark.value)
    rises = mark.value >= 0
    return Signed(
        mark=mark,
        zero=pct(zero),
        x=pct(min(zero, end)),
        width=pct(abs(end - zero)),
        end=pct(end),
        anchor="start" if rises else "end",
        offset="6" if rises else "-6",
        room=room,
    )
