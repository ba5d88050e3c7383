"""Targets that come as one table: looked at row by row, written into one open revision, undone as one."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from planning.actions import imported_plans
from planning.actions.figure_rules import RowsRefused
from planning.actions.figures import FiguresResult, begin_batch, keys_of_units
from planning.actions.office_rights import visible_units
from planning.actions.plans import hold_kind, is_open
from planning.actions.rights import day_of
from planning.actions.stages import Tell, silent
from planning.actions.writing import writing
from planning.importing import stored
from planning.importing.known import Known
from planning.importing.located import Located
from planning.importing.office import OfficeData, TargetRow
from planning.importing.plan_checks import check_targets, plan_key
from planning.importing.preview import SheetChanges, compare_targets
from planning.models import Plan, Unit, User
from planning.models.batches import BatchKind
from planning.models.history import Channel
from planning.models.plans import PlanKind
from postoffice.access import Permission

_NO_PLAN = _("there is no such revision of a plan yet; make it on the page of plans, then import into it")
_FROZEN = _("this revision is in force or was replaced; make a new revision and name its number here")
_OTHER_PLAN = _("this row belongs to another plan than row %(other)d; one file fills one revision")
_FOREIGN = _("you have no right to set targets of this unit in this kind of plan")


def import_targets(
    *, rows: Sequence[TargetRow], by: User, at: datetime, channel: str,
    file_name: str = "", digest: str = "", dry_run: bool = False, tell: Tell = silent,
) -> FiguresResult:  # fmt: skip
    """Import targets of one open revision: all rows or none; RowsRefused lists every problem.

    Rows of one key are summed, as plans are. A revision that the file does not find is not made, so
    that the import holds nothing but targets and can be undone as one.
    """
    if dry_run or not rows or rows[0].kind not in PlanKind.values:
        return FiguresResult(None, _examined(rows, by, at), ())
    with writing(by=by, at=at, channel=channel):
        hold_kind(rows[0].year, rows[0].kind)
        changes = _examined(rows, by, at)
        tell("checked", len(rows))
        if changes.is_empty:
            return FiguresResult(None, changes, ())
        batch = begin_batch([changes], kind=BatchKind.TARGETS, file=(file_name, digest), by=by, at=at)
        imported_plans.write_targets(changes, keys_of_units())
        tell("written", len(changes.added) + len(changes.changed))
    return FiguresResult(batch, changes, ())


def _examined(rows: Sequence[TargetRow], by: User, at: datetime) -> SheetChanges:
    """Check and compare; raises RowsRefused with every problem."""
    seen = visible_units(by=by, at=at, channel=Channel.FILE)
    kept = OfficeData(units=seen, service_lines=stored.service_lines(), services=stored.services())
    problems = [*check_targets(rows, Known.of(OfficeData(), kept)), *_one_open_plan(rows)]
    if problems:
        raise RowsRefused(problems)
    changes = compare_targets(rows, stored.targets({plan_key(row) for row in rows}))
    problems = list(_without_right(changes, by, at))
    if problems:
        raise RowsRefused(problems)
    return changes


def _one_open_plan(rows: Sequence[TargetRow]) -> Iterator[Located]:
    if not rows:
        return
    first = rows[0]
    key = plan_key(first)
    for row in rows:
        if plan_key(row) != key:
            said = " ".join(map(str, plan_key(row)))
            yield Located("targets", row.row, "revision", said, _OTHER_PLAN, {"other": first.row})
            return
    year, kind, revision = key
    plan = Plan.objects.filter(year=year, kind=kind, revision=revision).first()
    if plan is None:
        yield Located("targets", first.row, "revision", str(revision), _NO_PLAN)
    elif not is_open(plan):
        yield Located("targets", first.row, "revision", str(revision), _FROZEN)


def _without_right(changes: SheetChanges, by: User, at: datetime) -> Iterator[Located]:
    asked = [change.asked.row for change in (*changes.added, *changes.changed)]
    registers = any(row.kind == PlanKind.REGISTERED for row in asked)
    permission = Permission.PLAN_REGISTER if registers else Permission.PLAN_WRITE
    mine = set(Unit.objects.where(by, permission, on=day_of(at)).values_list("code", flat=True))
    for row in asked:
        if row.unit_code not in mine:
            yield Located("targets", row.row, "unit_code", row.unit_code, _FOREIGN)
