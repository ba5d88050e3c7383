"""Monthly figures that come by the thousand: examined row by row, written in one statement.

An import of revenue counts as an approved report. It never writes over a closed month or somebody's
work unless it is told to replace, with a reason; a change of a closed month is then an adjustment.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from planning.actions import books
from planning.actions.errors import ReasonMissing, Refused
from planning.actions.imported_months import MonthStep, hold_months_alone, settle, write_months
from planning.actions.rights import day_of
from planning.actions.writing import adjusting, in_batch, writing
from planning.importing import stored
from planning.importing.figure_checks import check_revenue
from planning.importing.known import Known
from planning.importing.located import Located
from planning.importing.office import OfficeData, RevenueRow
from planning.importing.preview import FIGURE_COLUMNS, FigureChange, SheetChanges, compare_figures
from planning.importing.stored import KeptReport
from planning.models import Adjustment, Batch, Service, Unit, User
from planning.models.batches import BatchKind
from planning.models.monthly_reports import FigureStatus
from postoffice.access import Permission
from postoffice.months import Month

_CLOSED = _("month %(month)s is closed; to change it, replace with a reason")
_WORK = _("somebody has typed or sent this month of the unit; to write over it, replace with a reason")
_FOREIGN = _("you have no right to import figures of this unit")
_UNSIGNED = _("month %(month)s is closed: its adjustment has to be signed, so say who makes it")
_APPROVE = """
INSERT INTO planning_monthlyreport AS m (unit_id, month, figure_status, state, version, draft,
    first_submitted_at, submitted_at, decided_at, decided_by_id, return_reason, return_rows)
SELECT unit_id, month, status, 'approved', 1, '{}', %(at)s, %(at)s, %(at)s, %(by)s, '', '[]'
FROM unnest(%(units)s::bigint[], %(months)s::date[], %(status)s::text[]) AS said (unit_id, month, status)
ORDER BY unit_id, month
ON CONFLICT (unit_id, month) DO UPDATE SET figure_status = excluded.figure_status,
    state = excluded.state, version = m.version + 1,
    first_submitted_at = coalesce(m.first_submitted_at, excluded.first_submitted_at),
    submitted_at = excluded.submitted_at, submitted_by_id = NULL, decided_at = excluded.decided_at,
    decided_by_id = excluded.decided_by_id, return_reason = excluded.return_reason,
    return_rows = excluded.return_rows
"""


class RowsRefused(Refused):
    """Rows of a file cannot be taken, so none of them was. `problems` are all of them, in order."""

    code = "rows_refused"
    status = 422
    sentence = _("Nothing was imported: %(count)d problems. The first: %(first)s")

    def __init__(self, problems: Sequence[Located]) -> None:
        super().__init__(count=len(problems), first=problems[0])
        self.problems = list(problems)


@dataclass(frozen=True)
class Before:
    """What stands about some months before an import: figures, reports, and which months are shut."""

    figures: Mapping[stored.FigureKey, stored.Figures]
    reports: Mapping[tuple[str, Month], KeptReport]
    shut: frozenset[Month]

    @classmethod
    def of(cls, months: set[Month], at: datetime) -> "Before":
        """Read the books of some months."""
        if not months:
            return cls({}, {}, frozenset())
        return cls(stored.figures(months), stored.reports(months), frozenset(stored.shut(months, at)))


@dataclass(frozen=True)
class Replacing:
    """Whether an import may write over closed months and somebody's work, why, and who signs."""

    allowed: bool
    reason: str
    by: User | None


def examine(changes: SheetChanges, before: Before, replacing: Replacing) -> Iterator[Located]:
    """Yield a problem for each changed figure of a closed month, or of a month somebody worked on."""
    for change in (*changes.added, *changes.changed):
        row = change.row
        if row.month in before.shut and not replacing.allowed:
            yield _located(change, _CLOSED, month=row.month)
        elif row.month in before.shut and replacing.by is None:
            yield _located(change, _UNSIGNED, month=row.month)
        elif not replacing.allowed:
            report = before.reports.get((row.unit_code, row.month))
            if report is not None and report.is_ones_work:
                yield _located(change, _WORK)


def _located(change: FigureChange, reason: str, **params: object) -> Located:
    column = change.columns[0]
    value = change.new[FIGURE_COLUMNS.index(column)]
    return Located("revenue", change.row.row, column, "" if value is None else str(value), reason, params)


def write_figures(
    changes: SheetChanges, before: Before, *, units: Mapping[str, int], services: Mapping[str, int],
    replacing: Replacing, at: datetime,
) -> None:  # fmt: skip
    """Write examined figures in one statement, shut months by adjustment; call with the months held."""
    written = [*changes.added, *changes.changed]
    if not written:
        return
    shut = [change for change in written if change.row.month in before.shut]
    if shut:
        adjusting(replacing.reason)
        Adjustment.objects.bulk_create(
            _adjustment(change, place, units, services, replacing, at)
            for change in shut
            for place in range(len(FIGURE_COLUMNS))
            if (change.new[place] or 0) != ((change.old or (None,) * 4)[place] or 0)
        )
    books.write(
        (
            books.Figures(units[c.row.unit_code], services[c.row.service_code], c.row.month.first, *c.new)
            for c in written
        ),
        measures=FIGURE_COLUMNS,
    )
    if shut:
        adjusting("")


