"""Proposes one plan among those that the facts leave open, by a rule that can be said in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from planning.plan_solver.facts import TOTAL, Problem
from planning.plan_solver.system import Limit, Range, System, limits


def propose(problem: Problem, system: System, totals: Range) -> dict[str, Fraction]:
    """Return an amount for every part, and TOTAL for their sum, that meets every fact of the system.

    The rule: the total is the printed one, or the nearest possible; every part that is left open grows by one
    and the same ratio over last year, as far as its own limits let it; parts without a last year stay at
    their lowest until the others can take no more, and then share what is left evenly.
    """
    references = _references(problem)
    ranges = {part: system.range_of(part, totals) for part in system.parts}
    whole = references.get(TOTAL)
    if whole is None:
        whole = sum(
            (ranges[part].nearest(references.get(part, Fraction(0))) for part in system.parts), Fraction(0)
        )
    whole = totals.nearest(whole)
    at_total = {part: system.range_at(part, whole) for part in system.parts}
    known = [part for part in system.parts if references.get(part)]
    new = [part for part in system.parts if part not in known]
    left = whole - sum((at_total[part].low for part in new), Fraction(0))
    amounts = _rise(left, {part: references[part] for part in known}, at_total)
    left = whole - sum(amounts.values(), Fraction(0))
    amounts |= _rise(left, dict.fromkeys(new, Fraction(1)), at_total)
    return amounts | {TOTAL: whole}


def _references(problem: Problem) -> dict[str, Fraction]:
    """Return what each cell is measured by: its printed amount where one is stated, else last year's."""
    references = {part: base for part in problem.parts if (base := problem.base_of(part)) is not None}
    for fact in problem.facts:
        if fact.stated.value is not None:
            for limit in limits(problem, fact, as_printed=True):
                references |= _fixed(limit)
    return references


def _fixed(limit: Limit) -> Mapping[str, Fraction]:
    return {limit.cell: limit.low[1]} if limit.low and not limit.low[0] else {}


def _rise(
    left: Fraction, weights: Mapping[str, Fraction], ranges: Mapping[str, Range]
) -> dict[str, Fraction]:
    """Return amounts that sum to `left` where every part is level × weight, kept inside its range.

    Where even the highest amounts do not reach `left`, these are returned.
    """

    def amounts_at(level: Fraction) -> dict[str, Fraction]:
        return {part: ranges[part].nearest(level * weight) for part, weight in weights.items()}

    stops = {Fraction(0)}
    for part, weight in weights.items():
        stops |= {bound / weight for bound in (ranges[part].low, ranges[part].high) if bound is not None}
    level = max(stop for stop in stops if stop == 0 or sum(amounts_at(stop).values()) <= left)
    rising = [weight for part, weight in weights.items() if ranges[part].rises_from(level * weight)]
    slope = sum(rising, Fraction(0))
    if slope:
        level += (left - sum(amounts_at(level).values())) / slope
    return amounts_at(level)
