"""The dashboard: one sentence, the same figures as the reports, like for like, who is missing."""

from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planning.models import RevenueRecord, Unit
from tests.reading import report_json
from tests.reports.pages import page, read

M = 1_000_000


@pytest.fixture
def year(world):
    """2018 and 2019 whole; the province answers for 4.2 billion, its points for 4.3 billion."""
    world.books(f"""
        unit     | 2018        | 2019        | target 2019
        cua bac  | {1200 * M} | {1800 * M} | {1500 * M}
        cua nam  | {600 * M}  | {540 * M}  | {600 * M}
        cua dong | {1200 * M} | {1500 * M} | {1600 * M}
        cua tay  | {600 * M}  | {660 * M}  | {600 * M}
    """)
    world.target(world.units["vp"], 2019, 4_200 * M, kinds=("assigned",))
    return world


@pytest.fixture
def december(year):
    """Cửa Nam has not sent December 2019."""
    report = year.units["cua-nam"].monthly_reports.get(month="2019-12-01")
    report.delete()
    RevenueRecord.objects.filter(unit=year.units["cua-nam"], month="2019-12-01").delete()
    return year


def test_the_headline_says_money_plan_and_growth(client, year):
    client.force_login(year.director)

    text = read(client, "/dashboard/", month="2019-12")

    # 4.5 of 4.2 billion: 107.1%; of 3.6 billion: +25%.
    assert (
        "In 2019 4.5 billion đồng came in, 107.1% of the year’s plan (300 million more), "
        "up 25.0% on the same months last year." in text
    )
    assert "4/4 points have sent" in text


def test_before_december_it_says_what_each_month_left_must_bring(client, year):
    client.force_login(year.director)

    text = read(client, "/dashboard/", month="2019-09")

    # 3.375 of 4.2 billion (80.4%) and of 3.15 to date (107.1%); 825 million in 3 months.
    assert "In the first 9 months of 2019 3.4 billion đồng came in, 80.4% of the year’s plan" in text
    assert "(107.1% of the plan to date)" in text
    assert "each of the 3 months left must bring 275 million đồng" in text


def test_figures_are_those_of_the_report(client, december):
    client.force_login(december.director)
    of_report = report_json(client, "units", unit="vp", month="2019-12", plan="internal")

    shown = page(client, "/dashboard/", unit="vp", month="2019-12")

    names = {"Đông Hồ": "dong-ho", "Tây Hồ": "tay-ho"}
    assert {row.name for row in shown.league.rows} == set(names)
    for row in shown.league.rows:
        figures = of_report[names[row.name]]
        assert row.bar.mark.value == figures["actual_to_date"] - figures["plan_to_date"]
        assert float(row.pin.mark.value) == pytest.approx(figures["growth"])


def test_a_part_month_is_compared_with_the_same_points(client, december):
    client.force_login(december.director)

    text = read(client, "/dashboard/", month="2019-12")

    # December: 150 + 125 + 55 = 330 million of three points; last year 100 + 100 + 50 = 250: +32%.
    # The whole's plan of 350 a month has no points: Cửa Nam's part in the province's own is 50 of 358.3.
    assert "Month 12: 330 million đồng from 3 points" in text
    assert "up 32.0%" in text
    assert "1 point has not sent month 12" in text
    assert "3/4 points have sent (1/2 units complete) · not yet sent: Đông Hồ 1 point" in text
    assert "Plan and last year of Đông Hồ count only the points that have sent month 12." in text


def test_the_director_goes_from_who_is_missing_to_the_list_for_the_meeting(client, december):
    december.open("2019-12")
    client.force_login(december.director)

    shown = client.get("/dashboard/", {"month": "2019-12"})
    url = shown.context["page"].missing_url

    assert f'href="{url}"' in shown.content.decode()
    assert december.cua_nam.name in client.get(url).content.decode()


def test_a_part_month_has_its_own_edge_in_the_heat_map(client, december):
    client.force_login(december.director)

    heat = page(client, "/dashboard/", month="2019-12").heat

    cells = {row.name: row.cells for row in heat.rows}
    assert "part" in cells["Đông Hồ"][11].css
    assert "part" not in cells["Đông Hồ"][10].css
    assert "part" not in cells["Tây Hồ"][11].css
    # Cửa Bắc alone in December: 150 of 125.
    assert cells["Đông Hồ"][11].text == "+20"


def test_units_answer_for_the_internal_plan_and_the_whole_for_the_assigned(client, year):
    client.force_login(year.director)

    shown = page(client, "/dashboard/", month="2019-12")

    assert str(shown.plan) == "Assigned by the corporation"
    assert str(shown.units_plan).startswith("Assigned by the province 4.3 billion")
    assert "The plan “Assigned by the province” asks 100 million đồng more than" in shown.notes[-1]
    # Tây Hồ: 2.16 of 2.2 billion; Đông Hồ: 2.34 of 2.1.
    assert {row.name: row.completion.text for row in shown.league.rows} == {
        "Đông Hồ": "111.4%", "Tây Hồ": "98.2%",
    }  # fmt: skip


