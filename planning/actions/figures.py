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
from planning.actions.figure_rules import Before, Replacing, RowsRefused, examine, reports_to_approve
from planning.actions.imported_months import MonthStep, hold_months_alone, settle, write_months
from planning.actions.office_rights import visible_units, without_month
from planning.actions.payroll_files import odd_shares, require_reason
from planning.actions.plan_totals import recompute_years
from planning.actions.rights import day_of
from planning.actions.stages import Tell, silent
from planning.actions.writing import adjusting, in_batch, writing
from planning.importing import stored
from planning.importing.figure_checks import check_revenue
from planning.importing.known import Known
from planning.importing.located import Located, listed
from planning.importing.office import OfficeData, RevenueRow
from planning.importing.preview import FIGURE_COLUMNS, FigureChange, SheetChanges, compare_figures
from planning.models import Adjustment, Batch, ReportingMonth, Service, Unit, User
from planning.models.batches import BatchKind
from planning.models.history import Channel
from postoffice.access import Permission
from postoffice.garbage import unsought
from postoffice.months import Month

_FOREIGN = _("you have no right to import figures of this unit")
_APPROVE = """
INSERT INTO planning_monthlyreport AS m (unit_id, month, figure_status, state, version, draft,
    first_submitted_at, submitted_at, decided_at, decided_by_id, return_reason, return_rows)
SELECT unit_id, month, status, 'approved', 1, '{}', %(at)s, %(at)s, %(at)s, %(by)s, '', '[]'
FROM unnest(%(units)s::bigint[], %(months)s::date[], %(status)s::text[]) AS said (unit_id, month, status)
ORDER BY unit_id, month
ON CONFLICT (unit_id, month) DO UPDATE SET
    figure_status = CASE WHEN m.reconciled_at IS NULL OR m.month = ANY (%(closed)s)
                    THEN excluded.figure_status ELSE 'preliminary' END,
    reconciled_at = CASE WHEN m.month = ANY (%(closed)s) THEN m.reconciled_at END,
    reconciled_by_id = CASE WHEN m.month = ANY (%(closed)s) THEN m.reconciled_by_id END,
    state = excluded.state, version = m.version + 1,
    first_submitted_at = coalesce(m.first_submitted_at, excluded.first_submitted_at),
    submitted_at = excluded.submitted_at, submitted_by_id = NULL, decided_at = excluded.decided_at,
    decided_by_id = excluded.decided_by_id, return_reason = excluded.return_reason,
    return_rows = excluded.return_rows
"""


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
            if change.new[place] != (change.old or (None,) * 4)[place]
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
    old = (change.old or (None,) * 4)[place]
    return Adjustment(
        unit_id=units[change.row.unit_code],
        service_id=services[change.row.service_code],
        month=change.row.month.first,
        measure=FIGURE_COLUMNS[place],
        delta=(change.new[place] or 0) - (old or 0),
        was_missing=old is None,
        reason=replacing.reason,
        by=replacing.by,
        at=at,
    )


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
        "closed": list(ReportingMonth.objects.exclude(closed_2_at=None).values_list("month", flat=True)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_APPROVE, columns | {"at": at, "by": by.pk if by else None})


@unsought()
def import_figures(
    *, rows: Sequence[RevenueRow], kind: str, by: User, at: datetime, channel: str, replace: bool = False,
    reason: str = "", file_name: str = "", digest: str = "", dry_run: bool = False, tell: Tell = silent,
) -> "FiguresResult":  # fmt: skip
    """Import monthly figures: all rows or none; RowsRefused lists every problem.

    `kind` is a BatchKind: payroll revenue needs the accountant's right and makes no report, anything
    else needs the right to import and counts as approved. Without a change there is no batch. `tell`
    hears of each stage.
    """
    replacing = Replacing.asked(replace=replace, reason=reason, by=by, at=at, channel=channel)
    months = {row.month for row in rows}
    if dry_run:
        changes, steps, before = _examined(rows, kind, replacing, at)
        return FiguresResult(None, changes, tuple(steps), before.odd)
    with writing(by=by, at=at, channel=channel, reason=reason.strip()):
        hold_months_alone(months)
        changes, steps, before = _examined(rows, kind, replacing, at)
        require_reason(before.odd, replacing.reason)
        tell("checked", len(rows))
        approved = {} if kind == BatchKind.PAYROLL else reports_to_approve(rows, changes, before, steps)
        if changes.is_empty and not steps and not approved:
            return FiguresResult(None, changes, ())
        batch = begin_batch([changes], kind=kind, file=(file_name, digest), by=by, at=at)
        units, services = keys_of_units(), keys_of_services()
        write_figures(changes, before, units=units, services=services, replacing=replacing, at=at)
        approve_imported(approved, units=units, by=by, at=at)
        write_months(steps, by=by, at=at)
        tell("written", len(changes.added) + len(changes.changed))
        recompute_years({month.year for month in months})
        tell("totals", 0)
    return FiguresResult(batch, changes, tuple(steps))


@dataclass(frozen=True)
class FiguresResult:
    """What an import of figures did, or would do: no batch where it changed nothing or was a rehearsal.

    `odd` tells what a rehearsal found to be explained.
    """

    batch: Batch | None
    changes: SheetChanges
    months: tuple[MonthStep, ...]
    odd: tuple[Located, ...] = ()


def _examined(
    rows: Sequence[RevenueRow], kind: str, replacing: Replacing, at: datetime
) -> tuple[SheetChanges, list[MonthStep], Before]:
    seen = visible_units(by=replacing.by, at=at, channel=Channel.FILE)
    kept = OfficeData(units=seen, service_lines=stored.service_lines(), services=stored.services())
    before = Before.of({row.month for row in rows}, at)
    problems = listed(check_revenue(rows, Known.of(OfficeData(), kept), Month.of(day_of(at))))
    changes = compare_figures(rows, before.figures)
    payroll = kind == BatchKind.PAYROLL
    if payroll:
        before = Before(before.figures, {}, before.shut, tuple(odd_shares(changes, before.figures)))
    steps = [] if payroll else settle(stated=(), with_figures={row.month for row in rows}, at=at)
    if not problems:
        problems = [
            *_without_right(changes, payroll, replacing.by, at),
            *without_month(steps, rows, by=replacing.by, at=at, channel=Channel.FILE),
            *examine(changes, before, replacing),
        ]
    if problems:
        raise RowsRefused(problems)
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


def begin_batch(
    sheets: Sequence[SheetChanges], *, kind: str, file: tuple[str, str], by: User | None, at: datetime
) -> Batch:
    """Make the batch to which all that follows belongs; it keeps what the preview counted, by sheet."""
    summary = {
        changes.sheet: {
            "added": len(changes.added),
            "changed": len(changes.changed),
            "unchanged": changes.unchanged,
        }
        for changes in sheets
    }
    name, digest = file
    batch = Batch.objects.create(
        kind=kind, file_name=name[:200], digest=digest, by=by, at=at, summary=summary
    )
    in_batch(batch)
    return batch
