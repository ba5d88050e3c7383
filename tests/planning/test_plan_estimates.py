"""Next year's plan stands beside where the units say this year will land."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planning.actions import plans
from planning.actions.plans import AskedTarget
from planning.models import Estimate, MonthlyReport, ReportingMonth, Unit
from planning.models.history import Channel
from postoffice.months import Month
from tests.planning.estimating import DECEMBER, speak

PLAN = "/plans/2020/internal/"
POINTS = ("cua-bac", "cua-nam", "cua-dong", "cua-tay")


@pytest.fixture
def year(asked):
    """Eleven months of one million each at every point; a plan for 2020."""
    for code in POINTS:
        for number in range(1, 12):
            asked.report(asked.units[code], Month(2019, number), {"EMS": 1_000_000})
    plan = plans.create_plan(year=2020, kind="internal", by=asked.planner, at=asked.now, channel=Channel.PAGE)
    targets = [
        AskedTarget(asked.cua_bac.pk, "ALL", "revenue", 15_000_000),
        AskedTarget(asked.cua_bac.pk, "EMS", "revenue", 13_500_000),
        AskedTarget(asked.dong_ho.pk, "ALL", "revenue", 30_000_000),
    ]
    plans.write_targets(plan=plan, targets=targets, by=asked.planner, at=asked.now, channel=Channel.PAGE)
    return asked


def rows_of(client, address: str = PLAN):
    return {row.unit.code: row for row in client.get(address).context["tree"].rows}


def test_a_plan_is_set_against_where_the_units_say_the_year_lands(client, year):
    for code in POINTS:
        speak(year, year.units[code], 250_000)
    client.force_login(year.planner)

    page = client.get(PLAN)

    # Eleven months of 1 million and 4 services of 250.000 make 12 million a point; 30/24 − 1 = +25%.
    rows = {row.unit.code: row for row in page.context["tree"].rows}
    dong_ho, vp = rows["dong-ho"].estimated, rows["vp"].estimated
    assert (dong_ho.year.text, dong_ho.said, dong_ho.growth.text) == ("24.000.000", "2/2", "+25,0%")
    assert (vp.year.text, vp.said) == ("48.000.000", "4/4")
    assert rows["dong-ho"].base.text == "22.000.000"
    said = page.content.decode()
    assert "Ước TH 2019" in said
    assert "4/4 điểm đã ước" in said
    assert 'href="/estimates/2019-12/?unit=vp"' in said


def test_a_service_has_its_own_estimate_in_the_tree_and_on_the_sheet_of_a_unit(client, year):
    for code in POINTS:
        speak(year, year.units[code], 250_000)
    client.force_login(year.planner)

    tree = rows_of(client, PLAN + "?unit=dong-ho&node=EMS")
    point = {row.node: row for row in client.get(PLAN + "cua-bac/").context["sheet"].rows}
    office = {row.node: row for row in client.get(PLAN + "vp/").context["sheet"].rows}

    # EMS: 11 + 0,25 million a point, 13,5/11,25 − 1 = +20%; other services 250.000 and nothing before.
    assert tree["dong-ho"].estimated.year.text == "22.500.000"
    assert tree["cua-bac"].estimated.growth.text == "+20,0%"
    assert (point["EMS"].estimated.year.text, point["EMS"].estimated.growth.text) == ("11.250.000", "+20,0%")
    assert (point["BK"].estimated.year.text, point["BCCP"].estimated.year.text) == ("250.000", "11.500.000")
    assert (office["CT"].estimated.year.text, office["ALL"].estimated.year.text) == (
        "1.000.000",
        "48.000.000",
    )


def test_the_page_and_the_estimates_say_the_same(client, year):
    for code in POINTS[:3]:
        speak(year, year.units[code], 250_000)
    year.report(year.cua_tay, DECEMBER, {"EMS": 2_000_000}, state="submitted")
    client.force_login(year.planner)

    page = client.get("/estimates/2019-12/").context["page"]
    rows = rows_of(client)

    # Cửa Tây sent December without a word: 11 + 2 million; 3 × 12 + 13 = 49.
    assert (page.total.year, page.total.said) == ("49", 4)
    assert (rows["vp"].estimated.year.text, rows["vp"].estimated.said) == ("49.000.000", "4/4")
    assert rows["tay-ho"].estimated.year.text == "25.000.000"


def test_no_growth_over_a_part_so_that_a_plan_does_not_look_bold(client, year):
    speak(year, year.cua_bac, 250_000)
    client.force_login(year.planner)

    page = client.get(PLAN)

    dong_ho = {row.unit.code: row for row in page.context["tree"].rows}["dong-ho"].estimated
    assert (dong_ho.year.text, dong_ho.said, dong_ho.growth.reason) == ("23.000.000", "1/2", "not_reported")
    assert "Chỉ so kế hoạch với ước khi mọi điểm đã ước" in page.content.decode()


def test_no_growth_while_an_earlier_month_is_missing(client, year):
    for code in POINTS:
        speak(year, year.units[code], 250_000)
    MonthlyReport.objects.filter(unit=year.cua_nam, month=date(2019, 3, 1)).delete()
    client.force_login(year.planner)

    rows = rows_of(client)

    assert rows["dong-ho"].estimated.growth.reason == "not_reported"


def test_a_round_before_december_is_shown_and_compared_with_no_plan(client, year):
    november = {"month": date(2019, 11, 1), "due_on": date(2019, 12, 5)}
    ReportingMonth.objects.filter(month=DECEMBER.first).delete()
    ReportingMonth.objects.get_or_create(month=november["month"], defaults=november)
    Estimate.objects.filter(month=DECEMBER.first).delete()
    client.force_login(year.planner)

    page = client.get(PLAN)

    rows = {row.unit.code: row for row in page.context["tree"].rows}
    assert "Ước TH 11 tháng 2019" in page.content.decode()
    assert rows["dong-ho"].estimated.growth.reason == "not_applicable"


def test_without_a_round_nothing_is_said_of_estimates(client, year):
    ReportingMonth.objects.update(estimate_due_on=None)
    Estimate.objects.all().delete()
    client.force_login(year.planner)

    for page in (PLAN, PLAN + "cua-bac/"):
        answer = client.get(page)
        assert "Ước TH" not in answer.content.decode()


def test_volumes_have_no_estimate_so_the_columns_are_not_there(client, year):
    client.force_login(year.planner)

    answer = client.get(PLAN + "?measure=volume")

    assert answer.context["tree"].estimated is None
    assert "Ước TH" not in answer.content.decode()


def test_a_head_sees_his_own_unit_only(client, year):
    for code in POINTS:
        speak(year, year.units[code], 250_000)
    client.force_login(year.head)

    rows = rows_of(client)

    assert set(rows) == {"dong-ho", "cua-bac", "cua-nam"}
    assert rows["dong-ho"].estimated.said == "2/2"


@pytest.mark.parametrize("address", [PLAN, PLAN + "?node=EMS", PLAN + "vp/", PLAN + "cua-bac/"])
def test_queries_do_not_grow_with_units(client, year, address):
    client.force_login(year.planner)
    client.get(address)

    before = _queries(client, address)
    for number in range(20):
        district = Unit.objects.create(code=f"d{number}", name=f"H {number}", kind="district", parent=year.vp)
        point = Unit.objects.create(code=f"p{number}", name=f"P {number}", kind="agent", parent=district)
        point.offerings.create(service=year.services["EMS"])
        speak(year, point, 1_000, "EMS")

    assert _queries(client, address) <= before <= 27


def _queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)
