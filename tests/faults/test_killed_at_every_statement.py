"""An action killed after each of its statements in turn: the books are as before, or all of it is there."""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.db import connection

from planning.actions import months, payroll, people, plans, units
from planning.actions.adjustments import adjust
from planning.actions.batches import undo
from planning.actions.figures import import_figures
from planning.actions.monthly_reports import approve, return_report, sign_off, take_back
from planning.actions.plans import AskedTarget
from planning.importing.office import RevenueRow
from planning.models import (
    AnnualTarget,
    Batch,
    ClosedFigure,
    DraftSave,
    HistoryEntry,
    Invitation,
    MonthlyReport,
    PlanTotal,
    ReportingMonth,
    RevenueRecord,
    RowNote,
    Unit,
    User,
    YearTotals,
)
from postoffice.months import Month
from tests.planning.deeds import DECEMBER, fill, save, send, sent

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
KEPT = (
    MonthlyReport, DraftSave, RowNote, RevenueRecord, YearTotals, ReportingMonth, ClosedFigure, Batch, User,
    Invitation, Unit, AnnualTarget, PlanTotal, HistoryEntry,
)  # fmt: skip
NOVEMBER = Month(2019, 11)


def everything() -> list[list[tuple]]:
    """Return every row of the tables that actions write."""
    return [list(model.objects.order_by("pk").values_list()) for model in KEPT]


def dies_after(number: int, deed: Callable[[], object]) -> bool:
    """Run a deed in a process that is killed after its statement `number`; say whether that came."""
    connection.close()
    child = os.fork()
    if child:
        _pid, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the deed failed"
        return os.WIFSIGNALED(status)
    try:
        counted = iter(range(1, number))

        def count(execute, sql, params, many, context):
            answer = execute(sql, params, many, context)
            if next(counted, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        with connection.execute_wrapper(count):
            deed()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - the parent learns it by the exit code
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(1)


def an_import(world, amount: int) -> Batch | None:
    rows = [
        RevenueRow(unit, service, NOVEMBER, revenue=amount, volume=amount)
        for unit in ("cua-bac", "cua-dong")
        for service in ("EMS", "BK", "CT", "BAO")
    ]
    return import_figures(
        rows=rows, kind="revenue", by=world.planner, at=world.now, channel="file", replace=True, reason="x"
    ).batch


def stories(world) -> Iterator[tuple[str, Callable[[], object]]]:
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


def test_a_deed_killed_after_any_statement_is_undone_or_done(world):
    world.open("2019-11")
    world.report(world.cua_bac, NOVEMBER, {"EMS": 100})
    killed = {}

    for name, deed in stories(world):
        before, number = everything(), 1
        while dies_after(number, deed):
            assert everything() == before, f"{name}, killed after statement {number}"
            number += 1
        assert everything() != before, f"{name} did nothing"
        assert YearTotals.objects.differences() == [], name
        killed[name] = number - 1

    assert YearTotals.objects.unsigned_changes() == []
    assert min(killed.values()) >= 4, killed
