"""Who has reported: one segment a unit, as wide as the points it has, filled as far as they have reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.renderers.chart.scale import pct


@dataclass(frozen=True)
class Reporting:
    """How many of a unit's points are expected to report and how many have."""

    label: str
    reported: int
    expected: int
    url: str = ""


@dataclass(frozen=True)
class Segment:
    """A unit's part of the strip: the whole, how much of it is filled, and the open rest."""

    unit: Reporting
    x: str
    width: str
    filled: str
    open_x: str
    open_width: str


def coverage(units: Sequence[Reporting]) -> tuple[Segment, ...]:
    """Return the segments in the order given; units that expect nobody take no room."""
    expected = sum(unit.expected for unit in units)
    segments, before = [], 0
    for unit in units:
        if not unit.expected:
            continue
        left, right = 100 * before / expected, 100 * (before + unit.expected) / expected
        inside = left + (right - left) * min(1.0, unit.reported / unit.expected)
        segments.append(
            Segment(unit, pct(left), pct(right - left), pct(inside - left), pct(inside), pct(right - inside))
        )
        before += unit.expected
    return tuple(segments)
