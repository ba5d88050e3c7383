"""Takes what a batch wrote into drafts back out, unless somebody changed, confirmed or laid it anew since."""

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

    What a system had laid before still waits for its unit afterwards. A point of which nothing is left
    to take back stops nobody, whatever became of its month.
    """
    unit, month = save.report.unit, Month.of(save.report.month)
    back, kept = [], []
    for change in save.changes:
        service, measure = change["service"], change["measure"]
        cell = cells.cell_of(report, service, measure)
        if cell is not None and cell["version"] == save.version:
            was = change.get("was", cells.TYPED)
            back.append(CellChange(service, measure, change["old"], save.version, was))
        else:
            now = cell["value"] if cell else None
            kept.append(Kept(unit.name, service, month, measure, change["new"], now))
    if back:
        require_open(unit=unit, month=month, at=at)
        require_editable(report=report)
        content, signed = f"undo {save.pk}", {"by": by, "at": at, "channel": Channel.UNDO}
        cells.store([cells.saved(report, back, key=uuid4(), content=content, **signed)])
    return len(back), kept
