"""Sending a month: the draft is checked and becomes what the unit reported, in one transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from planning import review
from planning.actions import books, cells
from planning.actions.books import Figures
from planning.actions.drafts import require_editable, require_reporting, require_services
from planning.actions.errors import Refused
from planning.actions.locks import hold_report, require_open
from planning.actions.plan_totals import revenue_came
from planning.actions.rights import require
from planning.actions.writing import writing
from planning.checks import Kind, Problem
from planning.models import MonthlyReport, RowNote, Service, Unit, User
from planning.models.monthly_reports import NoteReason, State
from planning.models.revenue import Measure
from postoffice.access import Permission
from postoffice.months import Month

Notes = Mapping[str, tuple[str, str]]
"""The reason from the list and the remark, by the code of the service."""


class Stale(Refused):
    """Somebody saved or sent the report after the sender looked at it."""

    code = "stale"
    sentence = _(
        "The figures were changed on %(saved_at)s, after you opened the page. Please look at them again."
    )


class NotReady(Refused):
    """Hard errors stand in the way; `problems` name row and cure."""

    code = "not_ready"
    status = 422
    sentence = _("%(count)s rows have to be put right before the month can be sent.")

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(count=len({problem.service for problem in problems}))
        self.problems = list(problems)


class NothingToSend(NotReady):
    """No service is offered and none was entered."""

    code = "nothing_to_send"
    sentence = _("There is nothing to send yet: add a service and enter its figure, or 0.")


class NeedsReason(Refused):
    """Unusual figures are not explained yet; `problems` name them."""

    code = "needs_reason"
    status = 422
    sentence = _("%(count)s unusual rows need a reason before the month can be sent.")

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(count=len({problem.service for problem in problems}))
        self.problems = list(problems)


class UnknownReason(Refused):
    """A reason that is not on the list."""

    code = "unknown_reason"
    status = 422
    sentence = _("Please choose a reason from the list.")


class RemarkMissing(Refused):
    """The reason "other" says nothing without a remark."""

    code = "remark_missing"
    status = 422
    sentence = _("With the reason “Other”, please say in a few words what it was.")


def submit(
    *,
    unit: Unit,
    month: Month,
    version: int,
    notes: Notes,
    by: User,
    at: datetime,
    channel: str,
) -> MonthlyReport:
    """Send a month to the approver: its figures become facts of the books.

    `version` is the report version the sender saw. Every offered service needs a revenue (0 is one);
    unusual rows need a note, given now or before. Sending the same version twice sends it once.
    """
    require(by=by, permission=Permission.ENTER, unit=unit, at=at)
    check_notes(notes)
    with writing(by=by, at=at, channel=channel, sharing=[month]):
        report = hold_report(unit=unit, month=month)
        if _was_sent(report, version, by):
            return report
        require_open(unit=unit, month=month, at=at)
        require_reporting(unit=unit, month=month)
        require_editable(report=report)
        if report.version != version:
            raise Stale(saved_at=report.saved_at or report.decided_at or at)
        values = values_of(report)
        require_services(set(values), month=month)
        keep_notes(report, notes, by, at)
        _require_ready(report, unit, month, values)
        _book(unit, month, values)
        report.state = State.SUBMITTED
        report.first_submitted_at = report.first_submitted_at or at
        report.submitted_at, report.submitted_by = at, by
        report.version += 1
        report.save()
        return report


def explain(*, unit: Unit, month: Month, notes: Notes, by: User, at: datetime, channel: str) -> MonthlyReport:
    """Keep why rows are what they are, before sending or while the report awaits approval."""
    require(by=by, permission=Permission.ENTER, unit=unit, at=at)
    check_notes(notes)
    require_services(set(notes), month=month)
    with writing(by=by, at=at, channel=channel, sharing=[month]):
        report = hold_report(unit=unit, month=month)
        require_open(unit=unit, month=month, at=at)
        require_reporting(unit=unit, month=month)
        if report.state == State.APPROVED:
            require_editable(report=report)
        keep_notes(report, notes, by, at)
        return report


def values_of(report: MonthlyReport) -> review.Values:
    """Return revenue and volume of each service of which the draft says anything."""
    pairs = {
        code: tuple(cells.value_of(report, code, measure) for measure in cells.ENTERED)
        for code in sorted(report.draft)
    }
    return {
        code: (revenue, volume)
        for code, (revenue, volume) in pairs.items()
        if (revenue, volume) != (None, None)
    }


def _was_sent(report: MonthlyReport, version: int, by: User) -> bool:
    """Say whether this very version was sent by this person and nothing has happened since."""
    return (
        report.state == State.SUBMITTED and report.submitted_by_id == by.pk and report.version == version + 1
    )


def check_notes(notes: Notes) -> None:
    """Pass reasons from the list, the one "other" with its remark."""
    for reason, text in notes.values():
        if reason not in NoteReason.values:
            raise UnknownReason
        if reason == NoteReason.OTHER and not text.strip():
            raise RemarkMissing


def keep_notes(report: MonthlyReport, notes: Notes, by: User, at: datetime) -> None:
    """Write notes over earlier ones of the same rows; a code without a service is refused before."""
    if not notes:
        return
    services = Service.objects.in_bulk(notes, field_name="code")
    RowNote.objects.bulk_create(
        [
            RowNote(
                report=report, service=services[code], reason=reason, text=text.strip()[:500], by=by, at=at
            )
            for code, (reason, text) in sorted(notes.items())
            if code in services
        ],
        update_conflicts=True,
        unique_fields=["report", "service"],
        update_fields=["reason", "text", "by", "at"],
    )


def _require_ready(report: MonthlyReport, unit: Unit, month: Month, values: review.Values) -> None:
    required = Service.objects.of_point(unit, month).in_order().values_list("code", flat=True)
    problems = review.problems(unit, month, values, required)
    errors = [problem for problem in problems if problem.kind is Kind.ERROR]
    if errors:
        raise NotReady(errors)
    if not values:
        raise NothingToSend([])
    explained = set(report.notes.values_list("service__code", flat=True))
    unexplained = [problem for problem in problems if problem.service not in explained]
    if unexplained:
        raise NeedsReason(unexplained)


def _book(unit: Unit, month: Month, values: review.Values) -> None:
    """Write the reported figures; payroll revenue and balance of the same records stay as they are."""
    keys = _keys(values)
    rows = [
        Figures(unit.pk, keys[code], month.first, revenue=revenue, volume=volume)
        for code, (revenue, volume) in values.items()
    ]
    books.write(rows, measures=(Measure.REVENUE, Measure.VOLUME))
    books.drop(unit=unit.pk, month=month.first, keep=list(keys.values()))
    revenue_came(unit=unit, month=month)


def _keys(codes: Collection[str]) -> dict[str, int]:
    return dict(Service.objects.filter(code__in=codes).values_list("code", "pk"))
