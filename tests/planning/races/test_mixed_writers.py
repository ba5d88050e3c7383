"""Imports, sends, payroll, SQL and a moved unit at once: every total is still the sum of its records."""

from contextlib import suppress
from random import Random

import pytest
from django.db import OperationalError, connection

from planning.actions import payroll, units
from planning.actions.figures import import_figures
from planning.actions.monthly_reports import return_report
from planning.importing.office import RevenueRow
from planning.models import RevenueRecord, YearTotals
from postoffice.months import Month
from tests.planning.deeds import booked, fill, save, seen, send
from tests.planning.races import raised, together

pytestmark = pytest.mark.django_db(transaction=True)
NOVEMBER, DECEMBER = Month(2019, 11), Month(2019, 12)
ROUNDS = 6
TryAgain = OperationalError
AROUND = [
    "UPDATE planning_revenuerecord SET revenue = revenue + 1 WHERE unit_id = %s",
    "DELETE FROM planning_revenuerecord WHERE unit_id = %s AND volume > 50",
    "UPDATE planning_revenuerecord SET volume = volume + 30 WHERE unit_id = %s",
]


@pytest.fixture
def books(world):
    world.open("2019-11")
    world.open("2019-12")
    for point in ("cua_bac", "cua_nam", "cua_dong", "cua_tay"):
        world.report(getattr(world, point), NOVEMBER, {"EMS": 100, "BK": 50})
    return world


def importing(world, number):
    """Import November anew for two points, changed each time."""
    chance = Random(number)
    for _ in range(ROUNDS):
        rows = [
            RevenueRow(
                code, service, NOVEMBER, revenue=chance.randrange(1, 10**6), volume=chance.randrange(99)
            )
            for code in ("cua-bac", "cua-dong")
            for service in ("EMS", "BK", "CT", "BAO")
        ]
        chance.shuffle(rows)
        import_figures(
            rows=rows,
            kind="revenue",
            by=world.planner,
            at=world.now,
            channel="file",
            replace=True,
            reason="Đối soát",
        )


def sending(world, unit, by):
    """Send December and have it returned, with another figure each time; return the last that was sent."""
    fill(world, unit=unit, month=DECEMBER, by=by)
    value = 0
    for value in range(1, ROUNDS + 1):
        save(world, ("EMS", "revenue", value, seen(unit, "EMS")), unit=unit, by=by)
        send(world, unit=unit, by=by, notes={"EMS": ("season", "")})
        if value < ROUNDS:
            return_report(unit=unit, month=DECEMBER, rows=[], reason="x", by=world.planner, at=world.now)
    return value


def paying(world):
    """Write payroll revenue of both months, again and again."""
    ems = world.services["EMS"].pk
    points = [world.cua_bac.pk, world.cua_nam.pk, world.cua_dong.pk, world.cua_tay.pk]
    for value in range(ROUNDS):
        for month in (DECEMBER, NOVEMBER):
            amounts = {(unit, ems): 40 + value for unit in points}
            payroll.record(month=month, amounts=amounts, by=world.accountant, at=world.now, channel="page")


def writing_around(world):
    """Insert, update and delete by SQL, in no particular order of rows."""
    chance = Random(1)
    with connection.cursor() as cursor:
        for _ in range(ROUNDS * 3):
            unit = chance.choice([world.cua_nam, world.cua_tay]).pk
            with suppress(TryAgain):
                cursor.execute(chance.choice(AROUND), [unit])


def moving(world):
    """Put a point under the other district and back."""
    for _ in range(ROUNDS // 2):
        for parent in (world.tay_ho, world.dong_ho):
            units.correct_parent(
                unit=world.cua_bac, parent=parent, reason="Nhập nhầm", by=world.planner, at=world.now
            )


def test_every_total_is_the_sum_of_its_records_after_all_of_it(books):
    world = books

    answers = together(
        lambda: importing(world, 1),
        lambda: importing(world, 2),
        lambda: sending(world, world.cua_bac, world.manager),
        lambda: sending(world, world.cua_dong, world.stranger),
        lambda: paying(world),
        lambda: writing_around(world),
        lambda: moving(world),
    )

    assert raised(answers) == []
    assert YearTotals.objects.differences() == []
    assert booked(world.cua_bac)["EMS"] == booked(world.cua_dong)["EMS"] == ROUNDS
    paid = RevenueRecord.objects.filter(service__code="EMS", unit=world.cua_bac)
    assert set(paid.values_list("payroll_revenue", flat=True)) == {40 + ROUNDS - 1}


def test_upserts_that_cross_each_other_do_not_deadlock(books):
    world = books
    ems, bk = world.services["EMS"].pk, world.services["BK"].pk
    points = [world.cua_bac.pk, world.cua_nam.pk, world.cua_dong.pk, world.cua_tay.pk]

    def upsert(seed):
        chance = Random(seed)
        with connection.cursor() as cursor:
            for _ in range(10):
                rows = [(unit, service) for unit in points for service in (ems, bk)]
                chance.shuffle(rows)
                cursor.execute(
                    "INSERT INTO planning_revenuerecord AS r (unit_id, service_id, month, revenue)"
                    " SELECT u, s, %s, 1 FROM unnest(%s::bigint[], %s::bigint[]) AS t(u, s)"
                    " ON CONFLICT (unit_id, service_id, month) DO UPDATE SET revenue = r.revenue + 1",
                    [DECEMBER.first, [u for u, _s in rows], [s for _u, s in rows]],
                )

    answers = together(*[lambda s=seed: upsert(s) for seed in range(4)])

    assert raised(answers) == []
    # Eight records, each raised 40 times.
    assert set(RevenueRecord.objects.filter(month=DECEMBER.first).values_list("revenue", flat=True)) == {40}
    assert YearTotals.objects.differences() == []
