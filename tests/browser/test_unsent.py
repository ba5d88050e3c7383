"""What never reached the server is named at home, for the person who typed it alone."""

import gzip
from pathlib import Path

from django.conf import settings
from playwright.sync_api import expect

from tests.browser.desk import DOOR, cell, draft, expecting, kept_here, ready, settled, type_into
from tests.browser.looking import WITNESS, faults_of

BAR = "[data-unsent-here]"
MODULE = Path(settings.BASE_DIR) / "static" / "js" / "unsent.js"


def leave_unsent(page):
    """Type two fields that the server refuses, and go home."""
    page.route(DOOR, lambda route: route.fulfill(status=403, json={"error": "x", "message": "Chưa được"}))
    type_into(page, "31200")
    expect(page.locator("#saved")).to_contain_text("Chưa được")
    type_into(page, "7", "BK")
    cell(page, "CT").click()
    page.wait_for_function("JSON.stringify({...localStorage}).includes('BK-revenue')")
    page.goto("/")
    expect(page.locator(BAR)).to_contain_text("BC Cửa Bắc")
    expecting(page, "403")


def test_home_names_the_sheet_that_this_machine_still_holds_and_leads_to_it(sheet):
    sheet.add_init_script(WITNESS)
    leave_unsent(sheet)

    bar = sheet.locator(BAR)
    expect(bar).to_have_text(
        "Máy này còn giữ 2 ô số liệu tháng 12/2019 của BC Cửa Bắc chưa gửi được đến máy chủ. Mở trang nhập"
    )
    assert faults_of(sheet) == []
    sheet.unroute(DOOR)
    bar.get_by_role("link", name="Mở trang nhập").click()
    sheet.wait_for_url("**/entry/cua-bac/2019-12/")
    settled(sheet)
    sheet.goto("/")

    expect(sheet.locator("h1")).to_be_visible()
    expect(bar).to_be_hidden()
    assert draft("BK") == 7


def test_without_a_line_to_the_sheet_its_code_is_named_rather_than_nothing(sheet):
    leave_unsent(sheet)
    sheet.route("**/entry/cua-bac/2019-12/", lambda route: route.abort())
    with sheet.expect_console_message(lambda message: "net::ERR" in message.text):
        sheet.reload()

    expect(sheet.locator(BAR)).to_contain_text("12/2019 của cua-bac")
    expect(sheet.locator(BAR).get_by_role("link")).to_have_attribute("href", "/entry/cua-bac/2019-12/")
    expecting(sheet, "net::ERR")


def test_a_sheet_that_is_no_longer_ones_own_is_named_without_a_way(sheet, december):
    leave_unsent(sheet)
    sheet.evaluate(
        """(who) => {
          for (const key of Object.keys(localStorage)) {
            localStorage.setItem(`entry:${who}:cua-dong:2019-12:alt`, localStorage.getItem(key));
            localStorage.removeItem(key);
          }
        }""",
        december.manager.pk,
    )
    with sheet.expect_console_message(lambda message: "404" in message.text):
        sheet.reload()

    expect(sheet.locator(BAR)).to_contain_text("không còn thuộc anh/chị")
    expect(sheet.locator(BAR).get_by_role("link")).to_have_count(0)
    expecting(sheet, "404")


def test_another_person_at_the_same_machine_is_told_nothing(sheet, december, client, live_server):
    leave_unsent(sheet)
    client.force_login(december.manager_nam)
    session = client.cookies["sessionid"].value
    sheet.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    sheet.goto("/")

    expect(sheet.locator("h1")).to_be_visible()
    sheet.wait_for_load_state("networkidle")
    expect(sheet.locator(BAR)).to_be_hidden()
    assert "31.200" in kept_here(sheet)


def test_signing_out_from_home_still_tells_and_counts_both_fields(sheet):
    leave_unsent(sheet)
    sheet.click("details.menu summary")
    sheet.get_by_role("button", name="Đăng xuất", exact=True).click()

    expect(sheet.locator("#leave [role=alert]")).to_contain_text("2 ô đã nhập trên máy này")


def test_the_module_is_light():
    assert len(gzip.compress(MODULE.read_bytes(), 9)) <= 2 * 1024


def test_whoever_left_nothing_loads_nothing_more(sheet):
    ready(sheet)
    asked: list[str] = []
    sheet.on("request", lambda request: asked.append(request.url))
    sheet.goto("/")
    sheet.wait_for_load_state("networkidle")

    assert not [url for url in asked if "unsent" in url]
    expect(sheet.locator(BAR)).to_be_hidden()
