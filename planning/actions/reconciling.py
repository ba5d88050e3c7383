"""What the accountant does with approved months: reconciles them, and reopens them until the last close."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from planning.actions.errors import Refused
from planning.actions.locks import hold_reports, require_not_closed, share_months
from planning.actions.rights import require_all
from planning.actions.writing import writing
from planning.models import MonthlyReport, Unit, User
from planning.models.history import Channel
from planning.models.monthly_reports import FigureStatus, State
from postoffice.access import Permission
from postoffice.months import Month


class NotApproved(Refused):
    """Only what has been approved is reconciled."""

    code = "not_approved"
    sentence = _("%(units)s: not approved yet, so there is nothing to reconcile.")


def reconcile(
    *, units: Sequence[Unit], month: Month, by: User, at: datetime, channel: str = Channel.PAGE
) -> int:
    """Sign approved months as reconciled, all or none: their figures are final. Return how many are new."""
    with writing(by=by, at=at, channel=channel):
        held = _held(units, month, by, at)
        missing = [unit.name for unit in units if unit.pk not in held or not _is_approved(held[unit.pk])]
        if missing:
            raise NotApproved(units=missing)
        new = MonthlyReport.objects.filter(pk__in=[r.pk for r in held.values()], reconciled_at=None)
        return new.update(reconciled_at=at, reconciled_by=by, figure_status=FigureStatus.FINAL)


def undo(*, units: Sequence[Unit], month: Month, by: User, at: datetime, channel: str = Channel.PAGE) -> int:
    """Take reconciliations back until the month is closed for good; return how many there were."""
    with writing(by=by, at=at, channel=channel):
        return _reset(_held(units, month, by, at).values())


def reopen(*, units: Collection[int], month: Month) -> None:
    """Let what changes no longer count as reconciled; call in a transaction, before the books."""
    _reset(hold_reports(units, month))


def forget(report: MonthlyReport) -> None:
    """Let a report that goes back no longer count as reconciled; the caller saves it."""
    report.reconciled_at = report.reconciled_by = None
    if report.figure_status == FigureStatus.FINAL:
        report.figure_status = FigureStatus.PRELIMINARY


def _held(units: Sequence[Unit], month: Month, by: User, at: datetime) -> dict[int, MonthlyReport]:
    keys = [unit.pk for unit in units]
    require_all(by=by, permission=Permission.RECONCILE, units=keys, at=at)
    share_months([month])
    require_not_closed(month=month)
    return {report.unit_id: report for report in hold_reports(keys, month)}


def _is_approved(report: MonthlyReport) -> bool:
    return report.state == State.APPROVED


def _reset(reports: Collection[MonthlyReport]) -> int:
    signed = [report.pk for report in reports if report.reconciled_at is not None]
    return MonthlyReport.objects.filter(pk__in=signed).update(
        reconciled_at=None, reconciled_by=None, figure_status=FigureStatus.PRELIMINARY
    )
