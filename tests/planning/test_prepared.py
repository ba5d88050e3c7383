"""A prepared question answers as its queryset does, each time from the database."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from planning.models import DraftSave, MonthlyReport, ReportingMonth, Service, Unit
from planning.models.prepared import Among, prepared, together
from planning.models.validity import holds_between
from postoffice.months import Month


@pytest.fixture(autouse=True, params=[False, True], ids=["plans made anew", "plans kept"])
def keeps_plans(request, settings):
    settings.KEEPS_PLANS = request.param


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
    return Service.objects.filter(Among("code", codes))


@prepared
def opened(first):
    return ReportingMonth.objects.filter(month=first)


@prepared
def saved(key):
    return DraftSave.objects.filter(key=key)


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


def test_questions_that_are_put_together_are_answered_as_alone(world):
    at = timezone.now()
    draft = {"EMS": {"revenue": {"value": 5, "version": 1, "by": None, "at": "", "origin": "typed"}}}
    MonthlyReport.objects.create(unit=world.cua_bac, month=date(2019, 12, 1), draft=draft, saved_at=at)
    ReportingMonth.objects.create(month=date(2019, 12, 1), due_on=date(2020, 1, 5), opened_at=at)
    asked = [
        (reports, {"unit": world.cua_bac.pk, "first": date(2019, 12, 1)}),
        (reports, {"unit": world.cua_nam.pk, "first": date(2019, 12, 1)}),
        (services, {"codes": ["BK", "EMS"]}),
        (reporting, {"unit": world.cua_bac.pk, "first": date(2019, 12, 1), "last": date(2019, 12, 31)}),
        (opened, {"first": date(2019, 12, 1)}),
        (saved, {"key": uuid4()}),
    ]
    alone = [question.tuples(**values) for question, values in asked]

    with CaptureQueriesContext(connection) as queries, together(*(q.of(**values) for q, values in asked)):
        assert [question.tuples(**values) for question, values in asked] == alone
        assert reports.first(unit=world.cua_bac.pk, first=date(2019, 12, 1)).saved_at == at
    assert len([query for query in queries if not query["sql"].startswith("PREPARE")]) == 1
    assert len(alone[4]) == 1 and alone[5] == []


def test_a_kept_save_is_found_together_with_others_by_its_key(world):
    key = uuid4()
    report = MonthlyReport.objects.create(unit=world.cua_bac, month=date(2019, 12, 1))
    made = DraftSave.objects.create(
        report=report,
        version=1,
        key=key,
        digest="x",
        changes=[],
        by=world.manager,
        at=timezone.now(),
        channel="grid",
    )

    with together(saved.of(key=key)):
        found = saved.first(key=key)

    assert (found, found.key, found.at, found.changes) == (made, key, made.at, [])


def test_what_was_put_together_is_asked_anew_after_the_block_and_with_other_values(world):
    asked = {"codes": ["EMS"]}
    with together(services.of(**asked)):
        Service.objects.filter(code="EMS").update(name="Bưu gửi nhanh")
        assert services.all(**asked)[0].name != "Bưu gửi nhanh"
        assert services.all(codes=["BK"])[0].code == "BK"

    assert services.all(**asked)[0].name == "Bưu gửi nhanh"


def test_rows_are_not_held_together_because_they_must_be_seen_as_they_are_after_the_wait(world):
    with pytest.raises(ValueError, match="held"), together(held.of(unit=1)):
        pass
