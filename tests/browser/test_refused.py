"""What the server refuses while somebody types: named, kept, sent later, never in the way of the rest."""

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect

from planning.models import MonthlyReport, Proposal, ReportingMonth, Service
from planning.models.monthly_reports import State
from tests.browser.desk import (
    ADDRESS,
    DECEMBER,
    DOOR,
    cell,
    draft,
    expecting,
    kept_here,
    ready,
    saved,
    settled,
    type_into,
    vi,
)


@pytest.mark.parametrize("status", [403, 409, 423])
def test_a_refusal_is_told_and_what_was_typed_stays_until_it_can_be_sent(sheet, status):
    sheet.route(
        DOOR,
        times=1,
        handler=lambda route: route.fulfill(status=status, json={"error": "not_now", "message": "Chưa được"}),
    )

    type_into(sheet, "31200")
    expect(sheet.locator("#saved")).to_contain_text("vẫn giữ trên máy này: Chưa được")
    assert "31.200" in kept_here(sheet)
    ready(sheet)
    saved(sheet)

    assert draft() == 31_200
    expecting(sheet, str(status))


def test_signing_out_tells_of_what_never_reached_the_server_and_clears_the_machine(sheet):
    sheet.route(DOOR, lambda route: route.fulfill(status=403, json={"error": "x", "message": "Chưa được"}))
    type_into(sheet, "31200")
    expect(sheet.locator("#saved")).to_contain_text("Chưa được")
    sheet.goto("/")
    sheet.click("details.menu summary")
    sheet.get_by_role("button", name="Đăng xuất", exact=True).click()

    told = sheet.locator("#leave [role=alert]")
    expect(told).to_contain_text("1 ô đã nhập trên máy này chưa đến máy chủ")
    expect(told.get_by_role("link")).to_have_attribute("href", "/entry/cua-bac/2019-12/")
    assert "31.200" in kept_here(sheet)
    told.get_by_role("button", name="Đăng xuất và xóa").click()
    sheet.wait_for_url("**/sign-in/**")

    assert kept_here(sheet) == "{}"
    assert draft() is None
    expecting(sheet, "403")


def sent_elsewhere(december):
    """Have somebody else send the month meanwhile."""
    sent = {"state": State.SUBMITTED, "first_submitted_at": december.now, "submitted_at": december.now}
    report, _made = MonthlyReport.objects.update_or_create(
        unit=december.cua_bac, month=DECEMBER.first, defaults=sent | {"submitted_by": december.clerk}
    )
    return report


def test_what_is_typed_into_a_month_sent_elsewhere_is_named_kept_and_saved_once_it_is_returned(
    sheet, december
):
    type_into(sheet, "900", "BK")
    saved(sheet)
    report = sent_elsewhere(december)

    type_into(sheet, "31200")
    expect(sheet.locator("#saved")).to_contain_text("12/2019 đã")
    type_into(sheet, "7", "EMS", "volume")
    aside = sheet.locator("#aside")
    expect(aside).to_contain_text("EMS trong nước: 31.200; EMS trong nước (Sản lượng): 7")
    expect(cell(sheet)).to_have_value("31.200")
    MonthlyReport.objects.filter(pk=report.pk).update(state=State.RETURNED, return_reason="Xem lại")
    sheet.evaluate("dispatchEvent(new Event('focus'))")

    settled(sheet)
    expect(aside).to_have_count(0)
    assert (draft(), draft("EMS", "volume"), draft("BK")) == (31_200, 7, 900)
    assert kept_here(sheet) == "{}"
    expecting(sheet, "409")


def test_one_row_the_server_refuses_does_not_hold_up_the_others(sheet, december):
    Service.objects.filter(code="EMS").update(valid_to=date(2019, 11, 30))

    for service, text in (("BK", "900"), ("EMS", "31200"), ("CT", "700"), ("BAO", "250")):
        cell(sheet, service).fill(text)
    cell(sheet, "BK").focus()

    expect(sheet.locator("#aside")).to_contain_text(
        vi("Not saved, only on this machine ({count}): {list}.", count=1, list="EMS trong nước: 31.200")
    )
    expect(sheet.locator("#saved")).to_contain_text("EMS trong nước không cung cấp")
    assert [draft(service) for service in ("BK", "EMS", "CT", "BAO")] == [900, None, 700, 250]
    ready(sheet)
    expect(sheet.locator("#aside")).to_contain_text("31.200")
    sheet.get_by_role("button", name=vi("Throw these away")).click()
    sheet.wait_for_selector("#entry[data-ready]")
    expect(sheet.locator("#aside")).to_have_count(0)
    assert kept_here(sheet) == "{}"
    expecting(sheet, "409")


def test_what_was_typed_without_a_line_is_handed_over_when_the_page_takes_no_typing_any_more(sheet, december):
    sheet.context.set_offline(True)
    type_into(sheet, "31200")
    expect(sheet.locator("#saved")).to_contain_text("Mất kết nối")
    sent_elsewhere(december)
    sheet.goto("about:blank")
    sheet.context.set_offline(False)

    sheet.goto(ADDRESS)
    aside = sheet.locator("#aside")
    expect(aside).to_contain_text("EMS trong nước: 31.200")
    expect(aside).to_contain_text("12/2019 đã")
    assert "31.200" in kept_here(sheet)
    ReportingMonth.objects.of(DECEMBER).update(locks_at=datetime(2020, 1, 2, tzinfo=UTC))
    sheet.reload()

    expect(sheet.locator("main")).to_contain_text(vi("Waiting for the planner:"))
    expect(aside).to_have_count(0)
    assert kept_here(sheet) == "{}"
    assert Proposal.objects.get().cells["EMS"]["revenue"]["value"] == 31_200
    expecting(sheet, "ERR_INTERNET_DISCONNECTED", "409")


def test_signing_out_on_the_sheet_itself_tells_of_what_was_refused(sheet):
    sheet.route(
        DOOR, lambda route: route.fulfill(status=403, json={"error": "not_allowed", "message": "Chưa được"})
    )
    type_into(sheet, "31200")
    expect(sheet.locator("#aside")).to_contain_text("31.200")
    sheet.click("details.menu summary")
    sheet.get_by_role("button", name="Đăng xuất", exact=True).click()

    told = sheet.locator("#leave [role=alert]")
    expect(told).to_contain_text("1 ô đã nhập trên máy này chưa đến máy chủ")
    assert "31.200" in kept_here(sheet)
    told.get_by_role("button", name="Đăng xuất và xóa").click()
    sheet.wait_for_url("**/sign-in/**")
    assert kept_here(sheet) == "{}"
    expecting(sheet, "403")
