"""What happens to a sent month: approved, returned, taken back, signed off for a whole subtree."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from planning.actions import cells
from planning.actions.drafts import require_services
from planning.actions.errors import ReasonMissing, Refused
from planning.actions.locks import hold_report, hold_reports, require_not_closed
from planning.actions.reconciling import forget
from planning.actions.rights import holds, require, require_all, require_below
from planning.actions.writing import writing
from planning.models import MonthlyReport, RevenueRecord, Unit, User
from planning.models.history import Channel
from planning.models.monthly_reports import State
from postoffice.access import Permission, Role
from postoffice.months import Month


class NotAwaiting(Refused):
    """A report is not at the step from which this can be done."""

    code = "not_awaiting"
    sentence = _("%(units)s: not awaiting this step any more. Please look at the queue again.")


class ChangedSince(Refused):
    """A report was sent anew after the approver looked at it."""

    code = "changed_since"
    sentence = _("%(units)s: sent anew since you looked. Please look at the figures again.")


class OwnSubmission(Refused):
    """Four eyes: who sent a month does not decide on it."""

    code = "own_submission"
    status = 403
    sentence = _("%(units)s: you sent this yourself; someone else has to decide on it.")


class NotComplete(Refused):
    """Something below has not been approved; `units` are the missing ones."""

    code = "not_complete"
    sentence = _("%(unit)s cannot be signed off: %(count)s points are not approved yet (%(units)s).")

    def __init__(self, unit: Unit, missing: Sequence[Unit]) -> None:
        super().__init__(unit=unit.name, count=len(missing), units=[below.name for below in missing])
        self.units = list(missing)


class SignedOffAbove(Refused):
    """Taking back goes from the top down."""

    code = "signed_off_above"
    sentence = _("%(units)s has signed this off; that has to be taken back first.")


def approve(
    *,
    unit: Unit,
    month: Month,
    by: User,
    at: datetime,
    version: int | None = None,
    channel: str = Channel.PAGE,
) -> MonthlyReport:
    """Approve one sent report; `version` is the one the approver saw."""
    versions = {} if version is None else {unit.pk: version}
    return approve_many(units=[unit], month=month, by=by, at=at, versions=versions, channel=channel)[0]


def approve_many(
    *,
    units: Sequence[Unit],
    month: Month,
    by: User,
    at: datetime,
    versions: Mapping[int, int] | None = None,
    channel: str = Channel.PAGE,
) -> list[MonthlyReport]:
    """Approve sent reports together or none of them.

    `versions` gives for a unit's primary key the report version the approver saw: a report that
    was sent anew since is not approved unseen. A unit with points below signs them off, too.
    """
    require_all(by=by, permission=Permission.APPROVE, units=[unit.pk for unit in units], at=at)
    with writing(by=by, at=at, channel=channel, sharing=[month]):
        require_not_closed(month=month)
        held = {report.unit_id: report for report in hold_reports([unit.pk for unit in units], month)}
        _refuse(NotAwaiting, [u for u in units if u.pk not in held or held[u.pk].state != State.SUBMITTED])
        seen = versions or {}
        _refuse(ChangedSince, [u for u in units if seen.get(u.pk, held[u.pk].version) != held[u.pk].version])
        _refuse_own([(unit, held[unit.pk]) for unit in units], by, at)
        for unit in Unit.objects.filter(pk__in=held, children__isnull=False).distinct().in_order():
            require_complete(unit=unit, month=month)
        keys = [report.pk for report in held.values()]
        MonthlyReport.objects.filter(pk__in=keys).update(
            state=State.APPROVED, decided_at=at, decided_by=by, version=F("version") + 1
        )
        approved = MonthlyReport.objects.in_bulk(keys)
        return [approved[held[unit.pk].pk] for unit in units]


def return_report(
    *,
    unit: Unit,
    month: Month,
    rows: Sequence[str],
    reason: str,
    by: User,
    at: datetime,
    channel: str = Channel.PAGE,
) -> MonthlyReport:
    """Give a sent report back for correction, naming the services that are meant.

    The facts stay in the books until they are sent anew, and are copied into the draft.
    """
    require(by=by, permission=Permission.APPROVE, unit=unit, at=at)
    require_services(set(rows), month=month)
    return _give_back(State.SUBMITTED, unit, month, rows, reason, by, at, channel)


def take_back(
    *, unit: Unit, month: Month, reason: str, by: User, at: datetime, channel: str = Channel.PAGE
) -> MonthlyReport:
    """Take an approval or a sign-off back; what stands above has to be taken back before.

    A unit with figures of its own is decided on by who may approve these, not by its own head.
    """
    if Unit.objects.reporting().filter(pk=unit.pk).exists():
        require(by=by, permission=Permission.APPROVE, unit=unit, at=at)
    else:
        require_below(by=by, permission=Permission.APPROVE, unit=unit, at=at)
    return _give_back(State.APPROVED, unit, month, [], reason, by, at, channel)


def sign_off(
    *, unit: Unit, month: Month, by: User, at: datetime, channel: str = Channel.PAGE
) -> MonthlyReport:
    """Sign off the subtree of a unit without figures of its own, after everything below is approved."""
    require_below(by=by, permission=Permission.APPROVE, unit=unit, at=at)
    with writing(by=by, at=at, channel=channel, sharing=[month]):
        require_not_closed(month=month)
        report = hold_report(unit=unit, month=month)
        if report.state == State.APPROVED or Unit.objects.reporting().filter(pk=unit.pk).exists():
            raise NotAwaiting(units=unit.name)
        list(hold_reports(Unit.objects.below(unit).values_list("pk", flat=True), month))
        require_complete(unit=unit, month=month)
        report.state = State.APPROVED
        report.first_submitted_at = report.first_submitted_at or at
        report.submitted_at = report.decided_at = at
        report.decided_by = by  # nobody submitted it: who signed it off may take it back
        report.version += 1
        report.save()
        return report


def require_complete(*, unit: Unit, month: Month) -> None:
    """Pass a unit below which every reporting unit's month is approved; call with them held."""
    approved = MonthlyReport.objects.filter(month=month.first, state=State.APPROVED)
    below = Unit.objects.below(unit).reporting().active_in(month)
    missing = list(below.exclude(pk__in=approved.values("unit")).in_order())
    if missing:
        raise NotComplete(unit, missing)


