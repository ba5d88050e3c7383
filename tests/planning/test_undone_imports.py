"""Undoing an import of more than figures: what it made goes where nothing needs it, the rest is told."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from planning.actions import adjustments, months, plans
from planning.actions.batches import undo
from planning.actions.errors import NotAllowed, Refused
from planning.actions.office import load
from planning.actions.writing import in_batch
from planning.importing.office import (
    AnnualHistoryRow,
    LineRow,
    MonthRow,
    OfferingRow,
    OfficeData,
    OfficeRow,
    PersonRow,
    PlanRow,
    RevenueRow,
    ServiceRow,
    SuccessionRow,
    TargetRow,
    UnitRow,
)
from planning.models import (
    ClosedFigure,
    Offering,
    Office,
    Plan,
    Posting,
    ReportingMonth,
    RevenueRecord,
    Service,
    Unit,
    User,
    YearTotals,
)  # fmt: skip
from planning.models.history import Channel
from postoffice.months import Month
from tests.planning.deeds import DECEMBER, booked, save
from tests.planning.small_office import everything

NEW_UNIT = UnitRow("moi", "Điểm mới", "agent", "cua-nam")
NEW_LINE, NEW_SERVICE = LineRow("NHOM", "Nhóm mới"), ServiceRow("DV", "Dịch vụ mới", "NHOM")
WHOLE = {
    "office": [OfficeRow("place", "Phúc Yên")],
    "units": [NEW_UNIT, UnitRow("cua-bac", "BC Cửa Bắc mới", "post_office_3", "tay-ho")],
    "service_lines": [NEW_LINE, LineRow("BCCP", "Chuyển phát")],
    "services": [NEW_SERVICE, ServiceRow("EMS", "EMS", "BCCP", "cái")],
    "offerings": [OfferingRow("moi", "DV", date(2020, 1, 1)), OfferingRow("cua-bac", "DV", date(2020, 1, 1))],
    "revenue": [RevenueRow("moi", "DV", DECEMBER, 5), RevenueRow("cua-bac", "EMS", DECEMBER, 7, volume=1)],
    "annual_history": [AnnualHistoryRow("moi", "NHOM", 2015, "revenue", 100)],
    "plans": [PlanRow(2020, "internal", in_force=True), PlanRow(2019, "assigned", decision_no="9/QĐ")],
    "targets": [TargetRow(2020, "internal", "moi", "DV", "revenue", 120)],
    "people": [PersonRow("nguoi-moi", "moi", "branch_manager", "Người mới")],
    "successions": [SuccessionRow("cua-dong", "cua-tay", date(2020, 1, 1), "merge")],
}


@pytest.fixture
def keeper(world):
    """Give one person all the rights that a whole office needs; reasons are read in English."""
    for role in ("administrator", "director"):
        Posting.objects.create(
            user=world.planner, role=role, unit=world.vp, starts_on=world.now.date() - timedelta(days=1)
        )
    with translation.override("en"):
        yield world.planner


def brought(world, **sheets):
    data = OfficeData(**{name: tuple(rows) for name, rows in sheets.items()})
    batch = load(data, by=None, at=world.now, channel=Channel.COMMAND).batch
    in_batch(None)  # a test is one transaction: what it writes by hand is not the import's
    return batch


def adjusted(world, keeper):
    """Close October by an import, and replace its figure by another."""
    october = Month(2019, 10)
    brought(world, revenue=[RevenueRow("cua-bac", "EMS", october, 7)])
    data = OfficeData(revenue=(RevenueRow("cua-bac", "EMS", october, 8),))
    said = {"replace": True, "reason": "Đối soát", "at": world.now, "channel": Channel.COMMAND}
    return load(data, by=keeper, **said).batch


def kept() -> list[tuple]:
    """Return all rows but the history and the batches, which tell of the undo itself."""
    told = ("planning_history", "planning_batch", "planning_yeartotals")
    return [row for row in everything() if row[0] not in told]


def left(result) -> list[tuple]:
    return [(row.noun, row.name, str(row.why)) for row in result.left]


CHANGED, NEEDED = "somebody changed it since", "something else refers to it"


def test_an_import_of_everything_is_undone_so_that_nothing_of_it_is_left(world, keeper):
    world.books("""
        unit    | 2019-11 | target 2019
        cua bac |     100 |        1200
        cua nam |      50 |         600
    """)
    Office.objects.get_or_create()
    before = kept()
    batch = brought(world, **WHOLE)
    assert (Unit.objects.get(code="cua-bac").parent, Plan.objects.get(year=2020).in_force) == (
        world.tay_ho, True,
    )  # fmt: skip

    result = undo(batch=batch, by=keeper, at=world.now)

    assert (list(result.kept), left(result)) == ([], [])
    assert kept() == before
    assert YearTotals.objects.differences() == []


def test_what_is_needed_since_stays_and_is_told_and_the_rest_goes(world, keeper):
    world.open("2019-12")
    batch = brought(
        world, units=[NEW_UNIT], service_lines=[NEW_LINE], services=[NEW_SERVICE],
        revenue=[RevenueRow("cua-bac", "EMS", DECEMBER, 7)],
    )  # fmt: skip
    Offering.objects.create(unit=world.cua_nam, service=Service.objects.get(code="DV"))

    result = undo(batch=batch, by=keeper, at=world.now)

    assert left(result) == [("service", "Dịch vụ mới", NEEDED), ("line", "Nhóm mới", NEEDED)]
    assert (result.undone, booked(world.cua_bac)) == (2, {})
    assert not Unit.objects.filter(code="moi").exists()


def test_what_somebody_changed_since_stays_as_it_is(world, keeper):
    batch = brought(world, units=[NEW_UNIT, UnitRow("cua-nam", "Cửa Nam", "agent", "dong-ho")])
    Unit.objects.filter(code="cua-nam").update(name="Cửa Nam 2")

    result = undo(batch=batch, by=keeper, at=world.now)

    assert left(result) == [("unit", "Cửa Nam 2", CHANGED)]
    assert not Unit.objects.filter(code="moi").exists()


def test_a_month_that_an_import_opened_goes_unless_somebody_works_in_it(world, keeper):
    figures = [RevenueRow("cua-bac", "EMS", DECEMBER, 7)]
    undo(batch=brought(world, revenue=figures), by=keeper, at=world.now)
    gone = not ReportingMonth.objects.exists()
    batch = brought(world, revenue=figures)
    save(world, ("EMS", "revenue", 5, 0), unit=world.cua_nam, by=world.manager_nam)

    result = undo(batch=batch, by=keeper, at=world.now)

    assert gone
    assert left(result) == [("month", "2019-12", NEEDED)]
    assert booked(world.cua_bac) == {}


def test_history_that_closed_months_is_undone_with_its_snapshots(world, keeper):
    before = kept()
    history = [RevenueRow("cua-bac", "EMS", Month(2019, month), 7) for month in (9, 10, 12)]
    batch = brought(world, revenue=history, months=[MonthRow(Month(2019, 9), closed=1)])
    closed = ClosedFigure.objects.count()

    result = undo(batch=batch, by=keeper, at=world.now)

    # The snapshots of round 1 of September and round 2 of October; December stays open.
    assert (closed, left(result), kept()) == (2, [], before)


def test_a_round_that_an_import_closed_is_open_again_and_the_earlier_one_stays(world, keeper):
    world.open("2019-11")
    world.report(world.cua_bac, Month(2019, 11), {"EMS": 4})
    months.close(month=Month(2019, 11), round=1, by=world.planner, at=world.now)
    batch = brought(world, months=[MonthRow(Month(2019, 11), closed=2, due_on=date(2019, 12, 9))])
    before = ReportingMonth.objects.get()

    undo(batch=batch, by=keeper, at=world.now)

    row = ReportingMonth.objects.get()
    assert before.closed_2_at
    assert (row.closed_1_at, row.closed_2_at) == (world.now, None)
    assert row.due_on != date(2019, 12, 9)
    assert list(ClosedFigure.objects.values_list("round", flat=True)) == [1]


def test_a_month_in_which_something_happened_since_keeps_the_whole_import(world, keeper):
    october = Month(2019, 10)
    batch = brought(world, units=[NEW_UNIT], revenue=[RevenueRow("cua-bac", "EMS", october, 7)])
    adjustments.adjust(
        unit=world.cua_bac, service=world.services["EMS"], month=october, measure="revenue", amount=8,
        reason="Đối soát", by=world.planner, at=world.now,
    )  # fmt: skip
    before = everything()

    with pytest.raises(Refused) as refusal:
        undo(batch=batch, by=keeper, at=world.now)

    assert (refusal.value.code, refusal.value.details) == ("months_used", {"months": [october]})
    assert everything() == before


def test_a_plan_that_holds_is_refused_as_a_whole(world, keeper):
    world.target(world.cua_bac, 2019, 1200, kinds=("internal",))
    batch = brought(
        world, units=[NEW_UNIT], targets=[TargetRow(2019, "internal", "cua-nam", "EMS", "revenue", 120)]
    )
    before = everything()

    with pytest.raises(Refused) as refusal:
        undo(batch=batch, by=keeper, at=world.now)

    assert refusal.value.code == "plan_frozen"
    assert everything() == before


def test_the_page_of_an_import_that_lasts_says_why_and_offers_no_undo(client, world, keeper):
    client.force_login(keeper)
    lasting = adjusted(world, keeper)
    undoable = brought(world, units=[NEW_UNIT])

    pages = [client.get(f"/imports/{batch.pk}/") for batch in (lasting, undoable)]

    assert [getattr(page.context["lasting"], "code", None) for page in pages] == ["months_adjusted", None]
    assert [b'method="post"><input' in page.content for page in pages] == [False, True]


def test_an_adjustment_of_a_closed_month_is_not_taken_back(world, keeper):
    batch = adjusted(world, keeper)

    with pytest.raises(Refused) as refusal:
        undo(batch=batch, by=keeper, at=world.now)

    assert refusal.value.code == "months_adjusted"
    assert RevenueRecord.objects.get().revenue == 8


def test_targets_of_a_plan_that_somebody_put_in_force_since_stay(world, keeper):
    batch = brought(
        world,
        plans=[PlanRow(2020, "internal", in_force=False)],
        targets=[TargetRow(2020, "internal", "cua-bac", "EMS", "revenue", 120)],
    )
    plans.put_in_force(plan=Plan.objects.get(year=2020), by=world.director, at=world.now, channel="page")

    with pytest.raises(Refused) as refusal:
        undo(batch=batch, by=keeper, at=world.now)

    assert refusal.value.code == "plan_frozen"


@pytest.mark.parametrize(
    ("person", "sheet"),
    [("planner", "people"), ("planner", "services"), ("administrator", "office"), ("administrator", "plans")],
)
def test_an_undo_asks_for_the_right_of_each_page(world, person, sheet):
    rows = {"people": [PersonRow("nguoi-moi", "cua-bac", "clerk", "Người mới")]} | {
        name: WHOLE[name] for name in ("services", "service_lines", "office", "plans")
    }
    needs = {name: rows[name] for name in ((sheet, "service_lines") if sheet == "services" else (sheet,))}
    batch = brought(world, **needs)

    with pytest.raises(NotAllowed):
        undo(batch=batch, by=world.people[person], at=world.now)


def test_a_person_who_came_in_since_stays_and_nobody_removes_himself(world, keeper):
    people = [PersonRow(name, "cua-bac", "clerk", name) for name in ("da-vao", "chua-vao", keeper.username)]
    batch = brought(world, people=people)
    User.objects.filter(username="da-vao").update(last_login=world.now)

    result = undo(batch=batch, by=keeper, at=world.now)

    yourself = "it is you: somebody else has to do this"
    assert left(result) == [
        ("posting", f"{keeper.username} · {world.cua_bac}", yourself),
        ("user", keeper.username, yourself),
        ("user", "da-vao", NEEDED),
    ]
    assert not User.objects.filter(username="chua-vao").exists()
    assert not Posting.objects.filter(user__username="da-vao").exists()
    assert Posting.objects.filter(user=keeper, unit=world.cua_bac).exists()


def test_the_page_after_an_undo_tells_what_stays(client, world, keeper):
    client.force_login(keeper)
    batch = brought(world, units=[NEW_UNIT])
    Unit.objects.filter(code="moi").update(name="Điểm khác")

    page = client.post(f"/imports/{batch.pk}/")

    assert [row.name for row in page.context["left"]] == ["Điểm khác"]
    assert "Điểm khác" in page.content.decode()
