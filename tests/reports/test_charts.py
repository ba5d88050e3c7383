"""Charts of months: finished figures become positions; nothing is drawn that is not known."""

from fractions import Fraction
from itertools import pairwise

import pytest

from reports.renderers.chart import (
    NOTHING,
    CumulativeMarks,
    Landing,
    Mark,
    MonthMarks,
    cumulative,
    months,
)
from reports.renderers.chart.scale import spread, ticks

NOT_IN = Mark(None, "Chưa BC")


def mark(value: int, text: str = "") -> Mark:
    return Mark(value, text or str(value))


def bars(column) -> dict[str, tuple[float, float]]:
    """Return each bar's top and height in pixels."""
    return {bar.kind: (float(bar.y), float(bar.height)) for bar in column.bars}


def percent(text: str) -> float:
    assert text.endswith("%")
    return float(text[:-1])


# Marks and labels


@pytest.mark.parametrize(
    ("figure", "colour"),
    [
        (Mark(5, "+5"), "good"),
        (Mark(-5, "−5"), "bad"),
        (Mark(0, "0"), "flat"),
        (Mark(Fraction(-4, 1000), "0,0"), "flat"),  # prints as zero, so it is grey
        (Mark(None, "KSS"), "flat"),
        (Mark(5, "+5", "bad"), "bad"),
    ],
)
def test_colour_follows_what_is_written_so_that_a_zero_is_never_red(figure, colour):
    assert figure.colour == colour


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ([10, 60], [10, 60]),
        ([10, 12, 60], [3.5, 18.5, 60]),  # two touch: 15 apart around their middle, 11
        ([40, 40, 40], [25, 40, 55]),
        ([1, 2], [0, 15]),  # nothing rises above the top
        ([], []),
    ],
)
def test_labels_stand_fifteen_apart_so_that_none_covers_another(wanted, given):
    assert spread(wanted) == given


@pytest.mark.parametrize(
    ("high", "lines"),
    [(25_900, [10_000, 20_000]), (4, [1, 2, 3]), (100, [50]), (1, []), (150, [50, 100])],
)
def test_lines_across_are_round_so_that_a_reader_can_count_them(high, lines):
    assert ticks(high) == lines


# Months


def test_all_columns_share_one_scale_so_that_heights_compare():
    chart = months([MonthMarks("1", mark(100), plan=mark(50), base=mark(25), gap=mark(50))])

    # 172 px for 100: the plan is 86 px high, last year 43, the gap in its strip 86 like the plan.
    [column] = chart.columns
    assert {kind: height for kind, (_y, height) in bars(column).items()} == {
        "actual": 172,
        "plan": 86,
        "base": 43,
    }
    assert float(column.gap.height) == 86
    assert {y + height for y, height in bars(column).values()} == {float(chart.base_y)}


def test_a_month_not_reported_draws_nothing_and_says_so():
    chart = months([MonthMarks("1", mark(10)), MonthMarks("2", NOT_IN, plan=mark(20))])

    assert set(bars(chart.columns[1])) == {"plan"}
    assert chart.columns[1].marks.actual.text == "Chưa BC"
    assert [label.kind for label in chart.labels] == ["plan"]


def test_a_reported_zero_is_a_bar_without_height_so_that_it_differs_from_nothing():
    [zero] = months([MonthMarks("1", mark(0), plan=mark(10))]).columns

    assert bars(zero)["actual"][1] == 0


@pytest.mark.parametrize("forecast", [mark(80), mark(60), NOTHING])
def test_a_forecast_that_adds_nothing_is_not_drawn(forecast):
    [column] = months([MonthMarks("12", mark(80), plan=mark(100), forecast=forecast)]).columns

    assert "forecast" not in bars(column)


def test_a_forecast_stands_on_the_actual_so_that_fact_and_guess_part():
    [column] = months([MonthMarks("12", mark(80), forecast=mark(100))]).columns

    # 172 px for 100: the last 20 are 34.4 px, ending where the actual begins.
    top, height = bars(column)["forecast"]
    assert height == pytest.approx(34.4)
    assert top + height == pytest.approx(bars(column)["actual"][0])


def test_a_negative_month_hangs_from_the_line_so_that_a_correction_is_seen():
    chart = months([MonthMarks("1", mark(-50, "−50"), base=mark(100))])

    # 172 px for 150: 50 hang 57.3 px below the line, the figure below them.
    top, height = bars(chart.columns[0])["actual"]
    assert top == float(chart.base_y)
    assert height == pytest.approx(57.3, abs=0.05)
    assert float(chart.columns[0].value_y) > top + height
    assert float(chart.label_y) > float(chart.columns[0].value_y)


