"""The estimate round as a paper that can be printed and signed, with the figures of its page."""

import io

import pytest
from openpyxl import load_workbook

from planning.models import Estimate, MonthlyReport, Office, ReportingMonth
from postoffice.months import Month
from tests.planning.estimating import DECEMBER, speak
from tests.reports import reading

KEYS = ("to_date", "estimate", "year", "before", "growth", "target", "completion", "missed")
FIRST = 4  # the column of the first figure
FILE = "/estimates/2019-12.xlsx"


@pytest.fixture
def year(asked):
    """Two years of one million a month at every point; a target of the district."""
    for code in ("cua-bac", "cua-nam", "cua-dong", "cua-tay"):
        for number in range(1, 12):
            asked.report(asked.units[code], Month(2018, number), {"EMS": 800_000})
            asked.report(asked.units[code], Month(2019, number), {"EMS": 1_000_000})
        asked.report(asked.units[code], Month(2018, 12), {"EMS": 800_000})
        speak(asked, asked.units[code], 250_000)
    asked.target(asked.dong_ho, 2019, 30_000_000, kinds=("internal",))
    return asked


def book(client, address: str = FILE, **options):
    answer = client.get(address)
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.content), **options)


def figures(sheet, rows: int) -> list[list]:
    """Return label and figures of the rows of the printed form."""
    return [
        [sheet.cell(row, 2).value, *(sheet.cell(row, FIRST + at).value for at in range(len(KEYS)))]
        for row in range(reading.BODY, reading.BODY + rows)
    ]


def words(sheet) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_the_paper_shows_the_figures_of_the_page(client, year):
    client.force_login(year.director)

    sheet = book(client, data_only=True).worksheets[0]
    page = client.get("/estimates/2019-12/").context["page"]

    dong_ho, tay_ho, total, courier, *_others = figures(sheet, 6)
    # A point: 11 + 1 = 12 million against 9,6 (+25%); Đông Hồ 24 of 30 million is 80%.
    assert dong_ho[:7] == [
        "Bưu điện huyện Đông Hồ",
        22_000_000,
        2_000_000,
        24_000_000,
        19_200_000,
        0.25,
        30_000_000,
    ]
    assert dong_ho[7] == 0.8
    assert total[1:6] == [44_000_000, 4_000_000, 48_000_000, 38_400_000, 0.25]
    assert courier[:4] == ["Trong đó: Bưu chính chuyển phát", 44_000_000, 2_000_000, 46_000_000]
    assert (page.rows[0].year, page.rows[0].growth, page.rows[0].completion) == ("24", "+25,0%", "80,0%")
    assert (page.total.year, tay_ho[6]) == ("48", page.rows[1].target)


def test_the_paper_is_live_so_that_a_corrected_cell_carries_on(client, year):
    client.force_login(year.director)

    sheet = book(client).worksheets[0]

    # Rows 12 and 13 are the districts, 14 the total; F is the year, G last year, H the growth.
    assert sheet["F14"].value == "=SUM(F12:F13)"
    assert sheet["H12"].value == "=F12/G12 - 1"
    assert [sheet.cell(11, column).value for column in (6, 7, 8)] == [6, 7, "8 = 6/7 − 1"]


def test_the_paper_comes_to_the_same_when_it_is_calculated(client, year, tmp_path):
    client.force_login(year.director)
    content = client.get(FILE).content

    [calculated] = reading.recalculated({"estimates": content}, tmp_path).values()

    told = figures(load_workbook(io.BytesIO(content), data_only=True).worksheets[0], 6)
    for row, again in zip(told, figures(calculated.worksheets[0], 6), strict=True):
        assert again == [pytest.approx(cell) if isinstance(cell, float) else cell for cell in row]


def test_the_paper_is_headed_and_signed_and_names_who_has_not_answered(client, year):
    Office.objects.update(signers=[{"title": "Người lập biểu", "name": "Nguyễn Thị Mẫu"}])
    Estimate.objects.filter(unit=year.cua_nam, month=DECEMBER.first).delete()
    client.force_login(year.director)

    form, plain = book(client).worksheets

    said = words(form)
    assert "BÁO CÁO ƯỚC THỰC HIỆN DOANH THU" in said
    assert "Ước thực hiện 12 tháng năm 2019 (3/4 điểm đã ước)" in said
    assert "Đơn vị tính: triệu đồng" in said
    assert "3/4 điểm đã gửi ước. Hạn gửi 10/12/2019." in said
    assert "Chưa gửi: Điểm BĐ-VHX Cửa Nam." in said
    assert "NGƯỜI LẬP BIỂU" in said
    assert "Nguyễn Thị Mẫu" in said
    assert "Chưa gửi: Điểm BĐ-VHX Cửa Nam." in words(plain)
    # Half of Đông Hồ: no growth is taken over it, and the row says so.
    assert form.cell(reading.BODY, 8).value == "…"
    assert form.cell(reading.BODY, FIRST + len(KEYS)).value == "1/2 điểm"


def test_where_every_figure_is_there_no_word_is_explained(client, year):
    for node in ("BCCP", "TCBC", "PPTT"):
        year.target(year.cua_bac, 2019, 12_000_000, node=node, kinds=("internal",))
    year.report(year.cua_bac, Month(2018, 12), {"CT": 1_000, "BAO": 1_000})
    year.report(year.cua_bac, Month(2019, 11), {"CT": 1_000, "BAO": 1_000})
    client.force_login(year.director)

    said = words(book(client, FILE + "?unit=cua-bac").worksheets[0])

    assert "Hạn gửi 10/12/2019. Doanh thu phát sinh (DTPS), theo tổ chức" in said


def test_who_sent_the_month_without_a_word_is_named(client, year):
    Estimate.objects.filter(unit=year.cua_tay, month=DECEMBER.first).delete()
    MonthlyReport.objects.filter(unit=year.cua_tay, month=DECEMBER.first).delete()  # the draft he said it in
    year.report(year.cua_tay, DECEMBER, {"EMS": 2_000_000}, state="submitted")
    client.force_login(year.director)

    said = words(book(client).worksheets[0])

    assert "tính theo số đã gửi: Điểm BĐ-VHX Cửa Tây." in said


def test_a_unit_has_its_own_paper_and_a_head_nobody_elses(client, year):
    client.force_login(year.head)

    own = figures(book(client).worksheets[0], 3)
    point = words(book(client, FILE + "?unit=cua-bac").worksheets[0])

    assert [row[0] for row in own[:2]] == ["BC Cửa Bắc", "Điểm BĐ-VHX Cửa Nam"]
    assert "BC Cửa Bắc" in point
    assert client.get(FILE + "?unit=tay-ho").status_code == 404


def test_the_page_leads_to_the_paper_and_without_a_round_there_is_none(client, year):
    client.force_login(year.director)

    page = client.get("/estimates/2019-12/?unit=dong-ho").content.decode()
    name = client.get(FILE).headers["Content-Disposition"]
    Estimate.objects.all().delete()
    ReportingMonth.objects.update(estimate_due_on=None)

    assert 'href="/estimates/2019-12.xlsx?unit=dong-ho"' in page
    assert 'filename="estimates-2019-12.xlsx"' in name
    assert client.get(FILE).status_code == 404
    assert "2019-12.xlsx" not in client.get("/estimates/2019-12/").content.decode()
