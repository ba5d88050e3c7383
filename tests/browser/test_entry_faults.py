"""What goes wrong between the hands and the books: lines cut, replies lost, pages killed, machines shared."""

from collections import Counter
from time import sleep

import pytest
from playwright.sync_api import Error, expect

from planning.models import DraftSave, MonthlyReport, RevenueRecord
from planning.models.monthly_reports import State
from tests.browser.desk import (
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
)
from tests.world import PASSWORD


def once(page, act):
    """Let `act` answer the next save, and the server all that follow."""
    page.route(DOOR, act, times=1)


def lose_the_reply(route):
    """Let the server save, and the line break before it answers."""
    route.fetch()
    route.abort()


def test_a_reply_that_is_lost_is_asked_for_again_and_the_figure_is_saved_once(sheet):
    once(sheet, lose_the_reply)

    type_into(sheet, "31200")
    saved(sheet)

    assert draft() == 31_200
    assert DraftSave.objects.count() == 1
    expecting(sheet, "ERR_FAILED")


def test_a_figure_that_is_typed_to_and_fro_while_a_save_is_under_way_ends_as_it_was_typed_last(sheet):
    sheet.route(DOOR, lambda route: (sleep(0.8), route.continue_()), times=1)
    type_into(sheet, "31200")
    expect(sheet.locator("#saved")).to_contain_text("Đang lưu")

    type_into(sheet, "900")
    type_into(sheet, "31200")
    settled(sheet)

    assert draft() == 31_200


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_in_trouble_is_asked_again_by_itself(sheet, status):
    once(sheet, lambda route: route.fulfill(status=status, body="trouble"))

    type_into(sheet, "31200")
    expect(sheet.locator("#saved")).to_contain_text("chưa gửi lên máy chủ")
    saved(sheet)

    assert draft() == 31_200
    expecting(sheet, str(status))


def test_a_page_that_is_killed_finds_what_was_typed_when_it_is_opened_again(sheet):
    sheet.route(DOOR, lambda route: route.abort())
    type_into(sheet, "31200")
    expect(sheet.locator("#saved")).to_contain_text("Mất kết nối")
    again = sheet.context.new_page()
    with pytest.raises(Error):
        sheet.goto("chrome://crash", timeout=3_000)

    ready(again)

    expect(cell(again)).to_have_value("31.200")
    saved(again)
    assert draft() == 31_200
    assert DraftSave.objects.count() == 1
    expecting(sheet, "ERR_FAILED")


def test_the_next_person_at_the_machine_neither_sees_nor_sends_it(sheet, december):
    sheet.route(DOOR, lambda route: route.abort())
    type_into(sheet, "31200")
    expect(sheet.locator("#saved")).to_contain_text("Mất kết nối")
    sheet.context.clear_cookies(name="sessionid")
    sheet.unroute(DOOR)

    come(sheet, "clerk")
    ready(sheet)
    expect(cell(sheet)).to_have_value("")
    type_into(sheet, "900", "BK")
    saved(sheet)
    theirs = draft()
    sheet.context.clear_cookies(name="sessionid")
    come(sheet, "manager")
    ready(sheet)

    expect(cell(sheet)).to_have_value("31.200")
    saved(sheet)
    assert (theirs, draft(), draft("BK")) == (None, 31_200, 900)
    expecting(sheet, "ERR_FAILED", "401")


def test_with_the_line_cut_three_times_every_figure_is_in_the_books_once(sheet, december):
    type_into(sheet, "31200")
    sheet.context.set_offline(True)  # the first cut: in the middle of typing
    type_into(sheet, "1500000", "BK")
    expect(sheet.locator("#saved")).to_contain_text("Mất kết nối")
    sheet.context.set_offline(False)
    saved(sheet)
    once(sheet, lose_the_reply)  # the second: after the server has saved
    type_into(sheet, "700000", "CT")
    saved(sheet)
    sheet.context.set_offline(True)  # the third: and the page is gone with it
    type_into(sheet, "250000", "BAO")
    expect(sheet.locator("#saved")).to_contain_text("Mất kết nối")
    sheet.context.set_offline(False)
    ready(sheet)
    saved(sheet)
    expect(sheet.locator("#why")).to_have_text("")
    sheet.click("#submit")
    expect(sheet.locator(".bar.success")).to_contain_text("chờ Lãnh đạo đơn vị duyệt")

    records = RevenueRecord.objects.filter(unit=december.cua_bac, month=DECEMBER.first)
    booked = dict(records.values_list("service__code", "revenue"))
    changes = [change for save in DraftSave.objects.all() for change in save.changes]
    assert booked == {"EMS": 31_200, "BK": 1_500_000, "CT": 700_000, "BAO": 250_000}
    assert set(Counter((change["service"], change["measure"]) for change in changes).values()) == {1}
    assert MonthlyReport.objects.get(unit=december.cua_bac, month=DECEMBER.first).state == State.SUBMITTED
    assert kept_here(sheet) == "{}"
    expecting(sheet, "ERR_INTERNET_DISCONNECTED", "ERR_FAILED")


def come(page, username):
    page.goto("/sign-in/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/")


def test_a_screen_reader_hears_service_measure_month_money_and_state(sheet):
    tree = sheet.context.new_cdp_session(sheet)
    tree.send("Accessibility.enable")
    type_into(sheet, "abc")
    expect(cell(sheet)).to_have_attribute("aria-invalid", "true")
    expect(sheet.locator("tr.says")).to_be_visible()

    nodes = [node for node in tree.send("Accessibility.getFullAXTree")["nodes"] if not node.get("ignored")]

    def of(role):
        return [node for node in nodes if node["role"]["value"] == role]

    def has(node, name):
        return next((p["value"]["value"] for p in node.get("properties", []) if p["name"] == name), None)

    fields = [node for node in of("textbox") if "12/2019" in node["name"]["value"]]
    wrong = [node for node in fields if has(node, "invalid") == "true"]
    assert len(fields) == 8
    assert all("đồng" in node["name"]["value"] for node in fields if "phát sinh" in node["name"]["value"])
    assert [("EMS trong nước" in node["name"]["value"]) for node in wrong] == [True]
    assert "abc" in wrong[0]["description"]["value"]
    assert [has(node, "live") for node in of("status")].count("polite") >= 1
    assert [has(node, "live") for node in of("alert")] == ["assertive"]
    assert len(of("main")) == len(of("banner")) == 1 and len(of("navigation")) >= 1
    assert [has(node, "level") for node in of("heading")][:1] == [1]


def test_on_the_narrowest_phone_a_row_is_a_card_with_fields_for_thumbs(sheet):
    sheet.set_viewport_size({"width": 360, "height": 740})

    boxes = [one.bounding_box() for one in sheet.locator("#entry input[inputmode=decimal]").all()]
    pairs = list(zip(boxes[::2], boxes[1::2], strict=True))

    assert len(pairs) == 4
    assert all(box["height"] >= 44 and box["x"] + box["width"] <= 360 for box in boxes)
    assert all(first["y"] == second["y"] and first["x"] < second["x"] for first, second in pairs)
    assert sheet.evaluate("document.documentElement.scrollWidth") <= 360
