"""It is so that every measure gives an exact answer or the typed reason why it has none."""

import doctest
import importlib
import pkgutil
from decimal import Decimal
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postoffice import measures
from postoffice.measures import (
    NoAnswer,
    Reason,
    add,
    average_growth,
    base_index,
    completion,
    contribution,
    gap,
    growth,
    index,
    pace,
    plan_over_base,
    productivity,
    required_rate,
    share,
    share_change,
)

MEASURES = [name for name in measures.__all__ if name[0].islower()]
money = st.integers(-(10**15) + 1, 10**15 - 1)
positive = st.integers(1, 10**15 - 1)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        # Scenario 33: 100 against 50 is +100%, 0 against 50 is −100%.
        (growth(100, 50), F(1)),
        (growth(0, 50), F(-1)),
        (growth(-10, 50), F(-6, 5)),
        (index(119, 100), F(119, 100)),
        (base_index(236, 118), F(2)),
        # Scenario 32: 90/100 and 10/100 roll up to (90 + 10)/(100 + 100) = 1/2.
        (completion(90 + 10, 100 + 100), F(1, 2)),
        (completion(0, 100), F(0)),
        (pace(206, 200), F(103, 100)),
        (gap(231, 243), 12),
        (gap(250, 243), -7),
        (gap(Decimal("1.5"), 2), F(1, 2)),
        # (243 − 240)/2 = 1,5 a month.
        (required_rate(240, 243, 2), F(3, 2)),
        (required_rate(250, 243, 2), F(-7, 2)),
        (plan_over_base(243, 215), F(243, 215)),
        (share(106, 212), F(1, 2)),
        (share(0, 212), F(0)),
        # 0,75 against 0,50 as shares is +25 điểm phần trăm.
        (share_change(F(3, 4), F(1, 2)), F(1, 4)),
        # 100 → 121 in two steps: 1,1 × 1,1.
        (average_growth(100, 121, 2), F(1, 10)),
        (average_growth(100, 80, 1), F(-1, 5)),
        (productivity(415_000_000, Decimal("2.5")), F(166_000_000)),
        (contribution(30, 20, 100), F(1, 10)),
        (contribution(5, 0, 100), F(1, 20)),
    ],
)
def test_a_measure_gives_the_number_worked_out_by_hand(answer, expected):
    assert answer == expected


@pytest.mark.parametrize(
    ("measure", "arguments", "reason"),
    [
        (index, (None, 5), Reason.NOT_REPORTED),
        (index, (5, None), Reason.NO_BASE),
        (index, (5, 0), Reason.NO_BASE),
        (index, (5, -1), Reason.NO_BASE),
        (index, (None, None), Reason.NOT_REPORTED),
        (growth, (5, 0), Reason.NO_BASE),
        (growth, (5, None), Reason.NO_BASE),
        (growth, (None, 5), Reason.NOT_REPORTED),
        (base_index, (5, 0), Reason.NO_BASE),
        (contribution, (5, 5, 0), Reason.NO_BASE),
        (contribution, (5, None, 5), Reason.NO_BASE),
        (contribution, (None, 5, 5), Reason.NOT_REPORTED),
        (completion, (5, None), Reason.NO_TARGET),
        (completion, (5, 0), Reason.NO_TARGET),
        (completion, (5, -5), Reason.NO_TARGET),
        (completion, (None, 5), Reason.NOT_REPORTED),
        (completion, (5, Reason.INCOMPLETE_PLAN), Reason.INCOMPLETE_PLAN),
        (completion, (Reason.NOT_APPLICABLE, 5), Reason.NOT_APPLICABLE),
        (pace, (5, None), Reason.NO_TARGET),
        (gap, (5, None), Reason.NO_TARGET),
        (gap, (None, 5), Reason.NOT_REPORTED),
        (required_rate, (5, 9, 0), Reason.YEAR_OVER),
        (required_rate, (None, None, 0), Reason.YEAR_OVER),
        (required_rate, (5, None, 1), Reason.NO_TARGET),
        (plan_over_base, (None, 5), Reason.NO_TARGET),
        (plan_over_base, (5, 0), Reason.NO_BASE),
        (share, (None, 5), Reason.NOT_REPORTED),
        (share, (5, None), Reason.NOT_REPORTED),
        (share, (0, 0), Reason.NO_BASE),
        (share_change, (None, F(1, 2)), Reason.NOT_REPORTED),
        (share_change, (F(1, 2), None), Reason.NO_BASE),
        (average_growth, (0, 5, 2), Reason.NO_BASE),
        (average_growth, (5, 0, 2), Reason.NO_BASE),
        (average_growth, (5, 5, 0), Reason.NO_BASE),
        (average_growth, (5, None, 2), Reason.NOT_REPORTED),
        (productivity, (5, None), Reason.NOT_REPORTED),
        (productivity, (5, 0), Reason.NO_BASE),
    ],
)
def test_a_measure_without_an_answer_says_why(measure, arguments, reason):
    with pytest.raises(NoAnswer) as refused:
        measure(*arguments)

    assert refused.value.reason is reason


def test_zero_against_a_base_is_an_answer_and_not_a_missing_one():
    assert completion(0, 7) == 0 and index(0, 7) == 0 and gap(0, 0) == 0


def test_a_float_is_no_figure():
    with pytest.raises(TypeError):
        index(1.5, 2)
    with pytest.raises(TypeError):
        index(True, 2)


@given(st.lists(st.tuples(money, positive), min_size=1, max_size=8))
def test_contributions_of_all_parts_add_up_to_the_growth_of_the_whole(parts):
    actual, base = sum(a for a, _ in parts), sum(b for _, b in parts)

    assert sum(contribution(a, b, base) for a, b in parts) == growth(actual, base)


@given(actual=money, plan=positive, base=positive)
def test_the_index_is_plan_over_base_times_completion(actual, plan, base):
    assert index(actual, base) == plan_over_base(plan, base) * completion(actual, plan)


@given(first=positive, last=positive, steps=st.integers(1, 9))
def test_average_growth_leads_from_the_first_figure_to_the_last(first, last, steps):
    step = 1 + average_growth(first, last, steps)

    # The root is within half of its twelfth decimal, never further.
    half = F(1, 2 * 10**12)
    assert max(step - half, 0) ** steps <= F(last, first) <= (step + half) ** steps


@pytest.mark.parametrize(
    ("figures", "total"),
    [([1, None, 2], 3), ([None, None], None), ([], None), ([0, None], 0), ([5, -5], 0)],
)
def test_missing_figures_are_skipped_and_nothing_but_missing_figures_is_missing(figures, total):
    assert add(figures) == total


def test_the_seed_reads_as_the_press_printed_it():
    # 258,50/217,67 = 1,18757…: "bằng 118,8%", the press's 119%; 258,5/243 = 1,0638: 106,4% of the plan.
    assert round(index(25850, 21767), 3) == F(1188, 1000)
    assert round(growth(25850, 21767), 3) == F(188, 1000)
    assert round(completion(2585, 2430), 3) == F(1064, 1000)


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_tells_what_it_means_and_shows_an_example(name):
    doc = getattr(measures, name).__doc__

    assert doc.splitlines()[0].endswith(".") and ">>> " in doc
    assert name == "add" or (("In:" in doc or "In, out" in doc) and "no answer:" in doc.casefold())


@pytest.mark.parametrize("module", [m.name for m in pkgutil.iter_modules(measures.__path__)])
def test_every_example_runs(module):
    result = doctest.testmod(importlib.import_module(f"postoffice.measures.{module}"))

    assert result.failed == 0
