"""Finds a smallest set of facts that cannot all hold."""

from __future__ import annotations

from collections.abc import Sequence

from planning.plan_solver.facts import Fact, Problem
from planning.plan_solver.system import System


def smallest_clash(problem: Problem) -> tuple[Fact, ...]:
    """Return a smallest set of the problem's facts that clash, in the order they were stated.

    The facts together must clash. Whatever set of facts can hold lacks at least one fact of every clash; so
    each set that holds, made as large as it gets, leaves a remainder that every clash touches. The smallest
    set that touches all remainders found so far either clashes, and then no smaller one does, or gives a new
    remainder.
    """
    everything = frozenset(range(len(problem.facts)))
    remainders: list[frozenset[int]] = []
    while True:
        chosen = _smallest_touching(remainders, frozenset(), None) or frozenset()
        if not _holds(problem, chosen):
            return tuple(problem.facts[at] for at in sorted(chosen))
        if chosen == everything:
            raise ValueError("the facts do not clash")
        grown = set(chosen)
        for at in sorted(everything - chosen):
            if _holds(problem, grown | {at}):
                grown.add(at)
        if grown == everything:
            raise ValueError("the facts do not clash")
        remainders.append(everything - grown)


def _holds(problem: Problem, chosen: set[int] | frozenset[int]) -> bool:
    return System(problem, [problem.facts[at] for at in sorted(chosen)]).totals() is not None


def _smallest_touching(
    remainders: Sequence[frozenset[int]], chosen: frozenset[int], best: frozenset[int] | None
) -> frozenset[int] | None:
    """Return the smallest set that extends `chosen`, touches every remainder and is smaller than `best`."""
    if best is not None and len(chosen) >= len(best):
        return best
    untouched = [remainder for remainder in remainders if not remainder & chosen]
    if not untouched:
        return chosen
    for at in sorted(min(untouched, key=lambda remainder: (len(remainder), sorted(remainder)))):
        best = _smallest_touching(untouched, chosen | {at}, best)
    return best
