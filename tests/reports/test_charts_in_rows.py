"""Charts in the rows of a table: one scale for all rows, a word where there is no figure."""

from fractions import Fraction

import pytest

from reports.renderers.chart import (
    BulletMarks,
    Mark,
    Part,
    Peer,
    Reporting,
    bullets,
    coverage,
    heat,
    pins,
    place,
    sparkline,
    variance_bars,
    waterfall,
)

NOT_IN = Mark(None, "Chưa BC")


def mark(value: int, text: str = "") -> Mark:
    return Mark(value, text or str(value))


# Bullets


def test_bullets_share_the_scale_of_the_largest_so_that_rows_compare():
    large, small = bullets([BulletMarks(mark(200), plan=mark(160)), BulletMarks(mark(50))])

    assert (large.actual.width, large.plan.width, small.actual.width) == ("100%", "80%", "25%")


def test_labels_of_near_ends_lean_away_from_each_other():
    near, far = bullets(
        [
            BulletMarks(mark(100), plan=mark(98), base=mark(100)),
            BulletMarks(mark(1), plan=mark(90), base=mark(50)),
        ]
    )

    assert (near.plan.anchor, near.base.anchor) == ("end", "start")
    assert (far.plan.anchor, far.base.anchor) == ("end", "end")


def test_a_missing_actual_leaves_the_plan_alone_so_that_nothing_looks_done():
    [bullet] = bullets([BulletMarks(NOT_IN, plan=mark(80), forecast=mark(90))])

    assert bullet.actual is None
    assert not bullet.empty
    assert (bullet.forecast.x, bullet.forecast.end) == ("0%", "100%")


def test_a_row_without_figures_is_empty():
    [bullet] = bullets([BulletMarks(NOT_IN)])

    assert bullet.empty


def test_a_negative_actual_runs_left_of_zero():
    [bullet] = bullets([BulletMarks(mark(-20, "−20"), plan=mark(80))])

    assert (bullet.zero, bullet.actual.x, bullet.actual.width) == ("20%", "0%", "20%")


# Variances, pins, sparklines


def test_variances_grow_from_one_zero_line():
    good, bad = variance_bars([mark(3, "+3"), mark(-1, "−1")])

    assert (good.zero, good.x, good.width, good.anchor) == ("25%", "25%", "75%", "start")
    assert (bad.zero, bad.x, bad.width, bad.anchor) == ("25%", "0%", "25%", "end")


def test_a_variance_without_figure_has_its_word_and_no_bar():
    _known, unknown = variance_bars([mark(3, "+3"), Mark(None, "KSS")])

    assert (unknown.x, unknown.mark.text) == (None, "KSS")


@pytest.mark.parametrize(("growths", "room"), [((3, 5), "room-right"), ((3, -5), "room-both"), ((), None)])
def test_pins_leave_room_on_the_left_only_where_something_fell(growths, room):
    assert {pin.room for pin in pins([mark(growth) for growth in growths])} == ({room} if room else set())


def test_a_sparkline_shows_shape_between_its_own_ends_and_breaks_at_a_gap():
    line = sparkline([mark(10), mark(20), NOT_IN, mark(15)])

    assert line.lines == ("0.00,100.00 33.33,0.00", "100.00,50.00 100.00,50.00")
    assert (line.last_x, line.last_y) == ("100%", "12")


def test_equal_months_make_a_level_line_and_none_makes_none():
    assert sparkline([mark(7), mark(7)]).lines == ("0.00,100.00 100.00,100.00",)
    assert sparkline([NOT_IN]).empty


# Waterfall


def test_each_contribution_begins_where_the_one_before_it_ended():
    fall = waterfall([Part("a", mark(5)), Part("b", mark(-2))], Part("total", mark(3)))

    # On a scale of 5: up to 100%, back by 2 to 60%, and the total reaches 60% from zero.
    assert [(step.x, step.width) for step in fall.steps] == [("0%", "100%"), ("60%", "40%"), ("0%", "60%")]
    assert [(step.start, step.end) for step in fall.steps] == [("", "100%"), ("100%", "60%"), ("60%", "")]
    assert [step.kind for step in fall.steps] == ["good", "bad", "total"]


def test_a_contribution_without_figure_moves_nothing():
    fall = waterfall(
        [Part("a", mark(4)), Part("b", Mark(None, "KSS")), Part("c", mark(4))], Part("total", mark(8))
    )

    assert (fall.steps[1].x, fall.steps[1].start, fall.steps[1].end) == (None, "50%", "50%")
    assert fall.steps[2].x == "50%"


def test_a_shrinking_year_falls_left_of_zero():
    fall = waterfall([Part("a", mark(-3)), Part("b", mark(-1))], Part("total", mark(-4)))

    assert fall.zero == "100%"
    assert [(step.x, step.width) for step in fall.steps] == [("25%", "75%"), ("0%", "25%"), ("0%", "100%")]


def test_a_waterfall_without_figures_is_empty():
    assert waterfall([Part("a", NOT_IN)], Part("total", NOT_IN)).empty


# Place, coverage, heat


def test_peers_stand_between_the_lowest_and_the_highest_and_the_missing_are_named():
    strip = place(
        [
            Peer("A", mark(120, "120%")),
            Peer("B", mark(80, "80%")),
            Peer("own", mark(100, "100%"), True),
            Peer("D", NOT_IN),
        ],
        target=mark(100, "100% KH"),
    )

    # 4% margin at each end: 100 is half way between 80 and 120.
    assert [(dot.peer.label, dot.x) for dot in strip.dots] == [("B", "4%"), ("A", "96%")]
    assert (strip.own.x, strip.own_anchor, strip.target_x) == ("50%", "middle", "50%")
    assert (strip.lowest, strip.highest, strip.missing) == ("80%", "120%", ("D",))


def test_the_target_moves_down_a_line_where_it_would_touch_the_ends():
    low, middle = (
        place([Peer("A", mark(0)), Peer("B", mark(100))], target=mark(value)).target_y for value in (10, 50)
    )

    assert float(low) > float(middle)


def test_a_place_without_figures_is_empty_and_a_lone_unit_is_not():
    assert place([Peer("A", NOT_IN)], target=mark(100)).empty
    assert not place([Peer("A", mark(5), own=True)]).empty


def test_segments_are_as_wide_as_their_points_and_filled_as_far_as_reported():
    parts = coverage([Reporting("A", 10, 10), Reporting("none", 0, 0), Reporting("B", 15, 30)])

    assert [(part.unit.label, part.x, part.width) for part in parts] == [
        ("A", "0%", "25%"),
        ("B", "25%", "75%"),
    ]
    assert [(part.filled, part.open_x, part.open_width) for part in parts] == [
        ("25%", "25%", "0%"),
        ("37.5%", "62.5%", "37.5%"),
    ]


@pytest.mark.parametrize(
    ("ratio", "shade"),
    [
        (Fraction(95, 1000), "h-p10"),  # printed +10
        (Fraction(94, 1000), "h-p4"),
        (Fraction(35, 1000), "h-p4"),  # printed +4
        (Fraction(34, 1000), "h-0"),
        (0, "h-0"),
        (Fraction(-35, 1000), "h-m4"),
        (Fraction(-95, 1000), "h-m10"),
        (None, "none"),
    ],
)
def test_shades_follow_the_printed_per_cent_so_that_cell_and_colour_agree(ratio, shade):
    assert heat(ratio) == shade
