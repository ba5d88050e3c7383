"""A month's end from typing to Excel, in a real browser: by mouse, by keyboard alone, without scripts."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import ConsoleMessage, Page, expect

from planning.models import MonthlyReport, RevenueRecord
from postoffice.months import Month
from tests.world import PASSWORD

DECEMBER = Month(2019, 12)
BILLION = 1_000_000_000
POINTS = ("cua-bac", "cua-nam", "cua-dong", "cua-tay")
NOTED = "status of 422"  # a form shown again with what is wrong in it


@pytest.fixture
def december(transactional_db, world):
    """Every point had 1 tỷ of EMS in each month for a year; all but Cửa Bắc have sent December."""
    world.open("2019-12")
    for point in POINTS:
        for number in range(12):
            world.report(world.units[point], Month(2018, 12) + number, {"EMS": BILLION})
        world.target(world.units[point], 2019, 12 * BILLION, kinds=("internal",))
    world.target(world.vp, 2019, 48 * BILLION, kinds=("assigned",))
    for point in POINTS[1:]:
        world.report(world.units[point], DECEMBER, {"EMS": BILLION})
    return world


def errors_of(message: ConsoleMessage) -> list[str]:
    return [message.text] if message.type == "error" and NOTED not in message.text else []


@pytest.fixture
def somebody(browser, live_server) -> Iterator[Callable[..., Page]]:
    """Open a browser for a person and sign in by the form; what a browser complains of fails the test."""
    contexts, complaints = [], []

    def come(username: str, **options) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="vi-VN", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.extend(errors_of(message)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/sign-in/")
        expect(page.locator("input[name=username]")).to_be_focused()
        page.keyboard.type(username)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        return page

    yield come
    for context in contexts:
        context.close()
    assert complaints == []


def state(unit: str = "cua-bac") -> str:
    return MonthlyReport.objects.values_list("state", flat=True).get(unit__code=unit, month=DECEMBER.first)


def report(page: Page) -> dict[str, dict[str, int]]:
    """Return {row: {column: value}} of the report of units, asked for with the page's own session."""
    rows = page.request.get("/reports/units.json?month=2019-12").json()["rows"]
    return {row["key"]: {name: cell["value"] for name, cell in row["cells"].items()} for row in rows}


def downloaded(page: Page) -> Worksheet:
    """Open the workbook that stands behind the page's button."""
    with page.expect_download() as download:
        page.locator("main a[href*='.xlsx']").first.click()
    assert download.value.suggested_filename.endswith(".xlsx")
    return load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active


def rows_of(sheet: Worksheet) -> dict[str, dict[str, int | str]]:
    """Return {name: {column letter: cell}} of the rows that have a name."""
    rows = (row for row in sheet if row[1].value)
    return {row[1].value: {get_column_letter(cell.column): cell.value for cell in row} for row in rows}


def enter(page: Page, service: str, amount: str, pieces: str) -> None:
    page.locator(f"input[name={service}-revenue]").fill(amount)
    page.locator(f"input[name={service}-volume]").fill(pieces)


def press(page: Page, name: str) -> None:
    """Press the button of the entry form that does `name`, whichever of them is shown."""
    page.locator(f"button[name=action][value={name}]:visible").last.click()


def go_to(page: Page, path: str) -> None:
    """Follow a link of the page to an address."""
    page.locator(f"a[href^='{path}']:visible").first.click()
    page.wait_for_url(f"**{path}**")


def test_a_month_goes_from_the_counter_to_the_directors_excel(december, somebody):
    director = somebody("director")
    director.goto("/dashboard/?month=2019-12")
    # 4 points × 11 months + 3 of December = 47 tỷ of 48.
    expect(director.locator("h1")).to_contain_text("47 tỷ")
    expect(director.locator("main")).to_contain_text("3/4")

    manager = somebody("manager")
    go_to(manager, "/entry/cua-bac/2019-12/")
    manager.wait_for_selector("#entry[data-ready]")
    enter(manager, "EMS", "1200000000", "1200")
    enter(manager, "BK", "300000000", "300")
    manager.keyboard.press("Tab")
    expect(manager.locator("tfoot [data-total]")).to_have_text("1.500.000.000")
    press(manager, "nil")
    expect(manager.locator("#why")).to_be_empty()
    expect(manager.locator("input[name=CT-revenue]")).to_have_value("0")
    press(manager, "submit")
    expect(manager.locator("main .bar.success")).to_be_visible()
    assert state() == "submitted"

    head = somebody("head")
    go_to(head, "/queue/")
    expect(head.locator("main tr", has_text="Cửa Bắc").first).to_contain_text("1.500")
    head.locator("main form button.main").click()
    expect(head.locator("main .bar.success")).to_be_visible()
    assert state() == "approved"

    director.reload()
    # 47 + 1,2 + 0,3 = 48,5 tỷ; December 4,5.
    expect(director.locator("h1")).to_contain_text("48,5 tỷ")
    expect(director.locator("main")).to_contain_text("4/4")
    the_excel_says_the_same(director)


