"""A prepared question answers as its queryset does, each time from the database."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import Func
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from planning.models import MonthlyReport, Service, Unit
from planning.models.prepared import prepared
from planning.models.validity import holds_between
from postoffice.months import Month


@prepared
def coded(code):
    return Unit.objects.filter(code=code)


@prepared
def reporting(unit, first, last):
    return Unit.objects.reporting().filter(holds_between(first, last), pk=unit).values_list("pk")


@prepared
def reports(unit, first):
    return MonthlyReport.objects.filter(unit=unit, month=first)


@prepared
def held(unit):
    return Unit.objects.filter(pk=unit).select_for_update()


@prepared
def services(codes):
    return Service.objects.filter(code__in=Func(codes, function="SELECT unnest"))


def test_it_finds_the_same_row_as_the_queryset(world):
    found = coded.first(code=world.cua_bac.code)

    assert found == world.cua_bac
    assert {f.attname: getattr(found, f.attname) for f in Unit._meta.concrete_fields} == {
        f.attname: getattr(world.cua_bac, f.attname) for f in Unit._meta.concrete_fields
    }


def test_each_asking_has_its_own_values(world):
    assert coded.first(code=world.cua_bac.code) == world.cua_bac
    assert coded.first(code=world.cua_nam.code) == world.cua_nam
    assert coded.first(code="NONE") is None
    assert coded.all(code="NONE") == []


def test_nothing_of_an_answer_is_kept_so_that_no_save_is_judged_by_yesterday(world):
    month = Month(2019, 12)
    asked = {"unit": world.cua_bac.pk, "first": month.first, "last": month.last}
    assert reporting.tuples(**asked) == [(world.cua_bac.pk,)]

    Unit.objects.filter(pk=world.cua_bac.pk).update(valid_to=date(2019, 11, 30))

    assert reporting.tuples(**asked) == []
    assert not Unit.objects.reporting().active_in(month).filter(pk=world.cua_bac.pk).exists()


def test_a_draft_is_read_as_what_it_is_and_not_as_its_text(world):
    draft = {"EMS": {"revenue": {"value": 5, "version": 1, "by": None, "at": "", "origin": "typed"}}}
    made = MonthlyReport.objects.create(unit=world.cua_bac, month=date(2019, 12, 1), draft=draft)

    found = reports.first(unit=world.cua_bac.pk, first=date(2019, 12, 1))

    assert (found, found.draft, found.return_rows) == (made, draft, [])


def test_a_row_that_was_found_is_saved_as_a_row_that_exists(world):
    unit = coded.first(code=world.cua_bac.code)
    unit.head = "Trần Thị Bưởi"

    unit.save()

    assert Unit.objects.get(code=world.cua_bac.code).head == "Trần Thị Bưởi"


def test_a_list_is_one_value_however_many_it_names(world):
    assert {s.code for s in services.all(codes=["EMS", "BK", "NONE"])} == {"EMS", "BK"}
    assert {s.code for s in services.all(codes=["CT"])} == {"CT"}


def test_a_value_is_never_read_as_sql(world):
    assert coded.all(code="' OR ''='") == []
    assert coded.all(code="%s%%") == []


def test_none_is_refused_because_nothing_equals_it(world):
    with pytest.raises(ValueError, match="None"):
        coded.first(code=None)


def test_a_forgotten_value_is_refused(world):
    with pytest.raises(KeyError):
        reporting.tuples(unit=world.cua_bac.pk, first=date(2019, 12, 1))


def test_rows_are_held_in_a_transaction_only():
    with pytest.raises(TransactionManagementError):
        held.all(unit=1)


def test_rows_that_are_held_are_locked(world):
    with CaptureQueriesContext(connection) as asked:
        held.all(unit=world.cua_bac.pk)

    assert asked[0]["sql"].endswith("FOR UPDATE")
