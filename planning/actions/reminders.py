"""Tells people what they must send or decide, once a day, and keeps the proof."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from planning.actions.rights import day_of
from planning.models import Reminder, User
from planning.models.reminders import ReminderChannel, ReminderKind
from planning.reminding import Errand

_log = logging.getLogger(__name__)

LANGUAGE = "vi"
"""Nobody's language is stored; the office writes Vietnamese."""


@dataclass(slots=True)
class Told:
    """What came of a run: people by what happened to their message."""

    sent: int = 0
    without_address: int = 0
    failed: int = 0
    elsewhere: int = 0


def remind(*, errands: Mapping[User, Sequence[Errand]], at: datetime) -> Told:
    """Send each person one message about all his points, and keep that it was sent.

    His reminders are written before the message goes out, in the same transaction: a second
    run at the same time finds him taken; a message that fails leaves nothing, so the next run tries again.
    """
    told = Told()
    for user, things in errands.items():
        try:
            outcome = _tell(user, things, at)
        except (SMTPException, OSError, ValueError):  # the server, the line, or an address no mail can carry
            _log.exception("The reminder of user %s could not be sent.", user.pk)
            outcome = "failed"
        setattr(told, outcome, getattr(told, outcome) + 1)
    return told


def _tell(user: User, things: Sequence[Errand], at: datetime) -> str:
    """Tell one person; an exception undoes the proof."""
    with transaction.atomic(durable=True):
        if not _taken(user):
            return "elsewhere"
        fresh = _kept(user, things, at)
        if not fresh:
            return "elsewhere"
        if not user.email:
            return "without_address"
        message(user, fresh).send()
    return "sent"


def _taken(user: User) -> bool:
    """Take this person for the transaction, unless another run holds him."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(7104, %s)", [user.pk])
        return cursor.fetchone()[0]


def _kept(user: User, things: Sequence[Errand], at: datetime) -> list[Errand]:
    """Write the proofs that are not there yet, and return what they are about."""
    day = day_of(at)
    before = set(
        Reminder.objects.filter(user=user, sent_on=day).values_list("unit", "month", "kind")
    )
    fresh = [one for one in things if (one.unit.pk, one.month.first, one.kind) not in before]
    channel = ReminderChannel.EMAIL if user.email else ReminderChannel.PORTAL
    Reminder.objects.bulk_create(
        [
            Reminder(
                user=user, unit=one.unit, month=one.month.first, kind=one.kind, channel=channel,
                sent_on=day, sent_at=at,
            )
            for one in fresh
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return fresh


def message(user: User, things: Sequence[Errand]) -> EmailMessage:
    """Return one person's message: names and days, no figure of the books."""
    site = settings.SITE_URL
    apart = (ReminderKind.APPROVE, ReminderKind.ESTIMATE)
    approve, estimate = ([one for one in things if one.kind == kind] for kind in apart)
    enter = [one for one in things if one.kind not in apart]
    shown = {
        "person": user, "enter": enter, "approve": approve, "estimate": estimate,
        "home": site + reverse("home") if site else "",
        "entry": site + reverse("entry-start") if site else "",
        "queue": site + reverse("queue") if site else "",
    }  # fmt: skip
    with translation.override(LANGUAGE):
        subject = render_to_string("mail/reminder_subject.txt", shown)
        body = render_to_string("mail/reminder.txt", shown)
    return EmailMessage(subject=" ".join(subject.split()), body=body, to=[user.email])
