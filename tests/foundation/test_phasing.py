"""It is so that twelve months always sum to the year, whatever shape they take."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.allocation import AllHeld, ZeroBase
from planning.phasing import EVEN, NegativeRest, phase, profile_from_history, rephase
from postoffice.months import Month
from postoffice.working_days import tet_in_january

profiles = st.lists(st.integers(0, 10**9), min_size=12, max_size=12)


@given(st.integers(-(10**15), 10**15), profiles)
def test_the_months_sum_to_the_year_exactly(total, profile):
    assert sum(phase(total, profile)) == total


def test_nothing_known_means_evenly():
    # 100 = 12 × 8 + 4: the first four months get one more.
    even = (9, 9, 9, 9, 8, 8, 8, 8, 8, 8, 8, 8)

    assert phase(100, None) == even
    assert phase(100, [0] * 12) == even
    assert phase(100, EVEN) == even


def test_a_profile_has_twelve_months():
    with pytest.raises(ValueError):
        phase(100, [1, 2, 3])


def test_rephasing_keeps_the_year_and_what_was_done():
    # Scenario 29: 1200 a year, nine months done at 90 instead of 100; 1200 − 810 = 390 over three months.
    months = rephase(1200, [90] * 9, None)

    assert months == (90,) * 9 + (130,) * 3


def test_a_month_not_reported_keeps_its_part_of_the_rest():
    # 120 − 20 − 10 = 90 over ten open months, February among them.
    assert rephase(120, [20, None, 10], None) == (20, 9, 10, 9, 9, 9, 9, 9, 9, 9, 9, 9)


def test_a_reported_zero_is_zero_and_stays():
    assert rephase(110, [0], None) == (0,) + (10,) * 11


def test_more_done_than_the_year_needs_confirmation():
    with pytest.raises(NegativeRest) as refused:
        rephase(100, [110], None)

    assert refused.value.rest == -10
    assert sum(rephase(100, [110], None, allow_negative=True)) == 100


def test_a_rest_with_no_open_month_is_refused():
    with pytest.raises(AllHeld):
        rephase(100, [1] * 12, None)
    assert rephase(12, [1] * 12, None) == (1,) * 12


def test_open_months_without_weight_are_refused_and_not_filled_silently():
    with pytest.raises(ZeroBase):
        rephase(100, [10], [1] + [0] * 11)


@given(
    st.integers(0, 10**12),
    st.lists(st.none() | st.integers(0, 10**9), max_size=11),
    profiles.map(lambda p: [w + 1 for w in p]),
)
def test_rephasing_always_foots(total, done, profile):
    months = rephase(total, done, profile, allow_negative=True)

    assert sum(months) == total
    assert all(months[at] == amount for at, amount in enumerate(done) if amount is not None)


def test_history_that_was_even_gives_an_even_plan():
    # A day of January and one of February bring the same, so that Tết moves nothing: 31 and 28 of 365.
    by_days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    assert profile_from_history({2018: by_days, 2019: by_days}, 2021) == [F(d, 365) for d in by_days]


def test_a_tet_that_moves_from_february_to_january_takes_its_dent_along():
    # Tết 12/02/2021: 10 of the season's 28 days in January, c = −2/7; 22/01/2023: all, c = 1.
    # A day brought 3 in January and 2 in February: d = 1/5; s = (1/5 · −2/7)/(4/49 + 1/10) = −28/89.
    # d moves to 1/5 − 28/89 · 9/7 = −91/445: a day of 2023 brings 354 in January for 536 in February.
    history = [3 * 31, 2 * 28] + [90] * 10

    profile = profile_from_history({2021: history}, 2023)

    assert profile[0] == F(149, 1049) * F(31 * 354, 31 * 354 + 28 * 536)
    assert profile[0] + profile[1] == F(149, 1049)
    assert profile[2:] == [F(90, 1049)] * 10


def test_a_tet_season_that_lies_wholly_in_the_other_month_swaps_the_two():
    # 2020 (25/01) has its season wholly in January, a day there brought half as much; 2026 (17/02) turns it.
    history = [31, 58] + [90] * 10

    profile = profile_from_history({2020: history}, 2026)

    assert profile[0] > profile[1]


def test_two_years_with_tet_on_nearly_the_same_days_keep_their_months():
    # 01/02/2022 and 29/01/2025 stand in two months, but 21 and 24 of 28 days of their seasons lie in January.
    history = [93, 56] + [90] * 10

    profile = profile_from_history({2022: history}, 2025)

    assert abs(profile[0] - F(93, 1049)) < F(1, 200)


@pytest.mark.parametrize(
    ("past", "plan_year"), [(2018, 2020), (2020, 2021), (2019, 2020), (2023, 2026), (2024, 2025)]
)
def test_a_profile_aligned_to_tet_lies_nearer_to_what_the_plan_year_brings(past, plan_year):
    # Every day brings 2, each of the 28 days of the season 3; nothing else differs between the years.
    def true_months(year):
        days = [Month(year, number).last.day for number in range(1, 13)]
        january = int(28 * tet_in_january(year))
        return [2 * days[0] + january, 2 * days[1] + 28 - january, *(2 * d for d in days[2:])]

    profile = profile_from_history({past: true_months(past)}, plan_year)

    truth, naive = true_months(plan_year), true_months(past)
    january = phase(sum(truth), profile)[0]
    assert abs(january - truth[0]) < abs(naive[0] - truth[0])


@pytest.mark.parametrize(
    "years",
    [
        {},
        {2019: [10] * 11 + [None]},
        {2019: [10] * 11},
        {2019: [0] * 12},
        {2019: [-10] * 12},
        {2020: [10] * 12},
        {2021: [10] * 12},
    ],
)
def test_years_that_are_not_whole_or_not_past_teach_nothing(years):
    assert profile_from_history(years, 2020) is None


def test_only_the_latest_three_years_count_and_each_counts_alike():
    small, large = [1] * 6 + [3] * 6, [3000] * 6 + [1000] * 6
    years = {2014: [9] + [0] * 11, 2015: small, 2016: large, 2017: small}

    profile = profile_from_history(years, 2018)

    # From March on no Tết: (1 + 3 + 1)/24/3 before July, (3 + 1 + 3)/24/3 after.
    assert profile[2] == F(5, 72) and profile[11] == F(7, 72) and sum(profile) == 1


def test_a_month_that_was_negative_gets_no_negative_weight():
    profile = profile_from_history({2019: [100] * 11 + [-50]}, 2020)

    assert profile[11] == 0 and sum(profile) == 1
