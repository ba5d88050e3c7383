"""A proposal as people look at it: each figure beside the one that stands in the books."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from planning.models import Proposal, ReportingMonth, RevenueRecord, Service
from planning.models.monthly_reports import NoteReason
from planning.models.revenue import Measure
from postoffice.measures import Reason
from postoffice.numbers import DONG
from postoffice.words import nothing


@dataclass(frozen=True, slots=True)
class ProposedFigure:
    """One figure, written out; `now` is what the books say today."""

    service: str
    measure: str
    value: str
    now: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with its figures, and its notes (service, reason, remark), in the order of the services.

    `form` is a decision to be mended.
    """

    proposal: Proposal
    figures: Sequence[ProposedFigure]
    notes: Sequence[tuple[str, str, str]]
    is_closed: bool
    form: object = None


def laid_out(proposals: Iterable[Proposal], form: object = None) -> list[Proposed]:
    """Lay proposals out: three queries, however many there are."""
    found = list(proposals)
    codes = {code for proposal in found for code in (*proposal.cells, *proposal.notes)}
    services = list(Service.objects.filter(code__in=codes).in_order())
    months = {proposal.month for proposal in found}
    closed = set(
        ReportingMonth.objects.filter(month__in=months)
        .exclude(closed_2_at=None)
        .values_list("month", flat=True)
    )
    records = RevenueRecord.objects.filter(
        unit__in={proposal.unit_id for proposal in found}, month__in=months, service__in=services
    )
    booked = {(record.unit_id, record.month, record.service_id): record for record in records}
    return [
        Proposed(
            proposal,
            list(_figures(proposal, services, booked)),
            list(_notes(proposal, services)),
            proposal.month in closed,
            form,
        )
        for proposal in found
    ]


def _notes(proposal: Proposal, services: Sequence[Service]) -> Iterable[tuple[str, str, str]]:
    for service in services:
        if service.code in proposal.notes:
            reason, remark = proposal.notes[service.code]
            yield service.name, str(NoteReason(reason).label), remark


def _figures(proposal: Proposal, services: Sequence[Service], booked: dict) -> Iterable[ProposedFigure]:
    language = get_language() or "vi"
    for service in services:
        record = booked.get((proposal.unit_id, proposal.month, service.pk))
        row = proposal.cells.get(service.code, {})
        for measure, cell in sorted(row.items()):  # revenue before volume
            now = getattr(record, measure, None)
            yield ProposedFigure(
                service.name,
                Measure(measure).label,
                DONG.write(cell["value"], language),
                str(nothing(Reason.NOT_REPORTED)) if now is None else DONG.write(now, language),
            )
