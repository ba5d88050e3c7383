"""Requests that no page of ours makes: broken JSON, foreign fields, far too much, lines in names."""

import io
import json
import logging
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from planning.models import HistoryEntry, MonthlyReport, Office, Posting, Unit, User
from postoffice.logs import OneLine
from postoffice.months import Month
from tests.access.calling import digest

URL = "/entry/cua-bac/2019-12/"
DRAFT = URL + "draft.json"
CELL = {"service": "EMS", "measure": "revenue", "text": "5", "version": 0}
KEY = "3f2b8a52-6f0e-4f6e-9a53-0d6a8c1f1e11"
BODIES = {
    "nothing": b"",
    "half": b'{"key": "',
    "a word": b"abc",
    "no object": b"[]",
    "null": b"null",
    "a number": b"5",
    "a text": b'"x"',
    "not UTF-8": b'{"key": "\xff\xfe"}',
    "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 50_000,
    "endless number": b'{"key": ' + b"9" * 10_000 + b"}",
    "a form": b"key=1&cells=2",
}
BODY = {"key": KEY, "unit": 1, "cells": [CELL]}
TYPES = [
    None, -1, 1.5, [], {}, [[]], [None], "x", "", 10**30, float("nan"), "\ud800", "a\x00", "a" * 10_000,
]  # fmt: skip


@pytest.fixture
def manager(client, world):
    world.open("2019-12")
    client.force_login(world.manager)
    client.raise_request_exception = True
    return client


def send(client, body: bytes | dict, url=DRAFT, kind="application/json"):
    return client.post(url, body if isinstance(body, bytes) else json.dumps(body), content_type=kind)


def test_the_body_that_is_damaged_here_is_a_good_one(manager):
    assert send(manager, BODY).status_code == 200


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_broken_body_is_unreadable(manager, body):
    before = digest()

    answer = send(manager, body)

    assert (answer.status_code, answer.json()["error"]) == (400, "unreadable")
    assert digest() == before


@pytest.mark.parametrize("field", ["key", "unit", "cells", "notes"])
def test_a_field_of_another_type_is_unreadable(manager, field):
    before = digest()
    wrong = [value for value in TYPES if (field, value) not in (("cells", []), ("notes", {}))]

    answers = {repr(value)[:30]: send(manager, BODY | {field: value}).status_code for value in wrong}

    assert {value: status for value, status in answers.items() if status != 400} == {}
    assert digest() == before


@pytest.mark.parametrize("field", ["service", "measure", "text", "version"])
def test_a_cell_of_another_type_is_refused(manager, field):
    before = digest()
    answers = {}
    for value in TYPES:
        if field != "text" or not isinstance(value, str) or not value.isprintable():
            body = BODY | {"cells": [CELL | {field: value}], "key": str(uuid4())}
            answers[repr(value)[:30]] = send(manager, body).status_code

    assert set(answers.values()) <= {400, 404, 422}, answers
    assert digest() == before


@pytest.mark.parametrize("field", ["key", "unit", "cells", "service", "measure", "text", "version"])
def test_a_missing_field_is_unreadable(manager, field):
    cell = {name: value for name, value in CELL.items() if name != field}
    body = {name: value for name, value in (BODY | {"cells": [cell]}).items() if name != field}

    assert send(manager, body).status_code == 400


def test_far_too_many_cells_and_far_too_large_bodies_are_refused(manager):
    before = digest()

    many = send(manager, BODY | {"cells": [CELL] * 5_000})
    large = send(manager, BODY | {"padding": "x" * (7 << 20)})
    fields = manager.post(URL, {f"x{number}": "1" for number in range(5_000)})

    assert (many.status_code, large.status_code, fields.status_code) == (400, 400, 400)
    assert digest() == before


def test_a_form_is_no_upload_and_an_upload_no_form(manager, world, client):
    manager.post(URL, {"EMS-revenue": SimpleUploadedFile("x.txt", b"5"), "was-EMS-revenue": "0:"})
    assert not MonthlyReport.objects.exists()
    client.force_login(world.planner)
    before = digest()

    for file in ("so-lieu.csv", "", SimpleUploadedFile("x.csv", b"")):
        answer = client.post("/import/", {"kind": "revenue", "unit": "1", "file": file})
        assert answer.status_code == 422
    assert digest() == before


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.csv", "a\r\nSet-Cookie: a=b.csv", "\x1b[31mđỏ.csv", "x" * 500 + ".csv", "\u202e.csv"],
)
def test_a_file_may_be_called_anything(client, world, name):
    world.open("2019-12")
    client.force_login(world.planner)
    content = "mã đơn vị;mã dịch vụ;tháng;doanh thu\ncua-bac;EMS;2019-12;1.000\n".encode()

    file = SimpleUploadedFile(name, content)
    shown = client.post("/import/", {"kind": "revenue", "unit": "1", "file": file})
    token = shown.context["form"]["token"].value()
    done = client.post("/import/confirm/", {"token": token}, follow=True)

    assert (shown.status_code, done.status_code) == (200, 200)
    assert client.get("/imports/").status_code == 200


