"""Figures of a unit that has others below it: they are never lost, and rows always add up."""

import pytest

from planning.models import Unit
from postoffice.months import Month

DECEMBER = Month(2019, 12)


@pytest.fixture
def grown(world):
    """Cửa Bắc was a point for two years; in December 2019 it got a kiosk, which reports instead of it."""
    world.books("""
        unit     | 2018 | 2019
        cua bac  |  120 |  240
        cua nam  |   60 |   36
    """)
    kiosk = Unit.objects.create(
        code="kiot", name="Kiốt Cửa Bắc", kind="agent", parent=world.cua_bac, valid_from=DECEMBER.first
    )
    world.report(kiosk, DECEMBER, {"EMS": 7})
    return world


def rows(client, world, unit, **how):
    client.force_login(world.director)
    answer = client.get("/reports/units.json", {"unit": unit, "month": "2019-12", **how}).json()
    return {row["key"]: row["cells"] for row in answer["rows"]}


def test_a_point_that_got_a_unit_below_keeps_its_past(client, grown):
    found = rows(client, grown, "dong-ho")

    # Cửa Bắc itself 240 and its kiosk 7 against 120; Cửa Nam 36 against 60.
    assert {key: cells["actual_to_date"]["value"] for key, cells in found.items()} == {
        "total": 283, "cua-bac": 247, "cua-nam": 36,
    }  # fmt: skip
    assert found["cua-bac"]["base_to_date"]["value"] == 120


@pytest.mark.parametrize(
    ("unit", "grain"), [("cua-bac", "children"), ("dong-ho", "points"), ("vp", "points")]
)
def test_rows_add_up_since_its_own_figures_have_a_row(client, grown, unit, grain):
    found = rows(client, grown, unit, grain=grain)

    leaves = {"cua-bac:own", "kiot", *(() if unit == "cua-bac" else ("cua-nam",))}
    for column in ("actual_month", "actual_to_date", "base_to_date"):
        parts = [found[key][column]["value"] or 0 for key in leaves]
        assert sum(parts) == found["total"][column]["value"], column


def test_nobody_waits_for_a_unit_that_others_report_for(client, grown):
    client.force_login(grown.director)

    scope = client.get("/reports/units.json?unit=dong-ho&month=2019-12").json()["scope"]

    # Cửa Nam and the kiosk.
    assert scope["coverage"] == {"reported": 2, "approved": 2, "expected": 2}
