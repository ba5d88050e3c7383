"""Figures add, measures do not: what reports say of books that can be added up by hand."""

from planning.models import Plan
from planning.models.revenue import Measure
from tests.reading import report_cells, report_json


def test_completion_is_taken_after_the_roll_up(client, world):
    world.books("""
        unit    | 2018 | 2019 | target 2019
        cua bac |  100 |   90 |         100
        cua nam |  100 |   10 |         100
    """)
    client.force_login(world.director)

    rows = report_json(client, "units", unit="vp", month="2019-12")

    # Cửa Bắc 90%, Cửa Nam 10%: together 100 of 200, not their mean and not their sum.
    assert rows["dong-ho"]["completion_year"] == 0.5
    assert rows["total"]["completion_year"] == 0.5


def test_every_column_of_a_month_in_mid_year(client, world):
    world.books("""
        unit    | 2018 | 2019-01 | 2019-02 | 2019-03 | target 2019
        cua bac | 1200 |     110 |     130 |      90 |        2400
    """)
    client.force_login(world.manager)

    row = report_json(client, "performance", unit="cua-bac", month="2019-03")["total"]

    # 2018 gives 100 a month, the target 200 a month; 110 + 130 + 90 = 330 to date against 300 and 600.
    assert row == {
        "actual_month": 90,
        "plan_month": 200,
        "completion_month": 0.45,
        "previous_month": 130,
        "base_month": 100,
        "growth_month": -0.1,
        "actual_to_date": 330,
        "plan_to_date": 600,
        "pace": 0.55,
        "plan_year": 2400,
        "completion_year": 330 / 2400,
        "gap": 2070,
        "base_to_date": 300,
        "index": 1.1,
        "growth": 0.1,
        "share": 1,
        "contribution": 0.1,
        "required_rate": 230,  # 2,070 over the nine months from April on
    }


def test_the_month_before_january_is_december(client, world):
    world.books("""
        unit    | 2018-12 | 2019-01
        cua bac |     700 |     650
    """)
    client.force_login(world.manager)

    row = report_json(client, "performance", unit="cua-bac", month="2019-01")["total"]

    assert (row["previous_month"], row["actual_month"]) == (700, 650)


def test_contributions_of_units_add_up_to_the_growth_of_the_whole(client, world):
    world.books("""
        unit     | 2018 | 2019
        cua bac  | 1200 | 1500
        cua nam  | 2400 | 2100
        cua dong | 1200 | 1800
        cua tay  |    . |  240
    """)
    client.force_login(world.director)

    rows = report_json(client, "units", unit="vp", month="2019-12", grain="points")

    # 5,640 over 4,800 is +17.5%; Cửa Tây is new and brings 240/4,800 = 5 points of it.
    points = [rows[code]["contribution"] for code in ("cua-bac", "cua-nam", "cua-dong", "cua-tay")]
    assert rows["cua-tay"]["contribution"] == 0.05
    assert round(sum(points), 12) == rows["total"]["growth"] == 0.175
    assert round(rows["dong-ho"]["contribution"] + rows["tay-ho"]["contribution"], 12) == 0.175


def test_no_growth_over_nothing_and_none_over_what_is_missing(client, world):
    world.books("""
        unit    | 2018 | 2019
        cua bac |   12 |   24
        cua nam |    0 |   24
    """)
    world.books("""
        unit     | 2019
        cua dong |   24
    """)
    client.force_login(world.director)

    rows = report_cells(client, "units", unit="vp", month="2019-12", grain="points")

    assert rows["cua-bac"]["growth"] == {"value": 1, "reason": None}
    assert rows["cua-nam"]["growth"] == {"value": None, "reason": "no_base"}
    assert rows["cua-nam"]["base_to_date"] == {"value": 0, "reason": None}
    assert rows["cua-dong"]["growth"] == {"value": None, "reason": "no_base"}
    assert rows["cua-dong"]["base_to_date"] == {"value": None, "reason": "no_base"}


def test_a_target_without_revenue_and_revenue_without_a_target_are_both_there(client, world):
    world.books("""
        unit    | 2019 | target 2019
        cua bac |   24 |           .
        cua nam |    . |         240
    """)
    client.force_login(world.director)

    rows = report_cells(client, "units", unit="dong-ho", month="2019-12")

    assert rows["cua-bac"]["completion_year"]["reason"] == "no_target"
    assert rows["cua-bac"]["actual_to_date"]["value"] == 24
    assert rows["cua-nam"]["completion_year"]["reason"] == "not_reported"
    assert rows["cua-nam"]["plan_year"]["value"] == 240


def test_zero_is_zero_and_nothing_has_its_reason(client, world):
    world.books("""
        unit    | 2019 | target 2019
        cua bac |    0 |         120
    """)
    client.force_login(world.director)

    rows = report_cells(client, "units", unit="dong-ho", month="2019-12")

    assert rows["cua-bac"]["actual_to_date"] == {"value": 0, "reason": None}
    assert rows["cua-bac"]["completion_year"] == {"value": 0, "reason": None}
    assert rows["cua-nam"]["actual_to_date"] == {"value": None, "reason": "not_reported"}
    assert rows["cua-bac"]["required_rate"] == {"value": None, "reason": "year_over"}


def test_a_plan_that_lacks_a_part_is_shown_and_marked_and_has_no_completion(client, world):
    world.books("""
        unit    | 2018 | 2019
        cua bac |  120 |  120
        cua nam |  120 |  120
    """)
    world.target(world.units["cua-bac"], 2019, 240)
    client.force_login(world.director)

    total = report_cells(client, "units", unit="dong-ho", month="2019-12")["total"]

    # Cửa Nam has revenue and no target: 240 is a part of the district's plan only.
    assert total["plan_year"] == {"value": 240, "reason": "incomplete_plan"}
    assert total["completion_year"] == {"value": None, "reason": "incomplete_plan"}
    assert total["gap"] == {"value": None, "reason": "incomplete_plan"}


