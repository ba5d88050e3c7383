"""The title of a section states its finding, whatever the figures are."""

from fractions import Fraction

import pytest
from django.utils import translation

from reports.dashboards import findings
from reports.dashboards.findings import Named

B, M = 1_000_000_000, 1_000_000


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


LINES = [
    ([("Courier", 8 * B), ("Media", 7 * B), ("Finance", -2 * B)],
     "Courier is 8 billion ahead of plan, media 7 billion; finance is 2 billion short"),
    ([("Courier", 8 * B), ("Finance", 0)],
     "All 2 lines reach the plan; courier exceeds it most, by 8 billion"),
    ([("Courier", -B), ("Finance", -2 * B)],
     "All 2 lines are short of the plan; finance most, by 2 billion"),
    ([("Courier", -B), ("Finance", None)], "Courier is 1 billion short"),
    ([("Courier", None)], "No plan to hold the lines against"),
    ([], "No plan to hold the lines against"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "title"), LINES)
def test_lines_are_told_by_their_money(parts, title):
    assert findings.lines([Named(*part) for part in parts]) == title


MONTHS = [
    ([5, 5, 5], 3, 0, "All 3 months reach the plan; month 3 is the highest of the year"),
    ([5, 0, 5], 3, 13,
     "All 3 months reach the plan; month 3 is the highest of the year with 13 points still missing"),
    ([5, 5, 5], 1, 1, "All 3 months reach the plan; month 3 lacks 1 point"),
    ([-5, -5], 1, 0, "All 2 months miss the plan"),
    ([5], 1, 0, "Month 1 reaches the plan"),
    ([-3 * M], 1, 0, "Month 1 misses the plan by 3 million"),
    ([5, -5, -5, -5], 1, 0, "Short of the plan 3 months in a row, since month 2"),
    ([-5, -5, -5, 5, 5], 1, 0, "Short of the plan 3 months in a row; months 4 and 5 back on plan"),
    ([-5 * M, 5, -20 * M, 5], 1, 0, "2 of 4 months reach the plan; month 3 lacks most, 20 million"),
    ([-5 * M, -5 * M, -5 * M, 5, -20 * M], 1, 0,
     "1 of 5 months reach the plan; month 5 lacks most, 20 million"),
    ([None, None], 2, 0, "No monthly plan to compare with; month 2 is the highest of the year"),
    ([None], None, 131, "No figures have been sent yet; month 1 lacks 131 points"),
]  # fmt: skip


@pytest.mark.parametrize(("overs", "highest", "missing", "title"), MONTHS)
def test_months_are_told_by_runs_and_by_the_last(overs, highest, missing, title):
    assert findings.year_by_month(overs, highest, missing) == title


GROWTH = [
    ([("Parcels", 13 * B), ("Goods", 9 * B), ("Cards", -2 * B)], 40 * B,
     "Parcels and goods made 55% of the growth of 40 billion"),
    ([("Parcels", 13 * B), ("Cards", -2 * B)], 11 * B,
     "Parcels grew by 13 billion; with the falls of others 11 billion remain"),
    ([("Parcels", 2 * B), ("Cards", -5 * B), ("Press", -4 * B)], -7 * B,
     "Cards and press fell by 9 billion, within a fall of 7 billion"),
    ([("Parcels", 2 * B), ("Cards", -2 * B)], 0, "Neither growth nor fall against last year"),
    ([("Parcels", 2 * B)], None, "No figures of last year to compare with"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "total", "title"), GROWTH)
def test_growth_is_told_by_the_services_that_made_it(parts, total, title):
    shares = {name: Fraction(value, total) for name, value in parts} if total else {}

    assert findings.growth([Named(*part) for part in parts], total, shares) == title


LEAGUE = [
    ([("A", 5), ("B", 2), ("C", -1)], "Two units reach the plan; A exceeds it by most money"),
    ([("A", 5), ("B", 0)], "Two units, every one, reach the plan; A exceeds it by most money"),
    ([("A", -5 * M), ("B", -9 * M)], "None reaches the plan; B lacks most, 9 million"),
    ([("A", None)], "No plan was given to them"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "title"), LEAGUE)
def test_a_league_counts_who_reaches_the_plan(parts, title):
    assert findings.league([Named(*part) for part in parts], findings.UNITS) == title


SHORT, MET, TINY = Fraction(-1, 10), Fraction(1, 10), Fraction(-4, 1000)
HEAT = [
    ({"A": [SHORT] * 4, "B": [SHORT, SHORT, SHORT, MET], "C": [MET] * 4},
     "A is short of the plan 4 months in a row; B in more than half the months"),
    ({"A": [SHORT, SHORT, SHORT, MET], "C": [MET] * 4}, "A was short of the plan from month 1 to month 3"),
    ({"A": [SHORT, MET, SHORT, MET]}, "Nobody misses the plan 3 months in a row"),
    ({"A": [TINY, MET]}, "Nobody misses the plan of any month"),
    ({"A": [None, None]}, "No monthly plan to compare with"),
]  # fmt: skip


@pytest.mark.parametrize(("units", "title"), HEAT)
def test_a_heat_map_names_the_longest_run_as_it_is_printed(units, title):
    # −0.4% prints as 0 and counts as reached.
    assert findings.heat(list(units.items())) == title


CUMULATED = [
    ([-1 * M, -5 * M, -3 * M], "Short of the plan to date by 3 million; less and less since month 3"),
    ([-1 * M, -5 * M, -4 * M, -3 * M], "Short of the plan to date by 3 million; less and less since month 3"),
    ([-1 * M, -2 * M, -3 * M], "Short of the plan to date by 3 million after 3 months"),
    ([5 * M, 9 * M], "Ahead of the plan to date by 9 million after 2 months"),
    ([9 * M, 5 * M], "Ahead of the plan to date by 5 million; less and less since month 2"),
    ([9 * M, 0], "Exactly on the plan to date"),
    ([None], "No plan to date to compare with"),
]  # fmt: skip


@pytest.mark.parametrize(("overs", "title"), CUMULATED)
def test_the_year_as_it_adds_up_tells_since_when_the_gap_shrinks(overs, title):
    assert findings.cumulated(overs) == title


def test_who_pulls_down_is_counted_with_the_money_together():
    three = [Named("A", -1_200 * M), Named("B", -800 * M), Named("C", -700 * M)]

    assert findings.pulled_down(three, findings.POINTS) == (
        "Three points pull down 2.7 billion đồng against the plan"
    )
    assert findings.pulled_down([Named("A", 5 * M)], findings.UNITS) == "Nobody is short of the plan"
    assert findings.pulled_down([Named("A", None)], findings.UNITS) == "No plan was given to them"
    assert findings.pulled_down([Named("A", -5 * M)], findings.SERVICES) == (
        "One service pulls down 5 million đồng against the plan"
    )


@pytest.mark.parametrize(
    ("difference", "sentence"),
    [
        (5 * B, "The plan “In” asks 5 billion đồng more than “Out”."),
        (-5 * B, "The plan “In” asks 5 billion đồng less than “Out”."),
        (0, "What “In” asks of the units adds up to “Out” exactly."),
    ],
)
def test_two_plans_that_differ_say_by_how_much(difference, sentence):
    assert findings.plans_apart("In", "Out", difference) == sentence
