"""Why a figure or a measure has no answer: typed reasons that travel in the cell."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias


class Reason(StrEnum):
    """The kinds of nothing. None of them is zero; each is printed its own way (postoffice.words)."""

    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"
    NO_BASE = "no_base"
    NO_TARGET = "no_target"
    INCOMPLETE_PLAN = "incomplete_plan"
    YEAR_OVER = "year_over"


class NoAnswer(Exception):
    """A measure has no answer, for the reason it carries."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


Number: TypeAlias = int | Decimal | Fraction
Figure: TypeAlias = Number | Reason | None
"""What goes into a measure: a number, None where it is missing, or the Reason why it is missing."""


def answer(measure: Callable[..., Number], *figures: Figure) -> Number | Reason:
    """Return what a measure says of some figures, for tables in which nothing has a word of its own.

    In: a measure and its figures. Out: what it returns. No answer: its reason is returned, not raised.

    >>> answer(lambda base: 1 / need_positive(base, Reason.NO_BASE), 0)
    <Reason.NO_BASE: 'no_base'>
    """
    try:
        return measure(*figures)
    except NoAnswer as none:
        return none.reason


def need(figure: Figure, missing: Reason) -> Fraction:
    """Return the figure as an exact Fraction.

    Raises NoAnswer with the figure's own reason if it carries one, else with `missing` if it is None.
    A float is refused with TypeError: money and its ratios are exact here.
    """
    if isinstance(figure, Reason):
        raise NoAnswer(figure)
    if figure is None:
        raise NoAnswer(missing)
    if isinstance(figure, bool) or not isinstance(figure, (int, Decimal, Fraction)):
        raise TypeError(f"a figure is an int, a Decimal or a Fraction, not {type(figure).__name__}")
    return Fraction(figure)


def need_positive(figure: Figure, missing: Reason) -> Fraction:
    """Return the figure as `need` does, or raise NoAnswer(missing) where it cannot be divided by (≤ 0)."""
    number = need(figure, missing)
    if number <= 0:
        raise NoAnswer(missing)
    return number
