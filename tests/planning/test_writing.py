"""The transaction of an action: signed, whole, and acknowledged only when it will last."""

import json
from threading import Event, Thread
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.utils import translation

from planning.actions.errors import MonthLocked, OutOfRange, Refused, written
from planning.actions.locks import hold_month_alone
from planning.actions.writing import NotDurable, adjusting, because, writing
from planning.models import DraftSave, HistoryEntry, Office, ServiceLine
from postoffice.months import Month
from tests.planning.deeds import DECEMBER

NOT_REPLICATED = """
DO $$ BEGIN
    RAISE WARNING 'canceling wait for synchronous replication due to user request' USING DETAIL =
        'The transaction has already committed locally, but might not have been replicated to the standby.';
END $$
"""


def setting(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [f"portal.{name}"])
        return cursor.fetchone()[0] or ""


def test_the_history_gets_who_how_and_why(world):
    with writing(by=world.planner, at=world.now, channel="page", reason="Bổ sung"):
        line = ServiceLine.objects.create(code="HCC", name="Hành chính công")
        because("Theo Quyết định 12")
        ServiceLine.objects.filter(pk=line.pk).update(order=9)

    first, second = HistoryEntry.objects.filter(noun="line", row=line.pk).order_by("pk")
    assert (first.actor, first.channel, first.reason) == (world.planner, "page", "Bổ sung")
    assert (second.reason, second.old, second.new) == ("Theo Quyết định 12", {"order": 0}, {"order": 9})


@pytest.mark.django_db(transaction=True)
def test_who_and_why_end_with_the_transaction(world):
    with writing(by=world.planner, at=world.now, channel="page", reason="Bổ sung"):
        adjusting("Đối soát")
        assert (setting("actor"), setting("adjustment")) == (str(world.planner.pk), "Đối soát")

    assert [setting(name) for name in ("actor", "channel", "reason", "now", "adjustment")] == [""] * 5


def test_an_adjustment_of_one_action_opens_nothing_for_the_next(world):
    with writing(by=world.planner, at=world.now, channel="page"):
        adjusting("Đối soát")
    with writing(by=world.planner, at=world.now, channel="page"):
        assert setting("adjustment") == ""


@pytest.mark.django_db(transaction=True)
def test_an_action_inside_another_is_refused_so_that_nothing_is_acknowledged_before_its_commit(world):
    with pytest.raises(RuntimeError, match="durable"), writing(by=None, at=world.now, channel="command"):
        save_nothing(world)


def save_nothing(world):
    with writing(by=None, at=world.now, channel="command"):
        pass


def test_whatever_breaks_inside_leaves_nothing(world):
    with pytest.raises(ZeroDivisionError), writing(by=None, at=world.now, channel="command"):
        Office.objects.update(name="Khác")
        raise ZeroDivisionError

    assert Office.objects.get().name == "Bưu điện tỉnh Vĩnh Phúc"


def test_a_commit_that_stands_on_one_machine_only_is_not_called_saved(world):
    with (
        pytest.raises(NotDurable),
        writing(by=None, at=world.now, channel="command"),
        connection.cursor() as cursor,
    ):
        cursor.execute(NOT_REPLICATED)

    # It is a kind of database trouble, which is answered 503.
    assert issubclass(NotDurable, OperationalError)


def draft(client, key=None):
    cell = {"service": "EMS", "measure": "revenue", "text": "5", "version": 0}
    body = {"key": str(key or uuid4()), "unit": 1, "cells": [cell]}
    return client.post("/entry/cua-bac/2019-12/draft.json", json.dumps(body), content_type="application/json")


def test_database_trouble_is_a_503_that_asks_to_come_back_and_the_repeat_is_saved_once(world, client):
    world.open("2019-12")
    client.force_login(world.manager)
    client.raise_request_exception = False
    key = uuid4()

    with connection.execute_wrapper(_break_the_save):
        broken = draft(client, key)
    repeated = draft(client, key)

    assert (broken.status_code, broken.headers["Retry-After"]) == (503, "5")
    assert repeated.status_code == 200
    assert DraftSave.objects.count() == 1


def _break_the_save(execute, sql, params, many, context):
    if "INSERT INTO planning_draftsave" in sql:
        raise OperationalError("server closed the connection unexpectedly")
    return execute(sql, params, many, context)


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_is_not_given_in_time_is_a_503_and_nothing_is_written(world, client):
    world.open("2019-12")
    client.force_login(world.manager)
    client.raise_request_exception = False
    held, done = Event(), Event()

    def hold():
        with writing(by=None, at=world.now, channel="command"):
            hold_month_alone(DECEMBER)
            held.set()
            done.wait(10)
        connection.close()

    holder = Thread(target=hold)
    holder.start()
    held.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    answer = draft(client)
    done.set()
    holder.join()

    assert answer.status_code == 503
    assert not DraftSave.objects.exists()


def test_errors_speak_the_readers_language_with_dates_as_people_write_them(world):
    assert written(world.now) == "02/01/2020 10:00"
    assert written(world.now.date()) == "02/01/2020"
    assert written([Month(2019, 12), "x"]) == "12/2019, x"
    assert "02/01/2020 10:00" in str(MonthLocked(month=DECEMBER, locks_at=world.now))
    assert "1.000.000.000.000.000" in str(OutOfRange(value=10**15))
    with translation.override("en"):
        assert "999,999,999,999,999" in str(OutOfRange(value=10**15))


def test_every_refusal_has_a_code_a_status_and_a_sentence():
    found = list(_all(Refused))

    assert len(found) > 30
    for error in found:
        assert error.status in (403, 404, 409, 422), error
        assert str(error.sentence), error
    own = [error.code for error in found if "code" in vars(error)]
    # Two errors say that a month is closed: the action's, and the trigger's in a race.
    assert sorted({code for code in own if own.count(code) > 1}) == ["month_closed"]


def _all(kind):
    for error in kind.__subclasses__():
        yield error
        yield from _all(error)
