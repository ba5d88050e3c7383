"""Every page, for one who works with it: no fault that axe, a narrow phone or the browser can see."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import resolve, reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from planning.actions import monthly_reports, payroll
from planning.actions.invitations import invite
from planning.actions.monthly_reports import CellChange
from planning.models import MonthlyReport, User
from planning.models.history import Channel
from planning.views import import_progress
from tests import world
from tests.access import ADDRESSES, cast
from tests.browser.looking import WITNESS, faults_of
from tests.workbooks import workbook

PAGES = [
    ("", "/sign-in/"),
    ("", "/sign-in/?next=/queue/"),
    ("", "/invitation/khong-co-ma-nay/"),
    ("", "/invitation/{token}/"),
    ("bm-quan", "/"),
    ("cl-quan", "/"),
    ("uh-quan", "/"),
    ("pl-tinh", "/"),
    ("ac-tinh", "/"),
    ("ad-tinh", "/"),
    ("ex-quan", "/"),
    ("cl-quan", "/entry/"),
    ("bm-quan", "/entry/cua-bac/2019-11/"),
    ("bm-quan", "/entry/cua-bac/2019-12/"),
    ("cl-quan", "/entry/cua-nam/2019-12/"),
    ("cl-quan", "/entry/cua-bac/2019-10/"),
    ("uh-quan", "/entry/cua-bac/2019-11/"),
    ("uh-quan", "/queue/"),
    ("uh-quan", "/queue/cua-bac/2019-12/"),
    ("pl-tinh", "/months/"),
    ("pl-tinh", "/limits/"),
    ("pl-tinh", "/months/2019-12/"),
    ("pl-tinh", "/months/2019-10/"),
    ("di-tinh", "/months/2019-11/missing/"),
    ("uh-quan", "/stand-in/"),
    ("pl-tinh", "/adjustments/"),
    ("pl-tinh", "/proposals/"),
    ("ac-tinh", "/payroll/2019-12/"),
    ("ac-tinh", "/reconcile/2019-12/"),
    ("ac-tinh", "/months/2019-10/rounds/"),
    ("ac-tinh", "/payroll/2019-12/?unit=cua-bac"),
    ("ad-tinh", "/people/"),
    ("ad-tinh", "/people/new/"),
    ("ad-tinh", "/people/tai-cua-bac/"),
    ("ad-tinh", "/people/tai-cua-bac/stand-in/"),
    ("ad-tinh", "/units/"),
    ("ad-tinh", "/units/new/"),
    ("ad-tinh", "/units/cua-bac/"),
    ("pl-tinh", "/units/cua-bac/services/"),
    ("cl-quan", "/entry/by-service/EMS/2019-11/"),
    ("pl-tinh", "/prefill/"),
    ("pl-tinh", "/mappings/"),
    ("pl-tinh", "/mappings/{mapping}/"),
    ("bm-quan", "/entry/cua-bac/2019-11/upload/"),
    ("bm-quan", "/estimates/cua-bac/2019-11/"),
    ("di-tinh", "/estimates/2019-11/"),
    ("pl-tinh", "/estimates/2019-12/"),
    ("au-tinh", "/history/"),
    ("pl-tinh", "/plans/"),
    ("pl-tinh", "/plans/2020/internal/"),
    ("pl-tinh", "/plans/2020/internal/cua-bac/"),
    ("bm-quan", "/plans/2020/registered/cua-bac/"),
    ("pl-tinh", "/import/"),
    ("pl-tinh", "/imports/"),
    ("pl-tinh", "/imports/{batch}/"),
    ("di-tinh", "/dashboard/?month=2019-12"),
    ("bm-quan", "/dashboard/?month=2019-12"),
    ("di-tinh", "/unit/dong-ho/?month=2019-12"),
    ("bm-quan", "/unit/cua-bac/?month=2019-12"),
    ("di-tinh", "/unit/dong-ho/BCCP/?month=2019-12"),
    ("di-tinh", "/unit/cua-bac/EMS/?month=2019-12"),
    ("di-tinh", "/reports/"),
    ("di-tinh", "/reports/performance/?month=2019-12"),
    ("di-tinh", "/reports/units/?month=2019-12"),
    ("di-tinh", "/reports/units/?month=2019-12&grain=points&measure=volume&service=EMS"),
    ("di-tinh", "/reports/units/?month=tháng"),
    ("bm-quan", "/people/"),
    ("bm-quan", "/khong-co-trang-nay/"),
]
ADMIN = ["/admin/", "/admin/planning/service/", "/admin/planning/offering/add/"]
# Names of pages that cannot be opened by an address alone, and where they are looked at instead.
ELSEWHERE = {
    "month-template": "test_month_file.py: it is a workbook, not a page",
    "estimates-file": "test_estimates_file.py: so is this",
    "entry-rules": "test_offline.py: the entry page reads it",
    "welcome": "test_welcome.py: it is shown by an empty portal alone",
    "admin": "the last test: Django's own pages are looked at for the browser's policy alone",
}
REFUSED = {403, 404, 400}
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def office(django_db_setup, django_db_blocker) -> Iterator[cast.Cast]:
    """The cast of the access matrix with life in its months, committed for the live server."""
    with django_db_blocker.unblock():
        made = cast.build(world.build())
        _live(made.world)
        made.token = invite(user=made.world.auditor, by=None, at=made.world.now)
        yield made
        call_command("flush", verbosity=0, interactive=False)


def _live(cast_of: world.World) -> None:
    """Have a month half typed, one returned, one approved, and payroll revenue beside them."""
    clerk, head = (User.objects.get(username=name) for name in ("cl-quan", "uh-quan"))
    november, december = cast.TYPED, cast.SENT
    changes = [CellChange("EMS", "revenue", 31_200_000, 0), CellChange("BK", "revenue", 39_800, 0)]
    monthly_reports.save_draft(
        unit=cast_of.cua_bac, month=november, changes=changes, key=uuid4(),
        by=clerk, at=cast_of.now, channel=Channel.GRID,
    )  # fmt: skip
    sent = MonthlyReport.objects.filter(unit=cast_of.cua_nam, month=december.first)
    sent.update(submitted_by=cast_of.manager)
    monthly_reports.return_report(
        unit=cast_of.cua_nam, month=december, rows=["EMS"], reason="Thừa một chữ số 0?",
        by=head, at=cast_of.now,
    )  # fmt: skip
    amounts = {(cast_of.cua_bac.pk, cast_of.services["EMS"].pk): 1_500_000}
    accountant = User.objects.get(username="ac-tinh")
    payroll.record(month=december, amounts=amounts, by=accountant, at=cast_of.now, channel=Channel.PAGE)


@pytest.fixture(scope="module")
def server(office) -> Iterator[LiveServer]:
    live = LiveServer("127.0.0.1")
    yield live
    live.stop()


@contextmanager
def new_page(browser: Browser, server: LiveServer) -> Iterator[Page]:
    """Open a page that keeps what the browser complains of."""
    context = browser.new_context(base_url=server.url, locale="vi-VN")
    context.add_init_script(WITNESS)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda m: page.complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


@pytest.fixture(scope="module")
def window(browser, server) -> Iterator[Page]:
    """One page for all that is only looked at."""
    with new_page(browser, server) as page:
        yield page


def opener(page: Page, office: cast.Cast, server: LiveServer) -> Callable[[str, str], Page]:
    """Open an address as somebody, without the way through the sign-in page."""

    def go(username: str, path: str) -> Page:
        page.context.clear_cookies()
        if username:
            session = office.sessions[username[:2].upper(), username.endswith("tinh")]
            page.context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
        page.complaints.clear()
        page.answer = page.goto(path.format(batch=office.batch, token=office.token, mapping=office.mapping))
        return page

    return go


@pytest.fixture
def look_as(window, office, server) -> Callable[[str, str], Page]:
    return opener(window, office, server)


@pytest.fixture
def open_as(browser, server, office) -> Iterator[Callable[[str, str], Page]]:
    """The same for one who types, in a browser of his own."""
    with new_page(browser, server) as page:
        yield opener(page, office, server)


@pytest.mark.parametrize(("username", "path"), PAGES, ids=[" ".join(page) for page in PAGES])
def test_a_page_has_no_fault_that_can_be_seen(look_as, username, path):
    page = look_as(username, path)

    assert page.answer.status < 500
    assert page.locator("h1").count() == 1
    if page.answer.status in REFUSED:  # which the browser reports as an error of its own
        page.complaints = [text for text in page.complaints if "responded with a status" not in text]
    assert page.complaints + faults_of(page) == []


def test_every_page_is_looked_at():
    paths = [path.format(batch=1, token="x", mapping=1).partition("?")[0] for _who, path in PAGES[:-1]]
    seen = {resolve(path).view_name for path in paths}
    pages = {a.name for a in ADDRESSES if any(c.method == "GET" and c.status == 200 for c in a.cells())}

    assert pages - seen - set(ELSEWHERE) - {"health", "report-file"} == set()


FILE = "mã đơn vị;mã dịch vụ;tháng;doanh thu\ncua-dong;EMS;2019-11;{amount}\n"


@pytest.mark.parametrize("amount", ["1.234.567", "một triệu"], ids=["a preview", "problems"])
def test_an_uploaded_file_is_shown_without_a_fault(open_as, amount):
    page = open_as("pl-tinh", "/import/")
    content = FILE.format(amount=amount).encode()

    page.select_option("select[name=kind]", "revenue")
    page.set_input_files("input[type=file]", {"name": "t11.csv", "mimeType": "text/csv", "buffer": content})
    page.click("main form button:not([type=button])")
    page.wait_for_selector("main table, main .bar.error, main .errorlist")

    page.complaints = [text for text in page.complaints if "status of 422" not in text]
    assert page.complaints + faults_of(page) == []


MONTH_FILE = "Số liệu tháng 10/2019;\nmã dịch vụ;doanh thu\nEMS;{amount}\nBK;300.000\n"


@pytest.mark.parametrize("amount", ["3.120.000", "một triệu"], ids=["a preview", "problems"])
def test_a_months_file_is_shown_without_a_fault(open_as, amount):
    page = open_as("bm-quan", "/entry/cua-bac/2019-11/upload/")
    rows = MONTH_FILE.format(amount=amount).encode()

    page.select_option("select[name=notation]", "vi")
    page.set_input_files("input[type=file]", {"name": "t11.csv", "mimeType": "text/csv", "buffer": rows})
    page.click("main form button:not([type=button])")
    page.wait_for_selector("main table")

    page.complaints = [text for text in page.complaints if "status of 422" not in text]
    assert page.locator("[name=whose], #problems").count() == 1
    assert page.complaints + faults_of(page) == []


def test_a_long_import_and_its_undo_are_shown_without_a_fault(open_as, monkeypatch):
    monkeypatch.setattr(import_progress, "LONG", 1)
    units = [["code", "name", "kind", "parent_code"], ["tam", "Điểm tạm", "agent", "dong-ho"]]
    figures = [["unit_code", "service_code", "month", "revenue"], ["cua-dong", "EMS", "2019-11", 5]]
    page = open_as("pl-tinh", "/import/")
    page.select_option("select[name=kind]", "office")
    book = {"name": "vp.xlsx", "mimeType": "", "buffer": workbook(units=units, revenue=figures)}
    page.set_input_files("input[type=file]", book)
    page.click("main form button:not([type=button])")

    page.click(f"form[action='{reverse('import-confirm')}'] button")
    page.wait_for_selector("[role=log] a")
    faults = faults_of(page)
    batch = page.get_attribute("[role=log] a", "href")
    page.goto("/units/tam/")
    page.fill("input[name=name]", "Điểm khác")
    page.click("main form button:not([type=button])")
    page.goto(batch)
    page.click("form.acts button")
    page.wait_for_selector("main th >> text=Điểm khác")

    assert page.complaints + faults + faults_of(page) == []


def test_a_refused_month_is_shown_without_a_fault(open_as):
    page = open_as("bm-quan", "/entry/cua-bac/2019-11/")
    page.wait_for_selector("#entry[data-ready]")
    page.locator("input[name=BK-revenue]").fill("39,8")
    page.locator("input[name=CT-revenue]").fill("mười")
    page.keyboard.press("Tab")
    page.wait_for_selector("tr.says .bar.error")

    assert page.complaints + faults_of(page) == []


@pytest.mark.parametrize("path", ADMIN)
def test_the_browser_refuses_nothing_of_the_admin(look_as, path):
    page = look_as("ad-tinh", path)

    assert page.answer.status == 200
    assert page.complaints + page.evaluate("window.__refused") == []
