"""Keeping the units of the organisation."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from planning.actions.errors import NotAllowed, NotFound, ReasonMissing, Refused
from planning.actions.units import add_unit, correct_parent, edit_unit, what_would_move
from planning.models import HistoryEntry, Unit, YearTotals
from postoffice.months import Month


def add(
    world, code="000123", name="BC Hương Canh", kind="post_office_3", parent="dong_ho", by="planner", **how
):
    return add_unit(
        code=code, name=name, kind=kind, parent=parent and getattr(world, parent), by=getattr(world, by),
        at=world.now, **how,
    )  # fmt: skip


def edit(world, unit="cua_bac", by="planner", **how):
    said = {
        "name": "BC Cửa Bắc", "kind": "post_office_2", "valid_from": None, "valid_to": None, "reports": None,
        "head": "", "phone": "", **how,
    }  # fmt: skip
    return edit_unit(unit=getattr(world, unit), by=getattr(world, by), at=world.now, **said)


def move(world, unit, under, *, reason="Nhập nhầm"):
    return correct_parent(unit=unit, parent=under, reason=reason, by=world.planner, at=world.now)


def total(unit, node="ALL"):
    row = YearTotals.objects.filter(unit=unit, node=node, measure="revenue", year=2019).first()
    return sum(row.months) if row else 0


@pytest.mark.parametrize("by", ["planner", "administrator"])
def test_a_unit_keeps_the_zeros_of_its_code_and_its_place(world, by):
    unit = add(world, by=by)

    assert (unit.code, unit.chain[:-1]) == ("000123", world.dong_ho.chain)
    entry = HistoryEntry.objects.filter(noun="unit", unit=unit).latest("pk")
    assert (entry.actor, entry.verb) == (getattr(world, by), "insert")


@pytest.mark.parametrize("by", ["manager", "clerk", "head", "accountant", "director", "auditor"])
def test_nobody_else_keeps_units(world, by):
    with pytest.raises((NotAllowed, NotFound)):
        add(world, by=by)
    with pytest.raises((NotAllowed, NotFound)):
        edit(world, by=by)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"code": "cua-bac"}, "code_taken"), ({"code": ""}, "bad_unit"), ({"code": "x" * 21}, "bad_unit"),
        ({"name": " "}, "bad_unit"), ({"kind": "castle"}, "bad_unit"),
        ({"valid_from": date(2020, 1, 2), "valid_to": date(2020, 1, 1)}, "bad_unit"),
    ],
)  # fmt: skip
def test_a_unit_is_whole_and_its_code_its_own(world, wrong, code):
    with pytest.raises(Refused) as refusal:
        add(world, **wrong)

    assert refusal.value.code == code
    assert Unit.objects.count() == 7


def test_a_second_root_needs_the_right_on_the_first(world):
    assert add(world, code="99", kind="province", parent=None).parent is None

    with pytest.raises(NotAllowed):
        add(world, code="98", kind="province", parent=None)


def test_editing_says_who_changed_what(world):
    edit(world, name="BC  Cửa Bắc 1", head="Nguyễn Thị Lan")

    entry = HistoryEntry.objects.filter(noun="unit", unit=world.cua_bac).latest("pk")
    assert entry.new == {"name": "BC Cửa Bắc 1", "kind": "post_office_2", "head": "Nguyễn Thị Lan"}
    assert entry.old["kind"] == "post_office_3"


def test_a_moved_unit_takes_its_figures_along_so_that_every_total_still_foots(world):
    world.books("""
        unit     | 2019
        cua bac  |  120
        cua nam  |   60
        cua dong |   12
    """)
    moved = what_would_move(unit=world.cua_bac, parent=world.tay_ho)
    assert (moved.units, moved.records, moved.revenue) == (1, 12, 120)

    correct_parent(
        unit=world.cua_bac, parent=world.tay_ho, reason="Nhập nhầm", by=world.planner, at=world.now
    )

    # 60 stay, 12 + 120 are at Tây Hồ now; the province is as it was.
    assert [total(u) for u in (world.dong_ho, world.tay_ho, world.vp)] == [60, 132, 192]
    assert total(world.tay_ho, node="EMS") == 132
    assert YearTotals.objects.differences() == []
    entry = HistoryEntry.objects.filter(noun="unit", unit=world.cua_bac, new__has_key="parent_id").latest(
        "pk"
    )
    assert (entry.actor, entry.reason) == (world.planner, "Nhập nhầm")


def test_a_subtree_moves_as_one(world):
    world.books("""
        unit    | 2019
        cua bac |  120
        cua tay |   24
    """)

    correct_parent(
        unit=world.dong_ho, parent=world.tay_ho, reason="Nhập nhầm", by=world.planner, at=world.now
    )

    world.cua_bac.refresh_from_db()
    assert world.cua_bac.chain == [*world.tay_ho.chain, world.dong_ho.pk, world.cua_bac.pk]
    assert [total(u) for u in (world.dong_ho, world.tay_ho, world.vp)] == [120, 144, 144]
    assert YearTotals.objects.differences() == []


def test_the_last_child_leaves_so_that_its_old_parent_has_totals_of_its_own_again(world):
    world.report(world.dong_ho, Month(2019, 12), {"EMS": 5})
    for unit in (world.cua_bac, world.cua_nam):
        move(world, unit, world.tay_ho)

    assert YearTotals.objects.differences() == []
    assert total(world.dong_ho) == 5


def test_a_first_child_comes_so_that_its_parent_keeps_services_from_now_on(world):
    world.report(world.cua_bac, Month(2019, 12), {"EMS": 5})
    add(world, parent="cua_bac")

    assert total(world.cua_bac, node="EMS") == 5
    assert YearTotals.objects.differences() == []


@pytest.mark.parametrize("under", ["vp", "cua_bac", "dong_ho"])
def test_no_unit_lies_under_itself(world, under):
    unit = world.vp if under == "vp" else world.dong_ho

    with pytest.raises(Refused) as refusal:
        move(world, unit, getattr(world, under))

    assert refusal.value.code == "unit_under_itself"


def test_the_database_refuses_a_circle_whoever_writes_it(world):
    with pytest.raises(IntegrityError, match="under itself"), transaction.atomic():
        Unit.objects.filter(pk=world.dong_ho.pk).update(parent=world.cua_bac)


def test_a_correction_has_a_reason_and_the_right_on_both_sides(world):
    with pytest.raises(ReasonMissing):
        move(world, world.cua_bac, world.tay_ho, reason=" ")
    world.planner.postings.update(unit=world.dong_ho)
    with pytest.raises(NotFound):
        move(world, world.cua_bac, world.tay_ho)
