"""Correcting closed months."""

import pytest
from django.db import IntegrityError, transaction

from planning.actions import months
from planning.actions.adjustments import adjust
from planning.actions.errors import NotAllowed, NotFound, OutOfRange, ReasonMissing, Refused
from planning.models import Adjustment, HistoryEntry, RevenueRecord, YearTotals
from tests.planning.deeds import DECEMBER, booked, report, sent


@pytest.fixture
def closed(world):
    world.open("2019-12")
    sent(world, {"EMS": 100})
    months.close(month=DECEMBER, round=2, by=world.planner, at=world.now)
    return world


def put(world, amount, *, unit="cua_bac", measure="revenue", reason="Đối soát", by="planner", service="EMS"):
    return adjust(
        unit=getattr(world, unit), service=world.services[service], month=DECEMBER, measure=measure,
        amount=amount, reason=reason, by=getattr(world, by), at=world.now,
    )  # fmt: skip


def test_an_adjustment_is_the_difference_and_the_record_is_the_live_figure(closed):
    row = put(closed, 130)

    assert (row.delta, row.reason, row.by, row.month) == (30, "Đối soát", closed.planner, DECEMBER.first)
    assert booked(closed.cua_bac)["EMS"] == 130
    total = YearTotals.objects.get(unit=closed.vp, node="ALL", measure="revenue", year=2019)
    assert total.m12 == 130


def test_adjustments_add_up_to_the_live_figure(closed):
    for amount in (130, 90, 95):
        put(closed, amount)

    # 100 + 30 − 40 + 5 = 95
    assert list(Adjustment.objects.order_by("pk").values_list("delta", flat=True)) == [30, -40, 5]
    assert YearTotals.objects.unsigned_changes() == []


def test_a_figure_nobody_reported_can_become_zero_because_missing_is_not_zero(closed):
    row = put(closed, 0, unit="cua_nam")

    assert (row.delta, row.was_missing) == (0, True)
    assert booked(closed.cua_nam)["EMS"] == 0
    with pytest.raises(Refused, match="0"):
        put(closed, 0, unit="cua_nam")


def test_the_history_says_who_why_and_from_what_to_what(closed):
    put(closed, 130)

    entry = HistoryEntry.objects.filter(noun="record", unit=closed.cua_bac).latest("pk")
    assert (entry.actor, entry.reason, entry.old, entry.new) == (
        closed.planner, "Đối soát", {"revenue": 100}, {"revenue": 130},
    )  # fmt: skip


def test_a_figure_of_a_unit_that_sent_nothing_counts_as_reported_from_then_on(closed):
    put(closed, 7, unit="cua_nam")

    row = report(closed.cua_nam)
    assert (row.state, row.first_submitted_at, row.submitted_by) == ("approved", closed.now, closed.planner)


def test_the_adjustments_gate_shuts_behind_it(closed):
    put(closed, 130)

    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        RevenueRecord.objects.filter(unit=closed.cua_bac).update(revenue=1)


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ({"reason": "  "}, ReasonMissing), ({"amount": 10**15}, OutOfRange), ({"by": "head"}, NotAllowed),
        ({"by": "accountant"}, NotAllowed), ({"by": "manager"}, NotAllowed), ({"by": "stranger"}, NotFound),
        ({"amount": 100}, Refused), ({"measure": "headcount"}, Refused),
    ],
)  # fmt: skip
def test_what_is_not_an_adjustment_changes_nothing(closed, how, error):
    with pytest.raises(error):
        put(closed, **{"amount": 130, **how})

    assert booked(closed.cua_bac)["EMS"] == 100
    assert not Adjustment.objects.exists()


@pytest.mark.parametrize("round", [None, 1])
def test_an_open_month_is_corrected_by_its_unit(world, round):
    world.open("2019-12")
    sent(world, {"EMS": 100})
    if round:
        months.close(month=DECEMBER, round=round, by=world.planner, at=world.now)

    with pytest.raises(Refused) as refusal:
        put(world, 130)

    assert refusal.value.code == "not_closed"


def test_an_adjustment_is_never_changed_not_even_by_sql(closed):
    put(closed, 130)

    for act in (lambda: Adjustment.objects.update(reason="khác"), lambda: Adjustment.objects.all().delete()):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            act()
