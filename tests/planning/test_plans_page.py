"""The pages of plans: the list, a plan over the units, the targets of one unit."""

import pytest

from planning.actions import plans
from planning.models import AnnualTarget, Batch, Plan, PlanTotal, ReportingMonth
from planning.models.history import Channel
from postoffice.months import Month


@pytest.fixture
def draft(world) -> Plan:
    return plans.create_plan(year=2020, kind="internal", by=world.planner, at=world.now, channel=Channel.PAGE)


def close_2019(world):
    for number in range(1, 13):
        ReportingMonth.objects.create(
            month=Month(2019, number).first,
            due_on=Month(2019, number).last,
            opened_at=world.now,
            closed_2_at=world.now,
        )


def keep(client, plan, unit, **targets: str):
    page = client.get(f"/plans/2020/{plan.key}/{unit}/")
    said = {f"seen-{row.node}": seen.value() for row, _field, seen in page.context["form"].lines}
    said |= {f"t-{node}": text for node, text in targets.items()}
    return client.post(f"/plans/2020/{plan.key}/{unit}/", said)


def test_a_portal_without_a_plan_says_what_to_do(client, world):
    client.force_login(world.director)

    answer = client.get("/plans/")

    assert answer.status_code == 200
    assert "Chưa có kế hoạch" in answer.content.decode() or "There is no plan" in answer.content.decode()


def test_the_list_tells_which_revision_holds(client, world):
    world.target(world.vp, 2019, 1_200, kinds=("assigned",))
    client.force_login(world.director)

    [line] = client.get("/plans/").context["rows"]

    assert (line.plan.kind, line.plan.in_force, line.total.text) == ("assigned", True, "1.200")


def test_a_planner_begins_a_plan(client, world):
    client.force_login(world.planner)

    client.post(
        "/plans/", {"year": 2020, "kind": "internal", "decision_no": "12/QĐ-BĐT", "decided_on": "2020-01-02"}
    )

    plan = Plan.objects.get()
    assert (plan.key, plan.decision_no, plan.in_force) == ("internal", "12/QĐ-BĐT", False)


def test_who_only_reads_begins_nothing(client, world):
    client.force_login(world.auditor)

    answer = client.post("/plans/", {"year": 2020, "kind": "internal"})

    assert answer.status_code == 403
    assert not Plan.objects.exists()


def test_a_target_typed_on_the_page_is_kept_exactly_and_can_be_undone(client, world, draft):
    client.force_login(world.planner)

    answer = keep(client, draft, "cua-bac", ALL="284.150", EMS="12tr")

    kept = {t.node: (t.total, sum(t.months)) for t in AnnualTarget.objects.all()}
    assert answer.status_code == 302
    assert kept == {"ALL": (284_150, 284_150), "EMS": (12_000_000, 12_000_000)}
    client.post(f"/imports/{Batch.objects.get().pk}/")
    assert not AnnualTarget.objects.exists()


def test_an_empty_field_takes_a_target_back(client, world, draft):
    client.force_login(world.planner)
    keep(client, draft, "cua-bac", ALL="100")

    keep(client, draft, "cua-bac", ALL="")

    assert not AnnualTarget.objects.exists()
    assert not PlanTotal.objects.exists()


def test_a_target_somebody_changed_meanwhile_is_told_and_not_overwritten(client, world, draft):
    client.force_login(world.planner)
    keep(client, draft, "cua-bac", ALL="100")

    stale = client.post("/plans/2020/internal/cua-bac/", {"seen-ALL": "", "t-ALL": "300"})

    assert stale.status_code == 422
    assert AnnualTarget.objects.get().total == 100


def test_a_number_that_is_none_stays_in_its_field_with_the_reason(client, world, draft):
    client.force_login(world.planner)

    answer = keep(client, draft, "cua-bac", ALL="1.5")

    assert answer.status_code == 422
    assert 'value="1.5"' in answer.content.decode()
    assert not AnnualTarget.objects.exists()


def test_last_year_stands_beside_the_target(client, world, draft):
    world.books("""
        unit    | 2019
        cua bac | 1.200
    """)
    close_2019(world)
    client.force_login(world.planner)
    keep(client, draft, "cua-bac", EMS="1.500")

    rows = client.get("/plans/2020/internal/cua-bac/").context["sheet"].rows

    # 1.500 / 1.200 − 1 = +25%
    ems = next(row for row in rows if row.node == "EMS")
    assert (ems.base.text, ems.growth.text) == ("1.200", "+25,0%")


