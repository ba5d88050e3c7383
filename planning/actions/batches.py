"""Taking a paste, an upload or an import back as one: each figure that nobody has changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from planning.actions import (
    undone_drafts,
    undone_figures,
    undone_imports,
    undone_months,
    undone_rows,
    undone_targets,
)
from planning.actions.errors import Refused
from planning.actions.locks import (
    hold_books,
    hold_reports,
    require_open_for_all,
)
from planning.actions.rights import require_all
from planning.actions.undone_figures import Kept
from planning.actions.undone_rows import Left
from planning.actions.writing import writing
from planning.models import Batch, DraftSave, HistoryEntry, MonthlyReport, User
from planning.models.batches import BatchKind
from planning.models.history import Channel
from postoffice.access import Permission
from postoffice.months import Month

_OF_DRAFTS = (BatchKind.PASTE, BatchKind.FILE, BatchKind.PREFILL)


class AlreadyUndone(Refused):
    """A batch is undone once."""

    code = "already_undone"
    sentence = _("This import was undone on %(undone_at)s already.")


@dataclass(frozen=True, slots=True)
class UndoResult:
    """How many values are as before, and what is not: figures changed since, and rows that stay."""

    undone: int
    kept: Sequence[Kept]
    left: Sequence[Left] = ()


def undo(*, batch: Batch, by: User, at: datetime) -> UndoResult:
    """Give all that a batch wrote its old value, unless it was changed since; that is told.

    All in one transaction, or nothing. Locks hold for an undo as for any save: a batch with a figure of
    a locked month stays.
    """
    return (_undo_drafts if batch.kind in _OF_DRAFTS else _undo_import)(batch, by, at)


def lasting(*, batch: Batch) -> Refused | None:
    """Say why a batch can never be undone, None where nothing of it lasts."""
    if batch.kind in _OF_DRAFTS:
        return None
    try:
        undone_imports.require_undoable(HistoryEntry.objects.filter(batch=batch))
    except undone_imports.NotUndoable as refusal:
        return refusal
    return None


def _hold(batch: Batch) -> Batch:
    held = Batch.objects.select_for_update().get(pk=batch.pk)
    if held.undone_at is not None:
        raise AlreadyUndone(undone_at=held.undone_at)
    return held


def _mark(batch: Batch, by: User, at: datetime) -> None:
    batch.undone_at, batch.undone_by = at, by
    batch.save(update_fields=["undone_at", "undone_by"])


def _undo_drafts(batch: Batch, by: User, at: datetime) -> UndoResult:
    found = DraftSave.objects.filter(batch=batch).select_related("report__unit")
    saves = list(found.order_by("report", "-version"))
    units = {save.report.unit_id for save in saves}
    permission = Permission.IMPORT if batch.kind == BatchKind.PREFILL else Permission.ENTER
    require_all(by=by, permission=permission, units=units, at=at)
    months = [Month.of(save.report.month) for save in saves]
    with writing(by=by, at=at, channel=Channel.UNDO, batch=batch, sharing=months):
        held = MonthlyReport.objects.filter(pk__in=[save.report_id for save in saves])
        reports = {report.pk: report for report in held.select_for_update().order_by("pk")}
        results = [undone_drafts.take_back(save, reports[save.report_id], by, at) for save in saves]
        _mark(_hold(batch), by, at)
    return UndoResult(sum(back for back, _kept in results), [one for _back, kept in results for one in kept])


def _undo_import(batch: Batch, by: User, at: datetime) -> UndoResult:
    entries = HistoryEntry.objects.filter(batch=batch)
    undone_imports.require_undoable(entries)
    undone_imports.require_rights(batch, entries, by, at)
    places = undone_imports.places(entries)
    with writing(by=by, at=at, channel=Channel.UNDO):
        undone_imports.hold_months(entries, places)
        undone_months.reopen(entries)
        touched = undone_imports.hold_plans(entries)
        others = undone_rows.hold(entries)
        for month, units in places.items():
            require_open_for_all(units=units, month=month, at=at)
        reports = [report for month, units in places.items() for report in hold_reports(units, month)]
        if places or others:
            hold_books()
        held = _hold(batch)
        kept = undone_figures.kept(held)
        undone = undone_figures.give_back(held)
        _undo_reports(held, reports)
        targets, kept_targets = undone_targets.give_back(entries)
        rows, left = undone_rows.give_back(entries, by)
        undone_imports.recompute(entries, touched, places)
        _mark(held, by, at)
    return UndoResult(undone + targets + rows, [*kept, *kept_targets], left)


def _undo_reports(batch: Batch, reports: Sequence[MonthlyReport]) -> None:
    """Give reports the state they had before the batch, unless something has happened to them since."""
    entries = HistoryEntry.objects.filter(noun="report", row__in=[report.pk for report in reports])
    since: dict[int, list[HistoryEntry]] = {}
    for entry in entries.filter(pk__gte=_first(batch)).order_by("pk"):
        since.setdefault(entry.row, []).append(entry)
    for report in reports:
        mine = since.get(report.pk, [])
        if len(mine) != 1 or mine[0].batch_id != batch.pk:
            continue
        if mine[0].verb == "insert":
            _drop_empty(report)
        else:
            MonthlyReport.objects.filter(pk=report.pk).update(version=report.version + 1, **mine[0].old)


def _first(batch: Batch) -> int:
    return HistoryEntry.objects.filter(batch=batch).order_by("pk").values_list("pk", flat=True)[0]


def _drop_empty(report: MonthlyReport) -> None:
    """Delete a report that only the batch had made, once its unit has no figure of the month left."""
    has_figures = report.unit.records.filter(month=report.month).exists()
    if not has_figures and not report.saves.exists() and not report.notes.exists():
        report.delete()