def test_gaps_below_and_above_the_plan_leave_room_for_their_figures():
    chart = months(
        [MonthMarks("1", mark(90), gap=mark(-10, "−10")), MonthMarks("2", mark(100), gap=mark(20, "+20"))]
    )

    below, above = chart.columns
    assert float(below.gap_y) > float(below.gap.y) + float(below.gap.height) > float(chart.strip_y)
    assert 10 < float(above.gap_y) < float(above.gap.y)


def test_without_a_plan_there_is_no_strip():
    chart = months([MonthMarks("1", mark(90))])

    assert chart.strip_y == ""
    assert chart.columns[0].gap is None


def test_series_are_named_beside_the_current_month_from_top_to_bottom():
    chart = months(
        [
            MonthMarks("11", mark(1)),
            MonthMarks("12", mark(100), plan=mark(99), base=mark(98), forecast=mark(101)),
        ]
    )

    assert [label.kind for label in chart.labels] == ["forecast", "actual", "plan", "base"]
    heights = [float(label.y) for label in chart.labels]
    assert [lower - upper for upper, lower in pairwise(heights)] == [15, 15, 15]


@pytest.mark.parametrize("figures", [[], [MonthMarks("1", NOT_IN), MonthMarks("2", NOT_IN)]])
def test_months_without_any_figure_are_empty(figures):
    assert months(figures).empty


# Cumulative


def test_a_line_breaks_where_a_month_is_missing_so_that_no_figure_is_invented():
    chart = cumulative([CumulativeMarks(str(n), NOT_IN if n == 3 else mark(n)) for n in (1, 2, 3, 4)], str)

    # Four months: centres at 12.5, 37.5, 62.5 and 87.5 %; 4 is the top of the box.
    assert chart.actual == ("12.50,75.00 37.50,50.00", "87.50,0.00 87.50,0.00")
    assert chart.dot == ("87.5%", "16")


def test_the_strip_of_gaps_tells_how_many_times_it_is_magnified():
    chart = cumulative([CumulativeMarks("1", mark(98), plan=mark(100), gap=mark(-2, "−2"))], str)

    # 150 px for 100: the gap would be 3 px; 24 times that fills the 72 px of the strip.
    [gap] = chart.gaps
    assert chart.times == 24
    assert float(gap.bar.height) == 72
    assert gap.bar.y == chart.strip_y


def test_the_landing_is_hatched_with_its_range_so_that_it_is_no_fact():
    landing = Landing(mark(200, "200 ± 10"), 190, 210, gap=mark(-20, "−20"))

    chart = cumulative(
        [CumulativeMarks("11", mark(100), plan=mark(110)), CumulativeMarks("12", NOTHING, plan=mark(220))],
        str,
        landing,
    )

    # 150 px for 220: the range of 20 is 13.6 px; the bridge runs from month 11 to month 12.
    assert float(chart.band.height) == pytest.approx(13.6, abs=0.05)
    assert chart.forecast == ("25.00,54.55 75.00,9.09",)
    assert [gap.bar.kind for gap in chart.gaps] == ["forecast"]
    assert float(chart.gaps[0].range_from) < float(chart.gaps[0].range_to)
    assert [label.kind for label in chart.labels] == ["plan", "forecast"]


def test_the_last_actual_is_named_once_at_its_dot_or_in_the_gutter():
    ahead = [CumulativeMarks("1", mark(1)), CumulativeMarks("2", NOTHING, plan=mark(3))]
    done = [CumulativeMarks("1", mark(1)), CumulativeMarks("2", mark(2), plan=mark(3))]

    assert cumulative(ahead, str).dot_label
    assert [label.kind for label in cumulative(ahead, str).labels] == ["plan"]
    assert cumulative(done, str).dot_label is None
    assert [label.kind for label in cumulative(done, str).labels] == ["plan", "actual"]


def test_a_year_without_figures_is_empty():
    assert cumulative([], str).empty
    assert cumulative([CumulativeMarks("1", NOT_IN)], str).empty


def test_positions_add_up_to_the_whole_width():
    chart = months([MonthMarks(str(n), mark(n)) for n in range(1, 13)])

    assert percent(chart.columns[-1].left) + percent(chart.pitch) == pytest.approx(100, abs=0.02)
