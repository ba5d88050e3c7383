"""The stylesheet keeps its promises: small, readable in light and dark, understood by old browsers."""

import gzip
import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parent.parent / "static" / "css" / "portal.css"
RULES = re.sub(r"/\*.*?\*/", "", CSS.read_text(encoding="utf-8"), flags=re.DOTALL)
TEXT = [
    *[(ink, "bg") for ink in ("ink", "ink2", "ink3", "brand", "good", "bad", "warn")],
    *[("ink", ground) for ground in ("bg2", "tint", "errbg", "warnbg", "p10", "p4", "m4", "m10")],
    ("ink2", "bg2"),
    ("ink3", "bg2"),
    ("ink2", "rule"),
    ("on", "brand"),
    ("warn", "warnbg"),
    ("bad", "errbg"),
]
MARKS = [(mark, "bg") for mark in ("field", "goodb", "badb", "th")]


def tokens(block: str) -> dict[str, str]:
    """Return the colours set in the first :root block of a text."""
    inside = block[block.index(":root {") :]
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})", inside[: inside.index("}")]))


LIGHT = tokens(RULES)
DARK = LIGHT | tokens(RULES[RULES.index("prefers-color-scheme: dark") :])


def luminance(colour: str) -> float:
    """Return the relative luminance of #rgb or #rrggbb as WCAG 2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_is_readable_on_its_ground(scheme, ink, ground):
    assert contrast(scheme[ink], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_and_borders_of_fields_stand_out(scheme, mark, ground):
    assert contrast(scheme[mark], scheme[ground]) >= 3


def test_the_stylesheet_of_the_site_stays_under_12_kb():
    assert len(gzip.compress(CSS.read_bytes(), 9)) <= 12 * 1024


def test_rules_are_not_nested_so_that_chrome_109_reads_them():
    around: list[str] = []
    for head in re.findall(r"[^{}]*[{}]", RULES):
        if head.endswith("}"):
            around.pop()
            continue
        assert all(outer.startswith("@") for outer in around), head
        around.append(head.strip())


def test_only_what_old_browsers_know_is_used_and_no_text_is_under_12_px():
    assert "light-dark(" not in RULES
    assert "url(" not in RULES
    assert min(float(size) for size in re.findall(r"font(?:-size)?:[^;}]*?([\d.]+)px", RULES)) >= 12
