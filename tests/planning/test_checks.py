"""The checks of a row, as a table; figures in đồng."""

import pytest
from django.utils import translation

from planning.checks import Kind, Limits, Problem, Row, check_row, meant

LIMITS = Limits(below_percent=95, above=1_000_000)


def codes(**row):
    return [problem.code for problem in check_row(Row("EMS", **{"revenue": 100, "volume": 1, **row}), LIMITS)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # Hard errors.
        ({"revenue": None}, ["missing"]),
        ({"revenue": None, "volume": None, "required": False}, []),
        ({"revenue": None, "volume": 3, "required": False}, ["missing"]),
        ({"revenue": 10**15}, ["out_of_range"]),
        ({"volume": -1}, ["negative_volume"]),
        ({"revenue": None, "volume": -1}, ["missing", "negative_volume"]),
        # Nothing arose.
        ({"revenue": 0, "volume": None}, []),
        ({"revenue": 0, "volume": 0}, []),
        ({"revenue": 0, "volume": 5}, ["volume_without_revenue"]),
        ({"revenue": 0, "volume": 0, "usual": 100, "reported": 12, "earning": 12}, ["nothing_now"]),
        ({"revenue": 0, "volume": 0, "usual": 100, "reported": 12, "earning": 11}, []),
        ({"revenue": 0, "volume": 0, "usual": 100, "reported": 2, "earning": 2}, []),
        ({"revenue": 0, "volume": 0, "usual": None, "reported": 11, "earning": 11}, []),
        # Off by a power of ten: from 8 times, to an eighth.
        ({"revenue": 799, "usual": 100}, []),
        ({"revenue": 800, "usual": 100}, ["jump_up"]),
        ({"revenue": 13, "usual": 100}, []),
        ({"revenue": 12, "usual": 96}, ["jump_down"]),
        ({"revenue": 100, "usual": 0}, []),
        ({"revenue": 100, "usual": -5}, []),
        ({"volume": 800, "usual_volume": 100}, ["jump_up"]),
        ({"volume": 9, "usual_volume": 1}, []),
        # A slip of the unit of money.
        ({"revenue": 39_800, "usual": 39_840_000}, ["unit_slip"]),
        ({"revenue": 40, "usual": 39_840_000}, ["unit_slip"]),
        ({"revenue": 39_840_000_000, "usual": 39_840_000}, ["unit_slip"]),
        # Negative revenue.
        ({"revenue": -5, "usual": 100}, ["negative"]),
        # Below the target: by more than the share and by more than the amount.
        ({"revenue": 94_000_000, "target": 100_000_000}, ["below_target"]),
        ({"revenue": 95_000_000, "target": 100_000_000}, []),
        ({"revenue": 9_000_000, "target": 10_000_000}, []),
        ({"revenue": 8_999_999, "target": 10_000_000}, ["below_target"]),
        ({"revenue": 5, "target": 0}, []),
        ({"revenue": 5, "target": None}, []),
        # Two findings at once.
        ({"revenue": 1_000_000, "usual": 9_000_000, "target": 9_000_000}, ["jump_down", "below_target"]),
    ],
)  # fmt: skip
def test_a_row_is_judged_so_that(row, expected):
    assert codes(**row) == expected


def test_a_slip_names_the_figure_that_was_meant():
    (problem,) = check_row(Row("EMS", 39_800, 1, usual=39_840_000), LIMITS)

    assert (problem.kind, problem.suggestion) == (Kind.WARNING, 39_800_000)
    with translation.override("en"):
        assert problem.message == "You entered 39,800; last month it was 39,840,000. Did you mean 39,800,000?"


@pytest.mark.parametrize(
    ("value", "usual", "expected"),
    [
        (40, 39_840_000, 40_000_000),
        (39_840_001, 39_840, None),
        (0, 5, None),
        (5, None, None),
        (100, 150, None),
    ],
)
def test_a_slip_is_seen_only_when_it_lands_near_last_month(value, usual, expected):
    assert meant(value, usual) == expected


def test_errors_come_alone_so_that_nobody_explains_what_has_to_be_put_right():
    problems = check_row(Row("EMS", 10**16, -4, usual=100), LIMITS)

    assert {problem.kind for problem in problems} == {Kind.ERROR}


def test_every_problem_has_a_sentence_with_all_its_figures():
    rows = [
        Row("EMS", None, None), Row("EMS", 10**15, 1), Row("EMS", 1, -1),
        Row("EMS", 39_800, 1, usual=39_840_000), Row("EMS", 800, 1, usual=100),
        Row("EMS", 12, 1, usual=96), Row("EMS", -5, 1), Row("EMS", 0, 5),
        Row("EMS", 0, 0, usual=9, reported=3, earning=3), Row("EMS", 1, 1, target=10_000_000),
    ]  # fmt: skip

    problems = [problem for row in rows for problem in check_row(row, LIMITS)]

    assert len({problem.code for problem in problems}) == 10
    for problem in problems:
        assert isinstance(problem, Problem)
        assert "%(" not in problem.message
