"""It is so that a number is written alike on the screen, in prose and in Excel."""

import json
from decimal import Decimal
from fractions import Fraction as F
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postoffice import numbers
from postoffice.numbers import BILLION, COUNT, DONG, GROWTH, MILLION, PERCENT, POINTS, THOUSAND, VOLUME

WRITTEN = json.loads(
    (Path(__file__).parents[1] / "data" / "number_vectors.json").read_text(encoding="utf-8")
)["written"]


@pytest.mark.parametrize("case", WRITTEN, ids=lambda case: f"{case['format']} {case['value']}/{case['base']}")
def test_a_number_is_written_as_the_shared_vectors_say(case):
    form, value = getattr(numbers, case["format"]), F(int(case["value"]), int(case["base"]))

    assert (form.write(value), form.write(value, "en")) == (case["vi"], case["en"])


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        (BILLION, 284_150_000_000, "284,2"),
        (BILLION.places(2), 284_150_000_000, "284,15"),
        (BILLION.prose, 106_000_000_000, "106"),
        (BILLION.prose, 258_500_000_000, "258,5"),
        (BILLION.places(2).prose, 258_500_000_000, "258,5"),
        (BILLION.with_sign, 8_100_000_000, "+8,1"),
        (BILLION.with_sign, -1_700_000_000, "−1,7"),
        (MILLION, 9_300_400_000, "9.300"),
        (MILLION.places(1), 9_300_450_000, "9.300,5"),
        (PERCENT.bare, F(1247, 1000), "124,7"),
        (PERCENT.prose, F(119, 100), "119%"),
        (POINTS, F(61, 1000), "+6,1"),
        (POINTS, F(-14, 1000), "−1,4"),
        (POINTS, F(1, 4), "+25,0"),
        (COUNT, 131, "131"),
        (VOLUME, 182_200, "182.200"),
        # Django's number_format(119.56, 1) cuts to 119,5.
        (PERCENT, Decimal("1.1956"), "119,6%"),
        # Scenario 34: −0,004 is "0".
        (DONG, Decimal("-0.004"), "0"),
        (BILLION, -4_000_000, "0,0"),
        (BILLION.prose, -4_000_000, "0"),
        (GROWTH, F(-1, 10**6), "0,0%"),
        (DONG.places(2), Decimal("-0.005"), "−0,01"),
    ],
)
def test_a_number_is_written_as_a_vietnamese_reader_expects(form, value, text):
    assert form.write(value) == text


@given(st.integers(-(10**16), 10**16))
def test_rounding_is_half_away_from_zero_and_symmetric(value):
    up = THOUSAND.write(abs(value))

    assert up == f"{(abs(value) + 500) // 1000:,}".replace(",", ".")
    assert THOUSAND.write(-abs(value)) == ("" if up == "0" else "−") + up


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.sampled_from(["vi", "en"]))
def test_what_is_written_is_read_back(value, language):
    assert numbers.parse(DONG.write(value, language), notation=language) == value


def test_a_float_is_not_written_as_a_figure():
    with pytest.raises(TypeError):
        PERCENT.write(1.19)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (DONG, '#,##0;"−"#,##0;#,##0'),
        (THOUSAND, '#,##0,;"−"#,##0,;#,##0,'),
        (MILLION.places(1), '#,##0.0,,;"−"#,##0.0,,;#,##0.0,,'),
        (PERCENT, '#,##0.0%;"−"#,##0.0%;#,##0.0%'),
        (GROWTH, '+#,##0.0%;"−"#,##0.0%;#,##0.0%'),
        (POINTS, '+#,##0.0;"−"#,##0.0;#,##0.0'),
    ],
)
def test_the_excel_number_format_comes_from_the_same_object(form, code):
    assert form.excel == code


@pytest.mark.parametrize(
    ("form", "value", "code"),
    [
        (THOUSAND, -400, "#,##0,;#,##0,;#,##0,"),
        (THOUSAND, -500, THOUSAND.excel),
        (GROWTH, F(4, 10_000), "#,##0.0%;#,##0.0%;#,##0.0%"),
        (GROWTH, F(-5, 10_000), GROWTH.excel),
    ],
)
def test_excel_shows_no_sign_before_what_rounds_to_zero(form, value, code):
    assert form.excel_for(value) == code


@pytest.mark.parametrize(
    ("form", "value", "stored"),
    [
        (MILLION, 9_300_000_000, 9_300_000_000),
        (PERCENT, F(3, 4), 0.75),
        (PERCENT, F(2), 2),
        (POINTS, F(1, 4), 25),
        (PERCENT.bare, F(1247, 1000), 124.7),
    ],
)
def test_an_excel_cell_stores_the_figure_that_its_format_shows(form, value, stored):
    assert form.cell(value) == stored
