"""The planner's months: opened, dated, closed twice, and extended for one unit."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from planning.actions.errors import MonthClosed, MonthNotOpen, ReasonMissing, Refused
from planning.actions.locks import hold_month_alone, require_not_closed
from planning.actions.plan_totals import recompute_years
from planning.actions.rights import day_of, require, require_everywhere
from planning.actions.writing import writing
from planning.models import Grace, HolidayOverride, Office, ReportingMonth, Unit, User
from planning.models.history import Channel
from postoffice import working_days
from postoffice.access import Permission
from postoffice.months import Month

ROUNDS = (1, 2)
_SNAPSHOT = """
INSERT INTO planning_closedfigure
    (month, round, unit_id, service_id, revenue, payroll_revenue, volume, balance)
SELECT month, %s, unit_id, service_id, revenue, payroll_revenue, volume, balance
FROM planning_revenuerecord WHERE month = ANY (%s) ORDER BY month, unit_id, service_id
"""


class TooEarly(Refused):
    """The month has not begun."""

    code = "too_early"
    sentence = _("Month %(month)s has not begun yet.")


class AlreadyOpen(Refused):
    """The month was opened before."""

    code = "already_open"
    sentence = _("Month %(month)s is open already.")


class AlreadyClosed(Refused):
    """This round, or the last one, was closed before."""

    code = "already_closed"
    sentence = _("Month %(month)s has been closed in this round already.")


class UnknownRound(Refused):
    """A month is closed in round 1 and in round 2."""

    code = "unknown_round"
    status = 422
    sentence = _("A month is closed in round 1 or in round 2.")


class BadDates(Refused):
    """Dates that do not fit each other."""

    code = "bad_dates"
    status = 422
    sentence = _("Month %(month)s cannot be due or locked before it has begun.")


class BadExpiry(Refused):
    """An extension that is over before it begins."""

    code = "bad_expiry"
    status = 422
    sentence = _("An extension has to end in the future.")


class NotLocked(Refused):
    """An extension is for a month that is locked, or will be."""

    code = "not_locked"
    sentence = _("Month %(month)s has no locking time: every unit can write it without an extension.")


def end_of(day: date) -> datetime:
    """Return the instant at which `day` is over at the office: the first of the next day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def default_due_on(month: Month) -> date:
    """Return the day a month is due: the office's day of the next month, rolled to a working day."""
    overrides = {day.day: not day.is_working for day in HolidayOverride.objects.all()}
    return working_days.due_on(month, Office.objects.current().due_day, overrides)


def open_month(
    *,
    month: Month,
    by: User,
    at: datetime,
    due_on: date | None = None,
    locks_at: datetime | None = None,
    channel: str = Channel.PAGE,
) -> ReportingMonth:
    """Open a month for entry, due on the office's usual day unless `due_on` says otherwise."""
    require_everywhere(by=by, permission=Permission.MONTHS, at=at)
    if month.first > day_of(at):
        raise TooEarly(month=month)
    due = due_on or default_due_on(month)
    _check_dates(month, due, locks_at)
    with writing(by=by, at=at, channel=channel):
        hold_month_alone(month)
        row = ReportingMonth.objects.of(month).first() or ReportingMonth(month=month.first)
        if row.closed_2_at is not None:
            raise MonthClosed(month=month)
        if row.opened_at is not None:
            raise AlreadyOpen(month=month)
        row.due_on, row.locks_at, row.opened_at = due, locks_at, at
        row.save()
        return row


def set_dates(
    *,
    month: Month,
    due_on: date,
    locks_at: datetime | None,
    by: User,
    at: datetime,
    channel: str = Channel.PAGE,
) -> ReportingMonth:
    """Set when a month is due, and when it locks (None: not before it is closed)."""
    require_everywhere(by=by, permission=Permission.MONTHS, at=at)
    _check_dates(month, due_on, locks_at)
    with writing(by=by, at=at, channel=channel):
        hold_month_alone(month)
        row = require_not_closed(month=month)
        row.due_on, row.locks_at = due_on, locks_at
        row.save()
        return row


def close(*, month: Month, round: int, by: User, at: datetime, channel: str = Channel.PAGE) -> ReportingMonth:
    """Close a round: freeze what the books say into a snapshot; round 2 ends all ordinary writing.

    Waits for the savers of the month and keeps new ones out; all of it happens or nothing.
    """
    if round not in ROUNDS:
        raise UnknownRound
    require_everywhere(by=by, permission=Permission.MONTHS, at=at)
    with writing(by=by, at=at, channel=channel):
        hold_month_alone(month)
        row = ReportingMonth.objects.of(month).first()
        if row is None:
            raise MonthNotOpen(month=month)
        if row.closed_2_at is not None or (round == 1 and row.closed_1_at is not None):
            raise AlreadyClosed(month=month)
        if month.first > day_of(at):
            raise TooEarly(month=month)
        freeze(months=[month], round=round)
        recompute_years([month.year])
        if round == 1:
            row.closed_1_at, row.closed_1_by = at, by
        else:
            row.closed_2_at, row.closed_2_by = at, by
        row.save()
        return row


def freeze(*, months: Sequence[Month], round: int) -> None:
    """Keep what the books say of some months as the snapshot of a round; call with the months held alone."""
    with connection.cursor() as cursor:
        cursor.execute(_SNAPSHOT, [round, [month.first for month in months]])


def grant_grace(
    *,
    unit: Unit,
    month: Month,
    expires_at: datetime,
    reason: str,
    by: User,
    at: datetime,
    channel: str = Channel.PAGE,
) -> Grace:
    """Let one unit write one locked month until `expires_at`; it ends by itself."""
    require(by=by, permission=Permission.MONTHS, unit=unit, at=at)
    if not reason.strip():
        raise ReasonMissing
    if expires_at <= at:
        raise BadExpiry
    with writing(by=by, at=at, channel=channel, reason=reason.strip(), sharing=[month]):
        if require_not_closed(month=month).locks_at is None:
            raise NotLocked(month=month)
        return Grace.objects.create(
            unit=unit, month=month.first, given_at=at, expires_at=expires_at, reason=reason.strip(), by=by
        )


def _check_dates(month: Month, due_on: date, locks_at: datetime | None) -> None:
    if due_on < month.first or (locks_at is not None and day_of(locks_at) < month.first):
        raise BadDates(month=month)
