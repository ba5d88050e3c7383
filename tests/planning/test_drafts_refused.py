"""Typing that is refused: no right, no such service, out of range, no open month; nothing is written."""

from datetime import timedelta

import pytest

from planning.actions import months
from planning.actions.errors import (
    MonthClosed,
    MonthLocked,
    MonthNotOpen,
    NotAllowed,
    NotFound,
    OutOfRange,
    Refused,
)
from planning.models import MonthlyReport, Service
from postoffice.months import Month
from tests.planning.deeds import DECEMBER, report, save, sent


@pytest.fixture
def december(world):
    world.open("2019-12")
    return world


REFUSED = [
    ("a stranger", {"by": "stranger"}, NotFound),
    ("a disabled person", {"by": "disabled"}, NotFound),
    ("who may only look", {"by": "planner"}, NotAllowed),
    ("the head of the points", {"by": "head"}, NotAllowed),
    ("another unit", {"unit": "cua_nam"}, NotFound),
    ("a unit that has children", {"unit": "dong_ho", "by": "clerk"}, Refused),
]


@pytest.mark.parametrize(("who", "how", "error"), REFUSED, ids=[case[0] for case in REFUSED])
def test_who_has_no_right_writes_nothing(december, who, how, error):
    how = {name: getattr(december, value) for name, value in how.items()}

    with pytest.raises(error):
        save(december, ("EMS", "revenue", 100, 0), **how)

    assert not MonthlyReport.objects.exists()


BAD = [
    (("NONE", "revenue", 1, 0), 404),
    (("EMS", "payroll_revenue", 1, 0), 404),
    (("EMS", "revenue", 10**15, 0), 422),
    (("EMS", "volume", -(10**15), 0), 422),
    (("OLD", "revenue", 1, 0), 409),
]


@pytest.mark.parametrize(("bad", "status"), BAD)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_bad_row_at_any_place_leaves_everything_as_it_was(december, bad, status, place):
    line = december.services["EMS"].line
    Service.objects.create(code="OLD", name="Thôi bán", line=line, valid_to=Month(2019, 11).last)
    save(december, ("CT", "revenue", 7, 0))
    rows = [("EMS", "revenue", 1, 0), ("BK", "revenue", 2, 0)]
    rows.insert(place, bad)

    with pytest.raises(Refused) as refusal:
        save(december, *rows)

    assert refusal.value.status == status
    assert (report(december.cua_bac).version, list(report(december.cua_bac).draft)) == (1, ["CT"])


def test_the_largest_figure_of_the_books_is_taken_and_one_more_is_not(december):
    save(december, ("EMS", "revenue", 999_999_999_999_999, 0), ("BK", "revenue", -999_999_999_999_999, 0))

    with pytest.raises(OutOfRange, match=r"999\.999\.999\.999\.999"):
        save(december, ("EMS", "revenue", 1_000_000_000_000_000, 1))


def test_a_month_that_is_not_open_is_refused(world):
    with pytest.raises(MonthNotOpen, match="12/2019"):
        save(world, ("EMS", "revenue", 1, 0))


def test_a_locked_month_is_refused_until_a_grace_opens_it_for_one_unit(december):
    lock = december.now + timedelta(hours=1)
    months.set_dates(
        month=DECEMBER, due_on=DECEMBER.last, locks_at=lock, by=december.planner, at=december.now
    )
    late = lock + timedelta(minutes=1)

    save(december, ("EMS", "revenue", 1, 0), at=lock - timedelta(seconds=1))
    with pytest.raises(MonthLocked):
        save(december, ("EMS", "revenue", 2, 1), at=lock)
    months.grant_grace(
        unit=december.cua_bac, month=DECEMBER, expires_at=late + timedelta(hours=1), reason="Mất điện",
        by=december.planner, at=late,
    )  # fmt: skip
    save(december, ("EMS", "revenue", 2, 1), at=late)

    with pytest.raises(MonthLocked):
        save(december, ("EMS", "revenue", 2, 0), unit=december.cua_nam, by=december.manager_nam, at=late)
    with pytest.raises(MonthLocked):
        save(december, ("EMS", "revenue", 3, 2), at=late + timedelta(hours=1))


def test_a_closed_month_is_refused_even_with_a_grace(december):
    months.close(month=DECEMBER, round=2, by=december.planner, at=december.now)

    with pytest.raises(MonthClosed):
        save(december, ("EMS", "revenue", 1, 0))


def test_a_sent_month_is_not_typed_into(december):
    sent(december, {"EMS": 100})

    with pytest.raises(Refused) as refusal:
        save(december, ("EMS", "revenue", 1, 1))

    assert refusal.value.code == "not_editable"
