"""Figures for a month that has ended: kept, shown to the planner, taken over or declined."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.translation import gettext

from planning.actions import months, proposals
from planning.actions.proposals import ChangedMeanwhile, DecidedAlready, GrownSince
from planning.models import (
    Adjustment,
    ClosedFigure,
    Grace,
    HistoryEntry,
    MonthlyReport,
    Proposal,
    ReportingMonth,
    RowNote,
)
from tests.planning.deeds import DECEMBER, booked, sent

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
URL = "/entry/cua-bac/2019-12/draft.json"


@pytest.fixture
def closed(world):
    world.open("2019-12")
    sent(world, {"EMS": 100})
    MonthlyReport.objects.update(state="returned", return_reason="Xem lại")
    months.close(month=DECEMBER, round=2, by=world.planner, at=world.now)
    return world


@pytest.fixture
def locked(world):
    world.open("2019-12")
    ReportingMonth.objects.of(DECEMBER).update(locks_at=datetime(2020, 1, 2, tzinfo=UTC))
    return world


def type_late(client, world, *cells, by="manager", **said):
    client.force_login(getattr(world, by))
    sent_cells = [
        {"service": service, "measure": measure, "text": text, "version": 0}
        for service, measure, text in cells
    ]
    body = {"key": str(uuid4()), "unit": 1, "cells": sent_cells} | said
    return client.post(URL, json.dumps(body), content_type="application/json")


def decide(client, world, decision, proposal=None, **changed):
    proposal = proposal or Proposal.objects.get()
    client.force_login(world.planner)
    form = {"decision": decision, "seen": proposal.at.isoformat(), "reason": "Đã gọi điện xác minh"}
    return client.post(f"/proposals/{proposal.pk}/", form | changed, follow=True)


def test_what_is_typed_too_late_is_kept_as_one_proposal_so_that_a_repeat_adds_nothing(client, closed):
    first = type_late(client, closed, ("EMS", "revenue", "31.200"), ("EMS", "volume", "40"))
    type_late(client, closed, ("EMS", "revenue", "31.200"), ("BK", "revenue", "7"))

    shown = first.json()["rows"]["EMS"]["fields"]["EMS-revenue"]["text"]
    assert (first.status_code, first.json()["error"], shown) == (409, "month_closed", "31.200")
    kept = Proposal.objects.get()
    assert kept.cells == {
        "EMS": {"revenue": {"value": 31_200, "version": 0}, "volume": {"value": 40, "version": 0}},
        "BK": {"revenue": {"value": 7, "version": 0}},
    }
    assert (kept.by, kept.unit, booked(closed.cua_bac)["EMS"]) == (closed.manager, closed.cua_bac, 100)


def test_what_the_books_say_already_needs_no_decision(client, closed):
    answer = type_late(client, closed, ("EMS", "revenue", "100"))

    assert answer.status_code == 409
    assert not Proposal.objects.exists()


def test_a_text_that_is_no_figure_is_held_by_the_browser_and_the_rest_is_kept(client, closed):
    answer = type_late(client, closed, ("EMS", "revenue", "31.200"), ("BK", "revenue", "12abc"))

    fields = {name: one for row in answer.json()["rows"].values() for name, one in row["fields"].items()}
    assert (fields["BK-revenue"]["held"], fields["BK-revenue"]["text"]) == (True, "12abc")
    assert not fields["EMS-revenue"]["held"]
    assert Proposal.objects.get().cells.keys() == {"EMS"}


def test_an_explanation_travels_with_the_proposal_and_stands_with_the_figure_once_accepted(client, closed):
    type_late(client, closed, ("EMS", "revenue", "130"), notes={"EMS": ["season", "Tết sớm"]})

    shown = decide(client, closed, "accept").content.decode()

    note = RowNote.objects.get()
    assert (note.reason, note.text, note.by) == ("season", "Tết sớm", closed.manager)
    assert "Tết sớm" in shown


def test_the_same_save_again_is_answered_and_not_proposed_anew_after_it_was_declined(client, closed):
    key = str(uuid4())
    type_late(client, closed, ("EMS", "revenue", "130"), key=key)
    decide(client, closed, "decline")

    again = type_late(client, closed, ("EMS", "revenue", "130"), key=key)
    other = type_late(client, closed, ("EMS", "revenue", "131"), key=key)

    assert (again.status_code, other.status_code) == (409, 422)
    assert not Proposal.objects.waiting().exists()


def test_a_late_figure_that_is_taken_away_again_waits_no_longer(client, closed):
    type_late(client, closed, ("EMS", "revenue", "130"), ("BK", "revenue", "7"))
    type_late(client, closed, ("BK", "revenue", ""))
    left = Proposal.objects.get().cells.keys()
    type_late(client, closed, ("EMS", "revenue", ""))

    assert left == {"EMS"}
    assert not Proposal.objects.exists()


def test_an_emptied_cell_is_not_said_to_be_kept(client, closed):
    words = gettext("What you typed is kept as a proposal; the planner decides on it.")

    emptied = type_late(client, closed, ("EMS", "revenue", "")).json()["message"]
    typed = type_late(client, closed, ("EMS", "revenue", "7")).json()["message"]

    assert words not in emptied
    assert words in typed


def test_the_form_without_javascript_keeps_it_too_and_the_page_shows_it(client, closed):
    client.force_login(closed.manager)
    form = {"action": "save", "unit": "1", "EMS-revenue": "31.200", "was-EMS-revenue": "0:", "version": "0"}

    answer = client.post("/entry/cua-bac/2019-12/", form)

    assert answer.status_code == 409
    assert "31.200" in answer.content.decode()
    assert Proposal.objects.get().cells["EMS"]["revenue"]["value"] == 31_200
    assert "31.200" in client.get("/entry/cua-bac/2019-12/").content.decode()


def test_a_proposal_for_a_closed_month_is_accepted_as_adjustments_and_the_snapshot_stays(client, closed):
    type_late(client, closed, ("EMS", "revenue", "130"), ("EMS", "volume", "4"))

    decide(client, closed, "accept")

    # 130 − 100 = 30; 4 − 1 = 3.
    made = Adjustment.objects.order_by("measure").values_list(
        "measure", "delta", "was_missing", "reason", "by"
    )
    reason = "Đã gọi điện xác minh"
    assert list(made) == [
        ("revenue", 30, False, reason, closed.planner.pk),
        ("volume", 3, False, reason, closed.planner.pk),
    ]
    assert booked(closed.cua_bac)["EMS"] == 130
    assert ClosedFigure.objects.get(round=2, service__code="EMS").revenue == 100
    entry = HistoryEntry.objects.filter(noun="proposal", verb="update").latest("pk")
    assert (entry.actor, entry.new["state"]) == (closed.planner, "accepted")


def test_a_proposal_for_a_locked_month_goes_into_the_draft_and_opens_the_month_for_a_day(client, locked):
    answer = type_late(client, locked, ("EMS", "revenue", "31.200"))

    decide(client, locked, "accept")

    assert answer.json()["error"] == "month_locked"
    cell = MonthlyReport.objects.get(unit=locked.cua_bac).draft["EMS"]["revenue"]
    assert (cell["value"], cell["by"]) == (31_200, locked.manager.pk)
    assert Grace.objects.get().unit == locked.cua_bac
    assert type_late(client, locked, ("BK", "revenue", "5")).status_code == 200


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_what_is_typed_in_the_locks_last_second_is_a_draft_and_a_second_later_a_proposal(
    client, world, settings, monkeypatch, zone
):
    settings.PORTAL_TODAY = ""
    world.open("2019-12")
    clock = {"now": datetime(2020, 5, 5, 8, 0, tzinfo=VIETNAM)}
    monkeypatch.setattr(timezone, "now", lambda: clock["now"].astimezone(ZoneInfo(zone)))
    client.force_login(world.planner)
    client.post("/months/2019-12/dates/", {"due_on": "05/05/2020", "locks_at": "06/05/2020 00:00"})

    clock["now"] = datetime(2020, 5, 5, 23, 59, 59, tzinfo=VIETNAM)
    in_time = type_late(client, world, ("EMS", "revenue", "5"))
    clock["now"] += timedelta(seconds=1)
    late = type_late(client, world, ("BK", "revenue", "7"))

    assert (in_time.status_code, late.status_code, late.json()["error"]) == (200, 409, "month_locked")
    assert MonthlyReport.objects.get(unit=world.cua_bac).draft.keys() == {"EMS"}
    assert Proposal.objects.get().cells == {"BK": {"revenue": {"value": 7, "version": 0}}}


def test_a_declined_proposal_changes_nothing_and_the_unit_reads_why(client, closed):
    type_late(client, closed, ("EMS", "revenue", "130"))

    decide(client, closed, "decline", reason="Trùng với bảng kê")

    assert booked(closed.cua_bac)["EMS"] == 100
    client.force_login(closed.manager)
    assert "Trùng với bảng kê" in client.get("/entry/cua-bac/2019-12/").content.decode()


def test_nothing_is_decided_unseen_or_twice(client, closed):
    type_late(client, closed, ("EMS", "revenue", "130"))
    proposal = Proposal.objects.get()
    signed = {"reason": "x", "by": closed.planner, "at": closed.now}

    with pytest.raises(GrownSince):
        proposals.accept(proposal=proposal, seen=datetime(2019, 1, 1, tzinfo=UTC), **signed)
    proposals.accept(proposal=proposal, seen=proposal.at, **signed)
    with pytest.raises(DecidedAlready):
        proposals.decline(proposal=proposal, seen=proposal.at, **signed)
    assert Adjustment.objects.count() == 1


def test_a_decision_needs_its_reason(client, closed):
    type_late(client, closed, ("EMS", "revenue", "130"))

    assert decide(client, closed, "accept", reason=" ").status_code == 422
    assert Proposal.objects.waiting().exists()


def test_a_figure_entered_in_the_meantime_is_not_overwritten(client, locked):
    type_late(client, locked, ("EMS", "revenue", "31.200"))
    newer = {
        "EMS": {
            "revenue": {"value": 5, "version": 3, "by": None, "at": "2020-01-02T00:00:00", "origin": "typed"}
        }
    }
    MonthlyReport.objects.filter(unit=locked.cua_bac).update(draft=newer, version=3)
    proposal = Proposal.objects.get()

    with pytest.raises(ChangedMeanwhile):
        proposals.accept(proposal=proposal, seen=proposal.at, reason="x", by=locked.planner, at=locked.now)
    assert not Grace.objects.exists()


def test_who_may_not_enter_proposes_nothing(client, closed):
    assert type_late(client, closed, ("EMS", "revenue", "130"), by="head").status_code == 403
    assert type_late(client, closed, ("EMS", "revenue", "130"), by="stranger").status_code == 404
    assert not Proposal.objects.exists()


def test_the_planner_is_told_on_his_home_page(client, closed):
    type_late(client, closed, ("EMS", "revenue", "130"))

    client.force_login(closed.planner)

    assert "/proposals/" in client.get("/").content.decode()
