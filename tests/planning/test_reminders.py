"""Reminders: who is told what on which day, once, and that a failed message is tried again."""

import re
from datetime import UTC, date, datetime
from smtplib import SMTPException
from threading import Thread

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from planning.actions.estimates import Said, say
from planning.models import MonthlyReport, Posting, Reminder, ReportingMonth, User
from planning.models.monthly_reports import State
from postoffice.months import Month

DECEMBER = Month(2019, 12)

class Broken(EmailBackend):
    """A mail server that refuses everything."""

    def send_messages(self, messages):
        raise SMTPException("no")


@pytest.fixture
def december(world):
    """December, due on Monday 6 January; everybody has an address, all but Cửa Bắc have sent."""
    world.open("2019-12", due_on=date(2020, 1, 6))
    for user in User.objects.all():
        user.email = f"{user.username}@example.vn"
        user.save()
    for unit in (world.cua_nam, world.cua_dong, world.cua_tay):
        world.report(unit, DECEMBER, {"EMS": 7_654_321})
    return world


def run(day, *, dry_run=False):
    """Remind on a day, and return {who: message} of it."""
    mail.outbox.clear()
    with override_settings(PORTAL_TODAY=f"{day}"):
        call_command("remind", dry_run=dry_run)
    return {message.to[0].partition("@")[0]: message for message in mail.outbox}


def test_who_may_enter_an_unsent_point_is_told_before_on_and_after_the_due_day(december):
    days = {day: sorted(run(date(2020, 1, day))) for day in range(3, 9)}

    # Before the due day once, on it, and daily when it is late; nobody of Tây Hồ, where all have sent.
    told = ["clerk", "manager"]
    assert days == {3: [], 4: told, 5: [], 6: told, 7: told, 8: told}


def test_a_message_names_the_points_and_the_days_and_no_figure(december, settings):
    settings.SITE_URL = "https://kehoach.example.vn"
    message = run(date(2020, 1, 9))["manager"]

    assert "BC Cửa Bắc" in message.body and "06/01" in message.body
    assert "https://kehoach.example.vn/entry/" in message.body
    assert not re.search(r"\d[.,]\d{3}", message.subject + message.body)
    assert "\n" not in message.subject


def test_a_clerk_gets_one_message_about_all_points(december):
    MonthlyReport.objects.filter(unit=december.cua_nam).update(state=State.RETURNED, return_reason="Xem lại")

    body = run(date(2020, 1, 7))["clerk"].body

    assert body.count("\n- ") == 2


def test_a_unit_head_is_told_what_waits_after_the_approval_day_and_then_no_more(december):
    december.report(december.cua_bac, DECEMBER, {"EMS": 1}, state="submitted")

    days = {day: sorted(run(date(2020, 1, day))) for day in (7, 8)}
    MonthlyReport.objects.update(state=State.APPROVED)

    # Due on the 6th, to be approved by the 7th.
    assert days == {7: [], 8: ["head"]}
    assert run(date(2020, 1, 9)) == {}


def test_nobody_is_told_twice_on_a_day_and_a_dry_run_tells_nobody(december):
    assert run(date(2020, 1, 7), dry_run=True) == {}
    assert not Reminder.objects.exists()
    assert len(run(date(2020, 1, 7))) == 2
    assert run(date(2020, 1, 7)) == {}


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_tell_each_person_once(december, settings):
    settings.PORTAL_TODAY = "2020-01-07"

    def job():
        call_command("remind")
        connection.close()

    jobs = [Thread(target=job) for _number in range(3)]
    for one in jobs:
        one.start()
    for one in jobs:
        one.join()

    assert sorted(message.to[0] for message in mail.outbox) == ["clerk@example.vn", "manager@example.vn"]
    assert Reminder.objects.count() == 2


def test_a_message_that_fails_is_reported_and_tried_again(december, settings):
    settings.EMAIL_BACKEND = "tests.planning.test_reminders.Broken"
    with pytest.raises(CommandError, match="2 messages"):
        run(date(2020, 1, 7))

    assert not Reminder.objects.exists()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert len(run(date(2020, 1, 7))) == 2


def test_who_has_no_address_or_a_poisoned_one_keeps_nobody_else_from_the_message(december):
    User.objects.filter(username="clerk").update(email="")
    User.objects.filter(username="manager").update(email="a@example.vn\nBcc: all@example.vn")

    with pytest.raises(CommandError, match="1 messages"):
        run(date(2020, 1, 7))

    assert mail.outbox == []
    assert [told.channel for told in Reminder.objects.all()] == ["portal"]


def test_a_locked_month_and_a_manager_who_is_away_are_left_in_peace(december):
    Posting.objects.create(
        user=december.manager_nam, role="branch_manager", unit=december.cua_bac,
        starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 31), stands_in_for=december.manager,
    )  # fmt: skip

    assert sorted(run(date(2020, 1, 7))) == ["clerk", "manager_nam"]
    ReportingMonth.objects.update(locks_at="2020-01-08T00:00+07:00")
    assert run(date(2020, 1, 9)) == {}


def test_who_is_asked_for_an_estimate_is_told_until_it_is_said(december):
    ReportingMonth.objects.update(due_on=date(2020, 1, 31), estimate_due_on=date(2019, 12, 10))
    MonthlyReport.objects.filter(unit=december.cua_bac).delete()

    days = {day: sorted(run(date(2019, 12, day))) for day in range(7, 13)}

    # Two days before, on the day, and daily when it is late; who has sent is past estimating.
    told = ["clerk", "manager"]
    assert days == {7: [], 8: told, 9: [], 10: told, 11: told, 12: told}
    body = run(date(2019, 12, 13))["manager"].body
    assert "BC Cửa Bắc, 12/2019" in body
    say(
        unit=december.cua_bac, month=DECEMBER, by=december.manager,
        at=datetime(2019, 12, 13, tzinfo=UTC),
        said={code: Said(1, None) for code in december.services},
    )  # fmt: skip
    assert run(date(2019, 12, 14)) == {}
