"""Hostile and broken files: refused with their reason, quickly, with flat memory."""

import re
import resource
import time
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.styles import Font

from planning.importing.limits import PAGE, Limits
from planning.importing.reading import FileRefused, read, read_workbook
from tests.hostile import HOSTILE, with_sheet
from tests.workbooks import saved, workbook


def reason(content: bytes, limits: Limits = PAGE) -> str:
    with pytest.raises(FileRefused) as refused:
        read_workbook(content, limits)
    return refused.value.code


@pytest.mark.parametrize(("make", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason_quickly_and_with_flat_memory(make, code):
    content = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.monotonic()

    found = reason(content)

    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert found == code
    assert time.monotonic() - begun < 10
    assert grown < 100 * 1024


@pytest.mark.parametrize(("make", "code"), HOSTILE.values(), ids=HOSTILE)
def test_the_process_that_reads_gets_along_with_little_memory(make, code):
    # 100 MB of address space hold Python, its libraries and the file, and nothing that swells.
    assert reason(make(), replace(PAGE, memory=100 << 20)) == code


def test_the_size_limit_is_stated_so_that_one_knows_what_to_do():
    with pytest.raises(FileRefused) as refused:
        read_workbook(b"PK\x03\x04" + b"0" * PAGE.size, PAGE)

    assert "12 MB" in str(refused.value)


def test_a_page_and_the_web_server_let_through_what_the_reader_takes(settings):
    said = re.search(
        r"client_max_body_size ([0-9]+)m;", (settings.BASE_DIR / "deploy/nginx.conf").read_text()
    )

    assert settings.LARGEST_UPLOAD == int(said[1]) << 20 == PAGE.size + (1 << 20)


def test_a_workbook_formatted_to_its_last_row_is_read_in_seconds():
    book = openpyxl.Workbook()
    sheet = book.active
    for number in range(40):
        sheet.append([f"p{number}", "EMS"])
    sheet.cell(row=1_048_576, column=1).font = Font(bold=True)
    sheet.cell(row=40, column=16_384).font = Font(bold=True)
    begun = time.monotonic()

    [found] = read_workbook(saved(book), PAGE).sheets

    assert len(found.rows) == 40
    assert time.monotonic() - begun < 10


def test_codes_keep_their_zeros_and_numbers_their_digits():
    content = workbook(x=[["000123", 123, 999_999_999_999_999, 1.15, True]])

    [found] = read_workbook(content, PAGE).sheets

    number, cells = found.rows[0]
    assert (number, cells[:3], str(cells[3]), cells[4]) == (
        1,
        ["000123", 123, 999_999_999_999_999],
        "1.15",
        True,
    )


def test_a_formula_without_a_kept_value_and_an_error_are_not_taken_for_empty_cells():
    cells = (
        '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1"><f>1+1</f><v/></c>'
        '<c r="D1" t="e"><v>#N/A</v></c><c r="E1" t="str"><f>""</f><v></v></c></row>'
    )

    book = read_workbook(with_sheet(cells), PAGE)

    assert [(lost.row, lost.column, lost.code) for lost in book.lost] == [
        (1, 1, "formula"),
        (1, 3, "formula"),
        (1, 4, "error"),
    ]
    assert {lost.sheet for lost in book.lost} == {"units"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_text_files_are_read_in_every_way_offices_write_them(encoding, delimiter):
    text = f"mã đơn vị{delimiter}tháng\r\n000123{delimiter}2019-12\r\n\r\n".encode(encoding)

    [sheet] = read(text, PAGE).sheets

    assert sheet.rows == [(1, ["mã đơn vị", "tháng"]), (2, ["000123", "2019-12"])]


UNUSUAL = {
    "a title with commas above": "Doanh thu, sản lượng, tháng 12\n\nmã;tên;số\n1;a;1,5\n",
    "amounts with more commas than columns": "mã;tên;số\n1;a, b, c, d;1,5\n",
    "the part told as Excel tells it": "sep=|\r\nmã|tên|số\r\n1|a|2\r\n",
    "rows to the last one of Excel": "mã;tên;số\n1;a;2\n" + ";;\n" * 1_048_574,
    "lines of an old Mac": "mã;tên;số\r1;a;2\r",
    "a quoted line break": '"mã";"tên";"số"\n1;"a\nb";2\n',
    "nothing but spaces between": "mã;tên;số\n \u00a0;\t; \n1;a;2\n",
}


@pytest.mark.parametrize("text", UNUSUAL.values(), ids=UNUSUAL)
def test_text_files_as_offices_make_them_have_their_three_columns(text):
    [sheet] = read(text.encode(), PAGE).sheets

    header, first = [cells for _row, cells in sheet.rows if len(cells) == 3][:2]
    assert (header, first[0]) == (["mã", "tên", "số"], "1")


def test_a_picture_is_neither_workbook_nor_text():
    with pytest.raises(FileRefused) as refused:
        read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", PAGE)

    assert refused.value.code == "not_text"
