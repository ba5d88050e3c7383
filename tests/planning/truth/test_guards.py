"""What the database refuses whoever asks, with its counterpart that passes."""

from datetime import date, timedelta

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from planning.actions import months
from planning.models import (
    AnnualTarget,
    ClosedFigure,
    Grace,
    HistoryEntry,
    MonthlyReport,
    Plan,
    ReportingMonth,
    RevenueRecord,
    Service,
    ServiceLine,
    Unit,
)  # fmt: skip
from planning.models.monthly_reports import State
from tests.planning.deeds import DECEMBER, sent


@pytest.fixture
def december(world):
    world.open("2019-12")
    sent(world, {"EMS": 100})
    return world


def refused(act, match):
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        act()


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def shut(world):
    ReportingMonth.objects.filter(month=DECEMBER.first).update(closed_2_at=world.now)


def new_record(world, **how):
    place = {"unit": world.cua_nam, "service": world.services["EMS"], "month": DECEMBER.first, **how}
    return RevenueRecord(**place)


WRITERS = {
    "update": lambda world: RevenueRecord.objects.update(revenue=1),
    "save": lambda world: new_record(world, revenue=1).save(),
    "bulk_create": lambda world: RevenueRecord.objects.bulk_create([new_record(world, revenue=1)]),
    "delete": lambda world: RevenueRecord.objects.all().delete(),
    "insert by sql": lambda world: sql(
        "INSERT INTO planning_revenuerecord (unit_id, service_id, month, revenue) VALUES (%s, %s, %s, 1)",
        world.cua_nam.pk, world.services["EMS"].pk, DECEMBER.first,
    ),
    "update by sql": lambda world: sql("UPDATE planning_revenuerecord SET volume = 3"),
    "delete by sql": lambda world: sql("DELETE FROM planning_revenuerecord"),
    "move out": lambda world: sql("UPDATE planning_revenuerecord SET month = '2019-11-01'"),
    "move in": lambda world: _move_in(world),
    "merge": lambda world: sql(
        "MERGE INTO planning_revenuerecord r USING (SELECT 1) s ON r.unit_id = %s"
        " WHEN MATCHED THEN UPDATE SET revenue = 5", world.cua_bac.pk,
    ),
}  # fmt: skip


def _move_in(world):
    with transaction.atomic():
        new_record(world, revenue=1, month=date(2019, 11, 1)).save()
        sql("UPDATE planning_revenuerecord SET month = %s WHERE month = '2019-11-01'", DECEMBER.first)


@pytest.mark.parametrize("way", WRITERS)
@pytest.mark.parametrize("lock", ["closed", "locked"])
def test_a_shut_month_refuses_every_way_of_writing(december, way, lock):
    if lock == "closed":
        shut(december)
    else:
        ReportingMonth.objects.update(locks_at=december.now)

    refused(lambda: WRITERS[way](december), f"month 2019-12 is {lock}")

    assert RevenueRecord.objects.get(service__code="EMS").revenue == 100


@pytest.mark.parametrize("way", WRITERS)
def test_an_open_month_takes_each_of_them(december, way):
    WRITERS[way](december)


def test_the_lock_is_judged_by_the_portals_time_where_it_is_set(december):
    ReportingMonth.objects.update(locks_at=december.now + timedelta(hours=1))

    # The portal's clock stood at 10:00 for the last action of this transaction.
    RevenueRecord.objects.update(revenue=2)
    sql("SELECT set_config('portal.now', '', true)")
    refused(lambda: RevenueRecord.objects.update(revenue=3), "month 2019-12 is locked")


def test_a_grace_lets_its_unit_pass_and_no_other(december):
    ReportingMonth.objects.update(locks_at=december.now)
    Grace.objects.create(
        unit=december.cua_bac, month=DECEMBER.first, given_at=december.now - timedelta(hours=1),
        expires_at=december.now + timedelta(hours=1), reason="Mất điện", by=december.planner,
    )  # fmt: skip

    RevenueRecord.objects.filter(unit=december.cua_bac).update(revenue=7)
    refused(lambda: new_record(december, revenue=1).save(), "month 2019-12 is locked")
    shut(december)
    refused(lambda: RevenueRecord.objects.filter(unit=december.cua_bac).update(revenue=8), "is closed")


