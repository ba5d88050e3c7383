"""The template of a month: what it holds, how it comes back, and what it refuses."""

import io
from datetime import date

import pytest
from django.utils.translation import gettext
from openpyxl import load_workbook

from planning.models import Batch, DraftSave, MonthlyReport, Plan
from planning.models.history import Channel
from postoffice.words import UNITS
from tests.planning.month_files import (
    DECEMBER,
    TOKEN,
    confirm,
    row_of,
    saved,
    template,
    type_in,
    upload,
    value,
)
from tests.reports.reading import recalculated

URL = "/entry/cua-bac/2019-12/"


@pytest.fixture
def manager(client, december):
    client.force_login(december.manager)
    return client


def test_the_template_locks_the_keys_and_leaves_the_inputs_open(manager):
    book = template(manager)
    sheet = book.worksheets[0]
    ems = row_of(sheet, "EMS")

    assert [cell.protection.locked for cell in ems[:12]] == [True] * 4 + [False] * 4 + [True] * 4
    # November 31.000, December 2018 120.000 / 12, December's target 384.000 / 12.
    total = next(row for row in sheet.iter_rows() if str(row[4].value).startswith("=SUM(E8,"))
    assert [cell.value for cell in ems[8:10]] == [31_000, 10_000]
    assert total[10].value == 32_000
    assert sheet.protection.sheet and not sheet.protection.password
    assert sheet.freeze_panes == "E8"
    assert {rule.type for rule in sheet.data_validations.dataValidation} == {"whole", "list"}
    assert book["_stamp"].sheet_state == "veryHidden"


def test_the_sheet_says_whose_month_it_is_in_what_unit_beside_which_plan_and_who_made_it(manager, december):
    december.manager.entry_unit = 1_000
    december.manager.save()
    Plan.objects.filter(kind="internal").update(revision=2, decision_no="12/QĐ", decided_on=date(2019, 3, 1))

    sheet = template(manager).worksheets[0]
    said = {row[at].value: row[at + 2].value for row in sheet["A2:H4"] for at in (0, 5)}

    told = [gettext("Unit"), gettext("Month"), gettext("Amounts"), gettext("Plan"), gettext("Organisation")]
    unit, month, money, plan, basis = (said[label] for label in told)
    assert (unit, month) == (f"{december.cua_bac.name} (cua-bac)", "12/2019")
    assert str(UNITS[1_000]) in money
    assert plan.endswith("(12/QĐ ngày 01/03/2019)") and "2" in plan
    assert basis == gettext("As it was at the time")
    assert december.manager.full_name in said[gettext("Made at")]
    assert [cell.value.partition("\n")[2] for cell in sheet[7]][4::7] == ["(5)", "(12 = 5/11)"]


def test_codes_keep_their_zeros_and_text_is_inert(manager, december):
    december.services["EMS"].name = "=1+1"
    december.services["EMS"].save()
    december.units["cua-bac"].code = "000123"
    december.units["cua-bac"].save()

    answer = manager.get("/entry/000123/2019-12/template.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    ems = row_of(sheet, "EMS")

    assert (ems[0].value, ems[2].value, ems[2].data_type) == ("000123", "=1+1", "s")


def test_a_filled_template_is_shown_then_written_once_and_can_be_undone(manager, december):
    book = template(manager)
    ems = row_of(book.worksheets[0], "EMS")
    ems[4].value, ems[5].value = 31_200, 412

    shown = upload(manager, saved(book))
    untouched = value(december)
    done = confirm(manager, shown)
    clicked_twice = confirm(manager, shown)
    written = value(december), value(december, measure="volume")
    batch = Batch.objects.get()
    manager.post(f"/imports/{batch.pk}/")

    assert shown.status_code == 200 and "31.200" in shown.content.decode()
    assert untouched is None
    assert (done.status_code, done.url) == (302, f"/imports/{batch.pk}/") and clicked_twice.url == done.url
    assert written == (31_200, 412)
    assert DraftSave.objects.filter(batch=batch, channel=Channel.FILE).count() == 1
    assert value(december) is None


def test_an_undo_leaves_what_somebody_changed_since_and_says_so(manager, december):
    book = template(manager)
    ems = row_of(book.worksheets[0], "EMS")
    ems[4].value, ems[5].value = 31_200, 412
    confirm(manager, upload(manager, saved(book)))
    type_in(december, 32_000, version=1)

    answer = manager.post(f"/imports/{Batch.objects.get().pk}/")

    assert (value(december), value(december, measure="volume")) == (32_000, None)
    assert "32.000" in answer.content.decode()


def test_a_point_that_has_sent_is_named_with_what_to_do(client, december):
    client.force_login(december.clerk)
    book = template(client, "dong-ho")
    row_of(book.worksheets[0], "EMS")[4].value = 1_000
    december.report(december.cua_bac, DECEMBER, {"EMS": 5}, state="submitted")

    shown = upload(client, saved(book), unit="dong-ho")
    (problem,) = shown.context["compared"].problems

    assert problem.params == {"unit": december.cua_bac.name, "state": gettext("Awaiting approval")}
    assert "/entry/dong-ho/2019-12/upload/" in shown.content.decode()
    assert 'href="/entry/dong-ho/2019-12/"' not in shown.content.decode()


def test_a_remark_is_not_lost_for_want_of_its_reason(manager, december):
    table = "Mã dịch vụ;Doanh thu;Ghi chú\nEMS;31200;mất điện hai ngày\n"

    shown = upload(manager, table.encode(), "a.csv")

    assert shown.status_code == 422
    assert "mất điện hai ngày" in shown.content.decode()


def test_identical_data_makes_no_new_version(manager, december):
    type_in(december, 31_200)

    shown = upload(manager, saved(template(manager)))

    assert TOKEN not in shown.content.decode()
    assert MonthlyReport.objects.get(unit=december.cua_bac, month=DECEMBER.first).version == 1


@pytest.mark.parametrize(("choice", "expected"), [("theirs", 32_000), ("mine 1", 31_200)])
def test_what_changed_since_the_download_is_decided_by_a_person(manager, december, choice, expected):
    book = template(manager)
    ems = row_of(book.worksheets[0], "EMS")
    ems[4].value, ems[5].value = 31_200, 412
    type_in(december, 32_000)

    shown = upload(manager, saved(book))
    confirm(manager, shown, **{"cua-bac:EMS:revenue": choice})

    text = shown.content.decode()
    assert all(part in text for part in ("Người thử clerk", "32.000", "31.200"))
    assert value(december) == expected
    assert value(december, measure="volume") == 412


def test_all_errors_are_listed_and_nothing_is_written(manager, december):
    table = "Mã dịch vụ;Doanh thu;Sản lượng\nEMS;abc;1\nBK;5;-3\nXYZ;7;\nBK;6;\n;9;\n"

    shown = upload(manager, table.encode(), "a.csv")
    text = shown.content.decode()

    assert shown.status_code == 422 and TOKEN not in text
    assert text.count('<tr><th scope="row">') == 5
    told = [(p.row, p.value) for p in shown.context["compared"].problems]
    assert told == [(2, "abc"), (3, "-3"), (4, "XYZ"), (5, "BK"), (6, "9")]
    assert not DraftSave.objects.exists()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Mã dịch vụ;Doanh thu;Sản lượng\r\nEMS;1.234;12\r\n\r\nBK;-;\r\n", "utf-8-sig"),
        ("ma dich vu\tdoanh thu\tsan luong\nEMS\t1.234\t12\nBK\t-\t \n", "utf-16"),
        ('service,revenue,volume\nEMS,"1.234",12\nBK,-,\nTotal,1234,\n', "utf-8"),
    ],
)
def test_tables_of_many_programs_are_understood(manager, december, text, encoding):
    shown = upload(manager, text.encode(encoding), "a.csv", notation="vi")
    confirm(manager, shown, whose="on")

    assert (value(december), value(december, "BK")) == (1_234, 0)
    assert value(december, measure="volume") == 12
    assert value(december, "BK", "volume") is None


