"""Like for like: a month half in is compared with the same half of last year and of the plan."""

from datetime import date

import pytest

from tests.reading import report_cells, report_json


@pytest.fixture
def half_in(world):
    """December 2019: Cửa Bắc has reported, Cửa Nam has not; all else is in."""
    world.books("""
        unit     | 2018 | target 2019
        cua bac  | 1200 |        2400
        cua nam  | 3600 |        4800
        cua dong | 1200 |        1200
        cua tay  | 1200 |        1200
    """)
    for number in range(1, 13):
        for unit, amount in (("cua bac", 150), ("cua nam", 400), ("cua dong", 100), ("cua tay", 100)):
            if (unit, number) != ("cua nam", 12):
                world.books(f"unit | 2019-{number:02}\n {unit} | {amount}")
    return world


def test_base_and_plan_lose_the_months_that_are_not_in(client, half_in):
    client.force_login(half_in.director)

    rows = report_json(client, "units", unit="dong-ho", month="2019-12")

    # 2018: 100 and 300 a month; plan: 200 and 400 a month. December counts Cửa Bắc alone.
    total = rows["total"]
    assert (total["actual_month"], total["base_month"], total["plan_month"]) == (150, 100, 200)
    # To date 12 × 150 + 11 × 400 = 6,200 against 1,200 + 11 × 300 = 4,500 and 2,400 + 11 × 400 = 6,800.
    assert (total["actual_to_date"], total["base_to_date"], total["plan_to_date"]) == (6200, 4500, 6800)
    assert total["growth"] == pytest.approx(6200 / 4500 - 1)
    assert total["pace"] == pytest.approx(6200 / 6800)


def test_the_plan_of_the_year_is_never_reduced(client, half_in):
    client.force_login(half_in.director)

    total = report_json(client, "units", unit="dong-ho", month="2019-12")["total"]

    assert total["plan_year"] == 7200
    assert total["completion_year"] == pytest.approx(6200 / 7200)


def test_rows_foot_to_the_total_when_a_point_is_missing(client, half_in):
    client.force_login(half_in.director)

    rows = report_json(client, "units", unit="vp", month="2019-12", grain="points")

    points = ("cua-bac", "cua-nam", "cua-dong", "cua-tay")
    for column in (
        "actual_month",
        "plan_month",
        "base_month",
        "actual_to_date",
        "plan_to_date",
        "base_to_date",
    ):
        assert sum(rows[code][column] or 0 for code in points) == rows["total"][column], column


def test_a_missing_month_says_that_it_was_not_reported(client, half_in):
    client.force_login(half_in.director)

    row = report_cells(client, "units", unit="dong-ho", month="2019-12")["cua-nam"]

    for column in ("actual_month", "base_month", "plan_month", "completion_month", "growth_month"):
        assert row[column] == {"value": None, "reason": "not_reported"}, column
    # January to November still compare: 4,400 against 3,300 and 4,400.
    assert (row["actual_to_date"]["value"], row["base_to_date"]["value"]) == (4400, 3300)


def test_the_report_says_who_is_missing(client, half_in):
    client.force_login(half_in.director)

    scope = client.get("/reports/units.json", {"unit": "dong-ho", "month": "2019-12"}).json()["scope"]
    page = client.get("/reports/units/", {"unit": "dong-ho", "month": "2019-12"}).content.decode()

    assert scope["coverage"] == {"reported": 1, "approved": 1, "expected": 2}
    assert half_in.units["cua-nam"].name in page


def test_services_of_a_whole_are_cut_by_service(client, half_in):
    half_in.books("unit | 2018-12\n cua nam | 70", service="CT")
    half_in.books("unit | 2019-11 | 2018-11\n cua nam | 9 | 8", service="CT")
    client.force_login(half_in.director)

    rows = report_json(client, "performance", unit="dong-ho", month="2019-12")

    # Cửa Nam's December 2018 had 300 of EMS and 70 of CT: both go, its November of CT stays.
    assert rows["EMS"]["base_to_date"] == 4500
    assert rows["CT"]["base_to_date"] == 8
    assert rows["total"]["base_to_date"] == 4508
    assert rows["TCBC"]["base_month"] == 0


