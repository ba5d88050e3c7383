"""It is so that a spread total is never a đồng too much or too little."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.allocation import AllHeld, NegativeWeight, UnknownPart, ZeroBase, allocate

totals = st.integers(-(10**15), 10**15)
weights = st.lists(st.integers(0, 10**12), min_size=1, max_size=40).filter(any)


@pytest.mark.parametrize(
    ("total", "over", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (1, [1, 1, 1], [1, 0, 0]),
        (0, [1, 1, 1], [0, 0, 0]),
        (0, [0, 0], [0, 0]),
        (7, [1], [7]),
        # 10 over 1:2:4 = 1,43 + 2,86 + 5,71: cut 1 + 2 + 5, the two left go to ,86 and ,71.
        (10, [1, 2, 4], [1, 3, 6]),
        (10, [F(1, 7), F(2, 7), F(4, 7)], [1, 3, 6]),
        (10, [0, 5], [0, 10]),
    ],
)
def test_the_largest_remainders_get_what_is_left(total, over, parts):
    assert allocate(total, over) == parts


@pytest.mark.parametrize(
    ("total", "over", "held", "parts"),
    [
        (100, [1, 1, 2], {2: 40}, [30, 30, 40]),
        (100, [1, 1, 2], {0: 0}, [0, 33, 67]),
        (100, [5, 5], {0: 120}, [120, -20]),
        (100, [5, 5], {0: 60, 1: 40}, [60, 40]),
        # What is left is zero, so that weights of zero do not matter.
        (60, [1, 0], {0: 60}, [60, 0]),
    ],
)
def test_a_held_part_stays_and_the_others_share_the_rest(total, over, held, parts):
    assert allocate(total, over, held) == parts


@pytest.mark.parametrize(
    ("total", "over", "held", "error"),
    [
        (100, [1, 1], {0: 10, 1: 10}, AllHeld),
        (100, [], {}, AllHeld),
        (100, [0, 0], {}, ZeroBase),
        (100, [1, 0], {0: 10}, ZeroBase),
        (100, [1, -1, 3], {}, NegativeWeight),
        (100, [1, 1], {2: 10}, UnknownPart),
    ],
)
def test_what_cannot_be_spread_is_refused_by_name_and_never_spread_silently(total, over, held, error):
    with pytest.raises(error):
        allocate(total, over, held)


@given(totals, weights)
def test_parts_foot_to_the_total_and_lie_within_one_dong_of_their_exact_part(total, over):
    parts = allocate(total, over)

    assert sum(parts) == total
    assert all(abs(part - F(total * weight, sum(over))) < 1 for part, weight in zip(parts, over, strict=True))


@given(totals, weights)
def test_a_negative_total_is_spread_as_the_positive_one(total, over):
    assert allocate(-total, over) == [-part for part in allocate(total, over)]


@given(totals, weights, st.data())
def test_held_parts_do_not_move_and_the_whole_still_foots(total, over, data):
    position = data.draw(st.integers(0, len(over) - 1))
    if not any(w for at, w in enumerate(over) if at != position):
        over.append(1)

    parts = allocate(total, over, {position: 12345})

    assert parts[position] == 12345 and sum(parts) == total


@given(st.integers(0, 10**12), st.integers(1, 30))
def test_equal_parts_differ_by_at_most_one_whatever_their_order(total, number):
    parts = allocate(total, [1] * number)

    assert max(parts) - min(parts) <= 1 and parts == sorted(parts, reverse=True)


tree = st.lists(
    st.lists(st.lists(st.integers(1, 10**9), min_size=1, max_size=6), min_size=1, max_size=4),
    min_size=1,
    max_size=4,
)


@given(totals, tree)
def test_a_total_spread_down_three_storeys_foots_at_every_node(total, province):
    districts = allocate(total, [sum(map(sum, district)) for district in province])
    leaves = [
        [
            allocate(share, points)
            for share, points in zip(allocate(given_to, [sum(p) for p in district]), district, strict=True)
        ]
        for given_to, district in zip(districts, province, strict=True)
    ]

    assert sum(districts) == total
    for given_to, district in zip(districts, leaves, strict=True):
        assert sum(sum(points) for points in district) == given_to
    assert sum(leaf for district in leaves for points in district for leaf in points) == total
