"""A real Chromium for what only a browser can show."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.desk import ready
from tests.world import PASSWORD

expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong

# The shell is the same engine without windows, tabs and their painting: little more than half the CPU.
PROGRAMS = ("chromium-headless-shell", "chromium", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, started once."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, "Chromium is missing; ./check installs it."
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def browser_page(browser: Browser, transactional_db, live_server) -> Iterator[Page]:
    """A fresh page at the live server; fails the test on console errors and page exceptions."""
    context = browser.new_context(
        base_url=live_server.url, locale="vi-VN", viewport={"width": 1366, "height": 768}
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.complaints = complaints
    yield page
    context.close()
    assert not complaints, complaints


@pytest.fixture
def sign_in(browser_page: Page) -> Callable[[str], Page]:
    """Sign a member of the cast in through the page; returns the page."""

    def enter(username: str) -> Page:
        browser_page.goto("/sign-in/")
        browser_page.fill("input[name=username]", username)
        browser_page.fill("input[name=password]", PASSWORD)
        browser_page.click("main button[type=submit]")
        return browser_page

    return enter


@pytest.fixture
def sheet(december, browser_page, live_server, client):
    """The manager's page, ready for typing, without the way through the sign-in page."""
    client.force_login(december.manager)
    session = client.cookies["sessionid"].value
    browser_page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return ready(browser_page)