def test_a_named_adjustment_passes_for_its_transaction(december):
    shut(december)

    sql("SELECT set_config('portal.adjustment', 'Đối soát', true)")

    RevenueRecord.objects.update(revenue=8)
    assert RevenueRecord.objects.filter(revenue=8).count() == 4


def test_a_snapshot_lasts_as_long_as_its_round_is_closed(december):
    month = {"month": DECEMBER, "by": december.planner, "at": december.now}
    months.close(round=1, **month)
    months.close(round=2, **month)

    refused(lambda: sql("DELETE FROM planning_closedfigure"), "never changed")
    ReportingMonth.objects.update(closed_2_at=None)
    refused(lambda: sql("DELETE FROM planning_closedfigure WHERE round = 1"), "never changed")
    refused(lambda: sql("UPDATE planning_closedfigure SET revenue = 1 WHERE round = 2"), "never changed")
    sql("DELETE FROM planning_closedfigure WHERE round = 2")

    assert set(ClosedFigure.objects.values_list("round", flat=True)) == {1}


def test_what_a_snapshot_names_is_there_and_stays(december):
    months.close(round=1, month=DECEMBER, by=december.planner, at=december.now)
    unit, ems = december.cua_bac, december.services["EMS"]
    unnamed = Unit.objects.create(code="moi", name="Mới", kind=unit.kind, parent=unit.parent)
    columns = "month, round, unit_id, service_id"
    write = f"INSERT INTO planning_closedfigure ({columns}) VALUES ('2019-12-01', 2, %s, %s)"

    refused(lambda: sql(write, 0, ems.pk), "a unit that is not there")
    refused(lambda: sql(write, unit.pk, 0), "a service that is not there")
    refused(lambda: sql("DELETE FROM planning_unit WHERE id = %s", unit.pk), "named by closed figures")
    refused(lambda: sql("DELETE FROM planning_service WHERE id = %s", ems.pk), "named by closed figures")
    sql(write, unit.pk, ems.pk)
    sql("DELETE FROM planning_unit WHERE id = %s", unnamed.pk)

    assert ClosedFigure.objects.filter(unit=unit, service=ems, round=2).exists()
    assert not Unit.objects.filter(code="moi").exists()


def test_what_the_books_name_is_there_and_stays(december):
    unit, ems = december.cua_nam, december.services["EMS"]
    unnamed = Unit.objects.create(code="moi", name="Mới", kind=unit.kind, parent=unit.parent)
    unsold = Service.objects.create(code="MOI", name="Mới", line=ems.line)
    write = "INSERT INTO planning_revenuerecord (month, unit_id, service_id) VALUES ('2019-12-01', %s, %s)"

    refused(lambda: sql(write, 0, ems.pk), "a record names a unit that is not there")
    refused(lambda: sql(write, unit.pk, 0), "a record names a service that is not there")
    sql(write, unit.pk, ems.pk)
    moved = "UPDATE planning_revenuerecord SET {} = %s WHERE unit_id = %s"
    refused(lambda: sql(moved.format("unit_id"), 0, unit.pk), "a record names a unit that is not there")
    refused(lambda: sql(moved.format("service_id"), 0, unit.pk), "a record names a service that is not there")
    refused(lambda: sql("DELETE FROM planning_unit WHERE id = %s", unit.pk), "named by the books")
    refused(lambda: sql("DELETE FROM planning_service WHERE id = %s", ems.pk), "named by the books")
    refused(lambda: sql("UPDATE planning_unit SET id = 0 WHERE id = %s", unit.pk), "named by the books")
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # PostgreSQL empties no table that waits for a check
    refused(lambda: sql("TRUNCATE planning_unit CASCADE"), "rows of planning_unit are named by the books")
    refused(lambda: sql("TRUNCATE planning_serviceline CASCADE"), "planning_service are named by the books")
    sql("UPDATE planning_unit SET id = id WHERE id = %s", unit.pk)
    sql(moved.format("service_id"), december.services["BK"].pk, unit.pk)
    sql("DELETE FROM planning_unit WHERE id = %s", unnamed.pk)
    sql("DELETE FROM planning_service WHERE id = %s", unsold.pk)

    assert RevenueRecord.objects.filter(unit=unit, service=december.services["BK"]).exists()


HISTORY = {
    "update": "UPDATE planning_history SET reason = 'x'",
    "delete": "DELETE FROM planning_history",
    "one row": "DELETE FROM planning_history WHERE id = (SELECT max(id) FROM planning_history)",
}


