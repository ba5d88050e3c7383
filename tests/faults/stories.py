"""What people do in a portal, one deed after the other, for tests that kill them in the middle of it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from planning.actions import (
    estimates,
    month_files,
    months,
    office,
    payroll,
    people,
    plans,
    proposals,
    standing_in,
    units,
)
from planning.actions.adjustments import adjust
from planning.actions.batches import undo
from planning.actions.cells import CellChange
from planning.actions.figures import import_figures
from planning.actions.monthly_reports import approve, return_report, sign_off, take_back
from planning.actions.plans import AskedTarget
from planning.actions.prefilling import prefill_many
from planning.actions.service_sheets import save_service_sheet
from planning.importing.office import LineRow, OfficeData, PersonRow, RevenueRow, ServiceRow, UnitRow
from planning.models import Batch, Posting, Proposal, ReportingMonth
from postoffice.months import Month
from tests.planning.deeds import DECEMBER, fill, save, send, sent

NOVEMBER = Month(2019, 11)
BROUGHT = OfficeData(
    units=(UnitRow("moi", "Điểm mới", "agent", "cua-nam"),),
    service_lines=(LineRow("NHOM", "Nhóm mới"),),
    services=(ServiceRow("DV", "Dịch vụ mới", "NHOM"),),
    revenue=(RevenueRow("moi", "DV", NOVEMBER, 5), RevenueRow("cua-bac", "BK", NOVEMBER, 7)),
    people=(PersonRow("nguoi-moi", "moi", "branch_manager", "Người mới"),),
)
Deeds = Iterator[tuple[str, Callable[[], object]]]


def an_import(world, amount: int) -> Batch | None:
    rows = [
        RevenueRow(unit, service, NOVEMBER, revenue=amount, volume=amount)
        for unit in ("cua-bac", "cua-dong")
        for service in ("EMS", "BK", "CT", "BAO")
    ]
    return import_figures(
        rows=rows, kind="revenue", by=world.planner, at=world.now, channel="file", replace=True, reason="x"
    ).batch


def a_month(world) -> Deeds:
    """Yield what happens in a month, one deed after the other."""
    at, month = world.now, DECEMBER
    ems, point = world.services["EMS"], world.cua_bac
    head, planner = {"by": world.head, "at": at}, {"by": world.planner, "at": at}
    key = uuid4()
    yield "open", lambda: months.open_month(month=month, **planner)
    yield "save", lambda: save(world, ("EMS", "revenue", 900, 0), key=key)
    yield "paste", lambda: save(world, ("BK", "revenue", 5, 0), ("CT", "revenue", 5, 0), channel="paste")
    yield "fill", lambda: fill(world)
    yield "send", lambda: send(world, notes={"EMS": ("season", "")})
    yield "return", lambda: return_report(unit=point, month=month, rows=["EMS"], reason="x", **head)
    yield "send again", lambda: send(world)
    yield "approve", lambda: approve(unit=point, month=month, **head)
    sent(world, {"EMS": 7}, unit=world.cua_nam, by=world.clerk)
    approve(unit=world.cua_nam, month=month, **head)
    yield "sign off", lambda: sign_off(unit=world.dong_ho, month=month, **head)
    yield "take back", lambda: take_back(unit=world.dong_ho, month=month, reason="x", **head)
    paid = {"month": month, "amounts": {(point.pk, ems.pk): 45}, "by": world.accountant, "at": at}
    yield "payroll", lambda: payroll.record(**paid, channel="page")
    yield "import", lambda: an_import(world, 100)
    yield "import again", lambda: an_import(world, 200)
    batch = Batch.objects.latest("pk")
    yield "undo", lambda: undo(batch=batch, **planner)
    yield "close 1", lambda: months.close(month=month, round=1, **planner)
    yield "close 2", lambda: months.close(month=month, round=2, **planner)
    corrected = {"unit": point, "service": ems, "month": month, "measure": "revenue", "amount": 90}
    yield "adjust", lambda: adjust(**corrected, reason="x", **planner)
    yield "move", lambda: units.correct_parent(unit=point, parent=world.tay_ho, reason="x", **planner)
    plan = plans.create_plan(year=2020, kind="internal", channel="page", **planner)
    asked = [
        AskedTarget(point.pk, "ALL", "revenue", 1200),
        AskedTarget(world.dong_ho.pk, "EMS", "revenue", 24),
    ]
    yield "targets", lambda: plans.write_targets(plan=plan, targets=asked, channel="page", **planner)
    yield "invite", lambda: people.invite(user=world.clerk, by=world.administrator, at=at)


def other_ways(world) -> Deeds:
    """Yield the ways in beside the page of one point, what takes them back, and what opens a month."""
    world.now = at = datetime(2019, 12, 9, 3, 0, tzinfo=UTC)
    month, point, other = DECEMBER, world.cua_bac, world.cua_nam
    planner, clerk = {"by": world.planner, "at": at}, {"by": world.clerk, "at": at}
    months.open_month(month=month, **planner)
    yield "ask", lambda: estimates.ask(month=month, due_on=date(2019, 12, 20), **planner)
    said = {code: estimates.Said(5, None) for code in ("EMS", "BK", "CT", "BAO")}
    yield "estimate", lambda: estimates.say(unit=point, month=month, said=said, **clerk)
    laid = {(month, unit.pk, "EMS", "revenue"): 3 for unit in (point, other)}
    yield "prefill", lambda: prefill_many(figures=laid, file_name="", digest="", **planner)
    yield "undo a prefill", lambda: undo(batch=Batch.objects.latest("pk"), **planner)
    filled = {unit: [CellChange("BK", "revenue", 7, 0)] for unit in (point, other)}
    file = {
        "key": uuid4(),
        "file_name": "thang.xlsx",
        "digest": "",
        "notes": {point: {"BK": ("season", "x")}},
    }
    yield "month file", lambda: month_files.fill(month=month, changes=filled, **file, **clerk)
    yield "undo a month file", lambda: undo(batch=Batch.objects.latest("pk"), **clerk)
    typed = {unit.pk: [CellChange("CT", "revenue", 9, 0)] for unit in (point, other)}
    sheet = {"service": world.services["CT"], "month": month, "key": uuid4(), "channel": "grid"}
    yield "by service", lambda: save_service_sheet(changes=typed, **sheet, **clerk)
    save(world, ("BAO", "revenue", 5, 0), ("BAO", "volume", 5, 0), by=world.clerk, channel="paste")
    yield "undo a paste", lambda: undo(batch=Batch.objects.latest("pk"), **clerk)
    yield from _lent(world, at)
    yield from _late(world, at)
    yield from _brought(world, at)


def _lent(world, at: datetime) -> Deeds:
    own, today = Posting.objects.get(user=world.manager), at.date()
    lent = {"user": world.manager_nam, "starts_on": today, "ends_on": today + timedelta(days=9)}
    signed = {"by": world.manager, "at": at}
    yield "stand in", lambda: standing_in.stand_in(posting=own, **lent, **signed)
    given = Posting.objects.get(stands_in_for=world.manager)
    yield "stand in no more", lambda: standing_in.end_standing_in(posting=given, **signed)


def _late(world, at: datetime) -> Deeds:
    """Yield what is proposed for a locked and for a closed month, and taken over."""
    signed = {"by": world.planner, "at": at}
    said = {"unit": world.cua_bac, "month": DECEMBER, "by": world.manager, "at": at, "channel": "grid"}
    for number, shut in enumerate(("locked", "closed")):
        if shut == "locked":
            ReportingMonth.objects.of(DECEMBER).update(locks_at=at)
        else:
            months.close(month=DECEMBER, round=2, **signed)
        late = {"changes": [CellChange("EMS", "volume", number + 7, 0)], "notes": {"EMS": ("season", "x")}}
        key = uuid4()
        yield f"propose, {shut}", lambda late=late, key=key: proposals.propose(**late, key=key, **said)
        kept = Proposal.objects.waiting().get()
        yield (
            f"accept, {shut}",
            lambda kept=kept: proposals.accept(proposal=kept, seen=kept.at, reason="x", **signed),
        )


def _brought(world, at: datetime) -> Deeds:
    """Yield a whole office by a file, and taken back by somebody with all the rights it needs."""
    for role in ("administrator", "director"):
        Posting.objects.create(user=world.planner, role=role, unit=world.vp, starts_on=date(2018, 1, 1))
    yield "office", lambda: office.load(BROUGHT, by=None, at=at, channel="command")
    batch = Batch.objects.latest("pk")
    yield "undo an office", lambda: undo(batch=batch, by=world.planner, at=at)
