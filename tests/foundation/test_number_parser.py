"""It is so that typed numbers are read as Vietnamese offices write them, or refused with the cure."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postoffice.numbers import LARGEST_DONG, NumberError, parse, read_block, to_dong

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "number_vectors.json").read_text(encoding="utf-8"))


def outcome(text, unit=1, notation=None):
    """Return what the parser makes of a text in the form the vectors are written in."""
    try:
        value = parse(text, unit, notation)
    except NumberError as error:
        return {"ask": list(error.readings)} if error.code == "ask" else {"error": error.code}
    return {"value": None if value is None else value}


@pytest.mark.parametrize(
    "case", VECTORS["cases"] + VECTORS["more"], ids=lambda case: f"{case['text']!r} in {case.get('unit', 1)}"
)
def test_the_vectors_hold(case):
    expected = {key: case[key] for key in ("value", "ask", "error") if key in case}
    if expected.get("value") is not None:
        expected["value"] = Decimal(expected["value"])

    assert outcome(case["text"], case.get("unit", 1), case.get("notation")) == expected


@pytest.mark.parametrize("block", VECTORS["blocks"], ids=lambda block: block["name"])
def test_a_block_is_read_in_the_notation_it_proves(block):
    read = read_block(block["rows"], block["unit"])

    assert (read.notation, read.mixed) == (block["notation"], block["mixed"])
    cells = [[cell.code if isinstance(cell, NumberError) else cell for cell in row] for row in read.cells]
    assert cells == [[Decimal(c) if c and c[-1].isdigit() else c for c in row] for row in block["cells"]]


def test_a_confirmed_notation_settles_a_block_that_asked():
    asked = read_block([["49,470"], ["12"]])
    assert [(row, column, e.code) for row, column, e in asked.errors] == [(0, 0, "ask")]

    assert read_block([["49,470"], ["12"]], notation="en").cells == ((Decimal(49470),), (Decimal(12),))
    assert read_block([["49,470"], ["12"]], notation="vi").cells == ((Decimal("49.470"),), (Decimal(12),))


@pytest.mark.parametrize(
    ("value", "unit", "dong"),
    [
        # Scenario 3: 1,15 nghìn = 1150 đ, 0,29 nghìn = 290 đ (a float would make 0,29 × 1000 = 290,000…06).
        ("1.15", 1_000, 1150),
        ("0.29", 1_000, 290),
        ("-0.000001", 1_000_000, -1),
        ("1234", 1, 1234),
        ("999999999999999", 1, LARGEST_DONG),
    ],
)
def test_a_value_of_the_pages_unit_becomes_exact_dong(value, unit, dong):
    assert to_dong(Decimal(value), unit) == dong


@pytest.mark.parametrize(
    ("value", "unit", "code"),
    [
        ("0.5", 1, "fraction"),
        ("0.2905", 1_000, "fraction"),
        ("1000000000000000", 1, "out of range"),
        ("1000000000", 1_000_000, "out of range"),
    ],
)
def test_a_part_of_a_dong_or_too_much_money_is_refused(value, unit, code):
    with pytest.raises(NumberError) as refused:
        to_dong(Decimal(value), unit)

    assert refused.value.code == code


def test_the_vector_of_a_fraction_is_left_to_the_money_field():
    assert parse("1.234.567,5") == Decimal("1234567.5")
    with pytest.raises(NumberError):
        to_dong(parse("1.234.567,5"))


@given(st.integers(-LARGEST_DONG, LARGEST_DONG), st.sampled_from(["vi", "en"]))
def test_what_is_grouped_by_a_notation_is_read_back_in_it(number, notation):
    grouped = f"{number:,}" if notation == "en" else f"{number:,}".replace(",", ".")

    assert parse(grouped, notation=notation) == number


@given(st.decimals(-(10**12), 10**12, places=4), st.sampled_from([1, 1_000, 1_000_000]))
def test_no_digit_is_lost_whatever_the_unit(number, unit):
    typed = f"{number:f}".replace(".", ",")
    if unit * abs(number) > LARGEST_DONG:
        assert outcome(typed, unit) == {"error": "out of range"}
    else:
        assert parse(typed, unit, "vi") == number


@given(st.text(max_size=30) | st.text(alphabet="0123456789.,-−()= +%ktrđ１²٣", max_size=12))
def test_any_text_is_a_number_nothing_or_a_typed_refusal(text):
    made = outcome(text)

    assert set(made) <= {"value", "ask", "error"}
    assert made.get("error") in {
        None,
        "grouping",
        "mixed notation",
        "not a number",
        "out of range",
        "a percentage",
    }


@given(st.lists(st.lists(st.text(alphabet="0123456789.,-k ", max_size=9), max_size=4), max_size=4))
def test_a_block_keeps_its_shape_and_never_raises(rows):
    read = read_block(rows)

    assert [len(row) for row in read.cells] == [len(row) for row in rows]
    assert not (read.mixed and read.notation)


def test_a_very_long_text_is_refused_at_once():
    assert outcome("1" * 100_000) == {"error": "not a number"}
    assert outcome("=" + "1+" * 50_000 + "1") == {"error": "not a number"}
    assert outcome("1." * 100_000) == {"error": "not a number"}


@pytest.mark.parametrize("text", ["1.5", "1,234.5", "12a3", "1" * 20, "12%", "49,470"])
def test_every_refusal_has_a_sentence_whose_placeholders_are_filled(text):
    with pytest.raises(NumberError) as refused:
        parse(text)

    sentence = refused.value.sentence % refused.value.placeholders
    assert text in sentence and "%(" not in sentence and sentence.endswith(".")
