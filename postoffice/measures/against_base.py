"""Measures that hold an actual against a base: same scope, same months, a year or more earlier.

An index is not a growth: the press writes "tăng 119%" and means an index of 119%, which is a growth of 19%.
Formulas: docs of the office and Vietnamese statistical usage (tốc độ phát triển, tốc độ tăng).
"""

from __future__ import annotations

from fractions import Fraction

from postoffice.measures.reasons import Figure, NoAnswer, Reason, need, need_positive

_ROOT_PLACES = 12


def index(actual: Figure, base: Figure) -> Fraction:
    """Return how large the actual is as a part of its base (So cùng kỳ): A/B.

    In: two figures of one unit (đồng, pieces), summed over the same months and the same scope; a figure may
    be negative. Out: a ratio, 1.188 for 118,8%.
    No answer: the actual is missing (not_reported); the base is missing or not above zero (no_base).

    >>> index(119, 100)
    Fraction(119, 100)
    """
    now = need(actual, Reason.NOT_REPORTED)
    return now / need_positive(base, Reason.NO_BASE)


def growth(actual: Figure, base: Figure) -> Fraction:
    """Return by how much the actual exceeds its base, as a part of the base (Tăng trưởng): A/B − 1.

    In: as `index`. Out: a signed ratio, 0.188 for +18,8%.
    No answer: as `index`.

    >>> growth(100, 50)
    Fraction(1, 1)
    >>> growth(0, 50)
    Fraction(-1, 1)
    """
    return index(actual, base) - 1


def contribution(actual: Figure, base: Figure, base_total: Figure) -> Fraction:
    """Return what one part adds to the growth of the whole (đóng góp vào tăng trưởng): (Aᵢ − Bᵢ)/ΣB.

    In: the part's actual and base, and the whole's base; one unit. Out: a signed ratio, shown in percentage
    points (điểm phần trăm). The contributions of all parts add up to the growth of the whole exactly.
    No answer: the actual is missing (not_reported); the part's base is missing, or the whole's base is
    missing or not above zero (no_base). A part that is new has a base of 0, not a missing one.

    >>> contribution(30, 20, 100) + contribution(75, 80, 100) == growth(105, 100)
    True
    """
    now = need(actual, Reason.NOT_REPORTED)
    before = need(base, Reason.NO_BASE)
    return (now - before) / need_positive(base_total, Reason.NO_BASE)


def base_index(actual: Figure, base: Figure) -> Fraction:
    """Return a year as a part of a fixed base year (so năm gốc …): A_t/A_1.

    In: the figure of the year and of the base year, one scope. Out: a ratio.
    No answer: the year is missing (not_reported); the base is missing or not above zero (no_base).

    >>> base_index(236, 118)
    Fraction(2, 1)
    """
    return index(actual, base)


def average_growth(first: Figure, last: Figure, steps: int) -> Fraction:
    """Return the even yearly growth that leads from the first figure to the last (tăng trưởng bình quân).

    Formula: (A_n/A_1)^(1/(n−1)) − 1, the geometric mean, where `steps` is n − 1: from 2015 to 2019 four
    steps. In: two figures of one scope, both above zero. Out: a signed ratio a year. The root is exact when
    it is rational with twelve decimals, else the nearest number of twelve decimals. No answer: the last is
    missing (not_reported); an end is not above zero, or the first is missing, or there is no step between
    them (no_base).

    >>> average_growth(100, 121, 2)
    Fraction(1, 10)
    """
    end = need(last, Reason.NOT_REPORTED)
    start = need_positive(first, Reason.NO_BASE)
    if end <= 0 or steps < 1:
        raise NoAnswer(Reason.NO_BASE)
    return _root(end / start, steps) - 1


def _root(number: Fraction, degree: int) -> Fraction:
    """Return the degree-th root of a positive number, rounded to twelve decimals."""
    one = 10**_ROOT_PLACES
    target = number * one**degree
    low, high = 0, one
    while high**degree <= target:
        high *= 2
    while high - low > 1:
        middle = (low + high) // 2
        if middle**degree <= target:
            low = middle
        else:
            high = middle
    nearer_above = (2 * low + 1) ** degree <= target * 2**degree
    return Fraction(low + nearer_above, one)
