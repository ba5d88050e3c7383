"""Who may see and type a unit's month, when, and what damaged forms get."""

import gzip
from pathlib import Path

import pytest

from planning.models import MonthlyReport, ReportingMonth, RevenueRecord, Service, Unit
from postoffice.months import Month
from postoffice.staticfiles import packed
from tests.planning.forms import full

ROOT = Path(__file__).resolve().parents[2]
URL = "/entry/cua-bac/2019-12/"
DECEMBER = Month(2019, 12)


@pytest.fixture
def manager(client, december):
    client.force_login(december.manager)
    return client


@pytest.mark.parametrize(
    ("person", "url", "seen", "typed"),
    [
        ("manager", URL, 200, 302),
        ("clerk", URL, 200, 302),
        ("head", URL, 200, 403),
        ("planner", URL, 200, 403),
        ("director", URL, 200, 403),
        ("auditor", URL, 200, 403),
        ("stranger", URL, 404, 404),
        ("head_tay", URL, 404, 404),
        ("administrator", URL, 404, 404),
        ("clerk", "/entry/dong-ho/2019-12/", 404, 404),
        ("manager", "/entry/nowhere/2019-12/", 404, 404),
        ("manager", "/entry/cua-bac/2019-13/", 404, 404),
        ("manager", "/entry/cua-bac/0001-01/", 404, 404),
    ],
)
def test_who_sees_the_page_and_who_types_into_it(client, december, person, url, seen, typed):
    client.force_login(december.people[person])

    assert client.get(url).status_code == seen
    assert client.post(url, full(**{"EMS-revenue": "31.200"})).status_code == typed
    assert MonthlyReport.objects.filter(draft__has_key="EMS").exists() == (typed == 302)


def test_a_reader_gets_no_fields_so_that_nobody_types_in_vain(client, december):
    client.force_login(december.auditor)

    assert "<input" not in client.get(URL).content.decode().split("<main")[1]


def test_a_closed_month_shows_its_figures_and_keeps_what_was_typed(manager, december):
    december.report(december.cua_bac, DECEMBER, {"EMS": 31_000})
    ReportingMonth.objects.of(DECEMBER).update(closed_2_at=december.now)

    answer = manager.post(URL, full(**{"EMS-revenue": "31.200"}))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "31.000" in page
    assert "31200" in page.replace(".", "")
    assert RevenueRecord.objects.get(month=DECEMBER.first).revenue == 31_000


def test_a_month_that_was_never_opened_says_who_opens_it(manager):
    answer = manager.get("/entry/cua-bac/2019-10/")

    assert answer.status_code == 200
    assert 'name="EMS-revenue"' not in answer.content.decode()


def test_a_clerk_goes_from_point_to_point(client, december):
    client.force_login(december.clerk)

    listed = client.get("/entry/").content.decode()
    page = client.get(URL).content.decode()

    assert "/entry/cua-nam/2019-12/" in listed
    assert 'href="/entry/cua-nam/2019-12/" rel="next"' in page
    assert december.clerk.full_name in page.split("<main")[1]


def test_a_manager_goes_straight_to_the_point(manager):
    assert manager.get("/entry/").headers["Location"] == URL


def test_codes_keep_their_zeros_through_the_address(manager, december):
    Unit.objects.filter(code="cua-bac").update(code="000123")

    assert manager.get("/entry/000123/2019-12/").status_code == 200
    assert manager.get("/entry/123/2019-12/").status_code == 404


@pytest.mark.parametrize(
    "damage",
    [
        {"was-EMS-revenue": "x"}, {"was-EMS-revenue": "1:2:3"}, {"unit": "7"}, {"unit": "٣"}, {"key": "no"},
        {"version": "-1"}, {"set": "EMS-revenue"}, {"set": "=="}, {"EMS-revenue": "1\x00"},
    ],
)  # fmt: skip
def test_a_damaged_form_is_a_400_and_changes_nothing(manager, damage):
    assert manager.post(URL, full(**{"BK-revenue": "5"}) | damage).status_code == 400
    assert not MonthlyReport.objects.filter(draft__has_key="BK").exists()


def test_an_unknown_service_in_a_form_is_a_404_and_changes_nothing(manager):
    answer = manager.post(URL, full(**{"NONE-revenue": "5", "BK-revenue": "5"}))

    assert answer.status_code == 404
    assert not MonthlyReport.objects.filter(draft__has_key="BK").exists()


@pytest.mark.parametrize("services", [5, 50])
@pytest.mark.parametrize("person", ["manager", "clerk", "head"])
def test_the_page_costs_at_most_15_queries_however_many_services(
    client, december, services, person, django_assert_max_num_queries
):
    for number in range(services):
        made = Service.objects.create(
            code=f"S{number}", name=f"Dịch vụ {number}", line_id=december.services["EMS"].line_id
        )
        december.cua_bac.offerings.create(service=made)
    client.force_login(december.people[person])

    with django_assert_max_num_queries(15):
        client.get(URL)


def test_the_page_is_light_so_that_a_slow_line_will_do(manager, december):
    for number in range(26):
        made = Service.objects.create(
            code=f"S{number}", name=f"Dịch vụ số {number}", line_id=december.services["EMS"].line_id
        )
        december.cua_bac.offerings.create(service=made)

    page = manager.get(URL).content
    unasked = ("entry", "drafts", "numbers", "offline")
    scripts = [ROOT / "static" / "js" / f"{name}.js" for name in unasked]

    # 30 services; the browser gets both packed.
    assert len(gzip.compress(page, 6)) <= 12 * 1024
    assert sum(len(gzip.compress(packed(script.read_text()).encode(), 9)) for script in scripts) <= 8 * 1024