def test_a_form_ignores_what_it_did_not_ask_for(client, world):
    world.open("2019-12")
    extra = {
        "id": "1", "pk": "1", "user": world.planner.pk, "user_id": world.planner.pk, "by": "planner",
        "role": "administrator", "state": "approved", "status": "final", "is_active": "0", "is_demo": "1",
        "is_superuser": "1", "is_staff": "1", "password": "x", "path": "/", "parent": "vp", "code": "khac",
        "closed_2_at": "2020-01-01", "opened_at": "2020-01-01", "submitted_by": "planner", "decided_by": "x",
        "unit_id": world.cua_dong.pk, "at": "2001-01-01", "channel": "sql", "search_key": "x",
    }  # fmt: skip
    client.force_login(world.manager)
    client.post(URL, extra | {"unit": "1", "EMS-revenue": "5", "was-EMS-revenue": "0:"})
    client.force_login(world.administrator)
    client.post("/people/manager/", extra | {"full_name": "Người thử đổi", "email": ""})
    client.post("/people/new/", extra | {"username": "moi.vao", "full_name": "Người thử mới"})
    client.post("/units/cua-bac/", extra | {"name": "BC Cửa Bắc Mới", "kind": "agent", "reports": ""})
    client.force_login(world.planner)
    client.post("/months/2019-12/dates/", extra | {"due_on": "07/01/2020", "locks_at": ""})

    report = MonthlyReport.objects.get()
    assert (report.unit, report.state, report.submitted_by, report.month) == (
        world.cua_bac, "draft", None, date(2019, 12, 1),
    )  # fmt: skip
    for name in ("manager", "moi.vao"):
        person = User.objects.get(username=name)
        assert (person.is_active, person.is_demo) == (True, False)
        assert person.password == world.manager.password or not person.has_usable_password()
    assert Posting.objects.filter(user__username__in=["manager", "moi.vao"]).count() == 1
    unit = Unit.objects.get(pk=world.cua_bac.pk)
    assert (unit.code, unit.parent, unit.path) == ("cua-bac", world.dong_ho, world.cua_bac.path)
    assert not HistoryEntry.objects.filter(channel="sql", at__year=2001).exists()
    assert world.planner.postings.count() == 1


LINES = ["a\r\nFAKE", "\x1b[2J\x1b[31mđỏ", "a\u2028b\u2029c\x85d", "\x0b\x0c\x1c\x1d", "\x00"]


@pytest.fixture
def log():
    stream, root = io.StringIO(), logging.getLogger("django.request")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(OneLine())
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


@pytest.mark.parametrize("text", LINES, ids=repr)
def test_an_event_is_one_line_of_the_log_whatever_was_sent(client, world, log, text):
    client.force_login(world.manager)
    client.get(f"/{text.replace(chr(0), '%00')}/")
    client.get("/people/", headers={"X-Forwarded-For": "1.2.3.4", "User-Agent": text.replace("\r\n", " ")})

    lines = log.getvalue().splitlines()
    assert len(lines) == 2
    assert all(set(json.loads(line)) >= {"at", "level", "logger", "message"} for line in lines)
    assert "\x1b" not in log.getvalue()


@pytest.mark.parametrize("text", LINES[:-1], ids=repr)
def test_names_are_stored_without_lines_and_signals(client, world, text):
    client.force_login(world.administrator)
    client.post("/people/new/", {"username": "moi.vao", "full_name": f"Người thử {text}", "email": ""})
    client.post("/units/cua-bac/", {"name": f"BC {text}", "kind": "agent", "reports": "", "head": text})

    unit = Unit.objects.get(code="cua-bac")
    for name in (User.objects.get(username="moi.vao").full_name, unit.name, unit.head):
        assert name.isprintable()
        assert name == name.strip()


def test_a_cookie_of_rubbish_is_no_session(client, world):
    for rubbish in ("\x00", "a\x00b", "x" * 5_000, "'; DROP TABLE", "%00", ""):
        client.cookies["sessionid"] = rubbish
        client.cookies["django_language"] = rubbish
        client.cookies["messages"] = rubbish

        assert client.get("/").status_code == 302
        assert client.get("/sign-in/").status_code == 200


def test_odd_headers_are_survived(client, world):
    client.force_login(world.manager)
    for name, value in [
        ("Accept", "application/json" * 500), ("Accept-Language", "x" * 5_000), ("Host", "testserver:99999"),
        ("If-Modified-Since", "hôm qua"), ("If-None-Match", '"' * 99), ("Range", "bytes=9-1"),
        ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https, http"), ("Referer", "\x01"),
        ("X-HTTP-Method-Override", "DELETE"), ("Content-Length", "0"), ("Cookie", ";;;=;="),
    ]:  # fmt: skip
        answer = client.get("/entry/", headers={name: value})

        assert answer.status_code < 500, name
        assert "evil.example" not in answer.content.decode()


def test_a_name_that_looks_like_code_is_shown_as_a_name(client, world):
    evil = "<script>alert(1)</script>{{7*7}}"
    User.objects.filter(pk=world.manager.pk).update(full_name=evil)
    Unit.objects.filter(pk=world.cua_bac.pk).update(name=evil)
    Office.objects.update(name=evil)
    world.open("2019-12")
    world.report(world.cua_bac, Month(2019, 12), {"EMS": 5}, state="submitted")
    for who, pages in {
        "manager": ["/", "/entry/cua-bac/2019-12/", "/dashboard/", "/reports/units/", "/unit/cua-bac/"],
        "planner": ["/queue/", "/queue/cua-bac/2019-12/", "/months/2019-12/", "/units/", "/history/"],
        "administrator": ["/people/", "/people/manager/", "/units/cua-bac/"],
        "accountant": ["/payroll/2019-12/"],
    }.items():
        client.force_login(world.people[who])
        for page in pages:
            text = client.get(page).content.decode()

            assert "<script>alert" not in text, page
            assert "49" not in text or "{{7*7}}" in text, page
