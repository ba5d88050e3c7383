"""Who has to be told today about which months: the reading half of `manage.py remind`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from planning.estimating import round_of
from planning.models import Grace, HolidayOverride, MonthlyReport, Posting, ReportingMonth, Unit, User
from planning.models.monthly_reports import State
from planning.models.reminders import Reminder, ReminderKind
from postoffice.access import Permission, Reach, Role, reach
from postoffice.months import Month
from postoffice.working_days import next_working_day

DAYS_BEFORE = 2
"""From how many days before the due day on a person is told, once."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing one person is told: a unit's month that he must send, decide on, or estimate."""

    user: User
    unit: Unit
    month: Month
    kind: ReminderKind
    due_on: date
    days_late: int = 0


def errands(at: datetime, day: date) -> dict[User, list[Errand]]:
    """Return what each person must be told on `day`, without what he was told that day already.

    Nobody is told about a month that takes nothing any more, or about what is done.
    """
    postings = _postings(day)
    found = [
        errand
        for row in ReportingMonth.objects.exclude(opened_at=None).running()
        for errand in (
            *_entering(row, postings, at, day),
            *_approving(row, postings, day),
            *_estimating(row, postings, day),
        )
    ]
    told = _told([errand.month for errand in found], day)
    by_person: dict[User, list[Errand]] = {}
    for errand in dict.fromkeys(found):
        key = (errand.user.pk, errand.unit.pk, errand.month.first, errand.kind)
        if key not in told:
            by_person.setdefault(errand.user, []).append(errand)
    return by_person


def _postings(day: date) -> list[Posting]:
    """Return the postings of the day; who has named a stand-in is left in peace until he is back."""
    held = list(
        Posting.objects.on(day).filter(user__is_active=True).select_related("user", "unit").order_by("pk")
    )
    away = {(post.stands_in_for_id, post.role, post.unit_id) for post in held if post.stands_in_for_id}
    return [post for post in held if (post.user_id, post.role, post.unit_id) not in away]


def _told(months: Iterable[Month], day: date) -> set[tuple[int, int, date, str]]:
    """Return who was told what: on this day, and ever of what is told once."""
    sent = Reminder.objects.filter(month__in={month.first for month in months})
    sent = sent.filter(Q(sent_on=day) | Q(kind=ReminderKind.BEFORE))
    return set(sent.values_list("user", "unit", "month", "kind"))


def _entering(
    row: ReportingMonth, postings: Sequence[Posting], at: datetime, day: date
) -> Iterator[Errand]:
    """Yield who may enter a point that has not sent, from two days before the due day on."""
    kind = kind_on(day, row.due_on)
    if kind is None:
        return
    late = max((day - row.due_on).days, 0)
    for unit in _unsent(row, at):
        for user in _with(Permission.ENTER, unit, postings):
            yield Errand(user, unit, row.as_month, kind, row.due_on, late)


def kind_on(day: date, due_on: date) -> ReminderKind | None:
    """Return how a day stands to the due day.

    >>> [kind_on(date(2020, 1, n), date(2020, 1, 6)) for n in (3, 4, 5, 6, 7)] == [
    ...     None, ReminderKind.BEFORE, ReminderKind.BEFORE, ReminderKind.DUE, ReminderKind.LATE]
    True
    """
    left = (due_on - day).days
    if left > DAYS_BEFORE:
        return None
    if left > 0:
        return ReminderKind.BEFORE
    return ReminderKind.DUE if left == 0 else ReminderKind.LATE


def _unsent(row: ReportingMonth, at: datetime) -> list[Unit]:
    """Return the units whose month is not sent and can still be."""
    sent = MonthlyReport.objects.filter(month=row.month, state__in=[State.SUBMITTED, State.APPROVED])
    units = Unit.objects.reporting().active_in(row.as_month).exclude(pk__in=sent.values("unit"))
    if row.is_locked(at):
        units = units.filter(pk__in=Grace.objects.open_at(at).filter(month=row.month).values("unit"))
    return list(units.in_order())


def _approving(row: ReportingMonth, postings: Sequence[Posting], day: date) -> Iterator[Errand]:
    """Yield the unit heads with sent months before them, once the working day to decide has gone by."""
    if day <= approval_day(row.due_on):
        return
    heads = [post for post in postings if post.role == Role.UNIT_HEAD]
    waiting = MonthlyReport.objects.filter(month=row.month, state=State.SUBMITTED)
    for report in waiting.select_related("unit").order_by("unit__code"):
        for user in _with(Permission.APPROVE, report.unit, heads):
            if user.pk != report.submitted_by_id:
                yield Errand(user, report.unit, row.as_month, ReminderKind.APPROVE, row.due_on)


def approval_day(due_on: date) -> date:
    """Return the day by which sent months are decided on: the working day after the due day."""
    overrides = {
        free.day: not free.is_working
        for free in HolidayOverride.objects.filter(day__range=(due_on, due_on + timedelta(days=31)))
    }
    return next_working_day(due_on + timedelta(days=1), overrides)


def _estimating(row: ReportingMonth, postings: Sequence[Posting], day: date) -> Iterator[Errand]:
    """Yield who may say what a month will bring: two days before, on the day, daily until the month ends."""
    due = row.estimate_due_on
    if due is None or day > row.as_month.last or not (day >= due or day == due - timedelta(days=DAYS_BEFORE)):
        return
    for unit in round_of(Unit.objects.all(), row.as_month).waiting:
        for user in _with(Permission.ENTER, unit, postings):
            yield Errand(user, unit, row.as_month, ReminderKind.ESTIMATE, due, max((day - due).days, 0))


def _with(permission: Permission, unit: Unit, postings: Iterable[Posting]) -> Iterator[User]:
    """Yield who has a permission on a unit by these postings."""
    for post in postings:
        far = reach(post.role, permission)
        own = post.unit_id == unit.pk
        below = unit.is_in(post.unit) and not own
        if (own and far in (Reach.OWN, Reach.SUBTREE)) or (below and far in (Reach.SUBTREE, Reach.BELOW)):
            yield post.user
