"""Payroll revenue whose share of revenue is out of its band."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

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
