"""The accountant's payroll revenue."""

import pytest

from planning.actions import months
from planning.actions.errors import MonthClosed, NotAllowed, NotFound, OutOfRange, Refused
from planning.actions.payroll import record
from planning.models import Batch, HistoryEntry, ReportingMonth, RevenueRecord, YearTotals
from tests.planning.deeds import DECEMBER, booked, sent


@pytest.fixture
def december(world):
    world.open("2019-12")
    sent(world, {"EMS": 100})
    return world


def pay(world, amounts, *, by=None, batch=None, month=DECEMBER):
    keys = {
        (getattr(world, unit).pk, world.services[code].pk): amount for (unit, code), amount in amounts.items()
    }
    return record(
        month=month, amounts=keys, by=by or world.accountant, at=world.now, channel="page", batch=batch
    )


def test_payroll_revenue_stands_beside_what_the_unit_reported(december):
    changed = pay(december, {("cua_bac", "EMS"): 45, ("cua_bac", "CT"): 0, ("cua_nam", "EMS"): 20})

    assert changed == 3
    assert booked(december.cua_bac) == {"EMS": 100, "BK": 0, "CT": 0, "BAO": 0}
    assert booked(december.cua_bac, measure="payroll_revenue")["EMS"] == 45
    # 45 at Cửa Bắc and 20 at Cửa Nam, which has sent nothing yet.
    total = YearTotals.objects.get(unit=december.vp, node="ALL", measure="payroll_revenue", year=2019)
    assert total.m12 == 65


def test_the_same_figures_again_change_nothing(december):
    pay(december, {("cua_bac", "EMS"): 45})
    before = HistoryEntry.objects.count()

    assert pay(december, {("cua_bac", "EMS"): 45}) == 0
    assert HistoryEntry.objects.count() == before


def test_a_figure_can_be_taken_back(december):
    pay(december, {("cua_bac", "EMS"): 45, ("cua_nam", "EMS"): 20})

    assert pay(december, {("cua_bac", "EMS"): None, ("cua_nam", "EMS"): None, ("cua_nam", "CT"): None}) == 2
    assert RevenueRecord.objects.get(unit=december.cua_bac, service__code="EMS").revenue == 100
    assert booked(december.cua_nam) == {}


def test_a_batch_is_kept_with_its_figures(december):
    batch = Batch(kind="payroll", file_name="dttl.xlsx", by=december.accountant, at=december.now)

    pay(december, {("cua_bac", "EMS"): 45}, batch=batch)

    assert HistoryEntry.objects.get(batch=batch).new == {"payroll_revenue": 45}


@pytest.mark.parametrize("by", ["planner", "clerk", "manager", "head", "director", "auditor"])
def test_only_the_accountant_writes_it(december, by):
    # Whoever sees Cửa Bắc is told that he may not.
    with pytest.raises(NotAllowed):
        pay(december, {("cua_bac", "EMS"): 45}, by=getattr(december, by))


def test_one_foreign_unit_stops_them_all(december):
    december.accountant.postings.update(unit=december.dong_ho)

    with pytest.raises(NotFound):
        pay(december, {("cua_bac", "EMS"): 45, ("cua_dong", "EMS"): 1})

    assert booked(december.cua_bac, measure="payroll_revenue")["EMS"] is None


def test_what_is_out_of_range_or_unknown_writes_nothing(december):
    key = december.cua_bac.pk
    for amounts, error in (
        ({(key, december.services["EMS"].pk): 1, (key, december.services["BK"].pk): 10**15}, OutOfRange),
        ({(key, december.services["EMS"].pk): 1, (key, 0): 1}, Refused),
    ):
        with pytest.raises(error):
            record(month=DECEMBER, amounts=amounts, by=december.accountant, at=december.now, channel="page")

    assert booked(december.cua_bac, measure="payroll_revenue")["EMS"] is None


def test_a_locked_month_takes_it_only_with_a_grace_for_every_unit(december):
    ReportingMonth.objects.update(locks_at=december.now)
    months.grant_grace(
        unit=december.cua_bac, month=DECEMBER, expires_at=december.now.replace(year=2021),
        reason="Đối tác trễ", by=december.planner, at=december.now,
    )  # fmt: skip

    with pytest.raises(Refused) as refusal:
        pay(december, {("cua_bac", "EMS"): 45, ("cua_nam", "EMS"): 20})
    assert refusal.value.code == "month_locked"
    assert pay(december, {("cua_bac", "EMS"): 45}) == 1
    entry = HistoryEntry.objects.filter(noun="record", unit=december.cua_bac).latest("pk")
    assert entry.reason == "Đối tác trễ"


def test_a_closed_month_takes_none(december):
    months.close(month=DECEMBER, round=2, by=december.planner, at=december.now)

    with pytest.raises(MonthClosed):
        pay(december, {("cua_bac", "EMS"): 45})
