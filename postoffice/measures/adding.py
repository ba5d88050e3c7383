"""Figures add; measures do not: the one way to add figures of which some may be missing."""

from __future__ import annotations

from collections.abc import Iterable


def add(figures: Iterable[int | None]) -> int | None:
    """Return the sum of what is there, or None where nothing is there.

    Policy: a missing figure is skipped, because a month not reported is not zero; how many were there is told
    by the coverage that stands beside every total. Only where every figure is missing (or there is none) is
    the sum missing too, so that "not reported" rolls up as "not reported" and never as 0.

    >>> add([1, None, 2])
    3
    >>> add([None, None]) is None
    True
    >>> add([0, None])
    0
    """
    present = [figure for figure in figures if figure is not None]
    return sum(present) if present else None
