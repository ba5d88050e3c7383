"""Convex functions of one number in straight pieces: where they are not above zero, where least.

A function takes a point and a side, and returns its value and its slope just to that side. All of it is
exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from fractions import Fraction
from typing import TypeAlias


class Side(IntEnum):
    """To which side of a point a slope is taken."""

    LEFT = -1
    RIGHT = 1


Line: TypeAlias = tuple[Fraction, Fraction]
"""Slope and value at zero."""

Convex: TypeAlias = Callable[[Fraction, Side], tuple[Fraction, Fraction]]


def straight(slope: int | Fraction, at_zero: int | Fraction = 0) -> Convex:
    """Return the function of one straight line."""
    return lambda t, side: (slope * t + at_zero, Fraction(slope))


def highest(lines: Sequence[Line]) -> Convex:
    """Return the highest of some lines at every point."""

    def function(t: Fraction, side: Side) -> tuple[Fraction, Fraction]:
        value, slope = max((m * t + c, m * side) for m, c in lines)
        return value, slope * side

    return function


def larger(one: Convex, other: Convex) -> Convex:
    """Return the larger of two functions at every point."""

    def function(t: Fraction, side: Side) -> tuple[Fraction, Fraction]:
        value, slope = max((v, m * side) for v, m in (one(t, side), other(t, side)))
        return value, slope * side

    return function


def plus(*functions: Convex) -> Convex:
    """Return the sum of functions."""

    def function(t: Fraction, side: Side) -> tuple[Fraction, Fraction]:
        pairs = [f(t, side) for f in functions]
        return sum((v for v, _ in pairs), Fraction(0)), sum((m for _, m in pairs), Fraction(0))

    return function


def not_above_zero(
    functions: Sequence[Convex], start: Fraction, end: Fraction
) -> tuple[Fraction, Fraction] | None:
    """Return the interval within [start, end] on which no function is above zero, None where there is none.

    Newton's steps from both ends: each goes to the zero of the piece it stands on and can never step over a
    point that fits, because the function lies above that piece. Pieces are finite, so it ends, exactly.
    """
    first = _first_fit(functions, start, end, Side.RIGHT)
    if first is None:
        return None
    last = _first_fit(functions, end, first, Side.LEFT)
    return None if last is None else (first, last)


def _first_fit(functions: Sequence[Convex], at: Fraction, limit: Fraction, side: Side) -> Fraction | None:
    while (limit - at) * side >= 0:
        worst = [(v, m) for v, m in (f(at, side) for f in functions) if v > 0]
        if not worst:
            return at
        if any(slope * side >= 0 for _, slope in worst):
            return None
        at = max((at - value / slope for value, slope in worst), key=lambda t: t * side)
    return None


def least(function: Convex, start: Fraction, end: Fraction) -> tuple[Fraction, bool]:
    """Return the least value on [start, end], and whether it would fall further beyond the end.

    Cuts where the falling piece on the left meets the rising piece on the right, until both meet in the
    function.
    """
    left, left_slope = function(start, Side.RIGHT)
    if left_slope >= 0 or start == end:
        return left, start == end and function(end, Side.LEFT)[1] < 0
    right, right_slope = function(end, Side.LEFT)
    if right_slope <= 0:
        return right, right_slope < 0
    while True:
        at = (right - left + left_slope * start - right_slope * end) / (left_slope - right_slope)
        value, falling = function(at, Side.LEFT)
        rising = function(at, Side.RIGHT)[1]
        if falling <= 0 <= rising:
            return value, False
        if rising < 0:
            start, left, left_slope = at, value, rising
        else:
            end, right, right_slope = at, value, falling
