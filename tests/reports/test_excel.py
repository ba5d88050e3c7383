"""The workbook: a form that can be printed and signed, live where it adds up, inert where it is text."""

import io
import re
import zipfile

import pytest
from openpyxl import load_workbook

from planning.actions import plans
from planning.models import AnnualTarget, Office, Plan
from postoffice.months import Month
from tests.reports import reading

HEAD, SHORT, NUMBERS = 9, 10, 11


def opened(client, slug: str = "performance", **filters: str):
    content = client.get(f"/reports/{slug}.xlsx", {"unit": "vp", "month": "2019-12", **filters}).content
    return load_workbook(io.BytesIO(content))


def texts(sheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.fixture
def two_lines(client, world):
    world.books("unit | 2018 | 2019 | target 2019\n cua bac | 1200 | 1800 | 2400", service="EMS")
    world.books("unit | 2018 | 2019\n cua bac | 600 | 600", service="BK")
    world.books("unit | 2018 | 2019\n cua nam | 120 | 240", service="CT")
    client.force_login(world.director)
    return world


def test_groups_are_roman_and_their_parts_are_counted_anew(client, two_lines):
    sheet = opened(client).worksheets[0]

    marks = [sheet.cell(reading.BODY + n, 1).value for n in range(5)]

    assert marks == ["I", 1, 2, "II", 1]


def test_totals_are_live_and_add_up_the_groups(client, two_lines):
    sheet = opened(client).worksheets[0]

    # Rows 12–14: line I with two services, 15–16: line II with one, 17: the total. E is the month's actual.
    assert sheet["E12"].value == "=SUM(E13:E14)"
    assert sheet["E15"].value == "=SUM(E16:E16)"
    assert sheet["E17"].value == "=SUM(E12,E15)"
    assert sheet["E17"].font.bold


def test_ratios_are_live_and_named_by_their_columns(client, two_lines):
    sheet = opened(client).worksheets[0]

    assert [sheet.cell(NUMBERS, n).value for n in (4, 5, 6, 9)] == [4, 5, "6 = 5/4", "9 = 5/8 − 1"]
    assert sheet["F17"].value == "=E17/D17"
    assert sheet["I17"].value == "=E17/H17 - 1"


def test_a_plan_stated_above_its_parts_stands_as_it_was_stated(client, two_lines):
    two_lines.target(two_lines.units["vp"], 2019, 240, node="BCCP", kinds=("assigned",))
    plan = Plan.objects.get(year=2019, kind="assigned")
    AnnualTarget.objects.create(
        plan=plan, unit=two_lines.units["vp"], node="ALL", measure="revenue", total=3600, months=[300] * 12
    )
    plans.recompute_totals(plan)

    sheet = opened(client).worksheets[0]

    # The line asks for 240 of 3,600 a year: a sum would be wrong, so the month's 300 stand.
    assert sheet["D17"].value == 300


def test_amounts_are_whole_dong_shown_in_the_unit_of_the_head(client, world):
    world.books("unit | 2018 | 2019\n cua bac | 3.000.000.000 | 3.600.000.000")
    client.force_login(world.director)

    sheet = opened(client).worksheets[0]

    assert sheet["E13"].value == 300_000_000
    assert sheet["E13"].number_format == '#,##0,,;"−"#,##0,,;#,##0,,'


def test_the_paper_is_a4_landscape_one_page_wide_with_its_head_repeated(client, two_lines):
    sheet = opened(client).worksheets[0]

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth == 1
    assert sheet.print_title_rows == f"${HEAD}:${NUMBERS}"
    assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None} == {
        "Times New Roman"
    }


def test_the_paper_has_letterhead_plan_coverage_maker_and_signers(client, two_lines):
    Office.objects.update(
        signers=[
            {"title": "Người lập biểu", "name": "Bà A"},
            {"title": "KT. Giám đốc / Phó Giám đốc", "name": ""},
        ]
    )
    Plan.objects.filter(kind="assigned").update(decision_no="QĐ 12/KH", decided_on="2018-12-28")

    found = texts(opened(client).worksheets[0])

    whole = "\n".join(found)
    assert "TỔNG CÔNG TY BƯU ĐIỆN VIỆT NAM" in found
    assert "BƯU ĐIỆN TỈNH VĨNH PHÚC" in found
    assert {"NGƯỜI LẬP BIỂU", "Bà A", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"} <= set(found)
    assert any(text.startswith("Vĩnh Yên, ") and "03" in text and "2020" in text for text in found)
    assert "QĐ 12/KH" in whole and "28/12/2018" in whole
    assert "Người thử director" in whole and "03/01/2020" in whole
    assert "2/4" in whole


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", '=HYPERLINK("x")'])
def test_a_name_that_looks_like_a_formula_is_inert_everywhere(client, world, start):
    name = start + "1+1"
    type(world.units["cua-bac"]).objects.filter(code="cua-bac").update(name=name)
    world.books("unit | 2019-11 | 2019-12\n cua bac | 100 | -5")
    client.force_login(world.director)

    content = client.get("/reports/units.xlsx", {"unit": "dong-ho", "month": "2019-12"}).content
    csv = client.get("/reports/units.csv", {"unit": "dong-ho", "month": "2019-12"}).content.decode(
        "utf-8-sig"
    )

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        formulas = re.findall(rb"<f>([^<]*)</f>", parts.read("xl/worksheets/sheet1.xml"))
        assert not re.search(rb"<f>", parts.read("xl/worksheets/sheet2.xml"))
    assert all(
        re.fullmatch(rb"(SUM\([A-Z0-9:,]+\)|[A-Z0-9]+/[A-Z0-9]+( - 1)?)", formula) for formula in formulas
    )
    row = next(line for line in csv.splitlines() if line.startswith("cua-bac;"))
    assert row.split(";")[1].lstrip('"').startswith("'" + start[0])
    assert row.split(";")[4] == "-5"


def test_a_code_keeps_its_zeros_and_minus_five_stays_a_number(client, world):
    type(world.units["cua-bac"]).objects.filter(code="cua-bac").update(code="000123")
    world.books("unit | 2019-11\n cua nam | 100")
    world.report(world.units["cua-bac"], Month(2019, 12), {"EMS": -5})
    client.force_login(world.director)

    figures = opened(client, "units", unit="dong-ho").worksheets[1]

    assert figures["A4"].value == "000123"
    assert figures["E4"].value == -5


def test_previews_see_results_without_calculating(client, two_lines):
    content = client.get("/reports/performance.xlsx", {"unit": "vp", "month": "2019-12"}).content

    seen = load_workbook(io.BytesIO(content), data_only=True).worksheets[0]

    # 1,800 + 600 + 240 over 1,200 + 600 + 120.
    assert seen["K17"].value == 2640
    assert seen["P17"].value == pytest.approx(2640 / 1920 - 1)


def test_what_has_no_answer_is_a_word_and_not_an_error(client, two_lines):
    found = texts(opened(client).worksheets[0])

    assert not [text for text in found if text.startswith("#")]
    assert not [text for text in found if text == "None"]