def test_services_of_several_units_are_cut_by_unit(client, half_in):
    client.force_login(half_in.director)

    rows = report_json(client, "units", unit="vp", month="2019-12", service="EMS")

    # Đông Hồ: 4,500 as above; Tây Hồ is whole with 2,400.
    assert (rows["dong-ho"]["base_to_date"], rows["tay-ho"]["base_to_date"]) == (4500, 2400)
    assert rows["total"]["base_to_date"] == 6900


def test_full_coverage_equals_the_plain_rows(client, half_in):
    half_in.books("unit | 2019-12\n cua nam | 400")
    client.force_login(half_in.director)

    total = report_json(client, "units", unit="dong-ho", month="2019-12")["total"]

    assert (total["base_to_date"], total["plan_to_date"]) == (4800, 7200)


def test_a_new_point_stays_in_the_actual_and_is_named(client, world):
    world.books("""
        unit    | 2018 | 2019
        cua bac | 1200 | 1200
        cua nam |    . |  600
    """)
    client.force_login(world.director)

    rows = report_json(client, "units", unit="dong-ho", month="2019-12")
    page = client.get("/reports/units/", {"unit": "dong-ho", "month": "2019-12"}).content.decode()

    assert (rows["total"]["actual_to_date"], rows["total"]["base_to_date"]) == (1800, 1200)
    assert world.units["cua-nam"].name in page.split("<table")[0]


def test_a_point_that_has_ended_is_not_missing(client, world):
    world.books("""
        unit    | 2018 | 2019
        cua bac | 1200 | 1200
        cua nam |  600 |    .
    """)
    ended = world.units["cua-nam"]
    ended.valid_to = date(2018, 12, 31)
    ended.save()
    client.force_login(world.director)

    cells = report_cells(client, "units", unit="dong-ho", month="2019-12")
    scope = client.get("/reports/units.json", {"unit": "dong-ho", "month": "2019-12"}).json()["scope"]

    # Nobody is missing, so nothing is taken out: what it earned in 2018 is a real loss of 2019.
    assert scope["coverage"] == {"reported": 1, "approved": 1, "expected": 1}
    assert cells["total"]["base_to_date"]["value"] == 1800
    assert cells["cua-nam"]["actual_to_date"] == {"value": None, "reason": "not_applicable"}
    assert cells["cua-nam"]["contribution"]["value"] == pytest.approx(-600 / 1800)


def test_a_plan_given_to_the_whole_is_cut_by_the_province_s_own_plan(client, half_in):
    from planning.models import AnnualTarget, Plan, PlanTotal

    assigned = Plan.objects.get(year=2019, kind="assigned")
    AnnualTarget.objects.filter(plan=assigned).delete()
    PlanTotal.objects.filter(plan=assigned).delete()
    half_in.target(half_in.units["vp"], 2019, 19200, kinds=("assigned",))
    client.force_login(half_in.director)

    total = report_json(client, "performance", unit="vp", month="2019-12")["total"]

    # 1,600 a month; Cửa Nam is 400 of the 800 that the internal plan asks in December: half is cut.
    assert total["plan_month"] == 800
    assert total["plan_to_date"] == 11 * 1600 + 800
    assert total["plan_year"] == 19200


def test_a_running_month_is_not_the_default(client, half_in):
    half_in.open("2019-11")
    half_in.open("2019-12")
    half_in.open("2020-01")
    client.force_login(half_in.director)

    scope = client.get("/reports/units.json").json()["scope"]

    # The suite's calendar stands at 3 January 2020.
    assert scope["month"] == "2019-12"
    assert scope["unit"] == "vp"
