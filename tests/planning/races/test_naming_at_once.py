"""A unit goes while the books come to name it: one of the two is refused, whichever was first."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from planning.models import RevenueRecord, Unit
from tests.planning.races import together

pytestmark = pytest.mark.django_db(transaction=True)
MONTH = date(2019, 12, 1)
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def fresh(world):
    """A point that nothing names yet, in an open month."""
    world.open("2019-12")
    parent = world.cua_bac.parent
    return Unit.objects.create(code="moi", name="Mới", kind=world.cua_bac.kind, parent=parent)


def until_somebody_waits():
    with connection.cursor() as cursor:
        for _ in range(500):
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("nobody waits for the other")


def naming(world, unit):
    RevenueRecord.objects.create(unit=unit, service=world.services["EMS"], month=MONTH, revenue=1)


def going(unit):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM planning_unit WHERE id = %s", [unit.pk])


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


@pytest.mark.parametrize("books_first", [True, False], ids=["the books are first", "the unit is first"])
def test_a_unit_that_goes_while_the_books_name_it_leaves_no_figure_without_a_unit(world, fresh, books_first):
    acts = [lambda: naming(world, fresh), lambda: going(fresh)]
    if not books_first:
        acts.reverse()
    held = []

    won, lost = together(first(acts[0], held), second(acts[1], held))

    assert won is None
    assert isinstance(lost, IntegrityError)
    assert Unit.objects.filter(pk=fresh.pk).exists() == books_first
    assert RevenueRecord.objects.filter(unit=fresh.pk).exists() == books_first
