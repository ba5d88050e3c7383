"""A month file that some program or hand made: what is understood, asked about, told and refused."""

from html import unescape

import pytest
from django.utils.translation import override

from planning.models import DraftSave
from tests.planning.month_files import TOKEN, confirm, upload, value

HEAD = "ma don vi;thang;ma dich vu;doanh thu"
"""Headers without accents; unit and month in every row, so that nothing else is asked."""


def of(*rows, head=HEAD):
    return "\n".join([head, *rows]).encode()


def row(service, revenue, month="12/2019", unit="cua-bac"):
    return f"{unit};{month};{service};{revenue}"


@pytest.fixture
def manager(client, december):
    client.force_login(december.manager)
    client.cookies["django_language"] = "en"
    return client


def told(shown, which):
    """Return what the page tells: row, value and the sentence in English, which stands on it."""
    with override("en"):
        found = [(one.row, one.value, one.sentence) for one in getattr(shown.context["compared"], which)]
    assert [sentence for *_where, sentence in found if sentence not in unescape(shown.content.decode())] == []
    return found


def matches(found, expected):
    return len(found) == len(expected) and all(
        (row, value) == (number, text) and reason in sentence
        for (row, value, sentence), (number, text, reason) in zip(found, expected, strict=True)
    )


NOTHING = "\u00a0;\u00a0; ;\u00a0"
UNDERSTOOD = {
    "headers without accents": (of(row("EMS", "31.200")), ()),
    "NBSP, tabs and blank rows": (of("", NOTHING, row("\u00a0EMS\t", "\u00a031.200 "), ";;;", "\t;;;"), ()),
    "a cell of spaces is no change": (of(row("EMS", "31.200"), row("BK", "  "), row("CT", "\u00a0")), ()),
    "a total that is right": (of(row("EMS", "31.200"), ";;Tổng cộng;31.200"), ()),
    "a total that is wrong": (
        of(row("EMS", "31.200"), ";;Tổng cộng;31.300"),
        [(3, "31.300", "differs from the sum of its rows (31.200)")],
    ),
    "an unknown column": (
        of(f"{row('EMS', '31.200')};5", head=f"{HEAD};san luongg"),
        [(1, "", "the nearest known one is “Sản lượng”")],
    ),
}


@pytest.mark.parametrize("case", UNDERSTOOD)
def test_what_can_be_read_is_read_and_what_is_odd_is_told(manager, december, case):
    content, expected = UNDERSTOOD[case]

    shown = upload(manager, content, "a.csv", notation="vi")
    warnings = told(shown, "warnings")
    confirm(manager, shown)

    assert matches(warnings, expected), warnings
    assert (value(december), value(december, "BK"), value(december, "CT")) == (31_200, None, None)


REFUSED = {
    "duplicate rows": (
        of(row("EMS", 1), row("BK", 2), row("EMS", 3)), [(4, "EMS", "it is in row 2, too")],
    ),
    "a foreign month": (
        of(row("EMS", 1), row("BK", 2, month="11/2019")), [(3, "11/2019", "another month than 12/2019")],
    ),
    "a foreign unit": (of(row("EMS", 1), row("BK", 2, unit="cua-nam")), [(3, "2", "cua-nam")]),
    "a figure of two readings": (of(row("EMS", "49,470")), [(2, "49,470", "can be read in two ways")]),
    "a figure without a code": (of(row("EMS", 1), row("", 9)), [(3, "9", "no service code")]),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_may_be_meant_otherwise_is_named_with_its_row_and_nothing_is_written(manager, case):
    content, expected = REFUSED[case]

    shown = upload(manager, content, "a.csv")

    assert shown.status_code == 422 and TOKEN not in shown.content.decode()
    assert matches(told(shown, "problems"), expected), told(shown, "problems")
    assert not DraftSave.objects.exists()


def test_rows_of_one_service_are_added_up_where_the_person_says_so(manager, december):
    confirm(
        manager, upload(manager, of(row("EMS", 1), row("BK", 2), row("EMS", 3)), "a.csv", sum_repeated="on")
    )

    assert (value(december), value(december, "BK")) == (4, 2)


@pytest.mark.parametrize("head", ["ma don vi;thang;dich vu;doanh thu", "ma don vi;thang;ma dich vu;ghi chu"])
def test_a_table_without_its_key_or_its_figures_says_which_column_it_lacks(manager, head):
    shown = upload(manager, of(row("EMS", "5"), head=head), "a.csv")

    assert shown.status_code == 422
    assert "“Mã dịch vụ”" in str(shown.context["form"].errors["file"])
    assert not DraftSave.objects.exists()
