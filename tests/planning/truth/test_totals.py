"""YearTotals is the sum of the records, whichever way a record is written."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from planning.models import RevenueRecord, Service, Unit, YearTotals
from postoffice.months import Month

DECEMBER = Month(2019, 12)


@pytest.fixture
def books(world):
    world.books("""
        unit     | 2018 | 2019
        cua bac  |  120 |  240
        cua nam  |   60 |   36
        cua dong |   12 |   24
    """)
    return world


def record(world, unit, service, month, **figures):
    return RevenueRecord(
        unit=getattr(world, unit), service=world.services[service], month=month.first, **figures
    )


def total(unit, node="ALL", measure="revenue", year=2019, number=12):
    row = YearTotals.objects.filter(unit=unit, node=node, measure=measure, year=year).first()
    return row.months[number - 1] if row else None


def test_an_orm_update_moves_every_total_above(books):
    RevenueRecord.objects.filter(month=DECEMBER.first).update(revenue=F("revenue") + 1)

    # 20 + 1 and 3 + 1 at Đông Hồ, 2 + 1 at Tây Hồ.
    assert [total(u) for u in (books.cua_bac, books.dong_ho, books.tay_ho, books.vp)] == [21, 25, 3, 28]
    assert YearTotals.objects.differences() == []


def test_a_save_and_a_delete_through_the_orm_move_them(books):
    row = RevenueRecord.objects.get(unit=books.cua_bac, month=DECEMBER.first)
    row.payroll_revenue = 9
    row.volume = 4
    row.save()
    assert total(books.vp, measure="payroll_revenue") == 9

    row.delete()

    assert (total(books.cua_bac), total(books.vp)) == (0, 5)
    assert YearTotals.objects.differences() == []


def test_a_bulk_insert_moves_them(books):
    RevenueRecord.objects.bulk_create(
        record(books, unit, service, DECEMBER, revenue=10, volume=2)
        for unit in ("cua_bac", "cua_tay")
        for service in ("BK", "CT", "BAO")
    )

    # 20 + 3 + 2 of EMS and twice 3 × 10.
    assert total(books.vp) == 85
    assert [total(books.vp, node) for node in ("BCCP", "TCBC", "PPTT")] == [45, 20, 20]
    assert YearTotals.objects.differences() == []


def test_a_bulk_update_and_an_upsert_move_them(books):
    rows = list(RevenueRecord.objects.filter(unit=books.cua_bac, month__year=2019))
    for row in rows:
        row.revenue = 1
    RevenueRecord.objects.bulk_update(rows, ["revenue"])
    RevenueRecord.objects.bulk_create(
        [
            record(books, "cua_bac", "EMS", DECEMBER, revenue=7),
            record(books, "cua_bac", "BK", DECEMBER, revenue=5),
        ],
        update_conflicts=True, unique_fields=["unit", "service", "month"], update_fields=["revenue"],
    )  # fmt: skip

    assert total(books.cua_bac) == 12
    assert YearTotals.objects.differences() == []


def test_raw_sql_moves_them(books):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE planning_revenuerecord SET revenue = revenue * 2, volume = 3")
        cursor.execute("DELETE FROM planning_revenuerecord WHERE unit_id = %s", [books.cua_dong.pk])
        cursor.execute(
            "UPDATE planning_revenuerecord SET month = '2017-12-01'"
            " WHERE unit_id = %s AND month = '2019-12-01'",
            [books.cua_nam.pk],
        )
        cursor.execute(
            "INSERT INTO planning_revenuerecord (unit_id, service_id, month, balance) VALUES (%s, %s, %s, 8)",
            [books.cua_tay.pk, books.services["CT"].pk, DECEMBER.first],
        )

    assert (total(books.vp), total(books.vp, year=2017)) == (40, 6)
    assert total(books.vp, measure="balance") == 8
    assert YearTotals.objects.differences() == []


def test_a_figure_that_moves_to_another_unit_or_service_moves_its_totals(books):
    RevenueRecord.objects.filter(unit=books.cua_bac, month=DECEMBER.first).update(
        unit=books.cua_tay, service=books.services["CT"]
    )

    assert [total(u) for u in (books.dong_ho, books.tay_ho)] == [3, 22]
    assert total(books.vp, "TCBC") == 20
    assert YearTotals.objects.differences() == []


def test_volume_adds_over_units_within_a_service_and_into_nothing_else(books):
    RevenueRecord.objects.filter(month=DECEMBER.first).update(volume=5)

    assert total(books.vp, "EMS", "volume") == 15
    assert not YearTotals.objects.filter(measure="volume", node__in=["ALL", "BCCP"]).exists()


def test_a_unit_without_children_keeps_lines_and_all_but_no_services(books):
    nodes = YearTotals.objects.filter(unit=books.cua_bac, measure="revenue", year=2019)

    assert set(nodes.values_list("node", flat=True)) == {"BCCP", "ALL"}


def test_a_new_level_above_takes_the_old_root_along(books):
    corporation = Unit.objects.create(code="tct", name="Tổng công ty", kind="corporation")
    Unit.objects.filter(pk=books.vp.pk).update(parent=corporation)

    assert total(corporation) == 25
    assert YearTotals.objects.differences() == []


@pytest.mark.parametrize("at_once", [1, 2])
def test_a_point_that_gets_units_below_keeps_its_services_however_many_come_at_once(books, at_once):
    Unit.objects.bulk_create(
        Unit(code=f"kiot-{number}", name=f"Kiốt {number}", kind="agent", parent=books.cua_bac).keyed()
        for number in range(at_once)
    )

    # 240 over twelve months.
    assert total(books.cua_bac, "EMS") == 20
    assert YearTotals.objects.differences() == []


def test_the_check_finds_a_planted_difference_and_a_rebuild_mends_it(books):
    YearTotals.objects.filter(unit=books.vp, node="ALL", year=2019).update(m12=999)

    (wrong,) = YearTotals.objects.differences()
    assert (wrong.unit, wrong.node, wrong.month, wrong.kept, wrong.expected) == (
        "vp",
        "ALL",
        "2019-12",
        999,
        25,
    )
    out = StringIO()
    with pytest.raises(CommandError, match="1 totals differ"):
        call_command("verify_totals", stdout=out)
    assert "vp ALL revenue 2019-12: 999, should be 25" in out.getvalue()

    call_command("verify_totals", "--rebuild", stdout=out)

    assert "totals agree" in out.getvalue()


def test_the_check_finds_totals_of_nobody_and_lost_ones(books):
    YearTotals.objects.filter(unit=books.tay_ho).delete()
    YearTotals.objects.create(unit=books.cua_tay, node="BK", measure="revenue", year=2016, m01=3)

    wrong = {(d.unit, d.node) for d in YearTotals.objects.differences()}

    assert wrong == {("tay-ho", "ALL"), ("tay-ho", "BCCP"), ("tay-ho", "EMS"), ("cua-tay", "BK")}


def test_the_line_of_a_service_with_figures_is_fixed(books):
    line = books.services["CT"].line
    with pytest.raises(IntegrityError, match="its line is fixed"), transaction.atomic():
        Service.objects.filter(code="EMS").update(line=line)

    Service.objects.filter(code="BAO").update(line=line)
    assert Service.objects.get(code="BAO").line == line
