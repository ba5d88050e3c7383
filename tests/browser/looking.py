"""Looking at a page as axe, a phone and a browser's policy do."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
WITNESS = """
window.__refused = [];
addEventListener("securitypolicyviolation", (e) => {
  window.__refused.push(`${e.violatedDirective} ${e.blockedURI}`);
});
"""
# Nothing is asked that is not told: no passes, no paths to elements, no frames and sheets of others.
LIGHT = {"resultTypes": ["violations"], "preload": False, "iframes": False, "selectors": False}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# What a narrow page and other colours can break; names and roles are the same at every width.
PHONE = {
    "runOnly": {
        "type": "rule",
        "values": [
            "color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size",
            "aria-hidden-focus", "nested-interactive",
        ],
    }
}  # fmt: skip
LOOKS = ((1366, "light", None), (1366, "dark", CONTRAST), (390, "light", None), (390, "dark", PHONE))
NARROWEST = 360


def violations(page: Page, options: dict | None = None) -> list[str]:
    """Return what axe finds on the page as it stands, each with the first element it is about."""
    options = {**LIGHT, **(options or {})}
    found = page.evaluate("(options) => axe.run(document, options)", options)["violations"]
    return [f"{v['id']} ({len(v['nodes'])} ×): {v['nodes'][0]['html'][:160]}" for v in found]


def faults_of(page: Page) -> list[str]:
    """Return everything that is wrong with the look of the open page: two widths, light and dark.

    The page is asked in place: colours and widths come from media and container queries.
    """
    page.evaluate(AXE)
    faults = []
    for width, scheme, options in LOOKS:
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        faults += [f"{width} {scheme}: {found}" for found in violations(page, options)]
    page.set_viewport_size({"width": NARROWEST, "height": 740})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > NARROWEST:
        faults.append(f"{wide} px wide at {NARROWEST}: {page.evaluate(WIDEST)}")
    return faults + [f"refused: {one}" for one in page.evaluate("window.__refused")]


WIDEST = """() => [...document.querySelectorAll("main *, header *")]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll"))
  .slice(0, 3).map((e) => e.outerHTML.slice(0, 90))"""
