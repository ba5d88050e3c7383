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
from planning.actions.drafts import InactiveService, NotEditable, NotReporting
from planning.actions.errors import MonthLocked, Refused
from planning.actions.locks import require_not_closed, share_months
from planning.actions.rights import require_all
from planning.actions.writing import in_batch, writing
from planning.models import Batch, DraftSave, Grace, MonthlyReport, ReportingMonth, Service, Unit, User
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
        return _judged(figures, months, _reports(units, months), at)[0]
    with writing(by=by, at=at, channel=Channel.FILE):
        share_months(months)
        _make_reports(figures, months, at)
        held = _reports(units, months, hold=True)
        result, changes = _judged(figures, months, held, at)
        if changes:
            result.batch = _batch(result, file_name, digest, by, at)
            for key in sorted(changes, key=lambda key: held[key].pk):
                _lay(held[key], changes[key], result.batch)
        return result


def _reports(
    units: Iterable[int], months: Sequence[Month], *, hold: bool = False
) -> dict[tuple[Month, int], MonthlyReport]:
    found = MonthlyReport.objects.filter(unit__in=units, month__in=[month.first for month in months])
    rows = found.select_for_update().order_by("pk") if hold else found
    return {(Month.of(report.month), report.unit_id): report for report in rows}


def _make_reports(figures: Figures, months: Sequence[Month], at: datetime) -> None:
    """Make the reports that are missing where the month takes figures."""
    shut = _shut_months(months)
    pairs = {(month, unit) for month, unit, *_rest in figures if month not in shut}
    MonthlyReport.objects.bulk_create(
        [MonthlyReport(unit_id=unit, month=month.first) for month, unit in sorted(pairs)],
        ignore_conflicts=True,
    )


def _shut_months(months: Sequence[Month]) -> dict[Month, Refused]:
    """Return why months take nothing from anybody."""
    shut = {}
    for month in months:
        try:
            require_not_closed(month=month)
        except Refused as refusal:
            shut[month] = refusal
    return shut


class _Gate:
    """Knows which point's month takes figures: asked once for a whole file."""

    def __init__(self, units: Iterable[int], months: Sequence[Month], at: datetime) -> None:
        self.units = Unit.objects.in_bulk(units)
        self.shut = _shut_months(months)
        self.locked = {
            row.as_month: row.locks_at
            for row in ReportingMonth.objects.filter(month__in=[month.first for month in months])
            if row.is_locked(at)
        }
        graces = Grace.objects.open_at(at).filter(unit__in=units)
        self.excused = {(Month.of(day), unit) for day, unit in graces.values_list("month", "unit")}
        self.reporting = {
            month: set(
                Unit.objects.reporting().active_in(month).filter(pk__in=units).values_list("pk", flat=True)
            )
            for month in months
        }

    def refusal(self, month: Month, unit: int, report: MonthlyReport | None) -> Refused | None:
        """Say why a point's month takes nothing, None where it does."""
        if month in self.shut:
            return self.shut[month]
        if unit not in self.reporting[month]:
            return NotReporting(unit=self.units[unit].name, month=month)
        if month in self.locked and (month, unit) not in self.excused:
            return MonthLocked(month=month, locks_at=self.locked[month])
        if report is not None and not report.is_editable:
            return NotEditable(month=month, state=report.get_state_display())
        return None


def _judged(
    figures: Figures,
    months: Sequence[Month],
    reports: Mapping[tuple[Month, int], MonthlyReport],
    at: datetime,
) -> tuple[PrefillResult, dict[tuple[Month, int], list[CellChange]]]:
    """Hold each figure against what stands: what would be written, and what is told."""
    gate = _Gate({unit for _month, unit, *_rest in figures}, months, at)
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
            changes.setdefault((month, unit), []).append(CellChange(service, measure, amount, 0))
        result.cells.append(LaidCell(gate.units[unit], month, service, measure, old, amount, outcome))
    for laid in changes.values():
        cells.check(laid)
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


def _lay(report: MonthlyReport, changes: Sequence[CellChange], batch: Batch) -> None:
    kept = cells.put(report, changes, by=batch.by, at=batch.at, origin=cells.PREFILLED)
    report.save(update_fields=["draft", "version", "saved_at"])
    DraftSave.objects.create(
        report=report, version=report.version, key=uuid4(), changes=kept, batch=batch,
        digest=cells.digest(report, cells.content_of(changes)), by=batch.by, at=batch.at,
        channel=Channel.FILE,
    )  # fmt: skip
