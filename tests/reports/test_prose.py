"""The sentences about a report name the amount, the index and the growth, and what of the plan is done."""

import pytest
from django.utils import translation

from reports.build import ask
from reports.definitions import CATALOGUE
from reports.renderers.prose import article, headline, money


def report(world, **filters: str):
    from planning.models import Office, Unit

    asked = {"unit": "vp", "month": "2019-12", **filters}
    units = Unit.objects.all()
    return ask(
        CATALOGUE["performance"], asked, units=units, office=Office.objects.current(), by="", at=world.now
    ).report


@pytest.fixture
def year(world):
    """2018: 217.67 billion; 2019: 258.5 billion, of it courier 106.04 and finance 152.46; plan 243."""
    world.books("unit | 2018 | 2019\n cua bac | 79.134.328.358 | 106.040.000.000", service="EMS")
    world.books("unit | 2018 | 2019\n cua nam | 138.531.266.622 | 152.460.000.000", service="CT")
    world.target(world.units["vp"], 2019, 243_000_000_000)
    return world


def test_the_year_in_one_sentence(year):
    with translation.override("en"):
        said = headline(report(year))

    # 258.5/217.665594980 = 1.1876; 258.5/243 = 1.0638.
    assert said == (
        "In 2019, revenue of Bưu điện tỉnh Vĩnh Phúc came to 258.5 billion đồng, "
        "118.8% of the year 2018 (up 18.8%), 106.4% of the plan."
    )


def test_the_parts_are_told_with_their_own_comparisons(year):
    with translation.override("en"):
        said = article(report(year))

    # 106.04/79.134328358 = 1.34; 152.46/138.531266622 = 1.1005.
    assert said.endswith(
        "Of this: Bưu chính chuyển phát 106 billion đồng, 134.0% of the year 2018 (up 34.0%); "
        "Tài chính bưu chính 152.5 billion đồng, 110.1% of the year 2018 (up 10.1%)."
    )


def test_a_fall_is_called_a_fall_even_above_the_plan(world):
    # Phú Yên 2020: 187 of 197 billion is −5.1%, and 104.9% of its plan.
    world.books("unit | 2018 | 2019\n cua bac | 197.000.000.000 | 187.000.000.000")
    world.target(world.units["vp"], 2019, 178_265_014_000)

    with translation.override("en"):
        said = headline(report(world))

    assert "187 billion đồng, 94.9% of the year 2018 (down 5.1%), 104.9% of the plan." in said


def test_months_to_date_are_compared_with_the_same_months(world):
    world.books("unit | 2018 | 2019 | target 2019\n cua bac | 1.200.000 | 1.320.000 | 2.400.000")

    with translation.override("en"):
        said = headline(report(world, unit="cua-bac", month="2019-11"))

    # 11 × 110,000 against 11 × 100,000, 2,400,000 and 11 × 200,000.
    assert said == (
        "In the first 11 months of 2019, revenue of BC Cửa Bắc came to 1.2 million đồng, "
        "110.0% of the same months of 2018 (up 10.0%), "
        "50.4% of the year’s plan (55.0% of the plan to date)."
    )


def test_without_a_base_and_a_plan_only_the_amount_is_told(world):
    world.books("unit | 2019\n cua bac | 24000")

    with translation.override("en"):
        said = headline(report(world, unit="cua-bac", service="EMS"))

    assert said == "In 2019, revenue of EMS trong nước of BC Cửa Bắc came to 24,000 đồng."


def test_nothing_reported_is_said_and_not_called_zero(world):
    with translation.override("en"):
        said = headline(report(world))

    assert said == "In 2019: Bưu điện tỉnh Vĩnh Phúc has no figures yet."


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (258_500_000_000, "258.5 billion đồng"),
        (106_000_000_000, "106 billion đồng"),
        (31_200_000, "31.2 million đồng"),
        (-31_000_000, "−31 million đồng"),
        (999, "999 đồng"),
        (0, "0 đồng"),
    ],
)
def test_money_in_prose_has_no_trailing_zeros(amount, text):
    with translation.override("en"):
        assert money(amount) == text
