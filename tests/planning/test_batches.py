"""Undoing a paste or an import: what nobody changed since gets its old value, the rest is told."""

from uuid import uuid4

import pytest

from planning.actions import month_files, months, plans
from planning.actions.batches import undo
from planning.actions.cells import CellChange
from planning.actions.errors import MonthClosed, MonthLocked, NotAllowed, NotFound, Refused
from planning.actions.figures import import_figures
from planning.actions.monthly_reports import return_report, take_back
from planning.actions.payroll import record
from planning.actions.plans import AskedTarget
from planning.actions.prefilling import prefill_many
from planning.importing.office import RevenueRow
from planning.models import (
    AnnualTarget,
    Batch,
    DraftSave,
    HistoryEntry,
    MonthlyReport,
    PlanTotal,
    ReportingMonth,
    YearTotals,
)  # fmt: skip
from planning.models.history import Channel
from tests.planning.deeds import DECEMBER, booked, report, save, send, sent


@pytest.fixture
def december(world):
    world.open("2019-12")
    return world


def pasted(world, *changes, **how):
    save(world, *changes, channel=Channel.PASTE, **how)
    return Batch.objects.latest("pk")


def imported(world, *rows, **how):
    """Import rows of ("cua-bac", "EMS", revenue, volume)."""
    return import_figures(
        rows=[
            RevenueRow(code, service, DECEMBER, revenue=revenue, volume=volume)
            for code, service, revenue, volume in rows
        ],
        kind="revenue", by=world.planner, at=world.now, channel=Channel.FILE, **how,
    ).batch  # fmt: skip


def values(world, unit="cua_bac"):
    draft = report(getattr(world, unit)).draft
    return {code: row["revenue"]["value"] for code, row in draft.items() if "revenue" in row}


def test_a_paste_is_undone_as_one(december):
    save(december, ("EMS", "revenue", 1, 0))
    batch = pasted(december, ("EMS", "revenue", 10, 1), ("BK", "revenue", 20, 0))

    result = undo(batch=batch, by=december.manager, at=december.now)

    assert (result.undone, list(result.kept)) == (2, [])
    assert values(december) == {"EMS": 1, "BK": None}
    batch.refresh_from_db()
    assert (batch.undone_by, batch.undone_at) == (december.manager, december.now)
    assert DraftSave.objects.latest("pk").channel == "undo"


def test_a_pasted_cell_that_was_changed_since_is_told_and_stays(december):
    batch = pasted(december, ("EMS", "revenue", 10, 0), ("BK", "revenue", 20, 0))
    save(december, ("EMS", "revenue", 11, 1), by=december.clerk)

    result = undo(batch=batch, by=december.manager, at=december.now)

    (kept,) = result.kept
    assert (result.undone, kept.node, kept.written, kept.now) == (1, "EMS", 10, 11)
    assert values(december) == {"EMS": 11, "BK": None}


def test_figures_of_a_system_still_wait_for_their_unit_after_a_paste_over_them_is_undone(december):
    laid = {(DECEMBER, december.cua_bac.pk, "EMS", "revenue"): 7}
    prefill_many(figures=laid, file_name="", digest="", by=december.planner, at=december.now)
    batch = pasted(december, ("EMS", "revenue", 10, 1))

    undo(batch=batch, by=december.manager, at=december.now)

    cell = report(december.cua_bac).draft["EMS"]["revenue"]
    assert (cell["value"], cell["origin"]) == (7, "prefilled")


def test_an_uploaded_month_is_told_apart_from_a_pasted_block_and_undone_like_one(december):
    filled = {december.cua_bac: [CellChange("EMS", "revenue", 10, 0)]}
    batch = month_files.fill(
        month=DECEMBER, changes=filled, notes={}, key=uuid4(), file_name="thang.xlsx", digest="",
        by=december.manager, at=december.now,
    )  # fmt: skip

    result = undo(batch=batch, by=december.manager, at=december.now)

    assert (batch.kind, result.undone, values(december)) == ("file", 1, {"EMS": None})


def test_a_batch_is_undone_once(december):
    batch = pasted(december, ("EMS", "revenue", 10, 0))
    undo(batch=batch, by=december.manager, at=december.now)

    with pytest.raises(Refused) as refusal:
        undo(batch=batch, by=december.manager, at=december.now)

    assert refusal.value.code == "already_undone"


def test_a_paste_of_a_sent_or_shut_month_stays(december):
    batch = pasted(december, *[(code, "revenue", 5, 0) for code in ("EMS", "BK", "CT", "BAO")])
    send(december)
    with pytest.raises(Refused) as refusal:
        undo(batch=batch, by=december.manager, at=december.now)
    assert refusal.value.code == "not_editable"

    return_report(
        unit=december.cua_bac, month=DECEMBER, rows=[], reason="x", by=december.head, at=december.now
    )
    ReportingMonth.objects.update(locks_at=december.now)
    with pytest.raises(MonthLocked):
        undo(batch=batch, by=december.manager, at=december.now)
    batch.refresh_from_db()
    assert batch.undone_at is None


def test_only_who_may_type_there_undoes_a_paste(december):
    batch = pasted(december, ("EMS", "revenue", 10, 0))

    with pytest.raises(NotFound):
        undo(batch=batch, by=december.stranger, at=december.now)
    with pytest.raises(NotAllowed):
        undo(batch=batch, by=december.planner, at=december.now)