def test_a_year_that_is_not_complete_is_not_compared_with(client, world, draft):
    world.books("""
        unit    | 2019-11
        cua bac | 1.200
    """)
    client.force_login(world.planner)
    keep(client, draft, "cua-bac", EMS="1.500")

    rows = client.get("/plans/2020/internal/cua-bac/").context["sheet"].rows

    ems = next(row for row in rows if row.node == "EMS")
    assert (ems.base.text, ems.growth.reason) == ("1.200", "no_base")


def test_the_tree_shows_what_is_stated_what_is_below_and_the_gap(client, world, draft):
    client.force_login(world.planner)
    keep(client, draft, "vp", ALL="1.000")
    keep(client, draft, "cua-bac", ALL="300")
    keep(client, draft, "cua-dong", ALL="600")

    rows = {row.unit.code: row for row in client.get("/plans/2020/internal/").context["tree"].rows}

    # Stated 1.000 at the province, 300 + 600 below it, 100 not handed down.
    vp = rows["vp"]
    assert (vp.stated.text, vp.below.text, vp.gap.text) == ("1.000", "900", "+100")
    assert (rows["dong-ho"].plan.text, rows["dong-ho"].stated.text) == ("300", "")


def test_the_director_puts_a_plan_in_force_and_the_planner_does_not(client, world, draft):
    client.force_login(world.planner)
    keep(client, draft, "vp", ALL="1.000")

    refused = client.post("/plans/2020/internal/", {"action": "in_force"})
    client.force_login(world.director)
    client.post("/plans/2020/internal/", {"action": "in_force"})

    draft.refresh_from_db()
    assert refused.status_code == 403
    assert draft.in_force


def test_a_plan_in_force_is_changed_only_by_a_new_revision(client, world, draft):
    client.force_login(world.planner)
    keep(client, draft, "vp", ALL="1.000")
    plans.put_in_force(plan=draft, by=world.director, at=world.now, channel=Channel.PAGE)

    frozen = keep(client, draft, "vp", ALL="2.000")
    copied = client.post("/plans/2020/internal/", {"action": "revise"})
    keep(client, Plan.objects.get(revision=1), "vp", ALL="2.000")

    assert frozen.status_code == 422
    assert copied.headers["Location"] == "/plans/2020/internal-1/"
    assert {t.plan.revision: t.total for t in AnnualTarget.objects.all()} == {0: 1_000, 1: 2_000}


def test_the_planner_keeps_the_decision_and_what_it_states(client, world, draft):
    client.force_login(world.planner)
    said = {"action": "facts", "decision_no": "12/QĐ-BĐT", "decided_on": "2020-01-02"}

    wrong = client.post("/plans/2020/internal/", said | {"facts": "BCCP tăng 44%"})
    client.post("/plans/2020/internal/", said | {"facts": "BCCP growth 0.44"})

    draft.refresh_from_db()
    assert wrong.status_code == 422
    assert (draft.decision_no, draft.facts) == (
        "12/QĐ-BĐT",
        [{"node": "BCCP", "kind": "growth", "value": "0.44"}],
    )


def test_a_unit_registers_for_itself_and_for_nobody_else(client, world):
    plan = plans.create_plan(
        year=2020, kind="registered", by=world.manager, at=world.now, channel=Channel.PAGE
    )
    client.force_login(world.manager)

    keep(client, plan, "cua-bac", ALL="500")

    assert AnnualTarget.objects.get().unit == world.cua_bac
    assert client.get("/plans/2020/registered/cua-dong/").status_code == 404


def test_a_stranger_sees_no_target_of_others(client, world, draft):
    client.force_login(world.planner)
    keep(client, draft, "cua-bac", ALL="300")
    client.force_login(world.stranger)

    page = client.get("/plans/2020/internal/")

    assert {row.unit.code for row in page.context["tree"].rows} == {"cua-dong"}
    assert client.get("/plans/2020/internal/?unit=vp").status_code == 404


@pytest.mark.parametrize("address", ["internal-7", "wishes", "internal-x"])
def test_a_plan_that_is_not_there_is_no_page(client, world, draft, address):
    client.force_login(world.planner)

    assert client.get(f"/plans/2020/{address}/").status_code == 404
