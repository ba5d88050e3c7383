"""Lays what another system knows into drafts, for the units to look at and confirm.

Lock order as everywhere: months → reports by id. The books are not touched.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import uuid4

from planning.actions import cells
from planning.actions.cells import CellChange
from planning.actions.drafts import InactiveService
from planning.actions.errors import Refused
from planning.actions.gates import Gate
from planning.actions.rights import require_all
from planning.actions.writing import because, in_batch, writing
from planning.models import Batch, DraftSave, MonthlyReport, Service, Unit, User
from planning.models.batches import BatchKind
from planning.models.history import Channel
from postoffice.access import Permission
from postoffice.months import Month

Outcome = Literal["laid", "same", "kept", "refused"]
Figures = Mapping[tuple[Month, int, str, str], int]
"""Amounts by month, primary key of the unit, code of the service, measure."""


@dataclass(frozen=True, slots=True)
class LaidCell:
    """What becomes of one figure: laid, there already, or kept as the unit typed it, or refused."""

    unit: Unit
    month: Month
    service: str
    measure: str
    old: int | None
    new: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class RefusedPoint:
    """A point's month that takes nothing, and why."""

    unit: Unit
    month: Month
    refusal: Refused


@dataclass
class PrefillResult:
    """What was laid or would be; `batch` is None where nothing was written."""

    cells: list[LaidCell] = field(default_factory=list)
    refused: list[RefusedPoint] = field(default_factory=list)
    batch: Batch | None = None

    def of(self, *outcomes: Outcome) -> list[LaidCell]:
        """Return the cells with these outcomes."""
        return [cell for cell in self.cells if cell.outcome in outcomes]


def prefill_many(
    *, figures: Figures, file_name: str, digest: str, by: User, at: datetime, dry_run: bool = False
) -> PrefillResult:
    """Lay figures into the drafts of many points as one batch that can be undone as one.

    A blank cell takes its figure; so does a cell that a system filled before and nobody confirmed.
    What a unit typed or confirmed stays. A point that takes nothing is told with its reason.
    """
    units = {unit for _month, unit, _service, _measure in figures}
    require_all(by=by, permission=Permission.IMPORT, units=units, at=at)
    months = sorted({month for month, *_rest in figures})
    if dry_run:
        return _judged(figures, Gate(units, months, at), _reports(units, months))[0]
    with writing(by=by, at=at, channel=Channel.FILE, sharing=months):
        gate = Gate(units, months, at)
        because(gate.reason)
        _make_reports(figures, gate)
        held = _reports(units, months, hold=True)
        result, changes = _judged(figures, gate, held)
        if changes:
            result.batch = _batch(result, file_name, digest, by, at)
            cells.store([_laid(held[key], laid, result.batch) for key, laid in changes.items()])
        return result


def _reports(
    units: Iterable[int], months: Sequence[Month], *, hold: bool = False
) -> dict[tuple[Month, int], MonthlyReport]:
    found = MonthlyReport.objects.filter(unit__in=units, month__in=[month.first for month in months])
    rows = found.select_for_update().order_by("pk") if hold else found
    return {(Month.of(report.month), report.unit_id): report for report in rows}


def _make_reports(figures: Figures, gate: Gate) -> None:
    """Make the reports that are missing where the point's month takes figures."""
    pairs = {(month, unit) for month, unit, *_rest in figures if gate.refusal(month, unit, None) is None}
    MonthlyReport.objects.bulk_create(
        [MonthlyReport(unit_id=unit, month=month.first) for month, unit in sorted(pairs)],
        ignore_conflicts=True,
    )


def _judged(
    figures: Figures, gate: Gate, reports: Mapping[tuple[Month, int], MonthlyReport]
) -> tuple[PrefillResult, dict[tuple[Month, int], list[CellChange]]]:
    """Hold each figure against what stands: what would be written, and what is told."""
    sold = Service.objects.in_bulk({service for _m, _u, service, _measure in figures}, field_name="code")
    result, changes, told = PrefillResult(), {}, set()
    for (month, unit, service, measure), amount in sorted(figures.items()):
        report = reports.get((month, unit))
        refusal, scope = gate.refusal(month, unit, report), (month, unit)
        if refusal is None and not sold[service].is_active_in(month):
            refusal, scope = InactiveService(service=sold[service].name, month=month), (month, unit, service)
        outcome, old = ("refused", None) if refusal else _outcome(report, service, measure, amount)
        if refusal and scope not in told:
            told.add(scope)
            result.refused.append(RefusedPoint(gate.units[unit], month, refusal))
        if outcome == "laid":
            laid = CellChange(service, measure, amount, 0, cells.PREFILLED)
            changes.setdefault((month, unit), []).append(laid)
        result.cells.append(LaidCell(gate.units[unit], month, service, measure, old, amount, outcome))
    cells.check(change for several in changes.values() for change in several)
    return result, changes


def _outcome(
    report: MonthlyReport | None, service: str, measure: str, amount: int
) -> tuple[Outcome, int | None]:
    """Say what becomes of a figure in a draft, and what stands there."""
    cell = cells.cell_of(report, service, measure) if report else None
    old = cell["value"] if cell else None
    if old == amount:
        return "same", old
    if old is None or cell["origin"] == cells.PREFILLED:
        return "laid", old
    return "kept", old


def _batch(result: PrefillResult, file_name: str, digest: str, by: User, at: datetime) -> Batch:
    laid = result.of("laid")
    said = {"added": sum(c.old is None for c in laid), "changed": sum(c.old is not None for c in laid)}
    batch = Batch.objects.create(
        kind=BatchKind.PREFILL,
        file_name=file_name[:200],
        digest=digest,
        summary={"revenue": said},
        by=by,
        at=at,
    )
    in_batch(batch)
    return batch


def _laid(report: MonthlyReport, changes: Sequence[CellChange], batch: Batch) -> DraftSave:
    """Change one draft in memory and return the save to be kept."""
    return cells.saved(
        report, changes, key=uuid4(), content=cells.content_of(changes), by=batch.by, at=batch.at,
        channel=Channel.FILE, batch=batch,
    )  # fmt: skip