def _adjustment(
    change: FigureChange, place: int, units: Mapping[str, int], services: Mapping[str, int],
    replacing: Replacing, at: datetime,
) -> Adjustment:  # fmt: skip
    old = (change.old or (None,) * 4)[place] or 0
    return Adjustment(
        unit_id=units[change.row.unit_code],
        service_id=services[change.row.service_code],
        month=change.row.month.first,
        measure=FIGURE_COLUMNS[place],
        delta=(change.new[place] or 0) - old,
        reason=replacing.reason,
        by=replacing.by,
        at=at,
    )


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


def approve_imported(
    wanted: Mapping[tuple[str, Month], str], *, units: Mapping[str, int], by: User | None, at: datetime
) -> None:
    """Let imported months count as approved reports that nobody sent."""
    if not wanted:
        return
    columns = {
        "units": [units[unit] for unit, _month in wanted],
        "months": [month.first for _unit, month in wanted],
        "status": list(wanted.values()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_APPROVE, columns | {"at": at, "by": by.pk if by else None})


def import_figures(
    *,
    rows: Sequence[RevenueRow],
    kind: str,
    by: User,
    at: datetime,
    channel: str,
    replace: bool = False,
    reason: str = "",
    file_name: str = "",
    digest: str = "",
    dry_run: bool = False,
) -> "FiguresResult":
    """Import monthly figures: all rows or none; RowsRefused lists every problem.

    `kind` is a BatchKind: payroll revenue needs the accountant's right and makes no report, anything
    else needs the right to import and counts as approved. Without a change there is no batch.
    """
    if replace and not reason.strip():
        raise ReasonMissing
    replacing = Replacing(replace, reason.strip(), by)
    months = {row.month for row in rows}
    if dry_run:
        changes, steps, _before = _examined(rows, kind, replacing, at)
        return FiguresResult(None, changes, tuple(steps))
    with writing(by=by, at=at, channel=channel, reason=reason.strip()):
        hold_months_alone(months)
        changes, steps, before = _examined(rows, kind, replacing, at)
        approved = {} if kind == BatchKind.PAYROLL else reports_to_approve(rows, changes, before, steps)
        if changes.is_empty and not steps and not approved:
            return FiguresResult(None, changes, ())
        batch = Batch.objects.create(
            kind=kind, file_name=file_name[:200], digest=digest, by=by, at=at, summary=summary_of([changes])
        )
        in_batch(batch)
        units, services = keys_of_units(), keys_of_services()
        write_figures(changes, before, units=units, services=services, replacing=replacing, at=at)
        approve_imported(approved, units=units, by=by, at=at)
        write_months(steps, by=by, at=at)
    return FiguresResult(batch, changes, tuple(steps))


@dataclass(frozen=True)
class FiguresResult:
    """What an import of figures did, or would do: no batch where it changed nothing or was a rehearsal."""

    batch: Batch | None
    changes: SheetChanges
    months: tuple[MonthStep, ...]


def _examined(
    rows: Sequence[RevenueRow], kind: str, replacing: Replacing, at: datetime
) -> tuple[SheetChanges, list[MonthStep], Before]:
    kept = OfficeData(units=stored.units(), service_lines=stored.service_lines(), services=stored.services())
    before = Before.of({row.month for row in rows}, at)
    problems = list(check_revenue(rows, Known.of(OfficeData(), kept), Month.of(day_of(at))))
    changes = compare_figures(rows, before.figures)
    payroll = kind == BatchKind.PAYROLL
    if payroll:
        before = Before(before.figures, {}, before.shut)
    if not problems:
        problems = [*_without_right(changes, payroll, replacing.by, at), *examine(changes, before, replacing)]
    if problems:
        raise RowsRefused(problems)
    steps = [] if payroll else settle(stated=(), with_figures={row.month for row in rows}, at=at)
    return changes, steps, before


def _without_right(changes: SheetChanges, payroll: bool, by: User, at: datetime) -> Iterator[Located]:
    permission = Permission.PAYROLL if payroll else Permission.IMPORT
    mine = set(Unit.objects.where(by, permission, on=day_of(at)).values_list("code", flat=True))
    for change in (*changes.added, *changes.changed):
        if change.row.unit_code not in mine:
            yield Located("revenue", change.row.row, "unit_code", change.row.unit_code, _FOREIGN)


def keys_of_units() -> dict[str, int]:
    """Return the primary key of each unit's code."""
    return dict(Unit.objects.values_list("code", "pk"))


def keys_of_services() -> dict[str, int]:
    """Return the primary key of each service's code."""
    return dict(Service.objects.values_list("code", "pk"))


def summary_of(sheets: Sequence[SheetChanges]) -> dict[str, dict[str, int]]:
    """Return what a batch keeps of its preview: counts by sheet."""
    return {
        changes.sheet: {
            "added": len(changes.added),
            "changed": len(changes.changed),
            "unchanged": changes.unchanged,
        }
        for changes in sheets
    }
