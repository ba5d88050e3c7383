"""It is so that a plan's statements are solved, left open or found to clash, exactly."""

from decimal import Decimal as D
from fractions import Fraction as F

import pytest

from planning.plan_solver import (
    EACH,
    TOTAL,
    Contradictory,
    NoBase,
    Open,
    Problem,
    ProblemError,
    Solved,
    UnknownPart,
    amount,
    at_least,
    at_most,
    between,
    ceiling,
    exactly,
    findings,
    floor,
    growth,
    hold,
    index,
    printed,
    share,
    solve,
    total,
)
from postoffice.measures import Reason
from postoffice.numbers import BILLION, GROWTH, PERCENT

LINES = ["courier", "finance", "distribution"]
BASE_2019 = {"courier": D("106"), "finance": D("32.5"), "distribution": D("119.9")}
SEED_2020 = Problem(
    LINES,
    [
        total(printed(D("284.15")), "284,15 tỷ đồng"),
        growth("courier", printed(D("0.44")), "+44%"),
        growth("finance", printed(D("0.16")), "+16%"),
    ],
    BASE_2019,
    D("258.5"),
)


def test_the_seeds_plan_leaves_the_rest_to_distribution():
    answer = solve(SEED_2020)

    # 106 × 1,44 = 152,64; 32,5 × 1,16 = 37,7; 284,15 − 190,34 = 93,81.
    assert isinstance(answer, Solved)
    assert [cell.point for cell in answer.parts] == [F("152.64"), F("37.7"), F("93.81")]
    # Printed digits: 284,145 − 106·1,445 − 32,5·1,165 to 284,155 − 106·1,435 − 32,5·1,155.
    assert (answer.cell("distribution").low, answer.cell("distribution").high) == (F("93.1125"), F("94.5075"))


def test_the_seeds_plan_is_flagged_with_the_numbers_of_its_sentence():
    (finding,) = findings(SEED_2020, solve(SEED_2020))

    # 93,81/119,9 − 1 = −21,76%; 119,9/258,5 = 46,38%; 93,81/284,15 = 33,01%.
    assert finding.part == "distribution" and finding.against_total
    assert BILLION.places(2).write(finding.amount * 10**9) == "93,81"
    assert GROWTH.write(finding.growth) == "−21,8%"
    assert PERCENT.write(finding.share_before) == "46,4%" and PERCENT.write(finding.share) == "33,0%"
    assert finding.share_change == finding.share - finding.share_before


def test_a_line_that_moves_with_the_total_is_not_flagged():
    # 300 − 152,64 − 37,7 = 109,66: still below 119,9; 320 leaves 129,66, which rises like the total.
    for whole, against in ((300, True), (320, False)):
        problem = Problem(LINES, [total(exactly(whole)), *SEED_2020.facts[1:]], BASE_2019, D("258.5"))
        assert findings(problem, solve(problem))[0].against_total is against


@pytest.mark.parametrize("parts", [["a", "b", "c"], ["a"]])
def test_bac_ninh_is_feasible_as_indices_and_contradictory_as_growth(parts):
    # Scenario 39: 2017 = 159, plan 2018 = 236, lines "115% to 164%". As indices: 182,85 to 260,76 holds 236.
    plan, pair = total(printed(D(236)), "KH 236"), between(D("1.15"), D("1.64"))

    as_indices = solve(Problem(parts, [plan, index(EACH, pair)], base_total=159))
    as_growth = solve(Problem(parts, [plan, growth(EACH, pair, "115% đến 164%")], base_total=159))

    assert isinstance(as_indices, (Open, Solved)) and as_indices.total.point == 236
    # 159 × 2,15 = 341,85 is above 236,5.
    assert isinstance(as_growth, Contradictory)
    assert [fact.text for fact in as_growth.clash] == ["KH 236", "115% đến 164%"]