@pytest.mark.parametrize("cell", ["version", "unit", "month"])
def test_a_file_of_something_else_is_refused(manager, december, cell):
    book = template(manager)
    at, other = {"version": ("B1", "99"), "unit": ("B2", "cua-nam"), "month": ("B3", "2018-12")}[cell]
    book["_stamp"][at] = other

    answer = upload(manager, saved(book))

    assert answer.status_code == 422
    assert other.removeprefix("2018-") in answer.content.decode()


@pytest.mark.parametrize("content", [b"Doanh thu;San luong\n1;2\n", b"\x00\x01\x02", b"PK\x03\x04broken"])
def test_what_is_no_month_file_is_refused_with_the_reason(manager, content):
    answer = upload(manager, content)

    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


def test_one_workbook_fills_all_points_of_a_clerk_as_one_batch(client, december):
    client.force_login(december.clerk)
    book = template(client, "dong-ho")
    for number, sheet in enumerate(book.worksheets[:2], start=1):
        row_of(sheet, "EMS")[4].value = number * 1_000

    confirm(client, upload(client, saved(book), unit="dong-ho"), unit="dong-ho")
    client.post(f"/imports/{Batch.objects.get().pk}/")

    saves = DraftSave.objects.filter(channel=Channel.FILE)
    assert {save.report.unit.code: save.changes[0]["new"] for save in saves} == {
        "cua-bac": 1_000, "cua-nam": 2_000,
    }  # fmt: skip
    assert (value(december), value(december, unit="cua-nam")) == (None, None)


@pytest.mark.parametrize(
    ("person", "unit", "points"),
    [
        ("head", "dong-ho", ["cua-bac", "cua-nam"]),
        ("director", "vp", ["cua-bac", "cua-dong", "cua-nam", "cua-tay"]),
    ],
)
def test_who_only_reads_takes_a_whole_unit_away_with_every_point_of_it(
    client, december, person, unit, points
):
    client.force_login(december.people[person])

    sheets = [sheet for sheet in template(client, unit).worksheets if sheet.sheet_state == "visible"]

    assert sorted(row_of(sheet, "EMS")[0].value for sheet in sheets) == points


def test_readers_and_strangers_are_kept_apart(client, december):
    for who, expected in (("director", 403), ("head", 403), ("stranger", 404)):
        client.force_login(december.people[who])

        assert client.get(f"{URL}template.xlsx").status_code == expected
        assert client.get(f"{URL}upload/").status_code == expected


def test_a_file_that_libreoffice_wrote_comes_back_as_the_same(manager, december, tmp_path):
    type_in(december, 31_200)
    book = template(manager)
    row_of(book.worksheets[0], "BK")[4].value = 1_150
    total = next(n for n in range(1, 20) if str(book.worksheets[0].cell(n, 5).value).startswith("=SUM(E8,"))

    read = recalculated({"thang": saved(book)}, tmp_path)["thang"]
    shown = upload(manager, (tmp_path / "out" / "thang.xlsx").read_bytes())
    confirm(manager, shown)

    # 31.200 that stood there and 1.150 that is new.
    assert read.worksheets[0].cell(total, 5).value == 32_350
    assert (value(december), value(december, "BK")) == (31_200, 1_150)
    assert DraftSave.objects.filter(channel=Channel.FILE).get().changes[0]["new"] == 1_150
