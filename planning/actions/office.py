"""Loads a whole office, or a part of one: checked, compared with what is kept, written all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from datetime import datetime

from planning.actions import imported_plans, office_catalogue
from planning.actions.figure_rules import Before, Replacing, RowsRefused, examine, reports_to_approve
from planning.actions.figures import (
    approve_imported,
    begin_batch,
    keys_of_services,
    keys_of_units,
    write_figures,
)
from planning.actions.imported_months import MonthStep, hold_months_alone, settle, write_months
from planning.actions.office_rights import may_put_in_force, visible_units, without_month, without_right
from planning.actions.plans import recompute_years
from planning.actions.rights import day_of
from planning.actions.stages import Tell, silent
from planning.actions.writing import writing
from planning.importing import catalogue_checks, figure_checks, plan_checks, settings, stored
from planning.importing.known import Known
from planning.importing.located import Located
from planning.importing.office import OfficeData, PersonRow
from planning.importing.preview import Comparison, compare
from planning.models import Batch, Office, User
from planning.models.batches import BatchKind
from postoffice.garbage import unsought
from postoffice.months import Month
from postoffice.names import clean

OfficeRefused = RowsRefused


@dataclass(frozen=True)
class LoadResult:
    """What a load did, or would do in a rehearsal: no batch where nothing changed.

    `months` are those that are opened, dated or closed; `warnings` were not reasons to refuse.
    """

    batch: Batch | None
    changes: Comparison
    months: tuple[MonthStep, ...]
    warnings: tuple[Located, ...]


@dataclass(frozen=True)
class _Examined:
    data: OfficeData
    changes: Comparison
    before: Before
    months: tuple[MonthStep, ...]
    warnings: tuple[Located, ...]


@unsought()
def load(
    data: OfficeData,
    *,
    by: User | None,
    at: datetime,
    channel: str,
    replace: bool = False,
    reason: str = "",
    dry_run: bool = False,
    file_name: str = "",
    digest: str = "",
    warnings: Sequence[Located] = (),
    tell: Tell = silent,
) -> LoadResult:
    """Load an office: every row or none; OfficeRefused lists every problem with its place.

    `by` is None for the operator at the console, whom no posting limits. Rows that say what is kept
    already change nothing, so a file may be loaded again. With `replace` and a reason, figures of
    closed months (as adjustments) and of months somebody worked on are written over.
    """
    replacing = Replacing.asked(replace=replace, reason=reason, by=by, at=at, channel=channel)
    if dry_run:
        found = _examined(data, replacing, at, channel)
        return LoadResult(None, found.changes, found.months, (*warnings, *found.warnings))
    with writing(by=by, at=at, channel=channel, reason=reason.strip()):
        hold_months_alone({row.month for row in (*data.revenue, *data.months)})
        imported_plans.hold_kinds({(row.year, row.kind) for row in (*data.plans, *data.targets)})
        found = _examined(data, replacing, at, channel)
        tell("checked", found.changes.rows)
        approved = reports_to_approve(
            found.data.revenue, found.changes["revenue"], found.before, found.months
        )
        batch = None
        if not found.changes.is_empty or found.months or approved:
            sheets = [changes for changes in found.changes.sheets.values() if not changes.is_empty]
            batch = begin_batch(sheets, kind=BatchKind.OFFICE, file=(file_name, digest), by=by, at=at)
            _write(found, approved, replacing, at, tell)
    return LoadResult(batch, found.changes, found.months, (*warnings, *found.warnings))


def _examined(data: OfficeData, replacing: Replacing, at: datetime, channel: str) -> _Examined:
    """Check and compare; raises OfficeRefused with every problem."""
    rows, problems, warnings = settings.check(data.office)
    kept = _kept(data)
    decides = may_put_in_force(by=replacing.by, at=at, channel=channel)
    data = _completed(replaced(data, office=tuple(rows)), kept, decides)
    seen = visible_units(by=replacing.by, at=at, channel=channel)
    known = Known.of(data, replaced(kept, units=seen))
    problems += [
        *catalogue_checks.check(data, kept, known),
        *figure_checks.check_months(data.months, kept.months),
        *figure_checks.check_revenue(data.revenue, known, Month.of(day_of(at))),
        *figure_checks.check_annual_history(data.annual_history, known),
        *plan_checks.check_plans(data.plans, known),
        *plan_checks.check_targets(data.targets, known),
    ]
    if problems:
        raise OfficeRefused(problems)
    before = Before.of({row.month for row in data.revenue}, at)
    changes = compare(data, kept, before.figures)
    months = settle(stated=data.months, with_figures={row.month for row in data.revenue}, at=at)
    problems = [
        *without_right(changes, by=replacing.by, at=at, channel=channel),
        *without_month(months, data.revenue, by=replacing.by, at=at, channel=channel),
        *examine(changes["revenue"], before, replacing),
    ]
    if problems:
        raise OfficeRefused(problems)
    return _Examined(data, changes, before, tuple(months), tuple(warnings))


def _kept(data: OfficeData) -> OfficeData:
    """Read what is kept, of the large sheets only what the file speaks of."""
    return OfficeData(
        office=settings.of(Office.objects.current()),
        units=stored.units(),
        service_lines=stored.service_lines(),
        services=stored.services(),
        offerings=stored.offerings() if data.offerings else (),
        months=stored.months(),
        annual_history=stored.annual_history() if data.annual_history else (),
        plans=stored.plans(),
        targets=stored.targets({plan_checks.plan_key(row) for row in data.targets}) if data.targets else (),
        people=stored.people(None) if data.people else (),
        successions=stored.successions() if data.successions else (),
    )


def _completed(data: OfficeData, kept: OfficeData, decides: bool) -> OfficeData:
    """Return the rows in the form they are kept in, with what the file leaves to rules."""
    order = {line.code: line.order for line in kept.service_lines}
    lines = [
        replaced(
            row,
            name=clean(row.name),
            order=row.order if row.order is not None or row.code in order else place,
        )
        for place, row in enumerate(data.service_lines, start=len(order) + 1)
    ]
    people = _people(data, kept)
    return replaced(
        data,
        units=tuple(
            replaced(row, name=clean(row.name), head=clean(row.head), phone=clean(row.phone))
            for row in data.units
        ),
        service_lines=tuple(lines),
        services=tuple(
            replaced(row, name=clean(row.name), volume_unit=clean(row.volume_unit)) for row in data.services
        ),
        plans=plan_checks.completed(data.plans, data.targets, kept.plans, put_in_force=decides),
        people=people,
    )


def _people(data: OfficeData, kept: OfficeData) -> tuple[PersonRow, ...]:
    """Return postings with the name and address of their person, from any row of the file or from before."""
    names = {row.username: row.full_name for row in kept.people}
    mails = {row.username: row.email for row in kept.people}
    rows = [
        replaced(row, username=row.username.casefold(), full_name=clean(row.full_name)) for row in data.people
    ]
    names.update({row.username: row.full_name for row in rows if row.full_name})
    mails.update({row.username: row.email for row in rows if row.email})
    return tuple(
        replaced(
            row,
            full_name=names.get(row.username) or row.username,
            email=mails.get(row.username, ""),
        )
        for row in rows
    )


def _write(found: _Examined, approved: dict, replacing: Replacing, at: datetime, tell: Tell) -> None:
    """Write what differs, in the order in which rows refer to each other."""
    changes, by = found.changes, replacing.by
    office_catalogue.write(changes, at=at)
    units, services = keys_of_units(), keys_of_services()
    write_figures(
        changes["revenue"], found.before, units=units, services=services, replacing=replacing, at=at
    )
    approve_imported(approved, units=units, by=by, at=at)
    write_months(found.months, by=by, at=at)
    office_catalogue.write_annual_history(changes["annual_history"], units)
    anew = imported_plans.write(changes["plans"], changes["targets"], units)
    tell("written", sum(len(sheet.added) + len(sheet.changed) for sheet in changes.sheets.values()))
    years = {change.row.month.year for change in (*changes["revenue"].added, *changes["revenue"].changed)}
    recompute_years(years, but=anew)
    tell("totals", 0)
