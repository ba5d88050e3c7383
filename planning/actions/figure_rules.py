"""What an import of figures may write over: the rules that are asked before anything is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from planning.actions.errors import ReasonMissing, Refused, written
from planning.actions.imported_months import MonthStep
from planning.actions.rights import day_of
from planning.importing import stored
from planning.importing.located import Located
from planning.importing.office import RevenueRow
from planning.importing.preview import FIGURE_COLUMNS, FigureChange, SheetChanges
from planning.importing.stored import KeptReport
from planning.models import Unit, User
from planning.models.history import Channel
from planning.models.monthly_reports import FigureStatus
from postoffice.access import Permission
from postoffice.months import Month

_CLOSED = _("month %(month)s is closed; to change it, replace with a reason")
_WORK = _("somebody has typed or sent this month of the unit; to write over it, replace with a reason")
_NO_ADJUSTMENT = _("month %(month)s is closed, and you have no right to adjust it")
_UNSIGNED = _("month %(month)s is closed: its adjustment has to be signed, so say who makes it")


class RowsRefused(Refused):
    """Rows of a file cannot be taken, so none of them was. `problems` are all of them, in order."""

    code = "rows_refused"
    status = 422
    sentence = _("Nothing was imported: %(count)s problems. The first: %(first)s")

    def __init__(self, problems: Sequence[Located]) -> None:
        super().__init__(count=len(problems), first=problems[0])
        self.problems = list(problems)


@dataclass(frozen=True)
class Before:
    """What stands about some months before an import: figures, reports, and which months are shut.

    `odd` holds the shares of payroll revenue that the import would leave out of their band.
    """

    figures: Mapping[stored.FigureKey, stored.Figures]
    reports: Mapping[tuple[str, Month], KeptReport]
    shut: frozenset[Month]
    odd: tuple[Located, ...] = ()

    @classmethod
    def of(cls, months: set[Month], at: datetime) -> "Before":
        """Read the books of some months."""
        if not months:
            return cls({}, {}, frozenset())
        return cls(stored.figures(months), stored.reports(months), frozenset(stored.shut(months, at)))


@dataclass(frozen=True)
class Replacing:
    """Whether an import may write over closed months and somebody's work, why, and who signs.

    `adjustable` holds the codes of the units whose closed months the person may adjust; None: all.
    """

    allowed: bool
    reason: str
    by: User | None
    adjustable: frozenset[str] | None = None

    @classmethod
    def asked(cls, *, replace: bool, reason: str, by: User | None, at: datetime, channel: str) -> "Replacing":
        """Take what was asked for; ReasonMissing where it is to replace without a reason."""
        if replace and not reason.strip():
            raise ReasonMissing
        adjustable = None
        if replace and by is not None and channel != Channel.COMMAND:
            mine = Unit.objects.where(by, Permission.ADJUST, on=day_of(at))
            adjustable = frozenset(mine.values_list("code", flat=True))
        return cls(replace, reason.strip(), by, adjustable)

    def may_adjust(self, unit: str) -> bool:
        """Say whether closed months of a unit may be adjusted."""
        return self.adjustable is None or unit in self.adjustable


def examine(changes: SheetChanges, before: Before, replacing: Replacing) -> Iterator[Located]:
    """Yield a problem for each changed figure of a closed month, or of a month somebody worked on."""
    for change in (*changes.added, *changes.changed):
        row = change.row
        is_shut = row.month in before.shut
        if is_shut and not replacing.allowed:
            yield _located(change, _CLOSED, month=row.month)
        elif is_shut and replacing.by is None:
            yield _located(change, _UNSIGNED, month=row.month)
        elif is_shut and not replacing.may_adjust(row.unit_code):
            yield _located(change, _NO_ADJUSTMENT, month=row.month)
        elif not replacing.allowed:
            report = before.reports.get((row.unit_code, row.month))
            if report is not None and report.is_ones_work:
                yield _located(change, _WORK)


def _located(change: FigureChange, reason: str, **params: object) -> Located:
    column = change.columns[0]
    value = change.new[FIGURE_COLUMNS.index(column)]
    said = {name: written(param) for name, param in params.items()}
    return Located("revenue", change.row.row, column, "" if value is None else str(value), reason, said)


def reports_to_approve(
    rows: Sequence[RevenueRow], changes: SheetChanges, before: Before, steps: Sequence[MonthStep]
) -> dict[tuple[str, Month], str]:
    """Return the status of each unit's month that an import approves: new, changed, or of another status."""
    closing = {step.month for step in steps if step.closed == 2} | before.shut
    touched = {(change.row.unit_code, change.row.month) for change in (*changes.added, *changes.changed)}
    said = {(row.unit_code, row.month): row.status for row in rows if row.status}
    wanted = {}
    for key in dict.fromkeys((row.unit_code, row.month) for row in rows):
        kept = before.reports.get(key)
        usual = FigureStatus.FINAL if key[1] in closing else FigureStatus.PRELIMINARY
        status = said.get(key) or (kept.figure_status if kept else usual)
        restated = kept is not None and not kept.is_ones_work and kept.figure_status != status
        if key in touched or kept is None or restated:
            wanted[key] = str(status)
    return wanted