def test_lines_and_services_add_up_to_the_total(client, world):
    world.books("unit | 2019\n cua bac | 120", service="EMS")
    world.books("unit | 2019\n cua bac | 240", service="BK")
    world.books("unit | 2019\n cua nam | 360", service="CT")
    client.force_login(world.director)

    rows = report_json(client, "performance", unit="vp", month="2019-12")

    assert list(rows) == ["total", "BCCP", "BK", "EMS", "TCBC", "CT"]
    assert rows["BCCP"]["actual_to_date"] == 360
    assert [rows[key]["share"] for key in ("BCCP", "TCBC")] == [0.5, 0.5]
    assert rows["total"]["actual_to_date"] == 720


def test_volume_adds_within_a_service_and_never_into_a_line(client, world):
    for unit, pieces in (("cua bac", 12), ("cua nam", 24)):
        world.books(f"unit | 2019\n {unit} | {pieces}", field="volume")
    client.force_login(world.director)

    rows = report_cells(client, "performance", unit="vp", month="2019-12", measure="volume")
    by_unit = report_cells(client, "units", unit="vp", month="2019-12", measure="volume", service="EMS")

    assert rows["EMS"]["actual_to_date"]["value"] == 36
    assert rows["BCCP"]["actual_to_date"] == {"value": None, "reason": "not_applicable"}
    assert rows["total"]["actual_to_date"] == {"value": None, "reason": "not_applicable"}
    assert by_unit["total"]["actual_to_date"]["value"] == 36


def test_a_service_that_a_point_does_not_sell_is_not_applicable(client, world):
    world.books("unit | 2019\n cua bac | 120", service="EMS")
    world.books("unit | 2019\n cua nam | 120", service="BK")
    client.force_login(world.director)

    rows = report_cells(client, "units", unit="dong-ho", month="2019-12", service="EMS")

    assert rows["cua-nam"]["actual_to_date"] == {"value": None, "reason": "not_applicable"}
    assert rows["total"]["actual_to_date"]["value"] == 120


def test_a_volume_left_open_is_not_zero_but_a_service_without_anything_is(client, world):
    world.books("unit | 2019-11 | 2019-12\n cua bac | 30 | 40", service="EMS")
    world.books("unit | 2019-11\n cua bac | 5", service="EMS", field="volume")
    world.books("unit | 2019-11\n cua bac | 20", service="BK")
    client.force_login(world.manager)
    asked = {"unit": "cua-bac", "month": "2019-12"}

    volume = report_cells(client, "performance", measure="volume", **asked)["EMS"]["actual_month"]
    revenue = report_cells(client, "performance", **asked)["BK"]["actual_month"]

    # December's EMS has revenue and no volume; of BK there is no row in a month that was reported.
    assert volume == {"value": None, "reason": "not_reported"}
    assert revenue == {"value": 0, "reason": None}


def test_payroll_revenue_that_has_not_come_yet_is_not_zero(client, world):
    world.books("unit | 2018 | 2019\n cua bac | 1200 | 1200")
    world.books("unit | 2018 | 2019-01\n cua bac | 480 | 50", field=Measure.PAYROLL_REVENUE)
    client.force_login(world.manager)

    row = report_cells(client, "performance", unit="cua-bac", month="2019-02", measure="payroll_revenue")[
        "total"
    ]

    # January: 50 against 40. February has revenue but no payroll revenue: left out on both sides.
    assert row["actual_month"] == {"value": None, "reason": "not_reported"}
    assert row["actual_to_date"]["value"] == 50
    assert row["base_to_date"]["value"] == 40


def test_a_parent_s_own_figures_stand_in_a_row_of_their_own(client, world):
    district = world.units["dong-ho"]
    district.reports = True
    district.save()
    world.books("""
        unit    | 2018 | 2019
        dong ho |  120 |  240
        cua bac |  120 |  120
        cua nam |  120 |  120
    """)
    client.force_login(world.head)

    rows = report_json(client, "units", unit="dong-ho", month="2019-12")

    assert list(rows) == ["total", "dong-ho:own", "cua-bac", "cua-nam"]
    assert (rows["dong-ho:own"]["actual_to_date"], rows["dong-ho:own"]["index"]) == (240, 2)
    assert rows["total"]["actual_to_date"] == 480


def test_the_province_answers_for_the_assigned_plan_and_a_district_for_the_internal_one(client, world):
    world.target(world.units["vp"], 2019, 120, kinds=("assigned",))
    world.target(world.units["dong-ho"], 2019, 240, kinds=("internal",))
    client.force_login(world.director)

    province = client.get("/reports/performance.json", {"unit": "vp", "month": "2019-12"}).json()
    district = client.get("/reports/performance.json", {"unit": "dong-ho", "month": "2019-12"}).json()

    assert province["scope"]["plan"] == "assigned"
    assert province["rows"][0]["cells"]["plan_year"]["value"] == 120
    assert district["scope"]["plan"] == "internal"
    assert district["rows"][0]["cells"]["plan_year"]["value"] == 240


def test_an_earlier_revision_can_be_asked_for(client, world):
    world.target(world.units["vp"], 2019, 120, kinds=("assigned",))
    Plan.objects.update(in_force=False)
    Plan.objects.create(year=2019, kind="assigned", revision=1, in_force=True)
    client.force_login(world.director)

    first = report_json(client, "performance", unit="vp", month="2019-12", plan="assigned-0")
    now = report_json(client, "performance", unit="vp", month="2019-12", plan="assigned")

    assert first["total"]["plan_year"] == 120
    assert now["total"]["plan_year"] is None
