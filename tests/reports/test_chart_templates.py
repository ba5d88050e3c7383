"""Chart templates: well-formed SVG and tables that escape and name themselves in every language."""

import re
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from reports.renderers import chart
from reports.renderers.chart import Mark

EVIL = '<script>"&'
GOOD, BAD, NOT_IN = Mark(5, "+5,5"), Mark(-2, "−2,5"), Mark(None, "Chưa BC")


def drawings() -> dict[str, dict]:
    """Return the context of every chart's template, with a name that must be escaped."""
    month = chart.MonthMarks(
        EVIL, GOOD, plan=GOOD, base=GOOD, gap=BAD, forecast=Mark(7, "7"), url="/x?a=1&b=2"
    )
    late = chart.MonthMarks("2", NOT_IN, plan=GOOD)
    to_date = chart.CumulativeMarks(EVIL, GOOD, plan=GOOD, base=GOOD, gap=BAD, url="/x")
    landing = chart.Landing(Mark(7, "7 ± 1"), 6, 8, gap=GOOD)
    ahead = chart.CumulativeMarks("2", Mark(None), plan=GOOD)
    named = {
        "key": "k",
        "title": EVIL,
        "desc": EVIL,
        "label": EVIL,
        "named": True,
        "money": EVIL,
        "points": EVIL,
    }
    return {
        "_months": named | {"chart": chart.months([month, late])},
        "_cumulative": named | {"chart": chart.cumulative([to_date, ahead], str, landing), "dot_text": EVIL},
        "_bullet": named | {"bullet": chart.bullets([chart.BulletMarks(GOOD, GOOD, GOOD, Mark(7, "7"))])[0]},
        "_variance": {"bar": chart.variance_bars([BAD, GOOD])[0]},
        "_pin": {"pin": chart.pins([BAD, GOOD])[0]},
        "_sparkline": named | {"spark": chart.sparkline([GOOD, NOT_IN, BAD])},
        "_waterfall": named
        | {"chart": chart.waterfall([chart.Part(EVIL, BAD, GOOD, "/x")], chart.Part("all", BAD))},
        "_place": named
        | {"chart": chart.place([chart.Peer(EVIL, GOOD), chart.Peer("own", BAD, True)], Mark(1, EVIL))},
        "_coverage": named | {"segments": chart.coverage([chart.Reporting(EVIL, 1, 3)])},
    }


def draw(name: str, context: dict, language: str = "vi") -> str:
    with translation.override(language):
        return render_to_string(f"charts/{name}.html", context)


@pytest.mark.parametrize("name", drawings())
@pytest.mark.parametrize("language", ["vi", "en"])
def test_charts_are_well_formed_and_numbers_in_them_keep_their_point(name, language):
    text = draw(name, drawings()[name], language)

    elements = list(ElementTree.fromstring(f"<div>{text}</div>").iter())
    assert len(elements) > 3
    for element in elements:
        assert element.tag != "script"
        assert "style" not in element.attrib
        for place in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height"):
            assert re.fullmatch(r"(-?\d+(\.\d+)?%?)?", element.attrib.get(place, "")), (
                element.tag,
                element.attrib,
            )


@pytest.mark.parametrize("name", ["_months", "_cumulative", "_place"])
def test_figures_state_their_finding_so_that_a_reader_without_eyes_has_it(name):
    root = ElementTree.fromstring(f"<div>{draw(name, drawings()[name])}</div>")

    svg = root.find("svg")
    named = {element.get("id"): element.text for element in svg.iter() if element.get("id")}
    assert [named[key] for key in svg.get("aria-labelledby").split()] == [EVIL, EVIL]


def test_months_lead_down_and_tell_their_figures():
    root = ElementTree.fromstring(f"<div>{draw('_months', drawings()['_months'], 'en')}</div>")

    [link] = root.iter("a")
    assert link.get("href") == "/x?a=1&b=2"
    assert link.get("aria-label").endswith("Act. +5,5 · Plan +5,5 · LY +5,5 · Fcst 7 · Act. − Plan −2,5")
    assert "Chưa BC" in "".join(root.itertext())


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("_months", {"chart": chart.months([])}),
        ("_cumulative", {"chart": chart.cumulative([], str)}),
        ("_waterfall", {"chart": chart.waterfall([], chart.Part("all", NOT_IN))}),
        ("_place", {"chart": chart.place([])}),
    ],
)
def test_a_chart_without_figures_says_so(name, context):
    text = draw(name, context, "en")

    assert "No figures yet for this choice." in text
    assert "<svg" not in text


def test_a_bullet_without_figures_prints_the_word():
    [bullet] = chart.bullets([chart.BulletMarks(NOT_IN)])

    assert draw("_bullet", {"bullet": bullet}) == '<span class="none">Chưa BC</span>\n'