def test_an_import_is_undone_with_its_reports_so_that_nothing_of_it_is_left(december):
    batch = imported(december, ("cua-bac", "EMS", 100, 5), ("cua-nam", "EMS", 50, None))
    assert report(december.cua_bac).state == "approved"

    result = undo(batch=batch, by=december.planner, at=december.now)

    # Revenue and volume of Cửa Bắc, revenue of Cửa Nam.
    assert (result.undone, list(result.kept)) == (3, [])
    assert booked(december.cua_bac) == booked(december.cua_nam) == {}
    assert not MonthlyReport.objects.exists()
    assert YearTotals.objects.differences() == []
    entry = HistoryEntry.objects.filter(noun="record", unit=december.cua_bac).latest("pk")
    assert (entry.actor, entry.channel) == (december.planner, "undo")


def test_an_import_over_reported_figures_gives_them_back_with_their_state(december):
    sent(december, {"EMS": 100})
    draft = report(december.cua_bac).draft
    batch = imported(december, ("cua-bac", "EMS", 130, 1), replace=True, reason="Đối soát")
    assert (booked(december.cua_bac)["EMS"], report(december.cua_bac).state) == (130, "approved")

    undo(batch=batch, by=december.planner, at=december.now)

    row = report(december.cua_bac)
    assert booked(december.cua_bac)["EMS"] == 100
    assert (row.state, row.submitted_by, row.draft) == ("submitted", december.manager, draft)


def test_an_imported_figure_that_was_changed_since_is_told_and_stays(december):
    batch = imported(december, ("cua-bac", "EMS", 100, 5), ("cua-bac", "CT", 7, None))
    take_back(unit=december.cua_bac, month=DECEMBER, reason="x", by=december.planner, at=december.now)
    save(december, ("EMS", "revenue", 140, report(december.cua_bac).version))
    save(december, ("BK", "revenue", 0, 0), ("BAO", "revenue", 0, 0))
    send(december)

    result = undo(batch=batch, by=december.planner, at=december.now)

    (kept,) = result.kept
    assert (kept.unit, kept.node, kept.month, kept.measure, kept.written, kept.now) == (
        december.cua_bac.name, "EMS", DECEMBER, "revenue", 100, 140,
    )  # fmt: skip
    assert booked(december.cua_bac) == {"EMS": 140, "BK": 0, "BAO": 0}
    assert report(december.cua_bac).state == "submitted"


def test_an_import_of_a_shut_month_stays(december):
    batch = imported(december, ("cua-bac", "EMS", 100, 5))
    months.set_dates(
        month=DECEMBER, due_on=DECEMBER.last, locks_at=december.now, by=december.planner, at=december.now
    )
    with pytest.raises(MonthLocked):
        undo(batch=batch, by=december.planner, at=december.now)
    months.close(month=DECEMBER, round=2, by=december.planner, at=december.now)
    with pytest.raises(MonthClosed):
        undo(batch=batch, by=december.planner, at=december.now)

    assert booked(december.cua_bac) == {"EMS": 100}


def test_payroll_revenue_is_undone_by_the_accountant(december):
    key = (december.cua_bac.pk, december.services["EMS"].pk)
    batch = Batch(kind="payroll", by=december.accountant, at=december.now)
    record(
        month=DECEMBER,
        amounts={key: 45},
        by=december.accountant,
        at=december.now,
        channel="file",
        batch=batch,
    )

    with pytest.raises(NotAllowed):
        undo(batch=batch, by=december.planner, at=december.now)
    undo(batch=batch, by=december.accountant, at=december.now)

    assert not december.cua_bac.records.exists()


def asked(world, *totals):
    return [AskedTarget(getattr(world, unit).pk, node, "revenue", total) for unit, node, total in totals]


def test_targets_are_undone_with_the_totals_above(december):
    plan = plans.create_plan(year=2021, kind="internal", by=december.planner, at=december.now, channel="page")
    write = {"plan": plan, "by": december.planner, "at": december.now, "channel": "page"}
    plans.write_targets(targets=asked(december, ("cua_bac", "ALL", 120), ("cua_nam", "ALL", 12)), **write)
    batch = plans.write_targets(
        targets=asked(december, ("cua_bac", "ALL", 240), ("cua_nam", "ALL", None), ("cua_nam", "EMS", 24)),
        **write,
    )
    plans.write_targets(targets=asked(december, ("cua_nam", "EMS", 36)), **write)

    result = undo(batch=batch, by=december.planner, at=december.now)

    (kept,) = result.kept
    assert (result.undone, kept.node, kept.written, kept.now) == (2, "EMS", 24, 36)
    totals = {(t.unit.code, t.node): t.total for t in AnnualTarget.objects.filter(plan=plan)}
    assert totals == {("cua-bac", "ALL"): 120, ("cua-nam", "ALL"): 12, ("cua-nam", "EMS"): 36}
    # 120 + 12 stated for ALL at the two points.
    assert PlanTotal.objects.get(plan=plan, unit=december.dong_ho, node="ALL", measure="revenue").total == 132


def test_what_brought_more_than_figures_is_not_undone(december):
    batch = Batch.objects.create(kind="office", by=december.planner, at=december.now)

    with pytest.raises(Refused) as refusal:
        undo(batch=batch, by=december.planner, at=december.now)

    assert refusal.value.code == "not_undoable"
