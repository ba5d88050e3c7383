"""What an answer implies for the parts that no fact names: the numbers of the sentence a planner must read.

"Kế hoạch để lại cho phân phối truyền thông 93,81 tỷ đồng (−21,8%, tỷ trọng 46,4% → 33,0%)".
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from planning.plan_solver.facts import EACH, TOTAL, Problem
from planning.plan_solver.solving import Answer
from postoffice import measures
from postoffice.measures import Reason

Ratio = Fraction | Reason


@dataclass(frozen=True)
class Finding:
    """What the facts leave to one part: its amount and range, its growth and shares, or why there are none.

    `against_total` says that the part is to fall while the total rises, or rise while it falls: such a part
    is asked about, never accepted in silence.
    """

    part: str
    amount: Fraction
    low: Fraction
    high: Fraction | None
    growth: Ratio
    share_before: Ratio
    share: Ratio
    share_change: Ratio
    against_total: bool


def findings(problem: Problem, answer: Answer) -> tuple[Finding, ...]:
    """Return a finding for every part whose value no fact names, in the order of the parts."""
    named = {fact.cell for fact in problem.facts if fact.stated.value is not None}
    if EACH in named:
        named |= set(problem.parts)
    return tuple(_finding(problem, answer, part) for part in problem.parts if part not in named)


def _finding(problem: Problem, answer: Answer, part: str) -> Finding:
    cell, base = answer.cell(part), problem.base_of(part)
    growth = measures.answer(measures.growth, cell.point, base)
    of_total = measures.answer(measures.growth, answer.total.point, problem.base_of(TOTAL))
    before = measures.answer(measures.share, base or Reason.NO_BASE, problem.base_of(TOTAL) or Reason.NO_BASE)
    now = measures.answer(measures.share, cell.point, answer.total.point)
    opposed = isinstance(growth, Fraction) and isinstance(of_total, Fraction) and growth * of_total < 0
    return Finding(
        part=part,
        amount=cell.point,
        low=cell.low,
        high=cell.high,
        growth=growth,
        share_before=before,
        share=now,
        share_change=measures.answer(measures.share_change, now, before),
        against_total=opposed,
    )
