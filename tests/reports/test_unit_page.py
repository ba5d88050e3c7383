"""The page of one unit, and of one service of it: remark, months, causes, explanations, the way down."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from planning.models import RevenueRecord, RowNote, Unit
from tests.reading import report_json
from tests.reports.pages import page, read

M = 1_000_000
NOON = datetime(2020, 1, 3, 5, 0, tzinfo=UTC)


@pytest.fixture
def year(world):
    """Đông Hồ earns 2.34 billion of 2.4 planned, by EMS and parcels; Cửa Nam's December is not in."""
    for service, plan, before, after in (("EMS", 1440, 1200, 1320), ("BK", 960, 600, 1020)):
        for unit in ("cua bac", "cua nam"):
            world.books(
                f"unit | 2018 | 2019\n {unit} | {before // 2 * M} | {after // 2 * M}", service=service
            )
            code = unit.replace(" ", "-")
            world.target(world.units[code], 2019, plan // 2 * M, node=service, kinds=("internal",))
    world.units["cua-nam"].monthly_reports.get(month="2019-12-01").delete()
    RevenueRecord.objects.filter(unit=world.units["cua-nam"], month="2019-12-01").delete()
    return world


def test_the_title_and_remark_say_amount_plan_growth_and_causes(client, year):
    client.force_login(year.director)

    text = read(client, "/unit/dong-ho/", month="2019-12")

    # 195 a month for 11 months and 97.5 in December: 2,242.5 of 2,300 (97.5%), last year 1,725 (+30%).
    # EMS 1,265 of 1,380 (−115), parcels 977.5 of 920 (+57.5): together 57.5 below.
    assert "Đông Hồ came to 2,243 million đồng, 97.5% of the plan to date, up 30.0%" in text
    assert (
        "Remark: 58 million đồng below the plan, 115 million of it by 1 service: EMS trong nước −115." in text
    )
    assert "1/2 points have sent" in text
    assert "not yet sent: Cửa Nam" in text


def test_a_month_with_missing_points_compares_the_same_points(client, year):
    client.force_login(year.director)

    rows = page(client, "/unit/dong-ho/", month="2019-12").year.rows

    december, whole = rows[11], rows[12]
    assert december.part == "1/2 points"
    # Cửa Bắc alone: 97.5 of 100, last year 75.
    assert [cell.text for cell in december.cells[:6]] == ["98", "100", "−3", "97.5%", "75", "+30.0%"]
    assert [cell.text for cell in whole.cells[:6]] == ["2,243", "2,300", "−58", "97.5%", "1,725", "+30.0%"]


def test_figures_are_those_of_the_report(client, year):
    client.force_login(year.director)
    of_report = report_json(client, "units", unit="dong-ho", month="2019-12")

    shown = page(client, "/unit/dong-ho/", month="2019-12")

    for row in shown.league.rows:
        figures = of_report["cua-bac" if row.name == "Cửa Bắc" else "cua-nam"]
        assert row.bar.mark.value == figures["actual_to_date"] - figures["plan_to_date"]
    assert shown.year.sums.spots[11].marks.gap.value == (
        of_report["total"]["actual_to_date"] - of_report["total"]["plan_to_date"]
    )


def test_the_way_leads_up_beside_and_down(client, year):
    client.force_login(year.director)

    shown = page(client, "/unit/dong-ho/", month="2019-11", plan="internal")

    query = "?month=2019-11&plan=internal"
    assert [(way.label, way.url) for way in shown.around.crumbs] == [
        ("Vĩnh Phúc", "/dashboard/?month=2019-11&plan=internal&unit=vp")
    ]
    assert shown.around.before is None
    assert (shown.around.after.label, shown.around.after.url) == ("Tây Hồ", f"/unit/tay-ho/{query}")
    assert [option.url for option in shown.around.down.options] == [
        f"/unit/cua-bac/{query}", f"/unit/cua-nam/{query}",
    ]  # fmt: skip
    assert {row.url for row in shown.services.rows} == {
        f"/unit/dong-ho/EMS/{query}", f"/unit/dong-ho/BK/{query}",
    }  # fmt: skip


def test_a_reader_of_one_unit_has_no_way_out_of_it(client, year):
    client.force_login(year.head)

    shown = page(client, "/unit/dong-ho/", month="2019-12")

    assert (list(shown.around.crumbs), shown.around.before, shown.around.after) == ([], None, None)
    for address in ("/unit/tay-ho/", "/unit/vp/", "/unit/xx/", "/unit/tay-ho/EMS/", "/unit/dong-ho/XX/"):
        assert client.get(address).status_code == 404, address


def test_explanations_stand_beside_the_money_they_explain(client, year):
    report = year.units["cua-bac"].monthly_reports.get(month="2019-12-01")
    RowNote.objects.create(
        report=report, service=year.services["EMS"], reason="partner_policy", text="Giảm cước",
        by=year.manager, at=NOON,
    )  # fmt: skip
    client.force_login(year.director)

    shown = page(client, "/unit/dong-ho/", month="2019-12")
    other = page(client, "/unit/tay-ho/", month="2019-12")

    # December, Cửa Bắc alone: EMS 55 of 60.
    (explained,) = shown.explained
    assert (explained.service, explained.over.text) == ("EMS trong nước", "−5")
    assert explained.said[0].unit == "Cửa Bắc"
    assert explained.said[0].text == "A partner changed its policy. Giảm cước"
    assert list(other.explained) == []


def test_changes_are_shown_to_who_may_trace_them(client, year):
    record = RevenueRecord.objects.get(
        unit=year.units["cua-bac"], service=year.services["EMS"], month="2019-12-01"
    )
    record.revenue = 56 * M
    record.save()
    client.force_login(year.director)

    shown = page(client, "/unit/dong-ho/", month="2019-12")

    assert [(row.what, row.before, row.after) for row in shown.changes] == [
        ("Cửa Bắc: EMS trong nước", "55,000,000", "56,000,000")
    ]
    assert shown.trace == f"{reverse('history')}?unit=dong-ho&month=2019-12"


def test_a_service_shows_payroll_revenue_and_volume_beside_its_revenue(client, year):
    year.books("unit | 2018 | 2019\n cua bac | 1200 | 1800", service="BK", field="volume")
    client.force_login(year.director)

    shown = page(client, "/unit/dong-ho/BK/", month="2019-11")

    # 150 a month against 100; 11 months.
    assert [heading.unit for heading in shown.volumes.headings] == ["million đồng", "kg"]
    total = shown.volumes.rows[-1]
    assert [cell.text for cell in total.cells[3:]] == ["1,650", "1,100", "+50.0%"]
    assert [way.label for way in shown.around.crumbs] == ["Vĩnh Phúc", "Đông Hồ", "Bưu chính chuyển phát"]
    assert shown.title.startswith("Đông Hồ, bưu kiện came to 935 million đồng")


def test_a_line_is_a_page_like_a_service(client, year):
    client.force_login(year.director)

    shown = page(client, "/unit/dong-ho/BCCP/", month="2019-11")

    assert {row.name for row in shown.services.rows} == {"EMS trong nước", "Bưu kiện"}
    assert [heading.unit for heading in shown.volumes.headings] == ["million đồng"]


def test_a_unit_without_anything_says_so(client, year):
    client.force_login(year.director)

    text = read(client, "/unit/tay-ho/", month="2019-12")

    assert "Tây Hồ: no figures yet" in text
    assert "No figures yet for this choice." in text


@pytest.mark.parametrize("address", ["/unit/dong-ho/", "/unit/dong-ho/EMS/", "/unit/vp/"])
def test_queries_do_not_grow_with_the_units(client, year, address):
    client.force_login(year.director)
    client.get(address, {"month": "2019-12"})

    few = queries(client, address)
    for number in range(50):
        parent = year.units["dong-ho"]
        point = Unit.objects.create(code=f"p{number:03}", name=f"Điểm {number}", kind="agent", parent=parent)
        year.units[point.code] = point
        year.books(f"unit | 2018-12 | 2019-12\n {point.code} | 100 | 120")
        if number % 3 == 0:
            point.monthly_reports.filter(month="2019-12-01").delete()
    many = queries(client, address)

    assert few == many
    assert many <= 15


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address, {"month": "2019-12"}).status_code == 200
    return len(seen)
