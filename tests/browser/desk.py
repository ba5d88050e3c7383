"""The entry page of the point Cửa Bắc in December 2019, for hands in a browser."""

from playwright.sync_api import expect

from planning.models import MonthlyReport
from postoffice.months import Month

ADDRESS = "/entry/cua-bac/2019-12/"
DECEMBER = Month(2019, 12)


def ready(page):
    page.goto(ADDRESS)
    page.wait_for_selector("#entry[data-ready]")
    return page


def cell(page, service="EMS", measure="revenue"):
    return page.locator(f"input[name={service}-{measure}]")


def saved(page):
    expect(page.locator("#saved")).to_contain_text("Đã lưu")


def draft(service="EMS", measure="revenue"):
    report = MonthlyReport.objects.filter(unit__code="cua-bac", month=DECEMBER.first).first()
    found = report and report.draft.get(service, {}).get(measure)
    return found and found["value"]


def type_into(page, text, service="EMS", measure="revenue"):
    cell(page, service, measure).click()
    page.keyboard.type(text)
    page.keyboard.press("Tab")
