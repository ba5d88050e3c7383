"""Every way in respects the lock of a month: pages, files, commands, undo, payroll, estimates, SQL."""

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from planning.actions import monthly_reports, months, payroll
from planning.actions.batches import undo
from planning.actions.errors import Refused
from planning.actions.figures import RowsRefused, import_figures
from planning.importing.office import RevenueRow
from planning.models import (
    Adjustment,
    Batch,
    DraftSave,
    Estimate,
    MonthlyReport,
    Proposal,
    ReportingMonth,
    RevenueRecord,
)
from tests.planning import estimating, month_files
from tests.planning.deeds import DECEMBER, fill, save, send

PAGE = "/entry/cua-bac/2019-12/"
ALL = ("EMS", "BK", "CT", "BAO")
CSV = "unit_code,service_code,month,revenue\ncua-nam,BK,2019-12,9\n"


@pytest.fixture
def books(world, settings):
    """Cửa Bắc has a draft by a paste, an import stands for Cửa Nam, and estimates are asked for.

    It is December still, so that every way in is open: the clients' clock stands on the 10th.
    """
    world.now = datetime(2019, 12, 9, 3, 0, tzinfo=UTC)
    settings.PORTAL_TODAY = "2019-12-10"
    world.open("2019-12")
    ReportingMonth.objects.update(estimate_due_on=date(2019, 12, 20))
    save(world, *[(code, "revenue", 5, 0) for code in ALL], channel="paste")
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
    typed = {f"{code}-revenue": "9" for code in ALL}
    was = {f"was-{name}": "1:5" for name in typed}
    return {"key": str(uuid4()), "unit": "1", "version": "1", "action": action, **typed, **was}


def around():
    with transaction.atomic():
        RevenueRecord.objects.update(revenue=1)


def by_csv(world, client, tmp_path):
    file = tmp_path / "thang12.csv"
    file.write_text(CSV)
    call_command("import_revenue", str(file), "--by", "planner")


def paid(world):
    key = (world.cua_bac.pk, world.services["EMS"].pk)
    payroll.record(month=DECEMBER, amounts={key: 4}, by=world.accountant, at=world.now, channel="page")


def prefilled(world):
    monthly_reports.prefill(
        unit=world.cua_tay, month=DECEMBER, figures={("EMS", "revenue"): 3}, key=uuid4(), by=world.planner,
        at=world.now, channel="file",
    )  # fmt: skip


def by_service(client):
    typed = {"cua-bac-revenue": "9", "was-cua-bac-revenue": "1:5"}
    return posted(client, {"key": str(uuid4()), "unit": "1"} | typed, to="/entry/by-service/EMS/2019-12/")


def by_month_file(client):
    """Fill the template and confirm it; what is kept as a proposal is in no draft and in no book."""
    book = month_files.template(client)
    month_files.row_of(book.worksheets[0], "EMS")[4].value = 9
    month_files.confirm(client, month_files.upload(client, month_files.saved(book)))
    if not Batch.objects.filter(kind="file").exists():
        raise Refused


def by_import_page(world, client):
    client.force_login(world.planner)
    posted(client, {"kind": "revenue", "file": SimpleUploadedFile("a.csv", CSV.encode())}, to="/import/")
    posted(client, {"token": client.session["upload"]["token"]}, to="/import/confirm/")
    if not RevenueRecord.objects.filter(revenue=9).exists():
        raise Refused


def estimated(client):
    return posted(client, dict.fromkeys(ALL, "9") | {"unit": "1", "action": "save"}, to=estimating.PAGE)


WAYS = {
    "autosave": lambda w, c, t: posted(c, cell(), to=PAGE + "draft.json", content_type="application/json"),
    "paste": lambda w, c, t: posted(
        c, cell(pasted=True), to=PAGE + "draft.json", content_type="application/json"
    ),
    "form": lambda w, c, t: posted(c, form("save")),
    "by service": lambda w, c, t: by_service(c),
    "month file": lambda w, c, t: by_month_file(c),
    "estimate": lambda w, c, t: estimated(c),
    "nil": lambda w, c, t: fill(w, unit=w.cua_dong, by=w.stranger),
    "send": lambda w, c, t: send(w),
    "form that sends": lambda w, c, t: posted(c, form("submit")),
    "prefill": lambda w, c, t: prefilled(w),
    "file": lambda w, c, t: imported(w, "cua-nam", 8),
    "import page": lambda w, c, t: by_import_page(w, c),
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
        list(Estimate.objects.order_by("pk").values_list("unit", "service", "revenue")),
        Adjustment.objects.count(),
    )


def shut_as(world, how):
    """Lock December a day before the clients' clock, or close it."""
    if how == "closed":
        months.close(month=DECEMBER, round=2, by=world.planner, at=world.now)
    else:
        ReportingMonth.objects.update(locks_at=world.now)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("shut", ["locked", "closed"])
def test_a_shut_month_is_not_written(books, client, tmp_path, way, shut):
    client.force_login(books.manager)
    shut_as(books, shut)
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


@pytest.mark.parametrize("shut", ["locked", "closed"])
def test_an_accepted_proposal_is_the_one_way_into_a_shut_month(books, client, shut):
    client.force_login(books.manager)
    shut_as(books, shut)
    client.post(PAGE + "draft.json", cell(), content_type="application/json")
    proposal, before = Proposal.objects.get(), standing()
    client.force_login(books.planner)
    said = {"decision": "accept", "seen": proposal.at.isoformat(), "reason": "Đã gọi điện xác minh"}

    client.post(f"/proposals/{proposal.pk}/", said)

    records, reports, *_rest, adjustments = standing()
    assert standing() != before
    if shut == "closed":
        assert adjustments == 1 and (books.cua_bac.pk, books.services["EMS"].pk, 9, None) in records
    else:
        assert {draft["EMS"]["revenue"]["value"] for *_report, draft in reports if "EMS" in draft} == {9}
