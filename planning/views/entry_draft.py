"""Autosave: a few cells as JSON, saved at once, answered with what became of them, and judged by rules."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from planning import scopes
from planning.actions import monthly_reports as acts
from planning.actions.errors import MonthClosed, MonthLocked, Refused
from planning.actions.rights import asked_of_rights, require
from planning.entry.desk import draft_sheet
from planning.entry.page import nil_words, why_not
from planning.entry.reference import ASKED_OF_REFERENCE
from planning.entry.rules import rules
from planning.entry.sheet import Row, Typed
from planning.forms.entry import Sent, Unreadable, read_cells
from planning.models import MonthlyReport, RowNote, Unit
from planning.models.history import Channel
from planning.models.monthly_reports import NoteReason
from planning.models.prepared import prepared, together
from planning.views.late import keep_late
from postoffice.access import Permission
from postoffice.months import Month


@require_POST
def entry_draft(request: HttpRequest, unit: str, month: Month) -> JsonResponse:
    """Save cells of a draft; the same key with the same content is answered again and writes nothing."""
    rights = asked_of_rights(request.user, request.now)
    with together(_coded.of(code=unit), rights, ASKED_OF_REFERENCE):
        found = _coded.first(code=unit)
        if found is None:
            raise Http404
        return _saved(request, found, month)


def _saved(request: HttpRequest, found: Unit, month: Month) -> JsonResponse:
    """Save what was sent, or keep it where it came too late, or say why it cannot be kept."""
    try:
        sent = read_cells(request.body)
        report, notes, typed = _save(request, found, month, sent)
    except Unreadable:
        return _refused(request, found, {"error": "unreadable"}, 400)
    except (MonthClosed, MonthLocked) as refusal:
        return _proposed(request, found, month, sent, refusal)
    except Refused as refusal:
        return _told(request, found, refusal)
    return JsonResponse(_answer(request, report, notes, sent, typed))


@prepared
def _coded(code: str) -> QuerySet[Unit]:
    return Unit.objects.filter(code=code)


@require_safe
def entry_rules(request: HttpRequest, unit: str, month: Month) -> JsonResponse:
    """Answer with what figures of a month are judged by, to who types them."""
    own = next((one for one in scopes.entered(request) if one.code == unit and one.is_active_in(month)), None)
    if own is None:
        raise Http404
    return JsonResponse(rules(own, month, request.office))


def _proposed(request: HttpRequest, unit: Unit, month: Month, sent: Sent, refusal: Refused) -> JsonResponse:
    """Keep what came too late, and answer as a save does: what is no figure is held by the browser."""
    try:
        message = keep_late(request, unit, month, sent.changes, sent.notes, sent.key, refusal)
    except Refused as other:
        return _told(request, unit, other)
    report = _report(unit, month)
    said = _answer(request, report, None, sent, sent.typed()) | {"error": refusal.code, "message": message}
    return JsonResponse(said, status=refusal.status)


def _report(unit: Unit, month: Month) -> MonthlyReport:
    """Return the unit's report of the month, an unsaved one where there is none yet."""
    report = MonthlyReport.objects.of(unit, month).first() or MonthlyReport(month=month.first)
    report.unit = unit
    return report


def _told(request: HttpRequest, unit: Unit, refusal: Refused) -> JsonResponse:
    return _refused(request, unit, {"error": refusal.code, "message": str(refusal)}, refusal.status)


def _refused(request: HttpRequest, unit: Unit, said: dict[str, object], status: int) -> JsonResponse:
    """Say why nothing was saved; to who may not see the unit, it is missing, whatever was sent."""
    if status == 404 or not scopes.units(request, Permission.READ).filter(pk=unit.pk).exists():
        raise Http404
    return JsonResponse(said, status=status)


def _save(
    request: HttpRequest, unit: Unit, month: Month, sent: Sent
) -> tuple[MonthlyReport, Sequence[RowNote] | None, Typed]:
    """Save figures and explanations; return the report as it stands, its explanations, and what is left."""
    channel = Channel.PASTE if sent.pasted else Channel.GRID
    signed = {"unit": unit, "month": month, "by": request.user, "at": request.now, "channel": channel}
    conflicts, notes = (), None
    if sent.changes:
        result = acts.save_draft(changes=sent.changes, key=sent.key, **signed)
        report, notes, conflicts = result.report, result.notes, result.conflicts
    else:
        require(by=request.user, permission=Permission.ENTER, unit=unit, at=request.now)
        report = _report(unit, month)
    if sent.notes:
        report, notes = acts.explain(notes=sent.notes, **signed), None
    report.unit = unit
    return report, notes, replace(sent.left(conflicts), notes={})


def _answer(
    request: HttpRequest, report: MonthlyReport, notes: Sequence[RowNote] | None, sent: Sent, typed: Typed
) -> dict[str, object]:
    """Return the touched rows as they stand now, and what is left to do on the page."""
    touched = {c.service for c in sent.changes} | {service for service, _m in sent.refusals} | set(sent.notes)
    sheet = draft_sheet(
        report, office=request.office, unit=sent.unit, typed=typed, notes=notes, touched=touched
    )
    return {
        "version": report.version,
        "saved_at": f"{request.now:%H:%M}",
        "rows": {row.code: _row(row) for row in sheet.rows if row.code in touched},
        "progress": render_to_string("planning/_entry_progress.html", {"sheet": sheet}),
        "why": why_not(sheet),
        "nil": nil_words(sheet),
    }


def _row(row: Row) -> dict[str, object]:
    """Return a row's fields with what is said under it, as the page's own part writes it."""
    fields = {
        cell.name: {"text": cell.text, "was": cell.was, "mark": cell.mark, "held": cell.held}
        for cell in row.fields
    }
    says = _part("says", row) if row.says else ""
    note = _part("note", row) if row.reason or row.is_prefilled else ""
    return {"fields": fields, "says": says, "note": note}


def _part(name: str, row: Row) -> str:
    told = {"row": row, "reasons": NoteReason.choices}
    return render_to_string(f"planning/_entry_{name}.html", told).strip()
