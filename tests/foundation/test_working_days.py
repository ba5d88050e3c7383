"""It is so that due days and Tết fall where Vietnam's calendar puts them."""

from datetime import date
from fractions import Fraction as F

import pytest

from postoffice.months import Month
from postoffice.working_days import (
    due_on,
    is_working_day,
    next_working_day,
    tet,
    tet_in_january,
    tet_moved,
    working_days,
)

TET = {
    2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10),
    2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 2), 2031: (1, 23),
}  # fmt: skip


@pytest.mark.parametrize(("year", "day"), TET.items())
def test_tet_is_counted_for_utc_plus_7(year, day):
    assert tet(year) == date(year, *day)


@pytest.mark.parametrize(
    ("month", "due"),
    [
        # 05/01/2020 is a Sunday.
        (Month(2019, 12), date(2020, 1, 6)),
        (Month(2019, 11), date(2019, 12, 5)),
        # 05/02/2019 is Tết itself, the holiday ends on Friday 08/02, Monday is 11/02.
        (Month(2019, 1), date(2019, 2, 11)),
        # 05/10/2019 is a Saturday.
        (Month(2019, 9), date(2019, 10, 7)),
    ],
)
def test_a_month_is_due_on_the_fifth_rolled_to_a_working_day(month, due):
    assert due_on(month) == due


def test_the_planner_may_set_another_day_and_the_office_its_own_holidays():
    # 31 February does not exist: the last day, 29/02/2020, is a Saturday, so Monday 02/03.
    assert due_on(Month(2020, 1), day=31) == date(2020, 3, 2)
    assert due_on(Month(2019, 12), overrides={date(2020, 1, 6): True}) == date(2020, 1, 7)
    assert due_on(Month(2019, 12), overrides={date(2020, 1, 5): False}) == date(2020, 1, 5)


def test_a_saturday_swapped_for_a_day_off_is_worked():
    # 29/04/2019 was off, Saturday 04/05/2019 was worked for it.
    assert not is_working_day(date(2019, 4, 29))
    assert is_working_day(date(2019, 5, 4))
    assert next_working_day(date(2019, 4, 27)) == date(2019, 5, 2)


def test_working_days_are_counted():
    # January 2020: 23 weekdays; off: 01/01 (Wed), 23–24/01 and 27–29/01 (Thu, Fri, Mon–Wed) = 6.
    assert working_days(Month(2020, 1)) == 17


@pytest.mark.parametrize(
    ("month", "moved"),
    [
        # Scenario 37: Tết 29/01/2025 and 17/02/2026.
        (Month(2026, 1), True),
        (Month(2026, 2), True),
        (Month(2026, 3), False),
        (Month(2019, 2), False),
        (Month(2020, 1), True),
    ],
)
def test_january_and_february_are_flagged_when_tet_changed_month(month, moved):
    assert tet_moved(month) is moved


def test_tet_is_compared_with_the_year_that_is_the_base():
    assert tet_moved(Month(2022, 1), years=1) is False and tet_moved(Month(2022, 1), years=2) is True


@pytest.mark.parametrize(
    ("year", "part"),
    [
        # The 28 days from 21 before to 6 after: 04–31/01/2020; 26/01–22/02/2018 has 6 in January.
        (2020, F(1)),
        (2018, F(6, 28)),
        (2022, F(21, 28)),
        (2025, F(24, 28)),
    ],
)
def test_the_tet_season_is_divided_between_two_months(year, part):
    assert tet_in_january(year) == part
