"""The reports of the demo office equal what the office published about 2019."""

import pytest

from planning.models import User
from tests.demo_office import staged
from tests.reading import report_json
from tests.reports import reading


@pytest.fixture(scope="module")
def complete(django_db_setup, django_db_blocker):
    with staged(django_db_blocker, "--complete") as told:
        yield told


@pytest.fixture
def director(complete, client):
    client.force_login(User.objects.get(username="giamdoc"))
    return client


def test_2019_is_as_it_was_published(director):
    rows = report_json(director, "performance", unit="vp", month="2019-12")

    total = rows["total"]
    assert total["actual_to_date"] == 258_500_000_000
    assert round(total["index"], 4) == 1.1876
    assert round(total["growth"], 4) == 0.1876
    assert round(total["completion_year"], 3) == 1.064
    assert total["plan_year"] == 243_000_000_000
    lines = {
        code: (rows[code]["actual_to_date"], round(rows[code]["index"], 4))
        for code in ("BCCP", "TCBC", "PPTT")
    }
    assert lines == {
        "BCCP": (106_040_000_000, 1.34),
        "TCBC": (32_530_000_000, 1.23),
        "PPTT": (119_930_000_000, 1.07),
    }


def test_the_screen_and_the_sentence_say_118_8_percent(director):
    page = director.get("/reports/performance/", {"unit": "vp", "month": "2019-12"}).content

    total = reading.of_page(page)["total"]
    headline = page.decode().split('<h1 class="headline">')[1].split("</h1>")[0]
    assert {"118,8%", "+18,8%", "106,4%", "258.500", "243.000"} <= set(total)
    for said in ("258,5", "118,8%", "18,8%", "106,4%"):
        assert said in headline


@pytest.mark.parametrize("grain", ["children", "points"])
def test_units_foot_to_the_province_in_every_column_of_amounts(director, grain):
    rows = director.get(
        "/reports/units.json", {"unit": "vp", "month": "2019-12", "plan": "internal", "grain": grain}
    ).json()["rows"]

    lowest = max(row["level"] for row in rows)
    for column in ("actual_month", "plan_month", "base_month", "actual_to_date", "plan_to_date", "plan_year"):
        parts = [row["cells"][column]["value"] for row in rows if row["level"] == lowest]
        assert sum(parts) == rows[0]["cells"][column]["value"], column


def test_libreoffice_finds_the_same_numbers(director, tmp_path):
    content = director.get("/reports/performance.xlsx", {"unit": "vp", "month": "2019-12"}).content

    sheet = reading.recalculated({"performance": content}, tmp_path)["performance"].worksheets[0]

    by_label = {sheet.cell(row, 2).value: row for row in range(reading.BODY, sheet.max_row)}
    total = next(row for label, row in by_label.items() if label and "DTPS" in label)
    # K, M, N, P: actual to date, plan of the year, its completion, growth.
    assert sheet.cell(total, 11).value == 258_500_000_000
    assert sheet.cell(total, 13).value == 243_000_000_000
    assert sheet.cell(total, 14).value == pytest.approx(258.5 / 243)
    assert round(sheet.cell(total, 16).value, 4) == 0.1876