def test_rounded_parts_that_miss_their_rounded_total_do_not_clash():
    # 106 + 32,5 + 119,9 = 258,4 and the total is printed 258,5: within half a digit each.
    facts = [total(printed(D("258.5")))] + [
        amount(line, printed(D(str(v)) + D("0.0"))) for line, v in BASE_2019.items()
    ]

    answer = solve(Problem(LINES, facts))

    assert isinstance(answer, Solved)
    assert answer.total.point == F("258.5") == sum(cell.point for cell in answer.parts)
    assert all(cell.low <= cell.point <= cell.high for cell in answer.parts)


def test_the_misprinted_nine_months_name_all_four_figures():
    # 165,9 = 78,8 + 22,2 + 2,8 misses 62,1: any three of the four could be true.
    facts = [
        total(printed(D("165.9"))),
        *[amount(line, printed(D(v))) for line, v in zip(LINES, ("78.8", "22.2", "2.8"), strict=True)],
    ]

    answer = solve(Problem(LINES, facts))

    assert isinstance(answer, Contradictory) and answer.clash == tuple(facts)


def test_a_smallest_clash_leaves_out_what_has_no_part_in_it():
    innocent = [floor("a", 1), share("b", at_most(F(1, 2))), ceiling("c", 1000)]
    guilty = [amount("c", exactly(70)), total(exactly(60))]

    answer = solve(Problem(["a", "b", "c"], [innocent[0], guilty[0], innocent[1], guilty[1], innocent[2]]))

    assert isinstance(answer, Contradictory) and answer.clash == tuple(guilty)


def test_shares_over_one_clash_without_any_amount():
    facts = [share("a", exactly(F(6, 10))), share("b", exactly(F(5, 10)))]

    answer = solve(Problem(["a", "b", "c"], facts))

    assert isinstance(answer, Contradictory) and answer.clash == tuple(facts)


def test_shares_that_do_not_reach_one_clash_although_nothing_would_satisfy_them():
    answer = solve(Problem(["a", "b"], [share("a", exactly(F(1, 2))), share("b", exactly(F(2, 5)))]))

    assert isinstance(answer, Contradictory) and len(answer.clash) == 2


def test_a_share_and_an_amount_give_the_total():
    # 30 is 60% of 50.
    answer = solve(Problem(["a", "b"], [amount("a", exactly(30)), share("a", exactly(F(3, 5)))]))

    assert isinstance(answer, Solved)
    assert (answer.total.point, answer.cell("b").point) == (50, 20)


def test_two_shares_and_the_amount_of_the_rest_name_every_cell():
    # 1 − 50% − 20% = 30% is 30.
    facts = [share("a", exactly(F(1, 2))), share("b", exactly(F(1, 5))), amount("c", exactly(30))]

    answer = solve(Problem(["a", "b", "c"], facts))

    assert isinstance(answer, Solved)
    assert [cell.point for cell in (*answer.parts, answer.total)] == [50, 20, 30, 100]


def test_a_fact_that_repeats_another_names_no_further_cell():
    # 60% of 100 is 60, said twice; b and c share 40.
    facts = [total(printed(D(100))), share("a", printed(D("0.60"))), amount("a", printed(D(60)))]

    answer = solve(Problem(["a", "b", "c"], facts, {"b": 1, "c": 3}))

    assert isinstance(answer, Open)
    assert [cell.point for cell in answer.parts] == [60, 10, 30]


def test_shares_alone_leave_the_total_open():
    answer = solve(
        Problem(
            ["a", "b"], [share("a", printed(D("0.6"))), share("b", printed(D("0.4")))], {"a": 30, "b": 20}
        )
    )

    assert isinstance(answer, Open) and answer.total.high is None
    assert [cell.point for cell in answer.parts] == [30, 20]


def test_an_open_plan_grows_its_open_lines_alike():
    # 150 − 30 held = 120 over bases 40 and 60: both 1,2 times.
    problem = Problem(["a", "b", "c"], [total(exactly(150)), hold("a", 30)], {"a": 20, "b": 40, "c": 60})

    answer = solve(problem)

    assert isinstance(answer, Open)
    assert [cell.point for cell in answer.parts] == [30, 48, 72]
    assert (answer.cell("b").low, answer.cell("b").high) == (0, 120)
    assert [finding.part for finding in findings(problem, answer)] == ["b", "c"]


