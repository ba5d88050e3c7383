"""The trend of some months in the space of a word: shape only, its figures are in the table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.renderers.chart.scale import Mark, known, pct, px

HEIGHT = 16.0
MARGIN = 4.0


@dataclass(frozen=True)
class Sparkline:
    """Lines in a 100 × 100 box stretched over the plot, and the dot of the last figure in % and pixels."""

    lines: tuple[str, ...]
    last_x: str
    last_y: str
    height: str
    text: str

    @property
    def empty(self) -> bool:
        """Say whether no month has a figure."""
        return not self.last_x


def sparkline(marks: Sequence[Mark]) -> Sparkline:
    """Return the line of the marks between their own lowest and highest; a missing month breaks the line."""
    values = known(marks)
    low, high = (float(min(values)), float(max(values))) if values else (0.0, 1.0)
    span = (high - low) or 1.0
    steps = max(1, len(marks) - 1)
    points = [
        None if mark.value is None else (100 * at / steps, 100 - 100 * (float(mark.value) - low) / span)
        for at, mark in enumerate(marks)
    ]
    last = next((point for point in reversed(points) if point), None)
    return Sparkline(
        lines=polylines(points),
        last_x=pct(last[0]) if last else "",
        last_y=px(MARGIN + last[1] * HEIGHT / 100) if last else "",
        height=px(HEIGHT + 2 * MARGIN),
        text=", ".join(mark.text for mark in marks if mark.text),
    )


def polylines(points: Sequence[tuple[float, float] | None]) -> tuple[str, ...]:
    """Return the `points` of one polyline for each unbroken run; a lone point becomes a line of no length."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is not None:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return tuple(
        " ".join(f"{x:.2f},{y:.2f}" for x, y in (run * 2 if len(run) == 1 else run)) for run in runs if run
    )
