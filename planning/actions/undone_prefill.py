"""Takes prefilled figures back out of drafts, unless the unit confirmed or changed them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from planning.actions import cells
from planning.actions.cells import CellChange
from planning.actions.drafts import require_editable
from planning.actions.locks import require_open
from planning.actions.undone_figures import Kept
from planning.models import DraftSave, MonthlyReport, User
from planning.models.history import Channel
from postoffice.months import Month


def take_back(save: DraftSave, report: MonthlyReport, by: User, at: datetime) -> tuple[int, Sequence[Kept]]:
    """Give the untouched cells of one save their old value; return how many, and what was left.

    A point that confirmed and sent everything since loses nothing and stops nobody.
    """
    unit, month = save.report.unit, Month.of(save.report.month)
    back, kept = [], []
    for change in save.changes:
        service, measure = change["service"], change["measure"]
        cell = cells.cell_of(report, service, measure)
        if cell is not None and cell["version"] == save.version and cell["origin"] == cells.PREFILLED:
            back.append(CellChange(service, measure, change["old"], save.version))
        else:
            now = cell["value"] if cell else None
            kept.append(Kept(unit.name, service, month, measure, change["new"], now))
    if back:
        require_open(unit=unit, month=month, at=at)
        require_editable(report=report)
        _write(report, back, f"undo {save.pk}", by, at)
    return len(back), kept


def _write(report: MonthlyReport, back: Sequence[CellChange], content: str, by: User, at: datetime) -> None:
    changes = cells.put(report, back, by=by, at=at)
    for change in back:
        if change.value is not None:  # what a system had laid before still waits for its unit
            report.draft[change.service][change.measure]["origin"] = cells.PREFILLED
    report.save(update_fields=["draft", "version", "saved_at"])
    DraftSave.objects.create(
        report=report, version=report.version, key=uuid4(), digest=cells.digest(report, content),
        changes=changes, by=by, at=at, channel=Channel.UNDO,
    )  # fmt: skip
