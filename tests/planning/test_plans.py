"""Targets are laid on months, plans are put in force, decisions are asked about."""

import pytest

from planning.actions import plans
from planning.actions.errors import NotAllowed, NotFound, OutOfRange
from planning.actions.plans import AskedTarget
from planning.models import AnnualTarget, Plan, ReportingMonth
from planning.models.history import Channel
from planning.plan_sheet import stated
from postoffice.months import Month


@pytest.fixture
def act(world) -> dict:
    return {"by": world.planner, "at": world.now, "channel": Channel.PAGE}


@pytest.fixture
def plan(world, act) -> Plan:
    return plans.create_plan(year=2020, kind="internal", **act)


def target(world, plan, act, unit: str, node: str, total: int, months: tuple = ()) -> AnnualTarget:
    asked = AskedTarget(world.units[unit].pk, node, "revenue", total, months)
    plans.write_targets(plan=plan, targets=[asked], **act)
    return AnnualTarget.objects.get(plan=plan, unit=world.units[unit], node=node)


def a_year(world, unit: str, months: list[int], *, year: int = 2019, service: str = "EMS"):
    for number, amount in enumerate(months, start=1):
        world.report(world.units[unit], Month(year, number), {service: amount})


SUMMER = [0, 0, 0, 0, 0, 100, 300, 0, 0, 0, 0, 0]


def test_a_target_follows_the_units_own_past_year(world, plan, act):
    a_year(world, "cua-bac", SUMMER)

    kept = target(world, plan, act, "cua-bac", "EMS", 1_000)

    # 100 : 300 of 1.000.
    assert (kept.months, kept.how) == ([0] * 5 + [250, 750] + [0] * 5, "history")


def test_a_unit_without_a_past_follows_the_one_above(world, plan, act):
    a_year(world, "cua-bac", SUMMER)

    kept = target(world, plan, act, "cua-nam", "EMS", 1_000)

    assert (kept.months, kept.how) == ([0] * 5 + [250, 750] + [0] * 5, "parent")


def test_where_there_is_no_past_at_all_months_are_even_and_exact(world, plan, act):
    kept = target(world, plan, act, "cua-bac", "EMS", 100)

    assert (kept.months, kept.how) == ([9, 9, 9, 9] + [8] * 8, "even")


def test_the_whole_is_phased_by_itself(world, plan, act):
    a_year(world, "cua-bac", SUMMER)
    a_year(world, "cua-bac", [100] * 12, service="CT")

    kept = target(world, plan, act, "cua-bac", "ALL", 1_600)

    # EMS 400 and CT 1.200 make 1.600 in all: the months of both together. Tết moves from February into
    # January in 2020, so that these two months only keep their sum.
    assert kept.months[2:] == [100] * 3 + [200, 400] + [100] * 5
    assert sum(kept.months[:2]) == 200


def test_a_year_with_a_month_missing_is_no_example(world, plan, act):
    a_year(world, "cua-bac", SUMMER[:11])

    kept = target(world, plan, act, "cua-bac", "EMS", 1_200)

    assert kept.how == "even"


def test_a_district_is_taken_as_a_whole_only_where_all_its_points_reported(world, plan, act):
    a_year(world, "cua-bac", SUMMER)
    a_year(world, "cua-nam", [5] * 11)

    half = target(world, plan, act, "dong-ho", "EMS", 1_200).how
    for number in range(1, 13):
        month = Month(2019, number).first
        ReportingMonth.objects.create(month=month, due_on=month, opened_at=world.now, closed_2_at=world.now)
    whole = target(world, plan, act, "dong-ho", "EMS", 1_300).how

    assert (half, whole) == ("even", "history")


def test_only_years_before_the_plans_are_looked_at(world, act):
    a_year(world, "cua-bac", SUMMER)
    plan = plans.create_plan(year=2019, kind="internal", **act)

    assert target(world, plan, act, "cua-bac", "EMS", 1_200).how == "even"


@pytest.mark.parametrize("total", [1, -100, 284_150_000_001, 0])
def test_months_add_up_to_the_dong(world, plan, act, total):
    a_year(world, "cua-bac", [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8])

    assert sum(target(world, plan, act, "cua-bac", "EMS", total).months) == total


def test_given_months_are_kept_as_given(world, plan, act):
    months = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)

    kept = target(world, plan, act, "cua-bac", "EMS", 78, months)

    assert (tuple(kept.months), kept.how) == (months, "given")