def test_an_open_line_stops_at_its_ceiling_and_the_others_take_the_rest():
    # 150 over bases 40, 60 would be 60 + 90; "gần 80" stops c at 80, a takes 70.
    facts = [total(exactly(150)), amount("c", at_most(80))]

    answer = solve(Problem(["a", "c"], facts, {"a": 40, "c": 60}))

    assert [cell.point for cell in answer.parts] == [70, 80]
    assert (answer.cell("a").low, answer.cell("a").high) == (70, 150)


def test_an_open_line_does_not_fall_below_its_floor():
    # 100 over bases 40, 60 would be 40 + 60; "trên 70" lifts c, a gives way.
    facts = [total(exactly(100)), amount("c", at_least(70))]

    answer = solve(Problem(["a", "c"], facts, {"a": 40, "c": 60}))

    assert [cell.point for cell in answer.parts] == [30, 70]


def test_a_rising_share_limits_a_line_from_below():
    # At least 46,4% of 284,15 is 131,8456; the rest is left to the others.
    facts = [total(exactly(D("284.15"))), share("distribution", at_least(D("0.464")))]

    answer = solve(Problem(LINES, facts, BASE_2019))

    assert answer.cell("distribution").low == F("131.8456")
    assert answer.cell("courier").high == F("152.3044")


def test_lines_without_a_last_year_share_evenly_what_the_others_cannot_take():
    facts = [total(exactly(100)), ceiling("old", 40)]

    answer = solve(Problem(["old", "new", "newer"], facts, {"old": 30}))

    assert [cell.point for cell in answer.parts] == [40, 30, 30]


def test_a_line_without_a_last_year_keeps_its_floor_and_leaves_the_rest():
    answer = solve(Problem(["old", "new"], [total(exactly(100)), floor("new", 10)], {"old": 30}))

    assert [cell.point for cell in answer.parts] == [90, 10]


def test_nothing_said_proposes_last_year_and_limits_nothing():
    answer = solve(Problem(["a", "b"], [], {"a": 40, "b": 60}))

    assert isinstance(answer, Open)
    assert (answer.total.point, answer.total.low, answer.total.high) == (100, 0, None)
    assert [(cell.point, cell.high) for cell in answer.parts] == [(40, None), (60, None)]


def test_a_floor_that_meets_its_ceiling_fixes_a_line():
    answer = solve(Problem(["a"], [floor("a", 5), ceiling("a", 5)]))

    assert isinstance(answer, Solved) and answer.total.point == 5


def test_a_finding_without_a_base_says_why_it_has_no_growth():
    problem = Problem(["a", "b"], [total(exactly(10)), amount("a", exactly(4))], {"a": 3})

    (finding,) = findings(problem, solve(problem))

    assert (finding.part, finding.amount, finding.share) == ("b", 6, F(3, 5))
    assert finding.growth is finding.share_before is finding.share_change is Reason.NO_BASE
    assert not finding.against_total


def test_facts_without_meaning_are_refused_by_name():
    with pytest.raises(UnknownPart):
        Problem(["a"], [amount("b", exactly(1))])
    with pytest.raises(UnknownPart):
        Problem(["a", TOTAL], [])
    with pytest.raises(UnknownPart):
        Problem(["a", "a"], [])
    with pytest.raises(ProblemError):
        Problem(["a"], [share(TOTAL, exactly(1))])
    with pytest.raises(NoBase):
        Problem(["a"], [growth("a", exactly(1))])
    with pytest.raises(NoBase):
        Problem(["a"], [index(TOTAL, exactly(1))], {"a": 0})
    with pytest.raises(ValueError):
        between(2, 1)
    with pytest.raises(ValueError):
        printed(D("NaN"))


def test_thirty_lines_and_a_total_that_all_clash_are_named_together():
    parts = [f"line {n}" for n in range(30)]
    facts = [total(exactly(1000)), *[amount(part, exactly(30)) for part in parts]]

    answer = solve(Problem(parts, facts))

    assert isinstance(answer, Contradictory) and set(answer.clash) == set(facts)
