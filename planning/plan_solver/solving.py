"""Answers whether the facts of a plan fix it, leave it open, or contradict each other."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from planning.plan_solver.clash import smallest_clash
from planning.plan_solver.facts import TOTAL, Fact, Kind, Problem
from planning.plan_solver.proposal import propose
from planning.plan_solver.system import System, limits


@dataclass(frozen=True)
class Cell:
    """One cell of the answer: it can be `low` to `high` (None: no limit), `point` is proposed."""

    name: str
    low: Fraction
    high: Fraction | None
    point: Fraction


@dataclass(frozen=True)
class Answer:
    """A plan that meets every fact: its total and its parts in the order of the problem; the points foot."""

    total: Cell
    parts: tuple[Cell, ...]

    def cell(self, name: str) -> Cell:
        """Return the cell of a part, or of TOTAL."""
        return next(cell for cell in (*self.parts, self.total) if cell.name == name)


@dataclass(frozen=True)
class Solved(Answer):
    """The facts name every cell; what is left between `low` and `high` is the rounding of printed digits."""


@dataclass(frozen=True)
class Open(Answer):
    """The facts leave a choice; the points are a proposal by the rule of `proposal.propose`."""


@dataclass(frozen=True)
class Contradictory:
    """The facts cannot all hold: these cannot, and no smaller set of them explains it."""

    clash: tuple[Fact, ...]


def solve(problem: Problem) -> Solved | Open | Contradictory:
    """Return what the facts say about the plan, exactly.

    Printed numbers are first taken with the tolerance of their digits. If then something is possible, the
    points come from the printed values themselves where these foot, and from within the tolerances where they
    do not.
    """
    system = System(problem, problem.facts)
    totals = system.totals()
    if totals is None:
        return Contradictory(smallest_clash(problem))
    literal = System(problem, problem.facts, as_printed=True)
    literal_totals = literal.totals()
    if literal_totals is None:
        points = propose(problem, system, totals)
    else:
        points = propose(problem, literal, literal_totals)
    parts = []
    for part in system.parts:
        possible = system.range_of(part, totals)
        parts.append(Cell(part, possible.low, possible.high, points[part]))
    whole = Cell(TOTAL, totals.low, totals.high, points[TOTAL])
    fixed = all(cell.low == cell.high for cell in (*parts, whole)) or _names_every_cell(problem)
    return (Solved if fixed else Open)(whole, tuple(parts))


def _names_every_cell(problem: Problem) -> bool:
    """Tell whether the named values and the sum leave no cell free: their equations have full rank."""
    columns = [*problem.parts, TOTAL]
    rows = [[Fraction(1)] * len(problem.parts) + [Fraction(-1)]]
    for fact in problem.facts:
        if fact.stated.value is not None:
            for limit in limits(problem, fact, as_printed=True):
                row = [Fraction(name == limit.cell) for name in columns]
                if fact.kind is Kind.SHARE:
                    row[-1] -= fact.stated.value
                rows.append(row)
    return _rank(rows) == len(columns)


def _rank(rows: list[list[Fraction]]) -> int:
    rank = 0
    for column in range(len(rows[0])):
        pivot = next((at for at in range(rank, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for at in range(rank + 1, len(rows)):
            factor = rows[at][column] / rows[rank][column]
            if factor:
                rows[at] = [a - factor * b for a, b in zip(rows[at], rows[rank], strict=True)]
        rank += 1
    return rank