def the_excel_says_the_same(page: Page) -> None:
    go_to(page, "/reports/")
    go_to(page, "/reports/units/")
    told, excel = report(page), rows_of(downloaded(page))
    units = {"dong-ho": "Bưu điện huyện Đông Hồ", "tay-ho": "Bưu điện huyện Tây Hồ"}
    assert (told["dong-ho"]["actual_month"], told["total"]["actual_month"]) == (2_500_000_000, 4_500_000_000)
    for code, name in units.items():
        for column, letter in {"plan_month": "D", "actual_month": "E", "actual_to_date": "K"}.items():
            assert excel[name][letter] == told[code][column]
    assert excel["Tổng cộng (DTPS)"]["E"] == "=SUM(E12:E13)"
    to_date = sum(excel[name]["K"] for name in units.values())
    assert to_date == told["total"]["actual_to_date"] == 48_500_000_000


def tab_to(page: Page, selector: str, *, most: int = 60) -> None:
    """Press Tab until the focus is on what `selector` names."""
    for _press in range(most):
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} was not reached with {most} Tabs")


def test_the_keyboard_alone_types_sends_and_approves(december, somebody):
    manager = somebody("manager")
    manager.keyboard.press("Tab")
    expect(manager.locator(".skip")).to_be_focused()
    tab_to(manager, "main a.btn.main")
    manager.keyboard.press("Enter")
    manager.wait_for_selector("#entry[data-ready]")

    tab_to(manager, "input[name=BK-revenue]")
    for keys in ("300000000", "300", "1200000000", "1200", "0", "0", "0", "0"):
        manager.keyboard.type(keys)
        manager.keyboard.press("Tab")
    expect(manager.locator("#why")).to_be_empty()
    tab_to(manager, "#submit")
    manager.keyboard.press("Enter")
    expect(manager.locator("main .bar.success")).to_be_visible()
    assert state() == "submitted"

    head = somebody("head")
    tab_to(head, "main a.btn.main")
    head.keyboard.press("Enter")
    head.wait_for_url("**/queue/**")
    tab_to(head, "main form button.main")
    head.keyboard.press("Enter")
    expect(head.locator("main .bar.success")).to_be_visible()
    assert state() == "approved"
    booked = RevenueRecord.objects.filter(unit=december.cua_bac, month=DECEMBER.first)
    assert booked.get(service__code="EMS").revenue == 1_200_000_000


def test_each_field_says_what_it_is_to_who_does_not_see_it(december, somebody):
    manager = somebody("manager")
    manager.goto("/entry/cua-bac/2019-12/")

    names = manager.locator("#entry input[inputmode=decimal]").evaluate_all(
        "fields => fields.map(f => f.getAttribute('aria-labelledby').split(' ')"
        ".map(id => document.getElementById(id).textContent.trim()).join(' '))"
    )
    # Service, measure, month, unit of money; the state of the sheet is a live region.
    assert len(names) == 8
    assert all("12/2019" in name for name in names)
    ems = next(name for name in names if "EMS trong nước" in name)
    assert "phát sinh" in ems and "đồng" in ems
    assert manager.get_by_role("status").count() >= 1


@pytest.mark.parametrize("width", [1366, 390])
def test_a_month_ends_without_a_script(december, somebody, width):
    still = {"java_script_enabled": False, "viewport": {"width": width, "height": 800}}
    manager = somebody("manager", **still)
    go_to(manager, "/entry/cua-bac/2019-12/")
    enter(manager, "EMS", "1.200.000.000", "1.200")
    enter(manager, "BK", "ba trăm triệu", "300")
    press(manager, "save")
    expect(manager.locator("input[name=BK-revenue]")).to_have_value("ba trăm triệu")
    expect(manager.locator("input[name=BK-revenue]")).to_have_attribute("aria-invalid", "true")
    enter(manager, "BK", "300tr", "300")
    press(manager, "save")
    expect(manager.locator("input[name=BK-revenue]")).to_have_value("300.000.000")
    press(manager, "nil")
    press(manager, "submit")
    expect(manager.locator("main .bar.success")).to_be_visible()
    assert state() == "submitted"

    head = somebody("head", **still)
    go_to(head, "/queue/")
    head.locator("main form button.main").click()
    expect(head.locator("main .bar.success")).to_be_visible()
    assert state() == "approved"

    director = somebody("director", **still)
    director.goto("/dashboard/?month=2019-12")
    expect(director.locator("h1")).to_contain_text("48,5 tỷ")
    director.goto("/reports/units/?month=2019-12")
    assert rows_of(downloaded(director))["Bưu điện huyện Đông Hồ"]["E"] == 2_500_000_000
