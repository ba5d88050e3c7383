"""A month is closed while people type, send and import: nothing gets in after the close."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, connection

from planning.actions import months
from planning.actions.errors import MonthClosed, MonthShut, Refused
from planning.actions.monthly_reports import return_report
from planning.models import ClosedFigure, DraftSave, MonthlyReport, RevenueRecord, YearTotals
from postoffice.months import Month
from tests.planning.deeds import fill, save, seen, send
from tests.planning.races import raised, together

pytestmark = pytest.mark.django_db(transaction=True)
POINTS = ("cua_bac", "cua_nam", "cua_dong", "cua_tay")


def facts(month):
    records = RevenueRecord.objects.filter(month=month.first).order_by("unit", "service")
    return list(records.values_list("unit", "service", "revenue", "volume"))


def drafts(month):
    return list(
        MonthlyReport.objects.filter(month=month.first).order_by("pk").values_list("version", "draft")
    )


def typing(world, point, month):
    """Save as fast as it goes until the close is told; return how many saves were acknowledged."""
    unit, value, version = getattr(world, point), 0, 0
    while True:
        try:
            version = save(
                world,
                ("EMS", "revenue", value := value + 1, version),
                unit=unit,
                month=month,
                by=world.typist,
            ).saved["EMS", "revenue"]
        except MonthClosed:
            return value - 1


def sending(world, point, month):
    """Send and have returned, over and over, until the close is told."""
    unit, rounds = getattr(world, point), 0
    fill(world, unit=unit, month=month, by=world.typist)
    try:
        while True:
            rounds += 1
            cell = ("EMS", "revenue", rounds, seen(unit, "EMS", month))
            save(world, cell, unit=unit, month=month, by=world.typist)
            send(world, unit=unit, month=month, by=world.typist, notes={"EMS": ("season", "")})
            return_report(unit=unit, month=month, rows=[], reason="x", by=world.planner, at=world.now)
    except MonthClosed:
        return rounds


def writing_around(world, point, month):
    """Write by SQL until the database refuses for good."""
    unit = getattr(world, point)
    with connection.cursor() as cursor:
        while True:
            try:
                cursor.execute(
                    "INSERT INTO planning_revenuerecord (unit_id, service_id, month, revenue)"
                    " VALUES (%s, %s, %s, 1) ON CONFLICT (unit_id, service_id, month)"
                    " DO UPDATE SET revenue = planning_revenuerecord.revenue + 1",
                    [unit.pk, world.services["BK"].pk, month.first],
                )
            except OperationalError as error:
                assert "try again" in str(error)
            except IntegrityError as error:
                assert "is closed" in str(error)
                return


def closing(world, month, closed):
    """Close after a moment; keep what stood there when the close had come back, and how long it took."""
    time.sleep(0.15)
    began = time.monotonic()
    months.close(month=month, round=2, by=world.planner, at=world.now)
    closed[month] = facts(month), drafts(month), time.monotonic() - began


@pytest.fixture
def typist(world):
    """One who may type for every point of the province."""
    user = world.people["clerk"]
    user.postings.create(role="clerk", unit=world.vp, starts_on=world.now.date() - timedelta(days=400))
    world.people["typist"] = user
    return world


def test_nothing_is_written_into_a_closed_month_however_many_are_writing(typist):
    world, closed = typist, {}
    for number in range(1, 7):
        month = Month(2019, number)
        world.open(str(month))

        answers = together(
            lambda m=month: typing(world, "cua_bac", m),
            lambda m=month: typing(world, "cua_nam", m),
            lambda m=month: sending(world, "cua_dong", m),
            lambda m=month: writing_around(world, "cua_tay", m),
            lambda m=month: closing(world, m, closed),
        )

        assert raised(answers) == []
        assert closed[month][:2] == (facts(month), drafts(month))
        frozen = ClosedFigure.objects.filter(month=month.first, round=2).order_by("unit", "service")
        assert list(frozen.values_list("unit", "service", "revenue", "volume")) == facts(month)
        saves = DraftSave.objects.filter(
            report__month=month.first, report__unit__in=[world.cua_bac, world.cua_nam]
        )
        assert answers[0] + answers[1] == saves.count()
    assert YearTotals.objects.differences() == []
    assert max(took for _facts, _drafts, took in closed.values()) < 2


def test_a_month_that_locks_between_the_check_and_the_write_is_refused_as_a_person_understands(typist):
    world, month = typist, Month(2019, 12)
    world.open("2019-12")
    fill(world)
    shut = {}

    def close_around_the_portal(execute, sql, params, many, context):
        # The trigger's own check is the last line: here the month is shut behind the action's back.
        if "INSERT INTO planning_revenuerecord" in sql and not shut:
            shut["done"] = True
            execute(
                "UPDATE planning_reportingmonth SET closed_2_at = now() WHERE month = %s",
                [month.first],
                False,
                context,
            )
        return execute(sql, params, many, context)

    with connection.execute_wrapper(close_around_the_portal), pytest.raises(MonthShut):
        send(world)

    assert facts(month) == []
    assert MonthlyReport.objects.of(world.cua_bac, month).get().state == "draft"


def test_two_who_close_at_once_close_once(typist):
    world = typist
    world.open("2019-12")
    fill(world)
    send(world)

    close = {"month": Month(2019, 12), "round": 2, "by": world.planner, "at": world.now}
    answers = together(*[lambda: months.close(**close) for _ in range(3)])

    assert [error.code for error in raised(answers)] == ["already_closed"] * 2
    assert ClosedFigure.objects.count() == 4


def test_a_saver_that_waited_for_the_close_is_told_and_keeps_what_it_typed(typist):
    world, month = typist, Month(2019, 12)
    world.open("2019-12")
    key = uuid4()

    answers = together(
        lambda: months.close(month=month, round=2, by=world.planner, at=world.now),
        lambda: save(world, ("EMS", "revenue", 5, 0), key=key),
    )

    if isinstance(answers[1], Refused):
        assert answers[1].code == "month_closed"
    assert DraftSave.objects.filter(key=key).exists() == (not isinstance(answers[1], Exception))
