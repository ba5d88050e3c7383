"""Autosave: what an acknowledgement promises, and what hand-made requests get."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.utils import timezone

from planning.models import DraftSave, MonthlyReport, ReportingMonth, RevenueRecord, Service, ServiceLine
from planning.models.monthly_reports import State
from postoffice.months import Month

URL = "/entry/cua-bac/2019-12/draft.json"
DECEMBER = Month(2019, 12)


@pytest.fixture
def december(world):
    world.open("2019-12")
    world.books("""
        unit    | 2018   | 2019-11
        cua bac | 120000 |   31000
    """)
    return world


@pytest.fixture
def manager(client, december):
    client.force_login(december.manager)
    return client


def cell(text="31.200", service="EMS", measure="revenue", version=0):
    return {"service": service, "measure": measure, "text": text, "version": version}


def send(client, *cells, url=URL, **body):
    sent = {"key": str(uuid4()), "unit": 1, "cells": list(cells)} | body
    return client.post(url, json.dumps(sent), content_type="application/json")


def draft(service="EMS", measure="revenue"):
    report = MonthlyReport.objects.filter(unit__code="cua-bac", month=DECEMBER.first).first()
    found = report and report.draft.get(service, {}).get(measure)
    return found and found["value"]


def test_an_answer_says_what_stands_now_so_that_the_page_can_go_on(manager):
    answer = send(manager, cell("12tr"), cell("7", measure="volume")).json()

    row = answer["rows"]["EMS"]["fields"]
    assert row["EMS-revenue"] == {"text": "12.000.000", "was": "1:12000000", "mark": "warning", "held": False}
    assert row["EMS-volume"]["was"] == "1:7"
    assert answer["version"] == 1
    assert draft() == 12_000_000


def test_a_save_asks_what_goes_together_in_one_statement(manager, django_assert_num_queries):
    send(manager, cell())
    send(manager, cell("31.300", version=1))

    # Session; person with the office; unit with the rights and what the answer is judged by; signature with
    # the month, report, all that is asked under its lock, draft with its save; and the savepoint.
    with django_assert_num_queries(9):
        assert send(manager, cell("31.400", version=2)).json()["version"] == 3


def test_the_same_key_writes_once_and_is_answered_again(manager):
    key = str(uuid4())

    first, second = (send(manager, cell(), key=key).json() for _ in range(2))

    assert first["rows"] == second["rows"]
    assert DraftSave.objects.count() == 1


def test_the_same_key_with_other_content_is_refused_so_that_nothing_is_acknowledged_falsely(manager):
    key = str(uuid4())
    send(manager, cell("1"), key=key)

    answer = send(manager, cell("2"), key=key)

    assert answer.status_code == 422
    assert answer.json()["error"] == "key_reused"
    assert draft() == 1


def test_a_text_that_is_no_number_is_told_and_the_others_are_saved(manager):
    answer = send(manager, cell("31,2"), cell("900", "BK")).json()

    assert answer["rows"]["EMS"]["fields"]["EMS-revenue"]["held"]
    assert "31.200" in answer["rows"]["EMS"]["says"]
    assert (draft(), draft("BK")) == (None, 900)


@pytest.mark.parametrize(
    "text", ["1.5", "1,234.5", "49,470", "abc", "12%", "9" * 16, "1_000", "1e5", "٣", "½", "=1/0"]
)
def test_odd_texts_change_nothing_and_say_why(manager, text):
    answer = send(manager, cell(text))

    assert answer.status_code == 200
    assert answer.json()["rows"]["EMS"]["says"]
    assert draft() is None


def test_a_conflict_holds_the_cell_and_saves_the_others(client, december):
    client.force_login(december.clerk)
    send(client, cell("30.000"))
    at = timezone.localtime(MonthlyReport.objects.get(unit=december.cua_bac, month=DECEMBER.first).saved_at)
    client.force_login(december.manager)

    answer = send(client, cell("31.200"), cell("900", "BK")).json()

    held = answer["rows"]["EMS"]
    assert held["fields"]["EMS-revenue"]["was"] == "1:30000"
    assert all(part in held["says"] for part in (december.clerk.full_name, f"{at:%H:%M %d/%m}", "31.200"))
    assert (draft(), draft("BK")) == (30_000, 900)


def test_a_reason_is_kept_at_once(manager):
    send(manager, cell("3.100"))

    answer = send(manager, notes={"EMS": ["season", "Tết"]}).json()

    assert answer["rows"]["EMS"]["says"] == ""
    assert MonthlyReport.objects.get(unit__code="cua-bac", month=DECEMBER.first).notes.get().text == "Tết"


def test_a_paste_is_one_batch_so_that_it_can_be_undone(manager):
    send(manager, cell("1"), cell("2", "BK"), pasted=True)

    save = DraftSave.objects.get()
    assert save.channel == "paste"
    assert save.batch.summary["cells"] == 2


def test_an_ended_session_gets_a_401_so_that_the_browser_keeps_what_was_typed(client, december):
    answer = send(client, cell())

    assert (answer.status_code, answer.json()["error"]) == (401, "sign_in_required")


def test_a_missing_token_gets_json_so_that_the_browser_can_renew_it(december):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(december.manager)

    answer = send(client, cell())

    assert (answer.status_code, answer.json()["error"]) == (403, "csrf")
    assert draft() is None


@pytest.mark.parametrize(
    ("person", "url", "status"),
    [
        ("stranger", URL, 404),
        ("manager", URL.replace("cua-bac", "cua-dong"), 404),
        ("manager", URL.replace("cua-bac", "none"), 404),
        ("head", URL, 403),
        ("director", URL, 403),
        ("auditor", URL, 403),
        ("planner", URL, 403),
        ("administrator", URL, 404),
        ("clerk", URL.replace("cua-bac", "dong-ho"), 409),
        ("manager", URL.replace("2019-12", "2019-10"), 409),
        ("manager", URL.replace("2019-12", "2019-13"), 404),
        ("manager", URL.replace("2019-12", "0001-01"), 404),
    ],
)
@pytest.mark.parametrize("text", ["31.200", "abc"])
def test_who_may_not_enter_here_changes_nothing(client, december, person, url, status, text):
    client.force_login(december.people[person])

    answer = send(client, cell(text), url=url)

    if text == "31.200" or status in (403, 404):
        assert answer.status_code == status
    assert not DraftSave.objects.exists()


@pytest.mark.parametrize("body", [{}, {"unit": "x"}, {"cells": [cell("9" * 15), cell(service="?")]}])
def test_missing_and_foreign_units_answer_alike_so_that_nobody_learns_which_exist(client, december, body):
    client.force_login(december.stranger)

    foreign, missing = (
        send(client, cell(), url=URL.replace("cua-bac", code), **body) for code in ("cua-bac", "none")
    )

    assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)


def test_checks_follow_the_books_and_the_plan_so_that_no_old_figure_speaks(manager, december):
    assert "31.000" in send(manager, cell("3.100")).json()["rows"]["EMS"]["says"]

    RevenueRecord.objects.filter(month="2019-11-01").update(revenue=3_000)
    assert send(manager, cell("3.100", version=1)).json()["rows"]["EMS"]["says"] == ""

    december.target(december.cua_bac, 2019, 12 * 50_000_000, node="EMS", kinds=("internal",))
    says = send(manager, cell("3.100", version=1)).json()["rows"]["EMS"]["says"]
    assert "50.000.000" in says


def test_other_services_are_refused(manager, december):
    Service.objects.filter(code="CT").update(valid_to="2019-06-30")

    assert send(manager, cell(service="NONE")).status_code == 404
    assert send(manager, cell(service="CT")).status_code == 409
    assert send(manager, cell(measure="balance")).status_code == 404
    assert not DraftSave.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"closed_2_at": datetime(2020, 1, 2, tzinfo=UTC)},
        {"locks_at": datetime(2020, 1, 2, tzinfo=UTC)},
        {"opened_at": None},
    ],
)
def test_a_month_that_takes_nothing_says_so(manager, change):
    ReportingMonth.objects.of(DECEMBER).update(**change)

    answer = send(manager, cell())

    assert answer.status_code == 409
    assert answer.json()["message"]
    assert not DraftSave.objects.exists()


def test_a_sent_month_is_not_typed_into(manager, december):
    december.report(december.cua_bac, DECEMBER, {"EMS": 1}, state="submitted")

    assert send(manager, cell()).status_code == 409
    assert RevenueRecord.objects.get(month=DECEMBER.first).revenue == 1


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xff\xfe", b"{}",
        b'{"key": "no", "unit": 1, "cells": []}',
        b'{"key": "6fa459ea-ee8a-3ca4-894e-db77e160355e", "unit": 7, "cells": []}',
        b'{"key": "6fa459ea-ee8a-3ca4-894e-db77e160355e", "unit": [], "cells": []}',
        b'{"key": "6fa459ea-ee8a-3ca4-894e-db77e160355e", "unit": 1, "cells": {}, "notes": 3}',
        b'{"key": "6fa459ea-ee8a-3ca4-894e-db77e160355e", "unit": 1, "cells": [{"service": "EMS"}]}',
        b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_damaged_request_is_a_400_and_changes_nothing(manager, body):
    answer = manager.post(URL, body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()
    assert not DraftSave.objects.exists()


@pytest.mark.parametrize(
    "change", [{"text": 5}, {"version": -1}, {"version": True}, {"service": "E\x00"}, {"measure": 1}]
)
def test_a_damaged_cell_is_a_400_and_changes_nothing(manager, change):
    assert send(manager, cell("900", "BK"), cell() | change).status_code == 400
    assert not DraftSave.objects.exists()


def test_what_was_not_asked_is_ignored(manager, december):
    send(
        manager,
        cell() | {"unit": "cua-nam", "status": "approved", "by": 1},
        state="approved",
        month="2019-01",
    )

    assert MonthlyReport.objects.get(unit=december.cua_bac, month=DECEMBER.first).state == State.DRAFT
    assert MonthlyReport.objects.filter(draft__has_key="EMS").count() == 1


def test_saving_refuses_get_so_that_a_link_cannot_write(manager):
    assert manager.get(URL).status_code == 405


@pytest.mark.parametrize("services", [5, 50])
def test_a_save_costs_the_same_for_any_number_of_services(
    manager, december, services, django_assert_max_num_queries
):
    line = ServiceLine.objects.get(code="BCCP")
    for number in range(services):
        made = Service.objects.create(code=f"S{number}", name=f"Dịch vụ {number}", line=line)
        december.cua_bac.offerings.create(service=made)

    send(manager, cell("1"))

    with django_assert_max_num_queries(18):
        send(manager, cell(), *(cell("5", f"S{number}") for number in range(services)))
