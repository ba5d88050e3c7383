"""Correcting a closed month: signed, with a reason, named by the month it belongs to."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from planning.actions import books
from planning.actions.books import Figures
from planning.actions.cells import UnknownMeasure
from planning.actions.errors import OutOfRange, ReasonMissing, Refused
from planning.actions.locks import hold_books, hold_report, share_months
from planning.actions.plan_totals import revenue_came
from planning.actions.rights import require
from planning.actions.writing import adjusting, writing
from planning.models import Adjustment, MonthlyReport, ReportingMonth, RevenueRecord, Service, Unit, User
from planning.models.history import Channel
from planning.models.monthly_reports import State
from planning.models.revenue import LIMIT, Measure
from postoffice.access import Permission
from postoffice.months import Month


class NotClosed(Refused):
    """An open month is corrected by returning its report."""

    code = "not_closed"
    sentence = _("Month %(month)s is not closed: return the report of the unit instead of adjusting it.")


class NothingToAdjust(Refused):
    """The figure is that already."""

    code = "nothing_to_adjust"
    status = 422
    sentence = _("The figure is %(value)s already; there is nothing to adjust.")
    figures = ("value",)


def adjust(
    *,
    unit: Unit,
    service: Service,
    month: Month,
    measure: str,
    amount: int,
    reason: str,
    by: User,
    at: datetime,
    channel: str = Channel.PAGE,
) -> Adjustment:
    """Set a figure of a closed month to `amount` and keep the difference as an adjustment.

    The record becomes the live figure; the snapshots of the month stay. A unit that had sent
    nothing counts as reported from now on.
    """
    require(by=by, permission=Permission.ADJUST, unit=unit, at=at)
    _check(measure, amount, reason)
    with writing(by=by, at=at, channel=channel, reason=reason.strip()):
        share_months([month])
        if not ReportingMonth.objects.of(month).exclude(closed_2_at=None).exists():
            raise NotClosed(month=month)
        report = hold_report(unit=unit, month=month)
        hold_books()
        record = RevenueRecord.objects.filter(unit=unit, service=service, month=month.first).first()
        before = getattr(record, measure) if record else None
        if before == amount:
            raise NothingToAdjust(value=before)
        adjusting(reason.strip())
        row = Figures(unit.pk, service.pk, month.first, **{measure: amount})
        books.write([row], measures=[measure])
        adjusting("")
        revenue_came(unit=unit, month=month)
        _count_as_reported(report, by, at)
        return Adjustment.objects.create(
            unit=unit, service=service, month=month.first, measure=measure, delta=amount - (before or 0),
            was_missing=before is None, reason=reason.strip(), by=by, at=at,
        )  # fmt: skip


def _check(measure: str, amount: int, reason: str) -> None:
    if measure not in Measure.values:
        raise UnknownMeasure(measure=measure)
    if not reason.strip():
        raise ReasonMissing
    if not -LIMIT < amount < LIMIT:
        raise OutOfRange(value=amount)


def _count_as_reported(report: MonthlyReport, by: User, at: datetime) -> None:
    """Let a unit that sent nothing count as reported: otherwise its figure would not be read."""
    if report.first_submitted_at is None:
        report.state = State.APPROVED
        report.first_submitted_at = report.submitted_at = report.decided_at = at
        report.submitted_by = report.decided_by = by
        report.version += 1
        report.save()