def test_a_target_that_stays_the_same_keeps_its_months_and_makes_no_batch(world, plan, act):
    target(world, plan, act, "cua-bac", "EMS", 78, (78, *[0] * 11))

    asked = AskedTarget(world.cua_bac.pk, "EMS", "revenue", 78)
    batch = plans.write_targets(plan=plan, targets=[asked], **act)

    assert batch is None
    assert AnnualTarget.objects.get().months[0] == 78


@pytest.mark.parametrize(
    ("node", "measure", "total", "error"),
    [
        ("XYZ", "revenue", 1, plans.UnknownNode),
        ("ALL", "volume", 1, plans.UnknownNode),
        ("EMS", "balance", 1, plans.UnknownNode),
        ("EMS", "revenue", 10**15, OutOfRange),
    ],
)
def test_a_target_that_cannot_be_is_refused_whole(world, plan, act, node, measure, total, error):
    good = AskedTarget(world.cua_bac.pk, "EMS", "revenue", 5)
    bad = AskedTarget(world.cua_bac.pk, node, measure, total)

    with pytest.raises(error):
        plans.write_targets(plan=plan, targets=[good, bad], **act)

    assert not AnnualTarget.objects.exists()


def test_who_may_not_plan_writes_no_target(world, plan, act):
    asked = [AskedTarget(world.cua_bac.pk, "EMS", "revenue", 5)]

    with pytest.raises(NotAllowed):
        plans.write_targets(plan=plan, targets=asked, **act | {"by": world.manager})
    with pytest.raises(NotFound):
        plans.write_targets(plan=plan, targets=asked, **act | {"by": world.stranger})


def test_one_revision_holds_at_a_time_and_the_earlier_stays_as_it_was(world, plan, act):
    target(world, plan, act, "vp", "ALL", 100)
    plans.put_in_force(plan=plan, **act | {"by": world.director})
    revision = plans.create_plan(year=2020, kind="internal", copy_of=plan, **act)

    plans.put_in_force(plan=revision, **act | {"by": world.director})

    assert [p.revision for p in Plan.objects.in_force(2020, "internal")] == [1]
    assert AnnualTarget.objects.filter(plan=plan).get().total == 100
    with pytest.raises(plans.PlanFrozen):
        target(world, plan, act, "vp", "ALL", 200)


def test_a_plan_that_asks_nothing_is_not_put_in_force(world, plan, act):
    with pytest.raises(plans.EmptyPlan):
        plans.put_in_force(plan=plan, **act | {"by": world.director})


def test_the_director_of_a_district_puts_nothing_in_force(world, plan, act):
    target(world, plan, act, "vp", "ALL", 100)
    world.head.postings.update(role="director")

    with pytest.raises(NotAllowed):
        plans.put_in_force(plan=plan, **act | {"by": world.head})


def with_facts(plan, *facts: tuple[str, str, str]) -> stated.Said:
    plan.facts = [{"node": node, "kind": kind, "value": value} for node, kind, value in facts]
    return stated.of_plan(plan)


# As the decision of 19/12/2019 printed the year: "hơn 106 tỷ", "hơn 32,5 tỷ", "hơn 119,9 tỷ".
SEED_BASE = (
    ("BCCP", "base", "106000000000"),
    ("TCBC", "base", "32500000000"),
    ("PPTT", "base", "119900000000"),
)


def test_the_seeds_plan_is_flagged_with_a_question_and_not_accepted_in_silence(world, plan):
    said = with_facts(
        plan,
        ("ALL", "amount", "284150000000"),
        ("BCCP", "growth", "0.44"),
        ("TCBC", "growth", "0.16"),
        *SEED_BASE,
    )

    # 284,15 − 1,44 · 106 − 1,16 · 32,5 = 284,15 − 152,64 − 37,70 = 93,81;
    # 93,81 / 119,9 − 1 = −21,8%; 93,81 / 284,15 = 33,0% of the whole, 119,9 / 258,4 = 46,4% before.
    [sentence] = said.asks
    assert all(part in sentence for part in ("93,81", "−21,8%", "46,4%", "33,0%", "?"))
    assert len(said.facts) == 3


def test_facts_that_clash_are_named(world, plan):
    said = with_facts(
        plan,
        ("ALL", "amount", "100000000000"),
        ("BCCP", "growth", "0.44"),
        ("PPTT", "amount", "1000000000"),
        ("TCBC", "amount", "1000000000"),
        *SEED_BASE,
    )

    assert len(said.clash) >= 2
    assert not said.asks


def test_growth_on_a_year_that_is_not_complete_concludes_nothing(world, plan):
    said = with_facts(plan, ("ALL", "amount", "284150000000"), ("BCCP", "growth", "0.44"))

    assert said.unjudged
    assert not said.asks
