"""It is so that months and spans count as the calendar does."""

from datetime import date

import pytest

from postoffice import spans
from postoffice.months import Month


@pytest.mark.parametrize(
    ("start", "step", "end"),
    [
        (Month(2019, 12), 1, Month(2020, 1)),
        (Month(2020, 1), -1, Month(2019, 12)),
        (Month(2019, 6), 12, Month(2020, 6)),
        (Month(2019, 6), 0, Month(2019, 6)),
        (Month(2019, 1), -13, Month(2017, 12)),
    ],
)
def test_a_month_plus_a_number_is_that_many_months_later(start, step, end):
    assert start + step == end
    assert end - step == start
    assert end - start == step


def test_months_are_ordered_by_time_and_serve_as_keys():
    months = {Month(2020, 1): "later", Month(2019, 12): "earlier"}

    assert [months[m] for m in sorted(months)] == ["earlier", "later"]


def test_a_month_knows_its_first_and_last_day():
    assert Month(2020, 2).first == date(2020, 2, 1)
    assert Month(2020, 2).last == date(2020, 2, 29)
    assert Month(2019, 2).last == date(2019, 2, 28)
    assert Month.of(date(2019, 12, 31)) == Month(2019, 12)


@pytest.mark.parametrize(
    "text",
    [
        "2019-1",
        "2019-13",
        "2019-00",
        "0000-01",
        "2019/12",
        "19-12",
        " 2019-12",
        "2019-12\n",
        "２０１９-12",
        "٢٠١٩-12",
        "",
    ],
)
def test_a_month_is_written_one_way_and_anything_else_is_refused(text):
    with pytest.raises(ValueError):
        Month.parse(text)


def test_a_month_is_read_back_from_what_it_writes():
    assert Month.parse(str(Month(987, 3))) == Month(987, 3)


def test_adding_anything_but_a_number_of_months_is_a_type_error():
    with pytest.raises(TypeError):
        Month(2019, 1) + "1"
    with pytest.raises(TypeError):
        Month(2019, 1) - 1.5


@pytest.mark.parametrize(
    ("span", "first", "last", "length"),
    [
        (spans.month(Month(2019, 5)), "2019-05", "2019-05", 1),
        (spans.to_date(Month(2019, 5)), "2019-01", "2019-05", 5),
        (spans.quarter(Month(2019, 5)), "2019-04", "2019-06", 3),
        (spans.quarter(Month(2019, 12)), "2019-10", "2019-12", 3),
        (spans.half(Month(2019, 6)), "2019-01", "2019-06", 6),
        (spans.half(Month(2019, 7)), "2019-07", "2019-12", 6),
        (spans.nine_months(Month(2019, 12)), "2019-01", "2019-09", 9),
        (spans.year(2019), "2019-01", "2019-12", 12),
        (spans.rolling_12(Month(2019, 5)), "2018-06", "2019-05", 12),
    ],
)
def test_a_span_holds_its_months_and_compares_with_the_same_months_a_year_before(span, first, last, length):
    assert (str(span.first), str(span.last), len(span)) == (first, last, length)
    assert span.year_before().first == span.first - 12
    assert span.year_before().last == span.last - 12
    assert span.first in span and span.first - 1 not in span
    assert list(span) == list(span.months)


def test_a_span_is_neither_empty_nor_has_holes():
    with pytest.raises(ValueError):
        spans.Span(())
    with pytest.raises(ValueError):
        spans.Span((Month(2019, 1), Month(2019, 3)))
    with pytest.raises(ValueError):
        spans.between(Month(2019, 3), Month(2019, 1))
