"""Payroll revenue whose share of revenue is out of its band."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planning.models import HistoryEntry, Office, RevenueRecord
from postoffice.months import Month
from tests.workbooks import workbook

ADDRESS = "/payroll/2019-12/?unit=cua-bac"


@pytest.fixture
def sent(client, world):
    world.open("2019-12")
    world.report(world.cua_bac, Month(2019, 12), {"EMS": 10_000_000, "BK": 4_000_000})
    client.force_login(world.accountant)
    return world


def test_too_much_is_asked_about_so_that_no_wage_is_paid_twice(client, sent):
    answer = client.post(ADDRESS, {"EMS": "9tr", "BK": ""})

    assert answer.status_code == 422
    assert "64,3%" in answer.content.decode()  # 9 of 14 million
    assert not RevenueRecord.objects.exclude(payroll_revenue=None).exists()


def test_a_reason_lets_it_stand_and_stays_so_that_the_auditor_reads_it(client, sent):
    answer = client.post(ADDRESS, {"EMS": "9tr", "BK": "", "why:share": "Bù tháng 11"})

    assert answer.status_code == 302
    assert RevenueRecord.objects.get(service__code="EMS").payroll_revenue == 9_000_000
    assert HistoryEntry.objects.filter(noun="record").latest("id").reason == "Bù tháng 11"
    assert "64,3%" in client.get("/payroll/2019-12/").content.decode()


def test_the_reason_stands_beside_the_share_so_that_nobody_asks_again(client, sent):
    client.post(ADDRESS, {"EMS": "9tr", "BK": "1tr", "why:share": "Bù tháng 11"})

    page = client.get("/payroll/2019-12/")

    [line] = page.context["lines"]
    assert line.reasons == ("Bù tháng 11 (Người thử accountant)",)  # of two figures, told once
    assert "Bù tháng 11 (Người thử accountant)" in page.content.decode()


def test_a_reason_goes_with_the_figure_it_was_given_for(client, sent):
    client.post(ADDRESS, {"EMS": "9tr", "BK": "", "why:share": "Bù tháng 11"})
    client.post(ADDRESS, {"EMS": "5tr", "seen-EMS": "9000000", "BK": ""})

    [line] = client.get("/payroll/2019-12/").context["lines"]

    assert (line.payroll, line.odd, line.reasons) == ("5.000.000", "", ())


def test_reasons_of_many_units_cost_no_more_queries(client, sent, django_assert_num_queries):
    client.post(ADDRESS, {"EMS": "9tr", "BK": "", "why:share": "Bù tháng 11"})
    with CaptureQueriesContext(connection) as one:
        client.get("/payroll/2019-12/")
    once = len(one)
    for code in ("cua-nam", "cua-dong", "cua-tay"):
        sent.report(sent.units[code], Month(2019, 12), {"EMS": 10_000_000})
        client.post(f"/payroll/2019-12/?unit={code}", {"EMS": "9tr", "why:share": f"Bù cho {code}"})

    with django_assert_num_queries(once):
        page = client.get("/payroll/2019-12/")

    assert [line.reasons[0] for line in page.context["lines"]] == [
        "Bù tháng 11 (Người thử accountant)",
        "Bù cho cua-dong (Người thử accountant)",
        "Bù cho cua-nam (Người thử accountant)",
        "Bù cho cua-tay (Người thử accountant)",
    ]


def test_too_little_is_asked_about_once_all_services_have_theirs(client, sent):
    assert client.post(ADDRESS, {"EMS": "4tr", "BK": ""}).status_code == 302
    kept = {"EMS": "4.000.000", "seen-EMS": "4000000"}
    assert client.post(ADDRESS, kept | {"BK": "100.000"}).status_code == 422
    assert client.post(ADDRESS, kept | {"BK": "1.700.000"}).status_code == 302


def test_the_band_is_the_planners_so_that_another_office_has_another(client, sent):
    Office.objects.update_or_create(pk=1, defaults={"payroll_share_high": 70})

    assert client.post(ADDRESS, {"EMS": "9tr", "BK": ""}).status_code == 302


FILE = [["unit_code", "service_code", "month", "payroll_revenue"], ["cua-bac", "EMS", "2019-12", 9_000_000]]


def test_a_file_is_asked_the_same_so_that_no_way_in_is_easier(client, sent):
    file = SimpleUploadedFile("luong.xlsx", workbook(payroll=FILE))
    shown = client.post("/import/", {"file": file, "kind": "payroll"})
    token = shown.context["form"].initial["token"]

    client.post("/import/confirm/", {"token": token})
    untouched = RevenueRecord.objects.exclude(payroll_revenue=None).exists()
    done = client.post("/import/confirm/", {"token": token, "reason": "Bù tháng 11"})

    assert "64,3%" in shown.content.decode() and sent.cua_bac.name in shown.content.decode()
    assert not untouched
    assert done.status_code == 302
    assert RevenueRecord.objects.get(service__code="EMS").payroll_revenue == 9_000_000
    assert HistoryEntry.objects.filter(noun="record").latest("id").reason == "Bù tháng 11"