@pytest.mark.parametrize("way", HISTORY)
def test_the_history_is_never_changed(december, way):
    refused(lambda: sql(HISTORY[way]), "never changed")


def test_a_change_around_the_portal_is_in_the_history_too(december):
    sql("SELECT set_config('portal.actor', '', true), set_config('portal.channel', '', true)")

    sql("UPDATE planning_revenuerecord SET revenue = 5 WHERE revenue = 100")

    entry = HistoryEntry.objects.filter(noun="record", unit=december.cua_bac).latest("pk")
    assert (entry.actor, entry.channel, entry.old, entry.new) == (
        None,
        "sql",
        {"revenue": 100},
        {"revenue": 5},
    )
    assert entry.month == DECEMBER.first


def test_every_changed_row_has_its_entry_and_an_unchanged_one_has_none(december):
    before = HistoryEntry.objects.filter(noun="record").count()

    RevenueRecord.objects.update(revenue=0)

    # Three of the four services were at 0 already.
    assert HistoryEntry.objects.filter(noun="record").count() == before + 1


def test_a_figure_stands_once_a_month(december):
    refused(lambda: new_record(december, unit=december.cua_bac, revenue=1).save(), "one_record_a_month")


@pytest.mark.parametrize("measure", ["revenue", "payroll_revenue", "volume", "balance"])
def test_a_figure_lies_in_range(december, measure):
    for value in (10**15, -(10**15)):
        refused(lambda v=value: new_record(december, **{measure: v}).save(), f"record_{measure}_in_range")
    new_record(december, **{measure: 10**15 - 1}).save()
    with pytest.raises(DataError), transaction.atomic():
        sql(f"UPDATE planning_revenuerecord SET {measure} = 9223372036854775808")


def test_a_month_is_its_first_day(december):
    refused(lambda: new_record(december, month=date(2019, 12, 2), revenue=1).save(), "month_is_a_first_day")
    refused(
        lambda: MonthlyReport.objects.create(unit=december.cua_nam, month=date(2019, 12, 2)),
        "report_month_is_a_first_day",
    )


def test_a_unit_has_one_report_a_month(december):
    refused(
        lambda: MonthlyReport.objects.create(unit=december.cua_bac, month=DECEMBER.first),
        "one_report_a_month",
    )


def test_what_was_decided_was_submitted_and_a_return_has_a_reason(december):
    other = MonthlyReport.objects.create(unit=december.cua_nam, month=DECEMBER.first)
    for state in (State.SUBMITTED, State.APPROVED):
        refused(
            lambda s=state: MonthlyReport.objects.filter(pk=other.pk).update(state=s),
            "what_was_decided_was_submitted",
        )
    refused(
        lambda: MonthlyReport.objects.filter(pk=other.pk).update(state=State.RETURNED),
        "a_return_has_a_reason",
    )
    MonthlyReport.objects.filter(pk=other.pk).update(state=State.RETURNED, return_reason="Xem lại")


def test_a_targets_months_add_up_to_its_year(december):
    plan = Plan.objects.create(year=2019, kind="internal")
    row = {"plan": plan, "unit": december.cua_bac, "node": "ALL", "measure": "revenue"}

    refused(
        lambda: AnnualTarget.objects.create(**row, total=13, months=[1] * 12), "target_months_sum_to_total"
    )
    refused(lambda: AnnualTarget.objects.create(**row, total=11, months=[1] * 11), "target_has_twelve_months")
    AnnualTarget.objects.create(**row, total=12, months=[1] * 12)


def test_one_revision_of_a_kind_is_in_force(december):
    Plan.objects.create(year=2019, kind="internal", in_force=True)

    refused(
        lambda: Plan.objects.create(year=2019, kind="internal", revision=1, in_force=True),
        "one_revision_in_force",
    )
    Plan.objects.create(year=2019, kind="assigned", in_force=True)


def test_codes_of_lines_and_services_share_one_space_and_never_change(december):
    line = ServiceLine.objects.get(code="BCCP")

    refused(lambda: Service.objects.create(code="TCBC", name="x", line=line), "names a line and a service")
    refused(lambda: ServiceLine.objects.create(code="EMS", name="x"), "names a line and a service")
    refused(lambda: ServiceLine.objects.create(code="ALL", name="x"), "line_code_is_free")
    refused(lambda: Service.objects.filter(code="EMS").update(code="EMS2"), "cannot change")
    Service.objects.create(code="LOG", name="Logistics", line=line)