def test_league_and_heat_map_share_their_order(client, year):
    client.force_login(year.director)

    shown = page(client, "/dashboard/", month="2019-12")

    assert [row.name for row in shown.league.rows] == [row.name for row in shown.heat.rows]
    assert [row.name for row in shown.league.rows] == ["Đông Hồ", "Tây Hồ"]


def test_who_pulls_down_is_named_with_head_and_causes(client, year):
    Unit.objects.filter(code="tay-ho").update(head="Nguyễn Văn Thử")
    client.force_login(year.director)

    pulled = page(client, "/dashboard/", month="2019-12").pulled

    # Tây Hồ lacks 40 million; its points were asked for ALL, so no service has a plan to fall short of.
    assert pulled.title == "One unit pulls down 40 million đồng against the plan"
    assert [(row.name, row.amount) for row in pulled.rows] == [("Tây Hồ", "−40 million")]
    assert pulled.rows[0].told == "Nguyễn Văn Thử · 98.2% of plan · +20.0%"


def test_causes_are_the_services_furthest_behind(client, world):
    for service, plan, actual in (
        ("EMS", 1200 * M, 900 * M),
        ("BK", 600 * M, 480 * M),
        ("CT", 60 * M, 120 * M),
    ):
        world.books(f"unit | 2019\n cua bac | {actual}", service=service)
        world.target(world.units["cua-bac"], 2019, plan, node=service, kinds=("internal",))
    client.force_login(world.director)

    pulled = page(client, "/dashboard/", month="2019-12").pulled

    # EMS −300, BK −120, CT +60: together −360 million.
    assert [(row.name, row.amount) for row in pulled.rows] == [("Đông Hồ", "−360 million")]
    assert pulled.rows[0].causes == "EMS trong nước −300, Bưu kiện −120"


def test_contributions_add_up_to_the_growth_exactly(client, world):
    world.books(f"unit | 2018 | 2019\n cua bac | {1000 * M} | {1333 * M}", service="EMS")
    world.books(f"unit | 2018 | 2019\n cua bac | {500 * M} | {411 * M}", service="BK")
    world.books(f"unit | 2019\n cua bac | {77 * M}", service="CT")
    world.books(f"unit | 2018\n cua bac | {33 * M}", service="BAO")
    client.force_login(world.director)

    steps = page(client, "/dashboard/", month="2019-12").growth.waterfall.steps

    *parts, total = [step.part for step in steps]
    assert sum(part.money.value for part in parts) == total.money.value == (333 - 89 + 77 - 33) * M
    assert sum(part.points.value for part in parts) == total.points.value == Fraction(288, 1533)


def test_many_services_are_shown_as_the_largest_and_the_others(client, world):
    from planning.models import Service

    line = world.services["EMS"].line
    for number in range(14):
        code = f"S{number:02}"
        world.services[code] = Service.objects.create(code=code, name=f"Dịch vụ {code}", line=line)
        before, after = (100 * M, (110 + number) * M) if number < 10 else (100 * M, (80 - number) * M)
        world.books(f"unit | 2018 | 2019\n cua bac | {before} | {after}", service=code)
    client.force_login(world.director)

    growth = page(client, "/dashboard/", month="2019-12").growth

    # Ten rise (seven shown), four fall (all shown, for one other alone would be a line as well).
    labels = [step.part.label for step in growth.waterfall.steps]
    assert len(labels) == 7 + 1 + 4 + 1
    assert "3 other services" in labels
    *parts, total = [step.part.money.value for step in growth.waterfall.steps]
    assert sum(parts) == total


def test_months_without_any_figure_say_so(client, world):
    client.force_login(world.director)

    text = read(client, "/dashboard/", month="2019-12")

    assert "Month 12/2019: no figures yet" in text
    assert "No figures yet for this choice." in text


def test_a_month_that_tet_moved_is_flagged(client, world):
    # Tết 2019 was on 5 February, Tết 2020 on 25 January.
    world.books("unit | 2019-01 | 2020-01 | 2019-02\n cua bac | 100000000 | 160000000 | 90000000")
    client.force_login(world.director)

    january = read(client, "/dashboard/", month="2020-01")

    assert "up 60.0% (affected by Tết)" in january
    assert "Tết fell into another month last year" in january


def test_a_first_year_shows_no_growth_from_nothing(client, year):
    client.force_login(year.director)

    shown = page(client, "/dashboard/", month="2018-12")

    assert shown.growth.title == "No figures of last year to compare with"
    assert shown.growth.waterfall.empty
    assert shown.pulled.title == "No plan was given to them"
    assert list(shown.heat.rows) == []


def test_queries_do_not_grow_with_the_units(client, december):
    world = december
    client.force_login(world.director)
    client.get("/dashboard/", {"month": "2019-12"})

    few = queries(client)
    for number in range(50):
        parent = world.units["dong-ho" if number % 2 else "tay-ho"]
        point = Unit.objects.create(code=f"p{number:03}", name=f"Điểm {number}", kind="agent", parent=parent)
        world.units[point.code] = point
        world.books(f"unit | 2018-12 | 2019-12\n {point.code} | 100 | 120")
        if number % 3 == 0:
            point.monthly_reports.filter(month="2019-12-01").delete()
    many = queries(client)

    assert few == many
    assert many <= 15


def queries(client) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/dashboard/", {"month": "2019-12"}).status_code == 200
    return len(seen)
