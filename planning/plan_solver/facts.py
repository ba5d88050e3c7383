"""The statements a plan is made of: a total, amounts, growths, shares and limits, with tolerances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

Number = int | Decimal | Fraction

TOTAL = "total"
"""The cell that all parts sum to."""

EACH = "each"
"""Every part at once; an index or a growth of each part holds for the total too, being their mean."""


@dataclass(frozen=True)
class Stated:
    """What a statement allows: `low` to `high` (None: no limit), around the `value` if it names one."""

    low: Fraction | None
    high: Fraction | None
    value: Fraction | None = None


def exactly(value: Number) -> Stated:
    """Return the statement that something is this and nothing else."""
    number = Fraction(value)
    return Stated(number, number, number)


def printed(value: Decimal) -> Stated:
    """Return a printed number with the tolerance of its last digit: 284.15 means 284.145 to 284.155.

    A percentage is handed over as a ratio: "+44%" is Decimal("0.44") and means 43,5% to 44,5%.
    """
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{value} is not a finite number")
    half = Fraction(10) ** exponent / 2
    number = Fraction(value)
    return Stated(number - half, number + half, number)


def at_least(value: Number) -> Stated:
    """Return the statement "trên …" (above): this or more."""
    return Stated(Fraction(value), None)


def at_most(value: Number) -> Stated:
    """Return the statement "gần …" (nearly): this or less."""
    return Stated(None, Fraction(value))


def between(low: Number, high: Number) -> Stated:
    """Return the statement "from … to …", ends included."""
    if low > high:
        raise ValueError(f"{low} to {high} runs backwards")
    return Stated(Fraction(low), Fraction(high))


class Kind(StrEnum):
    """What a fact speaks of."""

    AMOUNT = "amount"
    INDEX = "index"
    GROWTH = "growth"
    SHARE = "share"


@dataclass(frozen=True)
class Fact:
    """One statement about one cell: a part's name, TOTAL or EACH.

    `text` is the fact in the words of its source, for the reader of a finding; it decides nothing.
    """

    kind: Kind
    cell: str
    stated: Stated
    text: str = ""


def total(stated: Stated, text: str = "") -> Fact:
    """Return the fact that the plan's total is this."""
    return Fact(Kind.AMOUNT, TOTAL, stated, text)


def amount(part: str, stated: Stated, text: str = "") -> Fact:
    """Return the fact that a part's amount is this."""
    return Fact(Kind.AMOUNT, part, stated, text)


def growth(part: str, stated: Stated, text: str = "") -> Fact:
    """Return the fact that a part grows by this ratio over its base: 0.44 for "+44%"."""
    return Fact(Kind.GROWTH, part, stated, text)


def index(part: str, stated: Stated, text: str = "") -> Fact:
    """Return the fact that a part is this ratio of its base: 1.44 for "bằng 144%"."""
    return Fact(Kind.INDEX, part, stated, text)


def share(part: str, stated: Stated, text: str = "") -> Fact:
    """Return the fact that a part is this ratio of the plan's total."""
    return Fact(Kind.SHARE, part, stated, text)


def floor(part: str, value: Number, text: str = "") -> Fact:
    """Return the fact that a part's amount may not be below this."""
    return Fact(Kind.AMOUNT, part, at_least(value), text)


def ceiling(part: str, value: Number, text: str = "") -> Fact:
    """Return the fact that a part's amount may not be above this."""
    return Fact(Kind.AMOUNT, part, at_most(value), text)


def hold(part: str, value: Number, text: str = "") -> Fact:
    """Return the fact that a part keeps the amount it has."""
    return Fact(Kind.AMOUNT, part, exactly(value), text)


class ProblemError(ValueError):
    """A fact cannot be understood: nothing was solved."""


class UnknownPart(ProblemError):
    """A fact speaks of a part the plan does not have."""


class NoBase(ProblemError):
    """A fact speaks of growth on a base that is missing or not above zero."""


@dataclass(frozen=True)
class Problem:
    """A flat sum and what is said about it: total = Σ parts, no part below zero.

    `base` holds last year's amount of each part where it is known, `base_total` last year's total (by default
    the sum of the parts' bases when all are known). Amounts are in any one unit. Raises UnknownPart, NoBase
    or, for a share of the total itself, ProblemError: the fact has no meaning here.
    """

    parts: Sequence[str]
    facts: Sequence[Fact]
    base: Mapping[str, Number | None] = field(default_factory=dict)
    base_total: Number | None = None

    def __post_init__(self) -> None:
        if {TOTAL, EACH} & set(self.parts) or len(set(self.parts)) < len(self.parts):
            raise UnknownPart("every part has a name of its own, neither that of the total nor that of each")
        for fact in self.facts:
            if fact.cell not in {*self.parts, TOTAL, EACH}:
                raise UnknownPart(f"the plan has no part {fact.cell!r}")
            if fact.kind is Kind.SHARE and fact.cell == TOTAL:
                raise ProblemError("the total has no share of itself")
            relative = fact.kind in (Kind.INDEX, Kind.GROWTH)
            if relative and fact.cell != EACH and self.base_of(fact.cell) is None:
                raise NoBase(f"{fact.cell!r} has no base to grow on")

    def base_of(self, cell: str) -> Fraction | None:
        """Return last year's amount of a part or of the total, None where it is missing or not above zero."""
        known = self.base.get(cell) if cell != TOTAL else self.base_total
        if cell == TOTAL and known is None:
            bases = [base for part in self.parts if (base := self.base.get(part)) is not None]
            known = sum(map(Fraction, bases), Fraction(0)) if len(bases) == len(self.parts) else None
        return Fraction(known) if known is not None and known > 0 else None
