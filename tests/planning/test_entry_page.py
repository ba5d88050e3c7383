"""The entry page as a form, and its autosave: everything through a client and an address."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from planning.actions.monthly_reports import CellChange, prefill, return_report, save_draft
from planning.models import MonthlyReport, RevenueRecord
from planning.models.monthly_reports import State
from postoffice.measures import Reason, add
from postoffice.months import Month
from tests.planning.forms import full, known

ROOT = Path(__file__).resolve().parents[2]
URL = "/entry/cua-bac/2019-12/"
DECEMBER = Month(2019, 12)


@pytest.fixture
def manager(client, december):
    client.force_login(december.manager)
    return client


def report(world, unit="cua-bac"):
    return MonthlyReport.objects.of(world.units[unit], DECEMBER).get()


def value(world, service="EMS", measure="revenue"):
    cell = report(world).draft.get(service, {}).get(measure)
    return cell and cell["value"]


def test_the_page_shows_what_stands_beside_each_field_so_that_a_figure_is_typed_knowingly(manager):
    text = manager.get(URL).content.decode()

    # November 31.000, December 2018 120.000 / 12, December's target 384.000 / 12.
    assert all(figure in text for figure in ("31.000", "10.000", "32.000"))
    assert "BC Cửa Bắc" in text
    assert 'name="EMS-revenue"' in text


def test_the_form_saves_without_javascript_so_that_any_browser_will_do(manager, december):
    answer = manager.post(URL, full(**{"EMS-revenue": "31.200", "EMS-volume": "412"}))

    assert answer.status_code == 302
    assert value(december) == 31_200
    assert value(december, measure="volume") == 412
    assert not RevenueRecord.objects.filter(month=DECEMBER.first).exists()


def test_a_form_sent_twice_is_saved_once_so_that_a_double_click_is_harmless(manager, december):
    form = full(**{"EMS-revenue": "31.200"})

    manager.post(URL, form)
    manager.post(URL, form)

    assert report(december).version == 1


def test_the_page_keeps_text_that_is_no_number_and_says_why(manager, december):
    answer = manager.post(URL, full(**{"EMS-revenue": "12 con gà", "BK-revenue": "900"}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="12 con gà"' in page
    assert "“12 con gà”" in page
    assert value(december, "BK") == 900
    assert value(december) is None


def test_a_slip_of_the_unit_is_cured_by_its_button_without_javascript(manager, december):
    # Last month 31.000: 31,2 đồng means 31.200.
    page = manager.post(URL, full(**{"EMS-revenue": "31,2"})).content.decode()
    assert 'name="set" value="EMS-revenue=31200"' in page

    manager.post(URL, full(**{"EMS-revenue": "31,2", "set": "EMS-revenue=31200"}))

    assert value(december) == 31_200


@pytest.mark.parametrize(
    ("unit", "text", "expected"),
    [
        (1, "1.234", 1_234),
        (1_000, "1,15", 1_150),
        (1_000, "0,29", 290),
        (1, "12tr", 12_000_000),
        (1_000, "2tr", 2_000_000),
    ],
)
def test_figures_are_read_in_the_unit_of_the_form(manager, december, unit, text, expected):
    manager.post(URL, full(unit=str(unit), **{"EMS-revenue": text, "EMS-volume": "7"}))

    assert (value(december), value(december, measure="volume")) == (expected, 7)


def test_the_unit_of_money_is_the_persons_choice_and_stays(manager, december):
    manager.post(URL, full(action="unit-1000", **{"EMS-revenue": "1.150"}))

    page = manager.get(URL).content.decode()
    assert 'value="1,15"' in page
    assert 'name="unit" value="1000"' in page
    december.manager.refresh_from_db()
    assert december.manager.entry_unit == 1_000


def test_blank_rows_are_filled_with_nil_by_one_button(manager, december):
    manager.post(URL, full(action="nil", **{"EMS-revenue": "31.200"}))

    assert [value(december, service) for service in ("BK", "CT", "BAO")] == [0, 0, 0]
    assert value(december) == 31_200


def test_prefilled_figures_wait_to_be_confirmed_row_by_row_or_all_at_once(manager, december):
    prefill(
        unit=december.cua_bac, month=DECEMBER, figures={("EMS", "revenue"): 31_200, ("BK", "revenue"): 900},
        key=uuid4(), by=december.planner, at=december.now, channel="file",
    )  # fmt: skip
    page = manager.get(URL).content.decode()
    assert page.count("prefilled") >= 2

    manager.post(URL, known(page, **{"confirm-row": "EMS"}))
    assert report(december).draft["EMS"]["revenue"]["origin"] == "typed"
    assert report(december).draft["BK"]["revenue"]["origin"] == "prefilled"

    manager.post(URL, known(manager.get(URL).content.decode(), action="confirm"))
    assert report(december).draft["BK"]["revenue"]["origin"] == "typed"


def test_the_last_save_is_undone_by_a_button_and_undone_again(manager, december):
    manager.post(URL, full(**{"EMS-revenue": "31.200"}))
    manager.post(URL, known(manager.get(URL).content.decode(), **{"EMS-revenue": "5"}))

    manager.post(URL, known(manager.get(URL).content.decode(), action="undo"))
    assert value(december) == 31_200
    manager.post(URL, known(manager.get(URL).content.decode(), action="undo"))
    assert value(december) == 5


def test_a_month_is_sent_with_its_reasons_in_one_form(manager, december):
    # 3.100 after 31.000 asks for a reason.
    form = full(
        action="submit", **{"EMS-revenue": "3.100", "BK-revenue": "0", "CT-revenue": "-", "BAO-revenue": "0"}
    )
    refused = manager.post(URL, form)
    assert refused.status_code == 422
    assert 'name="reason-EMS"' in refused.content.decode()

    sent = manager.post(
        URL, known(refused.content.decode(), action="submit", **{"reason-EMS": "season", "note-EMS": "Tết"})
    )

    assert sent.status_code == 302
    assert report(december).state == State.SUBMITTED
    assert RevenueRecord.objects.get(month=DECEMBER.first, service__code="EMS").revenue == 3_100
    page = manager.get(URL).content.decode()
    assert "bar success" in page
    assert 'name="EMS-revenue"' not in page


def test_a_reason_is_kept_before_sending_and_can_be_changed(manager, december):
    manager.post(URL, full(**{"EMS-revenue": "3.100"}))

    manager.post(URL, known(manager.get(URL).content.decode(), **{"reason-EMS": "season"}))
    manager.post(
        URL, known(manager.get(URL).content.decode(), **{"reason-EMS": "staff", "note-EMS": "hai người nghỉ"})
    )

    note = report(december).notes.get()
    assert (note.reason, note.text) == ("staff", "hai người nghỉ")


def test_a_returned_month_names_its_rows_and_opens_again(manager, december):
    december.report(december.cua_bac, DECEMBER, {"EMS": 31_000}, state="submitted")
    return_report(
        unit=december.cua_bac,
        month=DECEMBER,
        rows=["EMS"],
        reason="Ghi rõ hợp đồng",
        by=december.head,
        at=december.now,
    )

    page = manager.get(URL).content.decode()

    assert "Ghi rõ hợp đồng" in page
    assert 'class="tag back"' in page
    assert 'name="EMS-revenue" value="31.000"' in page


def test_somebody_elses_figure_is_shown_beside_mine_so_that_i_choose(manager, december, client):
    old = manager.get(URL).content.decode()
    save_draft(
        unit=december.cua_bac, month=DECEMBER, changes=[CellChange("EMS", "revenue", 30_000, 0)], key=uuid4(),
        by=december.clerk, at=december.now, channel="grid",
    )  # fmt: skip

    answer = manager.post(URL, known(old, **{"EMS-revenue": "31.200", "BK-revenue": "900"}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert december.clerk.full_name in page
    assert f"{timezone.localtime(december.now):%H:%M %d/%m}" in page  # when
    assert {'value="EMS-revenue=30000@1"', 'value="EMS-revenue=31200@1"'} <= set(
        re.findall(r'value="[^"]*@1"', page)
    )
    assert (value(december), value(december, "BK")) == (30_000, 900)

    manager.post(URL, known(page, set="EMS-revenue=31200@1"))
    assert value(december) == 31_200


def test_a_service_off_the_list_can_be_added(manager, december):
    december.cua_bac.offerings.filter(service__code="BAO").delete()
    assert 'name="BAO-revenue"' not in manager.get(URL).content.decode()
    assert 'value="BAO"' in manager.get(URL + "?more=1").content.decode()

    answer = manager.post(URL, full(action="add", add="BAO"))

    assert 'name="BAO-revenue"' in manager.get(answer.headers["Location"]).content.decode()


def test_what_stands_beside_foots_so_that_sums_can_be_trusted(manager, december):
    december.books("""
        unit    | 2018-12 | 2019-11
        cua bac |       7 |      11
    """, service="BK")  # fmt: skip

    sheet = manager.get(URL).context["sheet"]

    for group in (*sheet.groups, sheet.total):
        for column in ("previous", "base"):
            parts = [getattr(row, column).amount for row in group.rows]
            assert getattr(group, column).amount == add(parts)
    assert sheet.total.previous.amount == 31_000 + 11


def test_missing_figures_say_why_in_words(manager, december):
    client_page = manager.get(URL).context["sheet"]

    bk = next(row for row in client_page.rows if row.code == "BK")
    assert (bk.previous.reason, bk.base.reason, bk.target.reason) == (
        Reason.NOT_REPORTED, Reason.NO_BASE, Reason.NO_TARGET,
    )  # fmt: skip
    assert len(client_page.footnotes) == 3
