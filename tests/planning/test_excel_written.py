"""Workbooks written as Excel writes them, through every door that takes one.

They are written the way Excel writes (see `tests.excel_written`), not by Excel itself.
"""

from datetime import date

import pytest
from openpyxl.utils import get_column_letter

from planning.models import DraftSave, Posting, RevenueRecord, RowNote, Unit, User
from tests.excel_written import Formula, Mistake, Rich, Written, as_excel
from tests.planning import test_import_page as centre
from tests.planning import test_prefill as prefill
from tests.planning.month_files import TOKEN, confirm, row_of, template, type_in, upload, value
from tests.planning.month_files import saved as bytes_of
from tests.reports.reading import recalculated
from tests.workbooks import workbook

EITHER = pytest.mark.parametrize("strict", [False, True], ids=["usual", "strict"])
HEAD = "Mã đơn vị | Mã dịch vụ | Tháng | Doanh thu | Sản lượng"
NOVEMBER = date(2019, 11, 1)


@pytest.fixture
def manager(client, december):
    client.force_login(december.manager)
    return client


def typed_in(book, unit=0, **services):
    """Return what a person types into a template: {service: {column number: value}} at its places."""
    sheet = book.worksheets[unit]
    return {
        sheet.title: {
            f"{get_column_letter(column)}{row_of(sheet, service)[0].row}": typed
            for service, cells in services.items()
            for column, typed in cells.items()
        }
    }


@EITHER
def test_a_template_that_was_filled_in_excel_comes_back_as_it_was_filled(manager, december, strict):
    type_in(december, 31_200)
    book = template(manager)
    typed = typed_in(
        book,
        EMS={5: Written("1.2345E7"), 6: Written("12")},
        BK={5: Written("39840000.000000004"), 6: Formula("F8*2", 24)},
        CT={5: Formula("E8+E9", 52_185_000), 7: Rich(("Kh", "ác"), "カ"), 8: "Nhận thêm\r\nsau 20/12 "},
        BAO={5: Formula('TEXT(5000,"0")', "5000")},
    )

    shown = upload(manager, as_excel(bytes_of(book), typed, strict=strict))
    confirm(manager, shown)

    # Excel adds up no text: its total misses the 5.000, and the page says so.
    told = shown.context["compared"]
    assert not told.problems
    assert [one.value for one in told.warnings] == ["104370000"]
    assert (value(december), value(december, measure="volume")) == (12_345_000, 12)
    assert (value(december, "BK"), value(december, "BK", "volume")) == (39_840_000, 24)
    assert (value(december, "CT"), value(december, "BAO")) == (52_185_000, 5_000)
    note = RowNote.objects.get()
    assert (note.service.code, note.reason) == ("CT", "other")
    assert note.text == "Nhận thêm\nsau 20/12"


@EITHER
def test_the_hidden_sheet_keeps_what_the_template_knew(manager, december, strict):
    book = template(manager)
    typed = typed_in(book, EMS={5: 900})
    type_in(december, 31_200)

    clash = upload(manager, as_excel(bytes_of(book), typed, strict=strict))
    elsewhere = template(manager)
    elsewhere["_stamp"]["B3"] = "2018-12"
    foreign = upload(manager, as_excel(bytes_of(elsewhere), typed, strict=strict))

    assert len(clash.context["compared"].clashes) == 1
    assert foreign.status_code == 422 and "12/2018" in foreign.content.decode()


def test_what_excel_could_not_calculate_is_told_at_its_place(manager):
    book = template(manager)
    typed = typed_in(
        book, EMS={5: Mistake("#REF!")}, BK={5: True}, CT={6: Formula("E8/0", Mistake("#DIV/0!"))}
    )
    rows = [row_of(book.worksheets[0], service)[0].row for service in ("EMS", "BK", "CT")]

    shown = upload(manager, as_excel(bytes_of(book), typed))

    assert shown.status_code == 422 and TOKEN not in shown.content.decode()
    assert [one.row for one in shown.context["compared"].problems] == sorted(rows)
    assert not DraftSave.objects.exists()


@EITHER
def test_all_points_of_a_clerk_come_from_one_workbook(client, december, strict):
    client.force_login(december.clerk)
    book = template(client, "dong-ho")
    typed = typed_in(book, 0, EMS={5: 1_000}) | typed_in(book, 1, EMS={5: Formula("500*4", 2_000)})

    confirm(client, upload(client, as_excel(bytes_of(book), typed, strict=strict), unit="dong-ho"), "dong-ho")

    assert (value(december), value(december, unit="cua-nam")) == (1_000, 2_000)


@EITHER
def test_a_table_for_the_import_centre_goes_into_the_books(client, world, strict):
    client.force_login(world.planner)
    table = workbook(revenue=f"{HEAD}\ncua-bac | EMS | . | . | .\ncua-nam | EMS | 11/2019 | '1.234.567' | 7")
    typed = {"revenue": {"C2": NOVEMBER, "D2": Written("5E6"), "E2": Formula("2+2", 4)}}

    shown = centre.upload(client, as_excel(table, typed, strict=strict))
    centre.confirm(client)

    assert shown.status_code == 200
    told = RevenueRecord.objects.order_by("unit__code").values_list(
        "unit__code", "month", "revenue", "volume"
    )
    assert list(told) == [("cua-bac", NOVEMBER, 5_000_000, 4), ("cua-nam", NOVEMBER, 1_234_567, 7)]


@EITHER
def test_an_office_with_its_people_comes_in(client, world, strict):
    Posting.objects.create(
        user=world.planner, role="administrator", unit=world.vp, starts_on=date(2018, 1, 1)
    )
    client.force_login(world.planner)
    office = workbook(
        units="code | name | kind | parent_code | valid_from\n'000124' | Bưu cục Một | post_office_3"
        " | dong-ho | .",
        people="username | full_name | role | unit_code\nmoi | Người Mới | branch_manager | '000124'",
    )
    day = date(2019, 7, 1)
    typed = {"units": {"E2": day}, "people": {"B2": Rich(("Người ", "Thử"), "カ")}}

    shown = centre.upload(client, as_excel(office, typed, strict=strict), kind="office")
    centre.confirm(client)

    assert shown.status_code == 200, [str(one.sentence) for one in shown.context["problems"]]
    assert Unit.objects.get(code="000124").valid_from == day
    assert User.objects.get(username="moi").full_name == "Người Thử"


@EITHER
def test_an_export_of_another_system_goes_into_the_drafts(client, world, strict):
    world.open("2019-12")
    prefill.mapped(world)
    client.force_login(world.planner)
    typed = {"Sheet1": {"D2": date(2019, 12, 31), "E2": Written("2.9999999999999996E6")}}

    prefill.upload(client, as_excel(prefill.export(), typed, strict=strict))
    prefill.confirm(client)

    # 3.000.000 that Excel keeps a hair below, and 2.000.000 of the other code.
    assert (value(world), value(world, unit="cua-nam")) == (5_000_000, 400_000)


def test_other_programs_open_what_is_written_here(tmp_path):
    table = workbook(revenue=f"{HEAD}\ncua-bac | EMS | . | . | 7")
    typed = {"revenue": {"C2": NOVEMBER, "D2": Formula("2*21", 42), "B2": Rich(("E", "MS"), "カ")}}
    files = {name: as_excel(table, typed, strict=name == "strict") for name in ("usual", "strict")}

    books = recalculated(files, tmp_path)

    for book in books.values():
        row = [cell.value for cell in book.worksheets[0][2]][:5]
        assert [*row[:2], row[2].date(), *row[3:]] == ["cua-bac", "EMS", NOVEMBER, 42, 7]
