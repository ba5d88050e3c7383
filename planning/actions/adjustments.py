"""Correcting a closed month: signed, with a reason, named by the month it belongs to."""

from collections.abc import Mapping
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
        report = hold_closed(unit=unit, month=month)
        made = correct(report, {(service, measure): amount}, reason=reason.strip(), by=by, at=at)
        if not made:
            raise NothingToAdjust(value=amount)
        return made[0]


def hold_closed(*, unit: Unit, month: Month) -> MonthlyReport:
    """Hold a unit's report of a closed month and the books; NotClosed for any other month."""
    share_months([month])
    if not ReportingMonth.objects.of(month).exclude(closed_2_at=None).exists():
        raise NotClosed(month=month)
    report = hold_report(unit=unit, month=month)
    hold_books()
    return report


def correct(
    report: MonthlyReport, figures: Mapping[tuple[Service, str], int], *, reason: str, by: User, at: datetime
) -> list[Adjustment]:
    """Set figures of a closed month, each with its adjustment; what stands so already is left alone.

    Call inside `writing`, with the report held by `hold_closed`.
    """
    unit, month = report.unit, Month.of(report.month)
    records = RevenueRecord.objects.filter(unit=unit, month=month.first)
    booked = {record.service_id: record for record in records}
    made = []
    for (service, measure), amount in figures.items():
        before = getattr(booked.get(service.pk), measure, None)
        if before != amount:
            made.append(Adjustment(
                unit=unit, service=service, month=month.first, measure=measure, delta=amount - (before or 0),
                was_missing=before is None, reason=reason, by=by, at=at,
            ))  # fmt: skip
    if made:
        adjusting(reason)
        for row in made:
            amount = figures[row.service, row.measure]
            changed = Figures(unit.pk, row.service_id, month.first, **{row.measure: amount})
            books.write([changed], measures=[row.measure])
        adjusting("")
        revenue_came(unit=unit, month=month)
        _count_as_reported(report, by, at)
        Adjustment.objects.bulk_create(made)
    return made


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
