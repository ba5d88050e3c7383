"""What facts leave possible: limits of every part as lines over the plan's total, and their exact ranges.

A share ties a part to the total, everything else limits it by a number: once the total is fixed, every part
has an interval of its own. So the whole system is a question about one number, the total, and is answered
exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from planning.plan_solver.convex import Convex, Line, highest, larger, least, not_above_zero, plus, straight
from planning.plan_solver.facts import EACH, TOTAL, Fact, Kind, Problem, Stated

BEYOND = Fraction(10**18)
"""Above every amount that can be stored: a total that reaches it has no upper limit."""


@dataclass(frozen=True)
class Range:
    """What a cell can be: from `low` to `high`, None where nothing limits it above."""

    low: Fraction
    high: Fraction | None

    def rises_from(self, value: Fraction) -> bool:
        """Tell whether a value lies inside and can still rise."""
        return self.low <= value and (self.high is None or value < self.high)

    def nearest(self, value: Fraction) -> Fraction:
        """Return the possible value that is nearest to this one."""
        value = max(value, self.low)
        return value if self.high is None else min(value, self.high)


@dataclass(frozen=True)
class Limit:
    """A fact's limits of one cell: lines over the total."""

    cell: str
    low: Line | None
    high: Line | None


class System:
    """The limits that some facts put on every cell."""

    def __init__(self, problem: Problem, facts: Iterable[Fact], *, as_printed: bool = False) -> None:
        """Gather the limits; `as_printed` takes each printed value at its word, without its tolerance."""
        self.parts = tuple(problem.parts)
        self._lows: dict[str, list[Line]] = {cell: [(Fraction(0), Fraction(0))] for cell in self.parts}
        self._highs: dict[str, list[Line]] = {cell: [] for cell in self.parts}
        self._total: list[Convex] = []
        self._shares = False
        for fact in facts:
            self._shares |= fact.kind is Kind.SHARE
            for limit in limits(problem, fact, as_printed=as_printed):
                self._add(limit)
        lows = [self._low(part) for part in self.parts]
        highs = [self._minus_high(part) for part in self.parts]
        self._conditions = [*self._total, plus(*lows, straight(-1))]
        self._conditions += [plus(low, high) for low, high in zip(lows, highs, strict=True) if high]
        if all(highs):
            self._conditions.append(plus(straight(1), *[high for high in highs if high]))

    def _add(self, limit: Limit) -> None:
        if limit.cell == TOTAL:
            if limit.low:
                self._total.append(straight(-1, limit.low[1]))
            if limit.high:
                self._total.append(straight(1, -limit.high[1]))
            return
        if limit.low:
            self._lows[limit.cell].append(limit.low)
        if limit.high:
            self._highs[limit.cell].append(limit.high)

    def _low(self, part: str) -> Convex:
        return highest(self._lows[part])

    def _minus_high(self, part: str) -> Convex | None:
        lines = [(-slope, -at_zero) for slope, at_zero in self._highs[part]]
        return highest(lines) if lines else None

    def totals(self) -> Range | None:
        """Return which totals are possible, None where the facts contradict each other.

        A total of zero has no shares: where a fact states one, something above zero must be possible.
        """
        span = not_above_zero(self._conditions, Fraction(0), BEYOND)
        if span is None or (self._shares and span[1] == 0):
            return None
        return Range(span[0], None if span[1] == BEYOND else span[1])

    def range_of(self, part: str, totals: Range) -> Range:
        """Return what a part can be while everything else can still be met."""
        start, end = totals.low, BEYOND if totals.high is None else totals.high
        others = [other for other in self.parts if other != part]
        lowest, highs = self._low(part), [self._minus_high(other) for other in others]
        if all(highs):
            lowest = larger(lowest, plus(straight(1), *[high for high in highs if high]))
        lows = plus(straight(-1), *[self._low(other) for other in others])
        own = self._minus_high(part)
        low, _ = least(lowest, start, end)
        high, further = least(larger(own, lows) if own else lows, start, end)
        return Range(low, None if further and totals.high is None else -high)

    def range_at(self, part: str, total: Fraction) -> Range:
        """Return what a part can be once the total is fixed, apart from the other parts."""
        highs = [slope * total + at_zero for slope, at_zero in self._highs[part]]
        low = max(slope * total + at_zero for slope, at_zero in self._lows[part])
        return Range(low, min(highs) if highs else None)


def limits(problem: Problem, fact: Fact, *, as_printed: bool = False) -> Iterator[Limit]:
    """Yield a fact's limits of the cells it speaks of; a growth of each part is one of the total too."""
    stated = fact.stated
    if as_printed and stated.value is not None:
        stated = Stated(stated.value, stated.value, stated.value)
    if fact.cell != EACH:
        yield _limit(problem, fact.kind, fact.cell, stated)
        return
    relative = fact.kind in (Kind.INDEX, Kind.GROWTH)
    cells: Sequence[str] = [*problem.parts, TOTAL] if relative else problem.parts
    for cell in cells:
        if not relative or problem.base_of(cell) is not None:
            yield _limit(problem, fact.kind, cell, stated)


def _limit(problem: Problem, kind: Kind, cell: str, stated: Stated) -> Limit:
    def line(value: Fraction | None) -> Line | None:
        if value is None:
            return None
        if kind is Kind.SHARE:
            return (value, Fraction(0))
        base = problem.base_of(cell) or Fraction(0)
        amount = {Kind.AMOUNT: value, Kind.INDEX: value * base, Kind.GROWTH: (1 + value) * base}[kind]
        return (Fraction(0), amount)

    return Limit(cell, line(stated.low), line(stated.high))
