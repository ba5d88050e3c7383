"""What an approver sees of sent months."""

from fractions import Fraction

import pytest

from planning import review
from planning.actions.monthly_reports import NeedsReason
from planning.models import Office
from postoffice.measures import Reason
from postoffice.months import Month
from tests.planning.deeds import DECEMBER, fill, save, send, sent

NOVEMBER = Month(2019, 11)


@pytest.fixture
def december(world):
    world.open("2019-12")
    return world


def of(world, unit="cua_bac"):
    return review.reviews([getattr(world, unit)], DECEMBER)[getattr(world, unit).pk]


def test_a_sent_month_stands_beside_last_month_and_its_target(december):
    december.report(december.cua_bac, NOVEMBER, {"EMS": 60, "CT": 40})
    december.target(december.cua_bac, 2019, 1200)
    sent(december, {"EMS": 90, "CT": 45})

    seen = of(december)

    # 135 against 100 last month; the target of a month is 100.
    assert (seen.total, seen.previous, seen.target) == (135, 100, 100)
    assert (seen.growth, seen.completion) == (Fraction(35, 100), Fraction(135, 100))
    assert seen.is_clean


def test_what_has_no_base_and_no_target_says_so(december):
    sent(december, {"EMS": 90})

    seen = of(december)

    assert (seen.previous, seen.growth, seen.completion) == (None, Reason.NO_BASE, Reason.NO_TARGET)


def test_a_month_that_was_not_sent_has_no_total(december):
    seen = of(december)

    assert (seen.total, seen.growth) == (None, Reason.NOT_REPORTED)
    # The list of the point has four services.
    assert [p.code for p in seen.problems] == ["missing"] * 4


def test_exceptions_carry_the_money_at_stake(december):
    Office.objects.update(explain_above=0)
    december.report(december.cua_bac, NOVEMBER, {"EMS": 100, "CT": 100})
    december.target(december.cua_bac, 2019, 12 * 90, node="CT")
    save(december, ("EMS", "revenue", 900, 0), ("CT", "revenue", 80, 0))
    fill(december)
    send(december, notes={"EMS": ("season", ""), "CT": ("staff", "")})

    seen = of(december)

    # EMS jumped by 800; CT misses 10 of its 90.
    found = [(p.service, p.code, p.stake) for p in seen.problems]
    assert found == [("CT", "below_target", 10), ("EMS", "jump_up", 800)]
    assert (seen.stake, seen.is_clean) == (810, False)


def test_the_province_answers_for_the_assigned_plan_and_a_unit_for_the_internal_one(december):
    december.target(december.vp, 2019, 1200, kinds=("assigned",))
    december.target(december.vp, 2019, 2400, kinds=("internal",))
    december.target(december.dong_ho, 2019, 600, kinds=("internal",))
    december.target(december.dong_ho, 2019, 12, kinds=("assigned",))

    asked = review.targets([december.vp, december.dong_ho], DECEMBER)

    assert asked[december.vp.pk, "ALL"] == 100
    assert asked[december.dong_ho.pk, "ALL"] == 50


def test_a_sum_that_lacks_a_part_is_no_target(december):
    december.report(december.cua_nam, NOVEMBER, {"EMS": 100})
    december.target(december.cua_bac, 2019, 1200)

    assert review.targets([december.dong_ho], DECEMBER)[december.dong_ho.pk, "ALL"] is Reason.INCOMPLETE_PLAN


def test_a_queue_costs_the_same_queries_however_long(december, django_assert_num_queries):
    points = [december.cua_bac, december.cua_nam, december.cua_dong, december.cua_tay]
    for number, point in enumerate(points):
        december.report(point, NOVEMBER, {"EMS": 100})
        december.report(point, DECEMBER, {"EMS": 100 + number})

    with django_assert_num_queries(5):
        review.reviews(points[:1], DECEMBER)
    with django_assert_num_queries(5):
        assert len(review.reviews(points, DECEMBER)) == 4


def test_the_twelve_months_before_are_counted_without_the_thirteenth(december):
    for back in (1, 2, 13):
        december.report(december.cua_bac, DECEMBER - back, {"EMS": 10})
    december.report(december.cua_bac, DECEMBER - 3, {"EMS": 0})

    past = review.pasts([december.cua_bac.pk], DECEMBER)[december.cua_bac.pk, "EMS"]

    assert (past.usual, past.reported, past.earning) == (10, 3, 2)


def test_money_is_at_stake_once_however_many_sentences_a_service_has(december):
    Office.objects.update(explain_above=0)
    for back in (1, 2, 3):
        december.report(december.cua_bac, DECEMBER - back, {"EMS": 100})
    december.target(december.cua_bac, 2019, 12 * 90, node="EMS")
    save(december, ("EMS", "revenue", 0, 0), ("CT", "revenue", 5, 0))
    fill(december)
    send(december, notes={"EMS": ("season", "")})

    seen = of(december)

    # None of the usual 100, and 90 below target: the larger one is the money in question, not 190.
    assert [(p.code, p.stake) for p in seen.problems] == [("nothing_now", 100), ("below_target", 90)]
    assert seen.stake == 100


def test_a_row_with_two_oddities_is_one_row_to_explain(december):
    for back in (1, 2, 3):
        december.report(december.cua_bac, DECEMBER - back, {"EMS": 100_000_000})
    december.target(december.cua_bac, 2019, 12 * 90_000_000, node="EMS")
    fill(december)

    with pytest.raises(NeedsReason) as refusal:
        send(december)

    assert [p.code for p in refusal.value.problems] == ["nothing_now", "below_target"]
    assert refusal.value.details == {"count": 1}
