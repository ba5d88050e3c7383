"""The entry page under real hands: typed, saved by itself, undone, pasted, never lost."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from planning.models import DraftSave, MonthlyReport, Proposal, ReportingMonth
from planning.models.monthly_reports import State
from tests.browser.desk import DECEMBER, cell, draft, expecting, ready, saved, settled, type_into


def test_typing_is_saved_by_itself_so_that_nobody_presses_a_button(sheet):
    cell(sheet).click()
    sheet.keyboard.type("31200")
    # Totals follow while typing: 31.200 of the month's target of 384.000 / 12 = 32.000 is 97,5%.
    expect(sheet.locator("[data-total=BCCP]")).to_have_text("31.200")
    expect(sheet.locator("tfoot [data-target]")).to_have_text("97,5%")
    assert cell(sheet).input_value() == "31200"

    sheet.keyboard.press("Enter")

    expect(cell(sheet)).to_have_value("31.200")
    expect(sheet.locator(":focus")).to_have_attribute("name", "CT-revenue")
    saved(sheet)
    assert draft() == 31_200


def test_an_english_page_writes_figures_as_it_reads_them_so_that_none_shrinks_a_thousandfold(sheet):
    sheet.context.add_cookies([{"name": "django_language", "value": "en", "url": sheet.url}])
    ready(sheet)
    type_into(sheet, "31200")
    sheet.keyboard.press("Enter")

    expect(cell(sheet)).to_have_value("31.200")
    expect(sheet.locator("[data-total=BCCP]")).to_have_text("31.200")
    expect(sheet.locator("#saved")).to_contain_text("Saved")
    cell(sheet).press("End")
    sheet.keyboard.press("Enter")  # looked at again, and left
    assert draft() == 31_200


def test_the_keyboard_does_it_all_so_that_no_hand_leaves_the_keys(sheet):
    cell(sheet, "BK").click()
    for keys in ("31500", "Tab", "12", "Shift+Tab", "ArrowDown", "Control+d", "ArrowRight", "7", "ArrowUp"):
        sheet.keyboard.press(keys) if len(keys) > 2 and not keys.isdigit() else sheet.keyboard.type(keys)
    sheet.keyboard.press("Shift+ArrowRight")  # marks text, and stays

    expect(cell(sheet, "BK")).to_have_value("31.500")
    expect(cell(sheet, "EMS")).to_have_value("31.500")
    expect(cell(sheet, "EMS", "volume")).to_have_value("7")
    expect(sheet.locator(":focus")).to_have_attribute("name", "BK-volume")
    cell(sheet, "BAO").focus()
    for text in ("1,5ty", "=12tr-500k"):  # what is there is marked, so that typing replaces it
        sheet.keyboard.type(text)
        sheet.keyboard.press("Enter")  # there is no row below: the figure is taken all the same
    expect(cell(sheet, "BAO")).to_have_value("11.500.000")
    sheet.keyboard.press("Control+z")
    sheet.keyboard.type("7")
    sheet.keyboard.press("Shift+Enter")
    expect(cell(sheet, "BAO")).to_have_value("7")
    expect(cell(sheet, "CT")).to_be_focused()
    settled(sheet)
    assert (draft("BAO"), draft("BK")) == (7, 31_500)


def test_steps_are_undone_and_done_again_so_that_a_slip_costs_nothing(sheet):
    type_into(sheet, "31200")
    cell(sheet).click()
    sheet.keyboard.type("5")
    sheet.keyboard.press("Escape")
    expect(cell(sheet)).to_have_value("31.200")

    sheet.keyboard.press("Control+z")
    expect(cell(sheet)).to_have_value("")
    sheet.keyboard.press("Control+y")
    expect(cell(sheet)).to_have_value("31.200")
    settled(sheet)
    sheet.keyboard.press("Control+z")
    sheet.click("#undo")  # nothing is left to undo: what was undone does not come back

    expect(cell(sheet)).to_have_value("")
    settled(sheet)
    assert draft() is None


def test_a_slip_of_the_unit_is_asked_about_and_cured_by_a_button(sheet):
    type_into(sheet, "31,2")

    says = sheet.locator("tr.says")
    expect(says).to_contain_text("Anh/chị nhập 31,2 đồng; tháng trước 31.000. Có phải 31.200?")
    expect(sheet.locator("#uncounted")).to_have_text("(1 ô chưa tính)")
    sheet.get_by_role("button", name="Sửa thành 31.200").click()

    expect(says).to_have_count(0)
    saved(sheet)
    assert draft() == 31_200


def test_two_people_see_both_figures_so_that_neither_is_lost(sheet, december, browser, live_server):
    other = browser.new_context(base_url=live_server.url, locale="vi-VN").new_page()
    other.goto("/sign-in/")
    other.fill("input[name=username]", "clerk")
    other.fill("input[name=password]", "mat-khau-cua-bai-thu")
    other.click("main button[type=submit]")
    ready(other)
    type_into(sheet, "31200")
    saved(sheet)

    type_into(other, "30000")
    type_into(other, "900", "BK")
    expect(other.locator("tr.says")).to_contain_text("Người thử manager đã ghi 31.200")
    expect(other.locator("tr.says")).to_contain_text("anh/chị nhập 30.000")
    assert (draft(), draft("BK")) == (31_200, 900)

    other.get_by_role("button", name="Giữ 30.000").click()
    expect(other.locator("tr.says")).to_have_count(0)
    saved(other)
    assert draft() == 30_000
    other.context.close()


def test_what_was_typed_without_a_line_survives_a_reload_and_is_sent_once(sheet):
    sheet.context.set_offline(True)
    type_into(sheet, "31200")
    expect(sheet.locator("#saved")).to_contain_text("Mất kết nối")
    assert draft() is None

    sheet.context.set_offline(False)
    sheet.evaluate("window.stop()")
    ready(sheet)
    expect(cell(sheet)).to_have_value("31.200")
    saved(sheet)

    assert draft() == 31_200
    assert DraftSave.objects.count() == 1
    assert sheet.evaluate("localStorage.length") == 0
    expecting(sheet, "ERR_INTERNET_DISCONNECTED")


@pytest.mark.parametrize("ended", ["closed_2_at", "locks_at"])
def test_a_month_that_ends_meanwhile_keeps_the_typed_figures_as_a_proposal_and_says_so(
    sheet, december, ended
):
    ReportingMonth.objects.of(DECEMBER).update(**{ended: datetime(2020, 1, 2, tzinfo=UTC)})

    type_into(sheet, "31200")

    expect(sheet.locator("#saved")).to_contain_text("giữ lại thành đề nghị")
    with sheet.expect_response("**/draft.json"):
        type_into(sheet, "31500")
    expect(sheet.locator("#saved")).to_contain_text("giữ lại thành đề nghị")
    assert sheet.evaluate("localStorage.length") == 0
    sheet.reload()
    expect(sheet.locator("main")).to_contain_text("31.500")
    assert draft() is None
    proposal = Proposal.objects.get()
    assert (proposal.cells["EMS"]["revenue"]["value"], proposal.by) == (31_500, december.manager)
    expecting(sheet, "409")


def test_a_session_that_ends_loses_nothing_and_goes_on_after_signing_in(sheet):
    sheet.context.clear_cookies(name="sessionid")
    type_into(sheet, "31200")
    expect(sheet.locator("#saved a")).to_have_text("Đăng nhập lại")

    with sheet.context.expect_page() as opened:
        sheet.locator("#saved a").click()
    door = opened.value
    door.fill("input[name=username]", "manager")
    door.fill("input[name=password]", "mat-khau-cua-bai-thu")
    door.click("main button[type=submit]")
    door.wait_for_url("**/entry/**")
    door.close()
    sheet.evaluate("dispatchEvent(new Event('focus'))")

    saved(sheet)
    assert draft() == 31_200
    expecting(sheet, "40")


def test_a_month_is_filled_explained_and_sent_so_that_the_head_can_approve(sheet):
    type_into(sheet, "3100")
    sheet.click("#nil")
    expect(sheet.locator("#why")).to_contain_text("1 ô cần sửa")
    expect(sheet.locator("tr.says")).to_have_count(1)
    sheet.click("#submit", force=True)  # it says that it is disabled, and leads to the first problem
    expect(cell(sheet)).to_be_focused()

    sheet.locator("details.why summary").click()
    sheet.select_option("select[name=reason-EMS]", "less_custom")
    expect(sheet.locator("tr.says")).to_have_count(0)
    expect(sheet.locator("tr[data-row=EMS] .note")).to_contain_text("Khách hàng giảm gửi")
    expect(sheet.locator("#why")).to_have_text("")
    sheet.click("#submit")

    expect(sheet.locator(".bar.success")).to_contain_text("chờ Lãnh đạo đơn vị duyệt")
    assert MonthlyReport.objects.get(unit__code="cua-bac", month=DECEMBER.first).state == State.SUBMITTED


def test_two_tabs_know_of_each_other_so_that_one_does_not_undo_the_other(sheet):
    other = ready(sheet.context.new_page())
    expect(sheet.locator("#tabs")).to_be_visible()
    cell(other).focus()

    type_into(sheet, "31200")

    expect(cell(other)).to_have_value("31.200")
    saved(sheet)
