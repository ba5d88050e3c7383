"""Uploading a file: shown first, written as one, undone as one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from planning.models import Batch, MonthlyReport, RevenueRecord
from postoffice.months import Month
from tests.workbooks import workbook

NOVEMBER = "2019-11"


def upload(client, content: bytes, *, name="tháng 11.xlsx", kind="revenue", **said):
    file = SimpleUploadedFile(name, content)
    return client.post("/import/", {"kind": kind, "file": file, **said})


def confirm(client, **said):
    return client.post("/import/confirm/", {"token": client.session["upload"]["token"], **said}, follow=True)


def figures(*rows: tuple) -> bytes:
    return workbook(revenue=[["unit_code", "service_code", "month", "revenue"], *map(list, rows)])


def test_a_file_is_shown_before_it_is_written_so_that_nobody_is_surprised(client, world):
    client.force_login(world.planner)

    answer = upload(client, figures(("cua-bac", "EMS", NOVEMBER, 5_000_000)))

    assert answer.status_code == 200
    assert "doanh thu" in answer.content.decode()
    assert not RevenueRecord.objects.exists()


def test_a_confirmed_file_is_in_the_books_as_approved(client, world):
    client.force_login(world.planner)
    upload(client, figures(("cua-bac", "EMS", NOVEMBER, 5_000_000)))

    answer = confirm(client)

    record = RevenueRecord.objects.get()
    report = MonthlyReport.objects.get()
    assert answer.redirect_chain[-1][0] == f"/imports/{Batch.objects.get().pk}/"
    assert (record.unit.code, record.revenue) == ("cua-bac", 5_000_000)
    assert (report.state, report.submitted_by) == ("approved", None)


def test_every_changed_cell_is_shown_with_old_and_new(client, world):
    world.report(world.cua_bac, Month(2019, 11), {"EMS": 4_000_000})
    MonthlyReport.objects.update(submitted_by=None)
    client.force_login(world.planner)

    page = upload(client, figures(("cua-bac", "EMS", NOVEMBER, 5_000_000))).content.decode()

    assert "4.000.000" in page
    assert "5.000.000" in page


def test_a_file_that_says_what_is_kept_makes_no_batch(client, world):
    client.force_login(world.planner)
    upload(client, figures(("cua-bac", "EMS", NOVEMBER, 5_000_000)))
    confirm(client)

    upload(client, figures(("cua-bac", "EMS", NOVEMBER, 5_000_000)))
    confirm(client)

    assert Batch.objects.count() == 1


def test_a_row_that_does_not_fit_stops_the_file_with_its_place(client, world):
    client.force_login(world.planner)
    rows = [
        ("cua-bac", "EMS", NOVEMBER, 1),
        ("cua-bac", "BK", NOVEMBER, "12a3"),
        ("cua-nam", "EMS", "Tết", 3),
    ]

    answer = upload(client, figures(*rows))

    problems = {(p.row, p.column, p.shown_value) for p in answer.context["problems"]}
    assert answer.status_code == 422
    assert problems == {(3, "revenue", "12a3"), (4, "month", "Tết")}


def test_an_unknown_unit_is_told_with_the_nearest_code(client, world):
    client.force_login(world.planner)

    answer = upload(client, figures(("cua-bak", "EMS", NOVEMBER, 1)))

    [problem] = answer.context["preview"].problems
    assert (problem.row, problem.column, problem.params) == (2, "unit_code", {"near": "cua-bac"})


def test_a_unit_outside_of_what_one_reads_is_as_if_it_were_missing(client, world):
    world.planner.postings.update(unit=world.dong_ho)
    client.force_login(world.planner)

    foreign = upload(client, figures(("cua-dong", "EMS", NOVEMBER, 1))).context["preview"].problems
    missing = upload(client, figures(("cua-donk", "EMS", NOVEMBER, 1))).context["preview"].problems

    assert "cua-dong" not in str(missing[0].params)
    assert foreign[0].reason == missing[0].reason


def test_a_planner_of_a_district_opens_and_closes_no_month_of_the_office(client, world):
    world.planner.postings.update(unit=world.dong_ho)
    client.force_login(world.planner)

    refused = upload(client, figures(("cua-bac", "EMS", NOVEMBER, 1))).context["preview"].problems
    world.open(NOVEMBER)
    upload(client, figures(("cua-bac", "EMS", NOVEMBER, 1)))
    confirm(client)

    assert [(p.row, p.column) for p in refused] == [(2, "month")]
    assert RevenueRecord.objects.get().revenue == 1


def test_repeated_rows_are_summed_only_when_the_person_says_so(client, world):
    client.force_login(world.planner)
    twice = figures(("cua-bac", "EMS", NOVEMBER, 2), ("cua-bac", "EMS", NOVEMBER, 3))

    refused = upload(client, twice).context["preview"].problems
    upload(client, twice, sum_repeated="on")
    confirm(client)

    assert [(p.row, p.params["other"]) for p in refused] == [(3, 2)]
    assert RevenueRecord.objects.get().revenue == 5


def test_amounts_in_the_unit_of_the_page_become_exact_dong(client, world):
    client.force_login(world.planner)
    upload(client, figures(("cua-bac", "EMS", NOVEMBER, "1,15")), unit="1000", notation="vi")

    confirm(client)

    assert RevenueRecord.objects.get().revenue == 1150


def test_a_text_file_is_read_as_it_is_parted(client, world):
    client.force_login(world.planner)
    text = "Mã đơn vị;Mã dịch vụ;Tháng;Doanh thu\ncua-bac;EMS;11/2019;1.234.567\n".encode("utf-8-sig")
    upload(client, text, name="thang-11.csv")

    confirm(client)

    assert RevenueRecord.objects.get().revenue == 1_234_567


def test_the_accountant_imports_payroll_revenue_and_makes_no_report(client, world):
    client.force_login(world.accountant)
    payroll = workbook(
        payroll=[["unit_code", "service_code", "month", "payroll_revenue"], ["cua-bac", "EMS", NOVEMBER, 7]]
    )
    upload(client, payroll, kind="payroll")

    confirm(client)

    record = RevenueRecord.objects.get()
    assert (record.revenue, record.payroll_revenue) == (None, 7)
    assert not MonthlyReport.objects.exists()


def test_an_import_is_undone_as_one(client, world):
    world.open(NOVEMBER)
    client.force_login(world.planner)
    upload(client, figures(("cua-bac", "EMS", NOVEMBER, 5), ("cua-nam", "EMS", NOVEMBER, 6)))
    confirm(client)

    answer = client.post(f"/imports/{Batch.objects.get().pk}/")

    assert answer.status_code == 200
    assert not RevenueRecord.objects.filter(revenue__isnull=False).exists()
    assert Batch.objects.get().undone_by == world.planner


def test_somebodys_month_is_not_written_over_unless_told_to(client, world):
    world.open(NOVEMBER)
    report = world.report(world.cua_bac, Month(2019, 11), {"EMS": 4}, state="submitted")
    client.force_login(world.planner)

    refused = upload(client, figures(("cua-bac", "EMS", NOVEMBER, 5)))
    confirm(client, replace="on", reason="Đối chiếu với báo cáo giấy")

    report.refresh_from_db()
    assert refused.status_code == 422
    assert RevenueRecord.objects.get().revenue == 5
    assert report.state == "approved"


def test_replacing_asks_for_its_reason(client, world):
    client.force_login(world.planner)
    upload(client, figures(("cua-bac", "EMS", NOVEMBER, 5)))

    answer = confirm(client, replace="on")

    assert answer.status_code == 422
    assert not RevenueRecord.objects.exists()


@pytest.mark.parametrize("person", ["manager", "clerk", "head", "director", "auditor", "administrator"])
def test_who_has_no_right_to_import_does_not_come_in(client, world, person):
    client.force_login(world.people[person])

    assert client.get("/import/").status_code == 403


BAD_FILES = {
    "empty": b"",
    "picture": b"\x89PNG\r\n\x1a\n\0\0",
    "old excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504,
    "cut off": figures(("cua-bac", "EMS", NOVEMBER, 5))[:900],
    "too large": b"PK\x03\x04" + b"\0" * (5 << 20),
    "only a header": figures(),
    "another table": workbook(sheet=[["a", "b"], [1, 2]]),
    "two tables": workbook(one=[["a"], [1]], two=[["b"], [2]]),
    "no columns": b"12;13;14\n",
    "binary text": b"unit_code;month\n\0\0\0",
}


@pytest.mark.parametrize("kind", ["office", "revenue"])
@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_gets_a_sentence_at_its_place_and_writes_nothing(client, world, content, kind):
    client.force_login(world.planner)

    answer = upload(client, content, kind=kind)

    said = answer.context["form"].errors if answer.status_code == 422 else answer.context["preview"].is_empty
    assert answer.status_code in (200, 422)
    assert said or answer.context["problems"]
    assert not RevenueRecord.objects.exists()


def test_a_file_of_another_session_is_not_confirmed(client, world):
    client.force_login(world.planner)
    upload(client, figures(("cua-bac", "EMS", NOVEMBER, 5)))

    client.post("/import/confirm/", {"token": "x" * 43})

    assert not RevenueRecord.objects.exists()


def test_the_list_of_imports_tells_what_each_brought(client, world):
    client.force_login(world.planner)
    empty = client.get("/imports/").content.decode()
    upload(client, figures(("cua-bac", "EMS", NOVEMBER, 5)))
    confirm(client)

    page = client.get("/imports/").content.decode()

    assert "tháng 11.xlsx" not in empty
    assert "tháng 11.xlsx" in page


def test_an_empty_portal_leads_to_an_office_or_the_demo(client, db):
    answer = client.get("/welcome/")

    assert answer.status_code == 200
    assert "import_office" in answer.content.decode()


def test_a_portal_in_use_has_no_welcome(client, world):
    assert client.get("/welcome/").status_code == 302
