"""P(unit, node): stated, else of the nodes stated there, else of the children, else none."""

import pytest

from planning.actions import plans
from planning.actions.plans import AskedTarget
from planning.models import AnnualTarget, Plan, PlanTotal
from planning.models.history import Channel
from tests.planning import deeds


@pytest.fixture
def plan(world) -> Plan:
    return plans.create_plan(year=2019, kind="internal", by=world.planner, at=world.now, channel=Channel.PAGE)


@pytest.fixture
def ask(world, plan):
    """State targets: ask("vp", "ALL", 100), ask("cua-bac", "EMS", 3, measure="volume")."""

    def state(unit: str, node: str, total: int | None, *, measure: str = "revenue"):
        target = AskedTarget(world.units[unit].pk, node, measure, total)
        return plans.write_targets(
            plan=plan, targets=[target], by=world.planner, at=world.now, channel=Channel.PAGE
        )

    return state


def answer(world, unit: str, node: str = "ALL", measure: str = "revenue") -> tuple | None:
    """Return (total, source, incomplete, below) of a unit and node, None where there is no plan."""
    found = PlanTotal.objects.filter(unit=world.units[unit], node=node, measure=measure).first()
    return found and (found.total, found.source, found.incomplete, found.below)


def test_what_is_stated_comes_first(world, ask):
    ask("dong-ho", "ALL", 100)
    ask("cua-bac", "ALL", 60)

    assert answer(world, "dong-ho") == (100, "stated", False, 60)


def test_what_is_stated_for_lines_at_the_unit_is_summed(world, ask):
    ask("cua-bac", "BCCP", 70)
    ask("cua-bac", "CT", 20)

    assert answer(world, "cua-bac") == (90, "nodes", False, None)
    assert answer(world, "cua-bac", "TCBC") == (20, "nodes", False, None)


def test_a_stated_line_is_not_added_to_its_services(world, ask):
    ask("cua-bac", "BCCP", 70)
    ask("cua-bac", "EMS", 40)

    # The line says 70; EMS is a part of it, and 30 of the line are not handed to a service.
    assert answer(world, "cua-bac") == (70, "nodes", False, None)
    assert answer(world, "cua-bac", "BCCP") == (70, "stated", False, 40)


def test_nodes_stated_at_the_unit_come_before_its_children(world, ask):
    ask("dong-ho", "BCCP", 70)
    ask("cua-bac", "ALL", 500)

    assert answer(world, "dong-ho")[:2] == (70, "nodes")


def test_children_are_summed_where_nothing_is_stated(world, ask):
    ask("cua-bac", "ALL", 60)
    ask("cua-nam", "ALL", 40)
    ask("tay-ho", "ALL", 7)

    assert answer(world, "dong-ho") == (100, "children", False, None)
    assert answer(world, "vp") == (107, "children", False, None)


def test_where_nothing_is_stated_there_is_no_plan(world, ask):
    ask("cua-bac", "ALL", 60)

    assert answer(world, "tay-ho") is None
    assert answer(world, "cua-bac", "EMS") is None


def test_a_sum_that_lacks_a_unit_with_revenue_is_incomplete_all_the_way_up(world, plan, ask):
    world.books("""
        unit    | 2019
        cua nam |  120
    """)

    ask("cua-bac", "ALL", 60)

    assert answer(world, "dong-ho") == (60, "children", True, None)
    assert answer(world, "vp") == (60, "children", True, None)


def test_a_sum_that_lacks_a_service_with_revenue_is_incomplete(world, ask):
    world.books(
        """
        unit    | 2019
        cua bac |  120
    """,
        service="CT",
    )

    ask("cua-bac", "EMS", 60)

    assert answer(world, "cua-bac") == (60, "nodes", True, None)
    assert answer(world, "cua-bac", "BCCP") == (60, "nodes", False, None)


def test_a_part_without_revenue_in_the_year_is_not_lacking(world, ask):
    world.books("""
        unit    | 2018
        cua nam |  120
    """)

    ask("cua-bac", "ALL", 60)

    assert answer(world, "dong-ho") == (60, "children", False, None)


def test_what_a_parent_earns_itself_is_lacking_where_only_its_children_are_asked(world, ask):
    world.books("""
        unit    | 2019
        dong ho |   12
    """)

    ask("cua-bac", "ALL", 60)

    assert answer(world, "dong-ho") == (60, "children", True, None)


def test_revenue_that_comes_later_makes_a_sum_incomplete_once_it_is_recomputed(world, plan, ask):
    ask("cua-bac", "ALL", 60)
    world.books("""
        unit    | 2019
        cua nam |  120
    """)

    plans.recompute_years([2019])

    assert answer(world, "dong-ho") == (60, "children", True, None)


def test_a_month_that_is_sent_makes_the_sums_above_it_incomplete_at_once(world, plan, ask):
    world.open("2019-12")
    ask("cua-bac", "ALL", 60)

    deeds.sent(world, {"EMS": 5}, unit=world.cua_nam, by=world.manager_nam)

    assert answer(world, "vp") == (60, "children", True, None)


def test_volumes_add_within_a_service_only(world, ask):
    ask("cua-bac", "EMS", 60, measure="volume")
    ask("cua-nam", "EMS", 40, measure="volume")

    assert answer(world, "dong-ho", "EMS", "volume") == (100, "children", False, None)
    assert answer(world, "dong-ho", "ALL", "volume") is None


def test_a_childs_override_does_not_rewrite_its_parent(world, ask):
    ask("dong-ho", "ALL", 100)
    ask("cua-bac", "ALL", 70)

    ask("cua-bac", "ALL", 90)

    assert AnnualTarget.objects.get(unit=world.dong_ho).total == 100
    assert answer(world, "dong-ho") == (100, "stated", False, 90)


def test_months_foot_at_every_node(world, ask):
    for unit, total in [("cua-bac", 100), ("cua-nam", -7), ("cua-dong", 1), ("cua-tay", 0)]:
        ask(unit, "EMS", total)

    totals = PlanTotal.objects.all()

    assert all(sum(total.months) == total.total for total in totals)
    assert answer(world, "vp", "EMS")[0] == 94


def test_taking_a_target_back_takes_its_sums_back(world, ask):
    ask("cua-bac", "ALL", 60)

    ask("cua-bac", "ALL", None)

    assert not PlanTotal.objects.exists()


def test_recomputing_touches_no_row_that_stays_the_same(world, plan, ask):
    ask("cua-bac", "ALL", 60)
    before = set(PlanTotal.objects.values_list("pk", flat=True))

    plans.recompute_totals(plan)

    assert set(PlanTotal.objects.values_list("pk", flat=True)) == before


def test_a_copy_of_a_plan_is_isolated(world, plan, ask):
    ask("cua-bac", "ALL", 60)
    copy = plans.create_plan(
        year=2019, kind="internal", by=world.planner, at=world.now, channel=Channel.PAGE, copy_of=plan
    )

    plans.write_targets(
        plan=copy,
        targets=[AskedTarget(world.cua_bac.pk, "ALL", "revenue", 99)],
        by=world.planner,
        at=world.now,
        channel=Channel.PAGE,
    )

    by_revision = PlanTotal.objects.filter(unit=world.vp, node="ALL").values_list("plan__revision", "total")
    assert dict(by_revision) == {0: 60, 1: 99}
