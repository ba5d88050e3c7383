"""Months: opened, dated, locked to the second, closed twice with a snapshot each."""

import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from planning.actions import months
from planning.actions.adjustments import adjust
from planning.actions.errors import MonthClosed, MonthLocked, NotAllowed, ReasonMissing, Refused
from planning.models import ClosedFigure, Grace, HistoryEntry, HolidayOverride, ReportingMonth
from postoffice.months import Month
from tests.planning.deeds import DECEMBER, booked, fill, save, send, sent

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def december(world):
    world.open("2019-12")
    return world


def close(world, round, *, month=DECEMBER, by=None, at=None):
    return months.close(month=month, round=round, by=by or world.planner, at=at or world.now)


def test_a_month_opens_due_on_the_fifth_rolled_to_a_working_day(world):
    row = months.open_month(month=DECEMBER, by=world.planner, at=world.now)

    # 5 January 2020 is a Sunday.
    assert (row.due_on, row.opened_at) == (date(2020, 1, 6), world.now)


def test_the_offices_own_holidays_move_the_due_day(world):
    HolidayOverride.objects.create(day=date(2020, 1, 6), is_working=False)

    assert months.open_month(month=DECEMBER, by=world.planner, at=world.now).due_on == date(2020, 1, 7)


def test_a_month_opens_on_its_first_day_at_the_office_and_not_an_hour_before(world):
    january = Month(2020, 1)
    first_second = datetime(2020, 1, 1, 0, 0, tzinfo=VIETNAM)

    with pytest.raises(Refused) as refusal:
        months.open_month(month=january, by=world.planner, at=first_second - timedelta(seconds=1))

    assert refusal.value.code == "too_early"
    assert months.open_month(month=january, by=world.planner, at=first_second).opened_at == first_second


def test_a_month_opens_once(december):
    with pytest.raises(Refused) as refusal:
        months.open_month(month=DECEMBER, by=december.planner, at=december.now)

    assert refusal.value.code == "already_open"


@pytest.mark.parametrize(
    "by", ["manager", "clerk", "head", "accountant", "director", "auditor", "administrator"]
)
def test_only_the_planner_keeps_the_months(december, by):
    person = getattr(december, by)

    with pytest.raises(NotAllowed):
        months.open_month(month=Month(2020, 1), by=person, at=december.now)
    with pytest.raises(NotAllowed):
        months.set_dates(month=DECEMBER, due_on=DECEMBER.last, locks_at=None, by=person, at=december.now)
    with pytest.raises(NotAllowed):
        close(december, 1, by=person)


def test_a_planner_of_a_part_does_not_close_the_month_of_the_whole(december):
    december.clerk.postings.create(role="planner", unit=december.dong_ho, starts_on=date(2018, 1, 1))

    with pytest.raises(NotAllowed):
        close(december, 1, by=december.clerk)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Ho_Chi_Minh", "America/New_York"])
def test_a_month_locked_with_the_end_of_a_day_is_writable_in_its_last_second_whatever_the_zone(
    december, zone, monkeypatch, request
):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    request.addfinalizer(time.tzset)
    lock = months.end_of(date(2020, 5, 5))
    months.set_dates(
        month=DECEMBER, due_on=date(2020, 5, 5), locks_at=lock, by=december.planner, at=december.now
    )
    last = datetime(2020, 5, 5, 23, 59, 59, tzinfo=VIETNAM).astimezone(ZoneInfo(zone))

    fill(december, at=last)
    assert send(december, at=last).state == "submitted"
    with pytest.raises(MonthLocked):
        save(december, ("EMS", "revenue", 1, 0), unit=december.cua_nam, by=december.manager_nam,
             at=last + timedelta(seconds=1))  # fmt: skip


def test_dates_lie_in_or_after_the_month(december):
    for due_on, locks_at in (
        (date(2019, 11, 30), None),
        (DECEMBER.last, datetime(2019, 11, 30, 23, 0, tzinfo=VIETNAM)),
    ):
        with pytest.raises(Refused) as refusal:
            months.set_dates(
                month=DECEMBER, due_on=due_on, locks_at=locks_at, by=december.planner, at=december.now
            )
        assert refusal.value.code == "bad_dates"


def grace(world, *, expires=timedelta(days=1), reason="Mất điện", by=None):
    return months.grant_grace(
        unit=world.cua_bac, month=DECEMBER, expires_at=world.now + expires, reason=reason,
        by=by or world.planner, at=world.now,
    )  # fmt: skip


