"""One month of an office through its public doors: opened, typed, returned, approved, closed, corrected.

Each step is what one person does at one address; the next person sees what it did.
"""

import csv
import io
import json
from uuid import uuid4

import pytest
from django.test import Client

from planning.models import ClosedFigure, HistoryEntry, MonthlyReport, RevenueRecord
from tests.reading import report_json

MONTH = "2019-12"


class Office:
    """The people at their own browsers; every answer is followed and must be no error."""

    def __init__(self, world) -> None:
        self.world = world
        self.browsers: dict[str, Client] = {}

    def at(self, who: str) -> Client:
        """Return the browser of a person, signed in."""
        if who not in self.browsers:
            self.browsers[who] = Client()
            self.browsers[who].force_login(self.world.people[who])
        return self.browsers[who]

    def post(self, who: str, path: str, **form: object) -> str:
        """Send a form as a person and return the page that follows."""
        answer = self.at(who).post(path, form, follow=True)
        assert answer.status_code == 200, (who, path, answer.status_code)
        return answer.content.decode()

    def type_in(self, who: str, unit: str, **amounts: str) -> None:
        """Save cells as the entry page does by itself."""
        versions = self.versions(unit)
        cells = [
            {"service": code, "measure": measure, "text": said, "version": versions.get((code, measure), 0)}
            for code, revenue in amounts.items()
            for measure, said in (("revenue", revenue), ("volume", "10"))
        ]
        body = json.dumps({"key": str(uuid4()), "unit": 1, "cells": cells})
        answer = self.at(who).post(f"/entry/{unit}/{MONTH}/draft.json", body, content_type="application/json")
        assert answer.status_code == 200, answer.content

    def versions(self, unit: str) -> dict[tuple[str, str], int]:
        report = MonthlyReport.objects.filter(unit__code=unit, month=f"{MONTH}-01").first()
        draft = report.draft if report else {}
        return {(s, m): cell["version"] for s, cells in draft.items() for m, cell in cells.items()}

    def send(self, who: str, unit: str) -> None:
        """Fill what is left with nothing and send the month."""
        form = {"unit": "1", "version": MonthlyReport.objects.get(unit__code=unit).version}
        self.post(who, f"/entry/{unit}/{MONTH}/", action="nil", **form)
        form["version"] = MonthlyReport.objects.get(unit__code=unit).version
        self.post(who, f"/entry/{unit}/{MONTH}/", action="submit", **form)
        assert MonthlyReport.objects.get(unit__code=unit).state == "submitted"


@pytest.fixture
def office(world):
    return Office(world)


def test_a_month_is_opened_typed_returned_approved_closed_and_corrected(office, client, world):
    office.post("planner", f"/months/{MONTH}/open/")
    office.type_in("manager", "cua-bac", EMS="30.000.000", BK="12.000.000")
    office.send("manager", "cua-bac")
    office.type_in("clerk", "cua-nam", EMS="8tr")
    office.send("clerk", "cua-nam")
    office.type_in("stranger", "cua-dong", EMS="20.000.000")
    office.send("stranger", "cua-dong")
    assert total(office) == 70_000_000

    office.post("head", f"/queue/cua-bac/{MONTH}/return/", rows="BK", reason="Thừa một chữ số 0?")
    assert "Thừa một chữ số 0?" in office.at("manager").get(f"/entry/cua-bac/{MONTH}/").content.decode()
    assert total(office) == 70_000_000  # what was sent counts until it is sent anew
    office.type_in("manager", "cua-bac", BK="1.200.000")
    office.send("manager", "cua-bac")
    # 30 + 1,2 + 8 + 20; Cửa Tây has sent nothing.
    assert total(office) == 59_200_000

    approved_and_closed(office)
    late = {"unit": "1", "EMS-revenue": "1", "was-EMS-revenue": "1:30000000"}
    assert office.at("manager").post(f"/entry/cua-bac/{MONTH}/", late).status_code == 409
    corrected(office)
    every_file_says(office, 60_200_000)


def total(office: Office) -> int:
    return report_json(office.at("director"), "units", month=MONTH)["total"]["actual_month"]


def approved_and_closed(office: Office) -> None:
    office.post("head", "/queue/approve/", month=MONTH, units=["cua-bac", "cua-nam"])
    office.post("head", f"/queue/dong-ho/{MONTH}/sign-off/")
    office.post("head_tay", f"/queue/cua-dong/{MONTH}/approve/")
    states = dict(MonthlyReport.objects.values_list("unit__code", "state"))
    assert {code for code, state in states.items() if state == "approved"} == {
        "cua-bac", "cua-nam", "dong-ho", "cua-dong",
    }  # fmt: skip
    office.post("accountant", f"/payroll/{MONTH}/?unit=cua-bac", EMS="13.000.000", **{"seen-EMS": ""})
    for number in (1, 2):
        office.post("planner", f"/months/{MONTH}/close/{number}/")


def corrected(office: Office) -> None:
    """The live figure changes by a signed adjustment; both snapshots stay, and the history tells it all."""
    office.post(
        "planner", "/adjustments/", month=MONTH, unit="cua-bac", service="EMS", measure="revenue",
        amount="31.000.000", reason="Thiếu một hóa đơn",
    )  # fmt: skip
    snapshots = ClosedFigure.objects.filter(unit__code="cua-bac", service__code="EMS").order_by("round")
    assert list(snapshots.values_list("round", "revenue")) == [(1, 30_000_000), (2, 30_000_000)]

    record = RevenueRecord.objects.get(unit__code="cua-bac", service__code="EMS")
    entries = HistoryEntry.objects.filter(noun="record", row=record.pk).order_by("pk")
    amounts = [e.new.get("revenue", e.new.get("payroll_revenue")) for e in entries]
    steps = [(e.actor.username, e.channel, amount) for e, amount in zip(entries, amounts, strict=True)]
    assert steps == [
        ("manager", "grid", 30_000_000), ("accountant", "page", 13_000_000), ("planner", "page", 31_000_000),
    ]  # fmt: skip
    assert entries.last().reason == "Thiếu một hóa đơn"
    page = office.at("auditor").get("/history/", {"unit": "cua-bac", "noun": "record"}).content.decode()
    assert "Thiếu một hóa đơn" in page and "31.000.000" in page


def every_file_says(office: Office, amount: int) -> None:
    assert total(office) == amount
    answer = office.at("director").get("/reports/units.csv", {"month": MONTH})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert any(str(amount) in row for row in rows)
    page = office.at("director").get("/reports/units/", {"month": MONTH}).content.decode()
    assert "60,2" in page
