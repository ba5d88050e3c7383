"""When a branch manager on a bad line and a weak machine sees his sheet: LCP and CLS in a real Chromium.

The line is WebPageTest's "3G Slow" (400 kbit/s each way, 400 ms there and back), the processor is slowed
four times, nothing is cached; answers are compressed as nginx compresses them.
"""

import shutil

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, sync_playwright

from bench import offices
from bench.desk import MONTH
from bench.portal import served
from bench.timing import Budget, Line, Reading, readings
from planning.demo.people import who_enters
from planning.demo.places import points
from tools import serving

GOAL = 2.0
RUNS = 5
BROWSERS = ("chromium", "google-chrome", "chromium-headless-shell")
BYTES_A_SECOND = 400_000 / 8
ROUND_TRIP = 400
SLOWER = 4
WATCH = """
window.seen = {lcp: 0, shift: 0};
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.seen.lcp = one.startTime; })
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.seen.shift += one.value; })
  .observe({type: "layout-shift", buffered: true});
"""


def run() -> list[Reading]:
    """Open the health page (the floor) and the entry page in turns, each in a fresh context."""
    point = points()[0]
    session = offices.signed_in(who_enters(point)).cookies[settings.SESSION_COOKIE_NAME].value
    with served("bench.compressed") as port, sync_playwright() as playwright:
        program = next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        site = f"http://{serving.HOST}:{port}"
        sheet = site + reverse("entry", args=[point.code, MONTH])
        pairs = [
            (_look(browser, site + reverse("health"), session), _look(browser, sheet, session))
            for _ in range(RUNS)
        ]
        browser.close()
    floor = [seconds for (seconds, _shift), _sheet in pairs]
    spent = [seconds for _floor, (seconds, _shift) in pairs]
    shift = max(shift for _floor, (_seconds, shift) in pairs)
    if shift > 0.001:
        raise AssertionError(f"the sheet moves while it is built: CLS {shift:.3f}")
    lines = (
        Line("floor: the health page, same line", lambda: None),
        Line("entry page, largest paint (LCP)", lambda: None, budget=Budget(seconds=GOAL),
             note="400 kbit/s, 400 ms, processor 4 times slower; nothing moves (CLS 0)"),
    )  # fmt: skip
    return readings("seeing", lines, [floor, spent])


def _look(browser: Browser, address: str, session: str) -> tuple[float, float]:
    """Return after how many seconds the largest part was painted, and how far things moved."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    page = context.new_page()
    faults: list[str] = []
    page.on("response", lambda answer: faults.append(answer.url) if answer.status >= 400 else None)
    page.add_init_script(WATCH)
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": ROUND_TRIP,
        "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND,
    })  # fmt: skip
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load", timeout=60_000)
    page.wait_for_timeout(1_000)
    seen = page.evaluate("window.seen")
    context.close()
    if faults:
        raise AssertionError(f"not everything came: {faults[0]}")
    return seen["lcp"] / 1000, seen["shift"]