def test_a_grace_needs_a_lock_a_reason_and_a_future(december):
    with pytest.raises(Refused) as refusal:
        grace(december)
    assert refusal.value.code == "not_locked"

    ReportingMonth.objects.update(locks_at=december.now)
    with pytest.raises(ReasonMissing):
        grace(december, reason=" ")
    with pytest.raises(Refused) as refusal:
        grace(december, expires=timedelta(0))
    assert refusal.value.code == "bad_expiry"
    with pytest.raises(NotAllowed):
        grace(december, by=december.head)

    assert grace(december).by == december.planner
    entry = HistoryEntry.objects.filter(noun="grace", unit=december.cua_bac).latest("pk")
    assert (entry.actor, entry.reason) == (december.planner, "Mất điện")


def test_the_first_round_takes_a_snapshot_and_keeps_the_month_open(december):
    sent(december, {"EMS": 100})
    close(december, 1)
    sent(december, {"EMS": 50}, unit=december.cua_nam, by=december.clerk)

    frozen = ClosedFigure.objects.filter(month=DECEMBER.first, round=1, service__code="EMS")
    assert dict(frozen.values_list("unit__code", "revenue")) == {"cua-bac": 100}
    assert booked(december.cua_nam)["EMS"] == 50


def test_the_second_round_locks_and_its_snapshot_stays_while_adjustments_move_the_live_figure(december):
    sent(december, {"EMS": 100})
    close(december, 1)
    close(december, 2)
    with pytest.raises(MonthClosed):
        save(december, ("EMS", "revenue", 1, 0), unit=december.cua_nam, by=december.manager_nam)

    adjust(
        unit=december.cua_bac, service=december.services["EMS"], month=DECEMBER, measure="revenue", amount=90,
        reason="Đối soát EMS", by=december.planner, at=december.now,
    )  # fmt: skip

    frozen = ClosedFigure.objects.filter(unit=december.cua_bac, service__code="EMS").order_by("round")
    assert list(frozen.values_list("round", "revenue")) == [(1, 100), (2, 100)]
    assert booked(december.cua_bac)["EMS"] == 90


def test_a_round_is_closed_once_and_none_after_the_last(december):
    close(december, 1)
    for round in (1,):
        with pytest.raises(Refused) as refusal:
            close(december, round)
        assert refusal.value.code == "already_closed"
    close(december, 2)
    for round in (1, 2):
        with pytest.raises(Refused) as refusal:
            close(december, round)
        assert refusal.value.code == "already_closed"
    with pytest.raises(Refused) as refusal:
        close(december, 3)
    assert refusal.value.code == "unknown_round"


def test_a_close_that_fails_half_way_leaves_nothing_half_closed(december):
    sent(december, {"EMS": 100})

    def fail_after_the_snapshot(execute, sql, params, many, context):
        if sql.startswith('UPDATE "planning_reportingmonth"'):
            raise IntegrityError("the disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_after_the_snapshot), pytest.raises(IntegrityError):
        close(december, 2)

    assert not ClosedFigure.objects.exists()
    assert ReportingMonth.objects.get().closed_2_at is None


def test_a_snapshot_is_never_changed_not_even_by_sql(december):
    sent(december, {"EMS": 100})
    close(december, 1)

    for act in (lambda rows: rows.update(revenue=1), lambda rows: rows._raw_delete(rows.db)):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            act(ClosedFigure.objects.all())


def test_dates_of_a_closed_month_stay(december):
    close(december, 2)

    with pytest.raises(MonthClosed):
        months.set_dates(
            month=DECEMBER, due_on=DECEMBER.last, locks_at=None, by=december.planner, at=december.now
        )


def test_an_old_year_stays_readable_and_by_right_correctable_when_a_new_one_begins(december):
    sent(december, {"EMS": 100})
    close(december, 2)
    months.open_month(month=Month(2020, 1), by=december.planner, at=december.now)
    sent(december, {"EMS": 95}, month=Month(2020, 1))

    adjust(
        unit=december.cua_bac, service=december.services["EMS"], month=DECEMBER, measure="revenue",
        amount=101, reason="Đối soát", by=december.planner, at=december.now,
    )  # fmt: skip

    assert (booked(december.cua_bac)["EMS"], booked(december.cua_bac, Month(2020, 1))["EMS"]) == (101, 95)


def test_a_grace_is_a_row_with_a_life_so_that_the_database_refuses_a_bad_one(december):
    for wrong in ({"reason": ""}, {"expires_at": december.now}, {"month": date(2019, 12, 2)}):
        row = {
            "unit": december.cua_bac, "month": DECEMBER.first, "given_at": december.now,
            "expires_at": december.now + timedelta(days=1), "reason": "x", "by": december.planner, **wrong,
        }  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Grace.objects.create(**row)
