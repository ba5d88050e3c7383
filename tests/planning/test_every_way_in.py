"""Every way in respects the lock of a month: grid, form, paste, file, command, undo, payroll, SQL."""

import json
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from planning.actions import monthly_reports, months, payroll
from planning.actions.batches import undo
from planning.actions.errors import Refused
from planning.actions.figures import RowsRefused, import_figures
from planning.importing.office import RevenueRow
from planning.models import Batch, DraftSave, MonthlyReport, ReportingMonth, RevenueRecord
from tests.planning.deeds import DECEMBER, fill, save, send

PAGE = "/entry/cua-bac/2019-12/"


@pytest.fixture
def books(world):
    """Cửa Bắc has a draft of two pastes; an import stands for Cửa Nam."""
    world.open("2019-12")
    save(world, *[(code, "revenue", 5, 0) for code in ("EMS", "BK", "CT", "BAO")], channel="paste")
    imported(world, "cua-nam", 7)
    return world


def imported(world, unit, revenue):
    row = RevenueRow(unit, "EMS", DECEMBER, revenue=revenue, volume=None)
    return import_figures(rows=[row], kind="revenue", by=world.planner, at=world.now, channel="file")


def posted(client, data, **how):
    answer = client.post(how.pop("to", PAGE), data, **how)
    if answer.status_code in (403, 404, 409, 422):
        raise Refused
    return answer


def cell(text="9", **more):
    typed = {"service": "EMS", "measure": "revenue", "text": text, "version": 1}
    return json.dumps({"key": str(uuid4()), "unit": 1, "cells": [typed], **more})


def form(action):
    """The whole form as a page that was opened just now sends it: 5 was there, 9 is typed."""
    typed = {f"{code}-revenue": "9" for code in ("EMS", "BK", "CT", "BAO")}
    was = {f"was-{name}": "1:5" for name in typed}
    return {"key": str(uuid4()), "unit": "1", "version": "1", "action": action, **typed, **was}


def around():
    with transaction.atomic():
        RevenueRecord.objects.update(revenue=1)


def by_csv(world, client, tmp_path):
    file = tmp_path / "thang12.csv"
    file.write_text("unit_code,service_code,month,revenue\ncua-nam,EMS,2019-12,9\n")
    call_command("import_revenue", str(file), "--by", "planner")


def paid(world):
    key = (world.cua_bac.pk, world.services["EMS"].pk)
    payroll.record(month=DECEMBER, amounts={key: 4}, by=world.accountant, at=world.now, channel="page")


def prefilled(world):
    monthly_reports.prefill(
        unit=world.cua_tay, month=DECEMBER, figures={("EMS", "revenue"): 3}, key=uuid4(), by=world.planner,
        at=world.now, channel="file",
    )  # fmt: skip


WAYS = {
    "autosave": lambda w, c, t: posted(c, cell(), to=PAGE + "draft.json", content_type="application/json"),
    "paste": lambda w, c, t: posted(
        c, cell(pasted=True), to=PAGE + "draft.json", content_type="application/json"
    ),
    "form": lambda w, c, t: posted(c, form("save")),
    "nil": lambda w, c, t: fill(w, unit=w.cua_dong, by=w.stranger),
    "send": lambda w, c, t: send(w),
    "form that sends": lambda w, c, t: posted(c, form("submit")),
    "prefill": lambda w, c, t: prefilled(w),
    "file": lambda w, c, t: imported(w, "cua-nam", 8),
    "command": by_csv,
    "payroll": lambda w, c, t: paid(w),
    "undo of a paste": lambda w, c, t: undo(batch=Batch.objects.get(kind="paste"), by=w.manager, at=w.now),
    "undo of an import": lambda w, c, t: undo(
        batch=Batch.objects.get(kind="revenue"), by=w.planner, at=w.now
    ),
    "orm": lambda w, c, t: around(),
}


def standing():
    return (
        list(
            RevenueRecord.objects.order_by("pk").values_list("unit", "service", "revenue", "payroll_revenue")
        ),
        list(MonthlyReport.objects.order_by("pk").values_list("unit", "state", "version", "draft")),
        DraftSave.objects.count(),
    )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("shut", ["locked", "closed"])
def test_a_shut_month_is_not_written(books, client, tmp_path, way, shut):
    client.force_login(books.manager)
    if shut == "closed":
        months.close(month=DECEMBER, round=2, by=books.planner, at=books.now)
    else:
        # The clients' clock stands at the pinned 3 January, a day later.
        ReportingMonth.objects.update(locks_at=books.now)
    before = standing()

    with pytest.raises((Refused, RowsRefused, CommandError, IntegrityError)):
        WAYS[way](books, client, tmp_path)

    assert standing() == before


@pytest.mark.parametrize("way", WAYS)
def test_an_open_month_takes_every_way_in(books, client, tmp_path, way):
    client.force_login(books.manager)
    before = standing()

    WAYS[way](books, client, tmp_path)

    assert standing() != before