def _give_back(
    state: str,
    unit: Unit,
    month: Month,
    rows: Sequence[str],
    reason: str,
    by: User,
    at: datetime,
    channel: str,
) -> MonthlyReport:
    if not reason.strip():
        raise ReasonMissing
    with writing(by=by, at=at, channel=channel, reason=reason.strip(), sharing=[month]):
        require_not_closed(month=month)
        held = {report.unit_id: report for report in hold_reports(unit.chain, month)}
        report = held.get(unit.pk)
        if report is None or report.state != state:
            raise NotAwaiting(units=unit.name)
        _refuse_own([(unit, report)], by, at)
        above = MonthlyReport.objects.filter(unit__in=unit.chain[:-1], month=month.first)
        signed = above.filter(state=State.APPROVED).select_related("unit").order_by("unit__path")
        _refuse(SignedOffAbove, [over.unit for over in signed])
        cells.copy_facts(report, RevenueRecord.objects.filter(unit=unit, month=month.first), at=at)
        forget(report)
        report.state = State.RETURNED
        report.return_reason, report.return_rows = reason.strip(), sorted(set(rows))
        report.decided_at, report.decided_by = at, by
        report.save()
        return report


def _refuse(error: type[Refused], units: Sequence[Unit]) -> None:
    if units:
        raise error(units=[unit.name for unit in units])


def _refuse_own(pairs: Sequence[tuple[Unit, MonthlyReport]], by: User, at: datetime) -> None:
    """Refuse what `by` submitted himself, unless he stands there as a planner, who may decide on any."""
    own = [unit for unit, report in pairs if report.submitted_by_id == by.pk]
    _refuse(OwnSubmission, [u for u in own if not holds(user=by, role=Role.PLANNER, unit=u, at=at)])
