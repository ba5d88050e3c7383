"""The lock order of every writer: month → report rows by id → books → facts.

The month lock is a transaction-level advisory lock that the triggers take too: savers share it,
closing holds it alone. A saver that waited for a close sees the closed month and is refused.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection
from django.db.models import QuerySet

from planning.actions.errors import MonthClosed, MonthLocked, MonthNotOpen
from planning.actions.writing import SHARE, because
from planning.models import Grace, MonthlyReport, ReportingMonth, Unit, User
from planning.models.prepared import Asked, prepared
from postoffice.months import Month


def share_months(months: Collection[Month]) -> None:
    """Hold months together with other savers until the transaction ends, in the order of time.

    For actions that learn in their transaction which months; others name them as they open it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT" + SHARE, [[month.first for month in months]])


def hold_month_alone(month: Month) -> None:
    """Hold a month alone until the transaction ends: wait for its savers, keep new ones out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7102, planning_month_key(%s))", [month.first])


def hold_books() -> None:
    """Be the only writer of figures until the transaction ends, as the trigger would make it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7101, 0)")


def require_open(*, unit: Unit, month: Month, at: datetime) -> ReportingMonth:
    """Pass a month that `unit` may write at `at`; call with the month held.

    A grace opens a locked month for its unit, and its reason goes into the history.
    """
    row = require_not_closed(month=month)
    if not row.is_locked(at):
        return row
    grace = Grace.objects.open_at(at).filter(unit=unit, month=month.first).order_by("-expires_at").first()
    if grace is None:
        raise MonthLocked(month=month, locks_at=row.locks_at)
    because(grace.reason)
    return row


def require_open_for_all(*, units: Collection[int], month: Month, at: datetime) -> ReportingMonth:
    """Pass a month that every one of these units (primary keys) may write at `at`."""
    row = require_not_closed(month=month)
    if row.is_locked(at):
        graces = Grace.objects.open_at(at).filter(unit__in=units, month=month.first)
        excused = dict(graces.order_by("pk").values_list("unit", "reason"))
        if set(units) - excused.keys():
            raise MonthLocked(month=month, locks_at=row.locks_at)
        because("; ".join(sorted(set(excused.values()))))
    return row


def require_not_closed(*, month: Month) -> ReportingMonth:
    """Pass a month that is open and not closed for good, locked or not; call with the month held."""
    row = _month.first(first=month.first)
    if row is None or row.opened_at is None:
        raise MonthNotOpen(month=month)
    if row.closed_2_at is not None:
        raise MonthClosed(month=month)
    return row


def asked_of_month(month: Month) -> Asked:
    """Return what the month is asked by all that require it open, to be asked together with more."""
    return _month.of(first=month.first)


@prepared
def _month(first: date) -> QuerySet[ReportingMonth]:
    return ReportingMonth.objects.filter(month=first)


def hold_report(*, unit: Unit, month: Month) -> MonthlyReport:
    """Hold the report of `unit` for `month` until the transaction ends, made where it is missing."""
    report = _held.first(unit=unit.pk, first=month.first)
    if report is None:
        MonthlyReport.objects.bulk_create(
            [MonthlyReport(unit=unit, month=month.first)], ignore_conflicts=True
        )
        report = MonthlyReport.objects.of(unit, month).select_for_update().get()
    return report


@prepared
def _held(unit: int, first: date) -> QuerySet[MonthlyReport]:
    return MonthlyReport.objects.filter(unit=unit, month=first).select_for_update()


def hold_reports(units: Collection[int], month: Month) -> list[MonthlyReport]:
    """Hold the reports of units (primary keys) that exist for `month`, in the order of their keys."""
    return list(
        MonthlyReport.objects.filter(unit__in=units, month=month.first).select_for_update().order_by("pk")
    )


def hold_user(user: User) -> User:
    """Hold a person's row until the transaction ends and return it as it is now."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)
