"""The entry page of the point Cửa Bắc in December 2019, for hands in a browser."""

from django.utils.translation import gettext, override
from playwright.sync_api import expect

from planning.models import MonthlyReport
from postoffice.months import Month

ADDRESS = "/entry/cua-bac/2019-12/"
DECEMBER = Month(2019, 12)
DOOR = "**/draft.json"


def ready(page):
    page.goto(ADDRESS)
    page.wait_for_selector("#entry[data-ready]")
    return page


def cell(page, service="EMS", measure="revenue"):
    return page.locator(f"input[name={service}-{measure}]")


def saved(page):
    expect(page.locator("#saved")).to_contain_text("Đã lưu")


def settled(page):
    """Wait until this machine keeps nothing back."""
    for _turn in range(100):
        if not page.evaluate("localStorage.length"):
            break
        page.wait_for_timeout(50)
    saved(page)


def draft(service="EMS", measure="revenue"):
    report = MonthlyReport.objects.filter(unit__code="cua-bac", month=DECEMBER.first).first()
    found = report and report.draft.get(service, {}).get(measure)
    return found and found["value"]


def kept_here(page):
    return page.evaluate("JSON.stringify({...localStorage})")


def expecting(page, *words):
    """Take what a fault that was made on purpose prints into the console out of the complaints."""
    page.complaints[:] = [text for text in page.complaints if not any(word in text for word in words)]


def vi(sentence, **values):
    """Return a sentence of the portal as the page says it."""
    with override("vi"):
        return gettext(sentence).format(**values)


def type_into(page, text, service="EMS", measure="revenue"):
    cell(page, service, measure).click()
    page.keyboard.type(text)
    page.keyboard.press("Tab")
