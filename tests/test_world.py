"""The cast itself: what other tests take for granted."""

from planning.models import Unit, YearTotals
from postoffice.access import Permission


def test_a_table_of_books_reaches_the_totals_so_that_tests_may_read_them(world):
    world.books("""
        unit    | 2018 | 2019-12
        cua bac |  120 |      30
        cua nam |   12 |       5
    """)

    december = YearTotals.objects.get(unit=world.units["vp"], node="ALL", measure="revenue", year=2019)

    # 30 + 5, both in December.
    assert december.months == (0,) * 11 + (35,)


def test_rights_reach_what_the_role_says_so_that_a_stranger_sees_nothing(world):
    day = world.now.date()

    seen = Unit.objects.where(world.head, Permission.READ, on=day)
    approves = Unit.objects.where(world.head, Permission.APPROVE, on=day)

    assert {u.code for u in seen} == {"dong-ho", "cua-bac", "cua-nam"}
    assert {u.code for u in approves} == {"cua-bac", "cua-nam"}
