"""Reads a plan as facts about one sum, total = Σ parts: do they fix it, leave it open, or clash?

Pure and exact: no database, no clock, no rounding. A plan in whole đồng is made from the points by
`allocate`.
"""

from planning.plan_solver.facts import (
    EACH,
    TOTAL,
    Fact,
    Kind,
    NoBase,
    Problem,
    ProblemError,
    Stated,
    UnknownPart,
    amount,
    at_least,
    at_most,
    between,
    ceiling,
    exactly,
    floor,
    growth,
    hold,
    index,
    printed,
    share,
    total,
)
from planning.plan_solver.findings import Finding, findings
from planning.plan_solver.solving import Answer, Cell, Contradictory, Open, Solved, solve

__all__ = [
    "EACH",
    "TOTAL",
    "Answer",
    "Cell",
    "Contradictory",
    "Fact",
    "Finding",
    "Kind",
    "NoBase",
    "Open",
    "Problem",
    "ProblemError",
    "Solved",
    "Stated",
    "UnknownPart",
    "amount",
    "at_least",
    "at_most",
    "between",
    "ceiling",
    "exactly",
    "findings",
    "floor",
    "growth",
    "hold",
    "index",
    "printed",
    "share",
    "solve",
    "total",
]
