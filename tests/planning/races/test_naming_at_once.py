"""A unit or service goes while the books come to name it: one of the two is refused, whichever was first."""

from datetime import date

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from planning.models import RevenueRecord, Service, Unit
from tests.planning.races import together

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
TABLES = {"unit": "planning_unit", "service": "planning_service"}


@pytest.fixture
def fresh(world):
    """A point and a service that nothing names yet, in an open month."""
    world.open("2019-12")
    near, ems = world.cua_bac, world.services["EMS"]
    return {
        "unit": Unit.objects.create(code="moi", name="Mới", kind=near.kind, parent=near.parent),
        "service": Service.objects.create(code="MOI", name="Mới", line=ems.line),
    }


def until_somebody_waits():
    with connection.cursor() as cursor:
        for _ in range(500):
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("nobody waits for the other")


def first(act, held):
    """Do `act`, let the other begin, and end only when it waits."""

    def deed():
        with transaction.atomic():
            act()
            held.append(True)
            until_somebody_waits()

    return deed


def second(act, held):
    """Do `act` once the other has done its own and has not committed."""

    def deed():
        with connection.cursor() as cursor:
            while not held:
                cursor.execute("SELECT pg_sleep(0.01)")
        act()

    return deed


@pytest.mark.parametrize("books_first", [True, False], ids=["books first", "books last"])
@pytest.mark.parametrize("way", ["insert", "update"])
@pytest.mark.parametrize("noun", TABLES)
def test_what_goes_while_the_books_name_it_leaves_no_figure_without_it(world, fresh, noun, way, books_first):
    place = {"unit": world.cua_nam, "service": world.services["EMS"], "month": date(2019, 12, 1)}
    kept = RevenueRecord.objects.create(**place, revenue=0) if way == "update" else None

    def naming():
        if kept:
            RevenueRecord.objects.filter(pk=kept.pk).update(**{noun: fresh[noun]})
        else:
            RevenueRecord.objects.create(**place | {noun: fresh[noun]}, revenue=0)

    def going():
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLES[noun]} WHERE id = %s", [fresh[noun].pk])

    held, acts = [], [naming, going] if books_first else [going, naming]

    won, lost = together(first(acts[0], held), second(acts[1], held))

    assert won is None
    assert isinstance(lost, IntegrityError)
    assert type(fresh[noun]).objects.filter(pk=fresh[noun].pk).exists() == books_first
    assert RevenueRecord.objects.filter(**{noun: fresh[noun].pk}).exists() == books_first


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_nothing_goes_in_a_transaction_that_cannot_see_who_names_it(fresh, level):
    refused = pytest.raises(OperationalError, match="READ COMMITTED alone")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
        cursor.execute("DELETE FROM planning_unit WHERE id = %s", [fresh["unit"].pk])

    assert Unit.objects.filter(code="moi").exists()
