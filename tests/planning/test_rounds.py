"""A month as it stood in each round of closing, and as it stands now."""

import pytest
from django.db import connection

from planning.models import RevenueRecord
from planning.models.revenue import Measure
from postoffice.months import Month

DECEMBER = Month(2019, 12)
ADDRESS = "/months/2019-12/rounds/"


@pytest.fixture
def closed(client, world):
    """Cửa Bắc corrects EMS between the rounds, and an adjustment follows the last one."""
    world.open("2019-12")
    world.report(world.cua_bac, DECEMBER, {"EMS": 1_000, "BK": 500})
    world.report(world.cua_dong, DECEMBER, {"EMS": 7_000})
    client.force_login(world.planner)
    client.post("/months/2019-12/close/1/")
    RevenueRecord.objects.filter(unit=world.cua_bac, service__code="EMS").update(revenue=1_200)
    client.post("/months/2019-12/close/2/")
    asked = {"month": "2019-12", "unit": "cua-bac", "service": "EMS", "measure": "revenue"}
    client.post("/adjustments/", asked | {"amount": "1.250", "reason": "Đối soát với đối tác"})
    return world


def seen(client, **asked: str) -> dict[str, tuple[str, ...]]:
    found = client.get(ADDRESS, asked).context["rounds"]
    lines = {line.code: line for line in (*found.lines, found.total)}
    return {k: (v.first, v.second, v.between, v.now, v.after) for k, v in lines.items()}


@pytest.mark.parametrize("who", ["planner", "accountant", "director", "auditor"])
def test_both_rounds_and_now_stand_side_by_side_so_that_nothing_moved_unseen(client, closed, who):
    client.force_login(getattr(closed, who))

    assert seen(client) == {
        "cua-bac": ("1.500", "1.700", "+200", "1.750", "+50"),
        "cua-dong": ("7.000", "7.000", "", "7.000", ""),
        "": ("8.500", "8.700", "+200", "8.750", "+50"),
    }
    assert "Đối soát với đối tác" in client.get(ADDRESS).content.decode()


def test_a_unit_opens_by_its_services_so_that_the_figure_is_named(client, closed):
    assert seen(client, unit="cua-bac")["EMS"] == ("1.000", "1.200", "+200", "1.250", "+50")
    assert seen(client, unit="cua-bac")["BK"] == ("500", "500", "", "500", "")


def test_a_district_sees_its_own_only_so_that_scope_holds_here_too(client, closed):
    client.force_login(closed.head_tay)

    assert list(seen(client)) == ["cua-dong", ""]
    assert client.get(ADDRESS, {"unit": "cua-bac"}).status_code == 404


def test_a_month_that_is_not_closed_says_so_so_that_nobody_reads_an_empty_table(client, world):
    world.open("2019-12")
    client.force_login(world.director)

    page = client.get(ADDRESS)

    assert page.status_code == 200
    assert '<div class="empty">' in page.content.decode()


@pytest.fixture
def moved(closed):
    """Since the last round Cửa Bắc has payroll revenue, other volumes of two services, and a balance."""
    records = RevenueRecord.objects.filter(unit=closed.cua_bac)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.adjustment', 'Đối soát', true)")
    records.filter(service__code="EMS").update(payroll_revenue=600, volume=12, balance=9_000)
    records.filter(service__code="BK").update(payroll_revenue=200, volume=3)
    return closed


def others(client, **asked: str) -> dict[str, dict[str, tuple[str, ...]]]:
    found = client.get(ADDRESS, asked).context["rounds"].others
    return {
        one.label: {
            line.name: (line.second, line.now, line.after) for line in (*one.lines, one.total) if line
        }
        for one in found
    }


def test_what_moved_beside_the_revenue_is_shown_and_volumes_of_two_services_never_add(client, moved):
    assert others(client) == {
        str(Measure.PAYROLL_REVENUE.label): {"BC Cửa Bắc": ("…", "800", "+800"), "": ("…", "800", "+800")},
        str(Measure.BALANCE.label): {"BC Cửa Bắc": ("…", "9.000", "+9.000"), "": ("…", "9.000", "+9.000")},
        str(Measure.VOLUME.label): {
            "BC Cửa Bắc · Bưu kiện": ("…", "3", "+3"),
            "BC Cửa Bắc · EMS trong nước": ("…", "12", "+12"),
        },
    }
    assert others(client, unit="cua-bac")[str(Measure.VOLUME.label)]["Bưu kiện"] == ("…", "3", "+3")


def test_where_only_the_revenue_moved_nothing_else_is_listed(client, closed):
    assert others(client) == {}
