"""Text files as offices make them, through the doors: every encoding, every separator, what Excel adds."""

import unicodedata

import pytest
from django.utils.translation import override

from planning.importing.limits import PAGE
from planning.importing.reading import SENTENCES, FileRefused, read
from planning.models import DraftSave, RevenueRecord, RowNote
from tests.planning import test_import_page as centre
from tests.planning.month_files import TOKEN, confirm, upload, value

HEAD = "Mã đơn vị;Tháng;Mã dịch vụ;Doanh thu;Lý do;Ghi chú"
ROWS = "cua-bac;12/2019;EMS;1.234.567;Khác;Khách nghỉ Tết, đã đối chiếu\r\ncua-bac;12/2019;BK;900;;\r\n"
TEXT = f"{HEAD}\r\n{ROWS}"
TONES = "\u0300\u0301\u0303\u0309\u0323"


def as_vietnamese_windows(text: str) -> bytes:
    """Return a text in cp1258, whose tones stand after their vowel."""
    apart = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(part for part in parts if part in TONES)
        apart.append(unicodedata.normalize("NFC", "".join(p for p in parts if p not in TONES)) + tones)
    return "".join(apart).encode("cp1258")


@pytest.fixture
def manager(client, december):
    client.force_login(december.manager)
    return client


ENCODED = {
    "UTF-8": TEXT.encode(),
    "UTF-8 with its mark": TEXT.encode("utf-8-sig"),
    "UTF-8 with letters taken apart": unicodedata.normalize("NFD", TEXT).encode(),
    "UTF-16 as Excel's Unicode text": TEXT.replace(";", "\t").encode("utf-16"),
    "UTF-16 BE with its mark": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "UTF-16 LE without a mark": TEXT.encode("utf-16-le"),
    "UTF-16 BE without a mark": TEXT.encode("utf-16-be"),
    "Excel's plain CSV of a Vietnamese Windows": as_vietnamese_windows(TEXT),
    "the separator told": f"sep=;\r\n{TEXT}".encode("utf-8-sig"),
    "the separator told in UTF-16": f"sep=;\r\n{TEXT}".encode("utf-16"),
    "empty columns behind": TEXT.replace("\r\n", ";;;\r\n").encode(),
    "empty rows in between and behind": (f"{HEAD}\r\n;;;;;\r\n\r\n{ROWS}" + ";;;;;\r\n" * 50).encode(),
    "codes kept as text": TEXT.replace("cua-bac", '="cua-bac"').replace("EMS", '"=""EMS"""').encode(),
    "numbers kept as text": TEXT.replace("1.234.567", "'1.234.567").encode(),
    "spaces that do not break": TEXT.replace("1.234.567", "\u00a01\u00a0234\u00a0567\u202f").encode(),
}


@pytest.mark.parametrize("content", ENCODED.values(), ids=ENCODED)
def test_a_text_file_says_the_same_however_it_was_saved(manager, december, content):
    shown = upload(manager, content, "thang.csv")
    confirm(manager, shown)

    assert (value(december), value(december, "BK")) == (1_234_567, 900)
    assert RowNote.objects.get().text == "Khách nghỉ Tết, đã đối chiếu"


def test_a_line_break_in_quotes_moves_no_row(manager, december):
    rows = 'cua-bac;12/2019;EMS;31.200;Khác;"Dòng một\ndòng ""hai"""\ncua-bac;12/2019;XXX;x;;\n'

    shown = upload(manager, f"{HEAD}\n{rows}".encode(), "thang.csv", notation="vi")
    fixed = upload(manager, f"{HEAD}\n{rows.replace('XXX;x', 'BK;5')}".encode(), "thang.csv", notation="vi")
    confirm(manager, fixed)

    assert {one.row for one in shown.context["compared"].problems} == {3}
    assert RowNote.objects.get().text.split() == ["Dòng", "một", "dòng", '"hai"']


def test_a_decimal_comma_is_one_in_a_file_parted_by_semicolons(client, world):
    client.force_login(world.planner)
    text = "mã đơn vị;mã dịch vụ;tháng;doanh thu\ncua-bac;EMS;2019-11;1,5\ncua-nam;EMS;2019-11;1.234,25\n"

    centre.upload(client, text.encode("utf-16"), name="a.csv", unit="1000000")
    centre.confirm(client)

    told = dict(RevenueRecord.objects.values_list("unit__code", "revenue"))
    assert told == {"cua-bac": 1_500_000, "cua-nam": 1_234_250_000}


TCVN3 = "M\u00b7 \u00ae\u00acn v\u00de;Th\u00b8ng;M\u00b7 d\u00dech v\u00f4;Doanh thu\n"
VNI = "Ma\u00f5 \u00f1\u00f4n v\u00f2;Tha\u00f9ng;Ma\u00f5 d\u00f2ch vu\u00ef;Doanh thu\n"
REFUSED = {
    "TCVN3": (TCVN3.encode("latin-1"), "old_encoding"),
    "VNI": (VNI.encode("cp1252"), "old_encoding"),
    "TCVN3 saved as Unicode": (TCVN3.encode("utf-16"), "old_font"),
    "VNI saved as Unicode": (VNI.encode(), "old_font"),
    "letters that Windows lacked": (b"M\xe3 don v?;Th\xe1ng;M\xe3 d?ch v?;Doanh thu\n", "lost_letters"),
    "letters that MS-DOS lacked": (b"M? don v?;Th?ng;M? d?ch v?;Doanh thu\n", "lost_letters"),
    "a web page": (b"\r\n<!DOCTYPE html><table><tr><td>1</td></tr></table>", "web_page"),
    "a web page in one file": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "web_page"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_text"),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED)
def test_letters_that_are_not_certain_are_refused_with_the_cure(manager, content, code):
    row = b"" if code in ("web_page", "not_text") else "cua-bac;12/2019;EMS;1\n".encode(
        "utf-16-le" if content[:2] == b"\xff\xfe" else "ascii"
    )  # fmt: skip

    shown = upload(manager, content + row, "thang.csv")

    assert shown.status_code == 422 and TOKEN not in shown.content.decode()
    with override("vi"):
        assert shown.context["form"].errors["file"] == [str(SENTENCES[code])]
    assert not DraftSave.objects.exists()


def test_a_text_of_many_megabytes_is_refused_with_its_limit():
    with pytest.raises(FileRefused) as refused:
        read(b"unit_code;month\n" + b"x;y\n" * (PAGE.text // 4), PAGE)

    assert (refused.value.code, refused.value.params["limit"]) == ("too_large", PAGE.text >> 20)
