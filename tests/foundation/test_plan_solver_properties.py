"""It is so that whatever is stated, an answer meets it at both ends and a clash is a smallest one."""

from fractions import Fraction as F
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from planning.plan_solver import (
    EACH,
    TOTAL,
    Contradictory,
    Problem,
    amount,
    at_least,
    at_most,
    between,
    exactly,
    growth,
    hold,
    share,
    solve,
    total,
)


@st.composite
def problems(draw):
    parts = ["a", "b", "c"][: draw(st.integers(1, 3))]
    base = {part: draw(st.integers(1, 20)) for part in parts}
    value = st.integers(0, 40).map(F)
    stated = st.one_of(
        value.map(exactly), value.map(at_least), value.map(at_most), value.map(lambda v: between(v, v + 3))
    )
    ratio = st.integers(0, 10).map(lambda n: F(n, 10))
    stated_ratio = st.one_of(ratio.map(exactly), ratio.map(at_least), ratio.map(at_most))
    facts = draw(
        st.lists(
            st.one_of(
                st.builds(total, stated),
                st.builds(amount, st.sampled_from(parts), stated),
                st.builds(growth, st.sampled_from([*parts, TOTAL, EACH]), stated_ratio),
                st.builds(share, st.sampled_from(parts), stated_ratio),
            ),
            max_size=5,
        )
    )
    return Problem(parts, facts, base)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_an_answer_foots_and_its_points_and_both_ends_meet_every_fact(problem):
    answer = solve(problem)
    if isinstance(answer, Contradictory):
        return

    assert sum(cell.point for cell in answer.parts) == answer.total.point
    fixed = [hold(cell.name, cell.point) for cell in answer.parts]
    if answer.total.point:
        assert (
            solve(Problem(problem.parts, [*problem.facts, *fixed], problem.base)).total.point
            == answer.total.point
        )
    for cell in (*answer.parts, answer.total):
        for end, beyond in ((cell.low, at_most(cell.low - F(1, 10**6))), (cell.high, None)):
            if end is None or (end == 0 and answer.total.low == 0):
                continue
            held = Problem(problem.parts, [*problem.facts, amount(cell.name, exactly(end))], problem.base)
            assert not isinstance(solve(held), Contradictory)
            past = Problem(
                problem.parts,
                [*problem.facts, amount(cell.name, beyond or at_least(end + F(1, 10**6)))],
                problem.base,
            )
            assert isinstance(solve(past), Contradictory)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_a_clash_is_a_smallest_one(problem):
    answer = solve(problem)
    if not isinstance(answer, Contradictory):
        return

    assert isinstance(solve(Problem(problem.parts, answer.clash, problem.base)), Contradictory)
    for fewer in combinations(problem.facts, len(answer.clash) - 1):
        assert not isinstance(solve(Problem(problem.parts, fewer, problem.base)), Contradictory)
