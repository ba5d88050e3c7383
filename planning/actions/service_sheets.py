"""Typing one service for many points at once (nhập theo dịch vụ): one form, one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from planning.actions import cells
from planning.actions.cells import CellChange, Conflict
from planning.actions.drafts import require_services
from planning.actions.errors import KeyReused, Refused
from planning.actions.gates import Gate, shut_months
from planning.actions.locks import hold_reports
from planning.actions.rights import require_all
from planning.actions.writing import because, writing
from planning.models import DraftSave, MonthlyReport, Service, User
from postoffice.access import Permission
from postoffice.months import Month


@dataclass
class SheetResult:
    """How many cells were saved; by unit (primary key) what clashes, and why a point takes nothing."""

    saved: int = 0
    conflicts: dict[int, Sequence[Conflict]] = field(default_factory=dict)
    refused: dict[int, Refused] = field(default_factory=dict)


def save_service_sheet(
    *,
    service: Service,
    month: Month,
    changes: Mapping[int, Sequence[CellChange]],
    key: UUID,
    by: User,
    at: datetime,
    channel: str,
) -> SheetResult:
    """Store what was typed for a service, by unit, in one transaction.

    A cell somebody else changed meanwhile is told as a conflict, a point that takes nothing any more
    with its reason; everything else is saved, or nothing is. The same key writes nothing twice.
    """
    for several in changes.values():
        cells.check(several)
    require_all(by=by, permission=Permission.ENTER, units=changes, at=at)
    with writing(by=by, at=at, channel=channel, sharing=[month]):
        for refusal in shut_months([month]).values():
            raise refusal
        require_services({service.code}, month=month)
        gate = Gate(changes, [month], at)
        because(gate.reason)
        open_to = [unit for unit in sorted(changes) if gate.refusal(month, unit, None) is None]
        MonthlyReport.objects.bulk_create(
            [MonthlyReport(unit_id=unit, month=month.first) for unit in open_to], ignore_conflicts=True
        )
        shut = {unit: gate.refusal(month, unit, None) for unit in changes if unit not in open_to}
        result, saves = SheetResult(refused=shut), []
        known = _known(key, changes)
        for report in hold_reports(open_to, month):
            save = _one(report, changes[report.unit_id], gate, known, _Save(key, by, at, channel), result)
            saves += [save] if save else []
        cells.store(saves)
        return result


@dataclass(frozen=True, slots=True)
class _Save:
    key: UUID
    by: User
    at: datetime
    channel: str


def _known(key: UUID, units: Mapping[int, object]) -> dict[UUID, DraftSave]:
    """Return the saves of this form that were acknowledged before."""
    keys = [uuid5(key, str(unit)) for unit in units]
    return {save.key: save for save in DraftSave.objects.filter(key__in=keys)}


def _one(
    report: MonthlyReport,
    changes: Sequence[CellChange],
    gate: Gate,
    known: Mapping[UUID, DraftSave],
    by: _Save,
    result: SheetResult,
) -> DraftSave | None:
    """Judge one point and change its draft in memory; return the save to be kept."""
    key = uuid5(by.key, str(report.unit_id))
    content = cells.content_of(changes)
    if key in known:
        if known[key].digest != cells.digest(report, content):
            raise KeyReused
        result.saved += len(known[key].changes)
        return None
    refusal = gate.refusal(Month.of(report.month), report.unit_id, report)
    if refusal is not None:
        result.refused[report.unit_id] = refusal
        return None
    sorting = cells.sort(report, changes)
    result.saved += len(sorting.fresh) + len(sorting.same)
    if sorting.clashing:
        result.conflicts[report.unit_id] = cells.conflicts(report, sorting.clashing)
    if not sorting.fresh:
        return None
    return cells.saved(
        report, sorting.fresh, key=key, content=content, by=by.by, at=by.at, channel=by.channel
    )
