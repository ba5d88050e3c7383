"""What is typed after a month has ended is not lost: it becomes a proposal, and the planner decides."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from planning.actions import cells, submissions
from planning.actions.adjustments import correct, hold_closed
from planning.actions.cells import CellChange
from planning.actions.drafts import require_editable, require_reporting, require_services
from planning.actions.errors import KeyReused, ReasonMissing, Refused
from planning.actions.locks import hold_report
from planning.actions.rights import require
from planning.actions.submissions import Notes
from planning.actions.writing import writing
from planning.models import Grace, MonthlyReport, Proposal, ReportingMonth, RevenueRecord, Service, Unit, User
from planning.models.history import Channel
from planning.models.proposals import ProposalState
from postoffice.access import Permission
from postoffice.months import Month

EXTENSION = timedelta(days=1)
"""For how long accepting a proposal opens a locked month to its unit, to look and send."""


class MonthStillOpen(Refused):
    """Who can type does not propose."""

    code = "month_still_open"
    sentence = _("Month %(month)s still takes figures: please enter them.")


class DecidedAlready(Refused):
    """Somebody else was quicker."""

    code = "decided_already"
    sentence = _("This proposal has been decided already.")


class GrownSince(Refused):
    """The person typed on while the planner looked."""

    code = "grown_since"
    sentence = _("More was typed on %(at)s, after you opened the page. Please look at the proposal again.")


class ChangedMeanwhile(Refused):
    """Somebody entered another figure in the meantime."""

    code = "changed_meanwhile"
    sentence = _(
        "Other figures were entered for %(services)s in the meantime. Please settle it with the unit."
    )


def propose(
    *, unit: Unit, month: Month, changes: Sequence[CellChange], notes: Notes, key: UUID,
    by: User, at: datetime, channel: str,
) -> Proposal | None:  # fmt: skip
    """Keep what was typed into a locked or closed month: it joins what this person has waiting.

    A cell that was emptied, or says what the books say, is taken out again; None where nothing is left
    to decide. The same key with the same content is answered again and changes nothing, whatever was
    decided since.
    """
    require(by=by, permission=Permission.ENTER, unit=unit, at=at)
    cells.check(changes)
    submissions.check_notes(notes)
    with writing(by=by, at=at, channel=channel, sharing=[month]):
        report = hold_report(unit=unit, month=month)
        content = [cells.content_of(changes), {code: list(note) for code, note in notes.items()}]
        mine = Proposal.objects.filter(unit=unit, month=month.first, by=by)
        earlier = mine.filter(saves__has_key=str(key)).first()
        digest = cells.digest(report, content)
        if earlier is not None:
            if earlier.saves[str(key)] != digest:
                raise KeyReused
            return earlier
        _require_shut(unit, month, at)
        require_reporting(unit=unit, month=month)
        require_services({change.service for change in changes} | set(notes), month=month)
        waiting = mine.waiting().select_for_update().first() or Proposal(unit=unit, month=month.first, by=by)
        _join(waiting, changes, notes)
        return _keep(waiting, str(key), digest, at)


def accept(
    *, proposal: Proposal, seen: datetime, reason: str, by: User, at: datetime, channel: str = Channel.PAGE
) -> Proposal:
    """Take a proposal over; `seen` is its time on the page that was looked at.

    In a closed month its figures become adjustments. In a locked one they go into the unit's draft,
    and the unit may send them for a day.
    """
    require(by=by, permission=Permission.ADJUST, unit=proposal.unit, at=at)
    if not reason.strip():
        raise ReasonMissing
    unit, month = proposal.unit, Month.of(proposal.month)
    with writing(by=by, at=at, channel=channel, reason=reason.strip(), sharing=[month]):
        row = ReportingMonth.objects.of(month).first()
        if row is not None and row.closed_2_at is not None:
            report = hold_closed(unit=unit, month=month)
            held = _hold(proposal, seen)
            figures = {
                (service, measure): cell["value"]
                for service in Service.objects.filter(code__in=held.cells).order_by("code")
                for measure, cell in held.cells[service.code].items()
            }
            correct(report, figures, reason=reason.strip(), by=by, at=at)
        else:
            report = hold_report(unit=unit, month=month)
            held = _hold(proposal, seen)
            _lay_into_draft(report, held, at)
            Grace.objects.create(
                unit=unit,
                month=month.first,
                given_at=at,
                expires_at=at + EXTENSION,
                reason=reason.strip(),
                by=by,
            )
        submissions.keep_notes(report, held.notes, held.by, at)
        return _decide(held, ProposalState.ACCEPTED, reason, by, at)


def decline(
    *, proposal: Proposal, seen: datetime, reason: str, by: User, at: datetime, channel: str = Channel.PAGE
) -> Proposal:
    """Turn a proposal down; the reason is told to the unit."""
    require(by=by, permission=Permission.ADJUST, unit=proposal.unit, at=at)
    if not reason.strip():
        raise ReasonMissing
    with writing(by=by, at=at, channel=channel, reason=reason.strip()):
        return _decide(_hold(proposal, seen), ProposalState.DECLINED, reason, by, at)


def _require_shut(unit: Unit, month: Month, at: datetime) -> None:
    row = ReportingMonth.objects.of(month).first()
    locked = row is not None and row.is_locked(at)
    excused = Grace.objects.open_at(at).filter(unit=unit, month=month.first).exists()
    if not locked or (row.closed_2_at is None and excused):
        raise MonthStillOpen(month=month)


def _join(proposal: Proposal, changes: Iterable[CellChange], notes: Notes) -> None:
    """Put into a proposal what the books do not say, and take out of it what says nothing new."""
    records = RevenueRecord.objects.filter(unit=proposal.unit, month=proposal.month)
    booked = {record.service.code: record for record in records.select_related("service")}
    for change in changes:
        row = proposal.cells.setdefault(change.service, {})
        row.pop(change.measure, None)
        if change.value not in (None, getattr(booked.get(change.service), change.measure, None)):
            row[change.measure] = {"value": change.value, "version": change.version}
        if not row:
            del proposal.cells[change.service]
    proposal.notes |= {code: list(note) for code, note in notes.items()}


def _keep(proposal: Proposal, key: str, digest: str, at: datetime) -> Proposal | None:
    """Store a proposal with the save that joined it; one that says nothing any more goes."""
    if not proposal.cells and not proposal.notes:
        if proposal.pk:
            proposal.delete()
        return None
    proposal.saves[key] = digest
    proposal.at = at
    proposal.save()
    return proposal


def _hold(proposal: Proposal, seen: datetime) -> Proposal:
    held = Proposal.objects.select_for_update().select_related("by").get(pk=proposal.pk)
    if held.state != ProposalState.WAITING:
        raise DecidedAlready
    if held.at != seen:
        raise GrownSince(at=held.at)
    return held


def _lay_into_draft(report: MonthlyReport, proposal: Proposal, at: datetime) -> None:
    """Put the figures where their author would have typed them."""
    require_editable(report=report)
    changes = [
        CellChange(service, measure, cell["value"], cell["version"])
        for service, row in proposal.cells.items()
        for measure, cell in row.items()
    ]
    sorting = cells.sort(report, changes)
    if sorting.clashing:
        names = Service.objects.filter(code__in=[change.service for change in sorting.clashing])
        raise ChangedMeanwhile(services=[service.name for service in names.in_order()])
    cells.put(report, sorting.fresh, by=proposal.by, at=at)
    report.save(update_fields=["draft", "version", "saved_at"])


def _decide(proposal: Proposal, state: str, reason: str, by: User, at: datetime) -> Proposal:
    proposal.state, proposal.reason = state, reason.strip()
    proposal.decided_by, proposal.decided_at = by, at
    proposal.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    return proposal
