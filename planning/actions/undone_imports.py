"""What an undo of an import asks and holds: whether it can be, who may, and the locks in their order.

Order: months → kinds of plan → catalogue → reports by id → books. Only what lasts is refused: an
adjustment, a plan that holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from planning.actions import imported_plans, plans, undone_targets
from planning.actions.errors import Refused
from planning.actions.imported_months import hold_months_alone
from planning.actions.locks import share_months
from planning.actions.rights import require_all, require_at_the_root, require_person
from planning.actions.undone_rows import ROWS
from planning.importing import stored
from planning.importing.plan_checks import plan_key
from planning.importing.preview import FigureChange, SheetChanges, TargetChange
from planning.models import Batch, HistoryEntry, Plan, Unit, User
from planning.models.batches import BatchKind
from planning.models.history import Noun
from planning.models.plans import PlanKind
from postoffice.access import Permission
from postoffice.months import Month

_FIGURES = (Noun.RECORD, Noun.REPORT)
_OF_THE_OFFICE = {
    Noun.OFFICE: Permission.IMPORT,
    Noun.LINE: Permission.CATALOGUE,
    Noun.SERVICE: Permission.CATALOGUE,
    Noun.UNIT: Permission.UNITS,
    Noun.SUCCESSION: Permission.UNITS,
    Noun.MONTH: Permission.MONTHS,
    Noun.PLAN: Permission.PLAN_WRITE,
}
_OF_ITS_UNITS = {
    Noun.ANNUAL: Permission.IMPORT,
    Noun.OFFERING: Permission.CATALOGUE,
    Noun.POSTING: Permission.PEOPLE,
}


class NotUndoable(Refused):
    """The history does not tell what the batch changed."""

    code = "not_undoable"
    sentence = _(
        "The history does not tell all that this import changed, so it is not undone. "
        "Put right what is wrong by importing the right file."
    )


class MonthsAdjusted(NotUndoable):
    """The batch adjusted months that take no figures any more."""

    code = "months_adjusted"
    sentence = _(
        "This import adjusts figures of months that are locked or closed, and an adjustment is never "
        "taken back. Answer it by importing the right figures with “replace” and a reason."
    )


def foretold(sheets: Iterable[SheetChanges], at: datetime) -> Refused | None:
    """Say why an import could not be undone afterwards, None where it could."""
    changed = [change for sheet in sheets for change in (*sheet.added, *sheet.changed)]
    if stored.shut({c.row.month for c in changed if isinstance(c, FigureChange)}, at):
        return MonthsAdjusted()
    wanted = {plan_key(c.asked.row) for c in changed if isinstance(c, TargetChange)}
    touched = [plan for plan in Plan.objects.all() if (plan.year, plan.kind, plan.revision) in wanted]
    return None if all(map(plans.is_open, touched)) else plans.PlanFrozen()


def require_undoable(entries: QuerySet[HistoryEntry]) -> None:
    """Pass a batch of which the history tells all, and nothing that lasts."""
    nouns = set(entries.order_by().values_list("noun", flat=True).distinct())
    if Noun.ADJUSTMENT in nouns:
        raise MonthsAdjusted
    if not nouns or nouns - {*_FIGURES, Noun.TARGET, *ROWS}:
        raise NotUndoable
    if entries.exclude(noun=Noun.TARGET).filter(verb="delete").exists():
        raise NotUndoable


def require_rights(batch: Batch, entries: QuerySet[HistoryEntry], by: User, at: datetime) -> None:
    """Pass who may change on the pages what the batch changed."""
    here = set(Unit.objects.values_list("pk", flat=True))
    figures = Permission.PAYROLL if batch.kind == BatchKind.PAYROLL else Permission.IMPORT
    of_units = {noun: {figures} for noun in _FIGURES} | {n: {p} for n, p in _OF_ITS_UNITS.items()}
    of_units[Noun.TARGET] = {_planning(batch, plan) for plan in undone_targets.plans_of(entries)}
    for noun, permissions in of_units.items():
        units = here & set(entries.filter(noun=noun).values_list("unit", flat=True))
        for permission in permissions if units else ():
            require_all(by=by, permission=permission, units=units, at=at)
    wanted = {p for noun, p in _OF_THE_OFFICE.items() if entries.filter(noun=noun).exists()}
    if _put_in_force(entries):
        wanted.add(Permission.PLAN_IN_FORCE)
    for permission in wanted:
        require_at_the_root(by=by, permission=permission, at=at)
    people = User.objects.filter(pk__in=entries.filter(noun=Noun.USER).values("row"))
    for person in people:
        require_person(user=person, by=by, at=at)


def _planning(batch: Batch, plan: Plan) -> Permission:
    """Return the right with which a batch wrote targets of a plan."""
    registered = batch.kind == BatchKind.TARGETS and plan.kind == PlanKind.REGISTERED
    return Permission.PLAN_REGISTER if registered else Permission.PLAN_WRITE


def places(entries: QuerySet[HistoryEntry]) -> dict[Month, set[int]]:
    """Return the units (primary keys) of which a batch wrote figures or reports, by month."""
    found: dict[Month, set[int]] = {}
    figures = entries.filter(noun__in=_FIGURES).order_by("month")
    for unit, day in figures.values_list("unit", "month").distinct():
        found.setdefault(Month.of(day), set()).add(unit)
    return found


def hold_months(entries: QuerySet[HistoryEntry], figures: Mapping[Month, set[int]]) -> None:
    """Hold the months of a batch: alone where it opened or dated one, else together with other savers."""
    dated = [Month.of(day) for day in entries.filter(noun=Noun.MONTH).values_list("month", flat=True)]
    if dated:
        hold_months_alone({*dated, *figures})
    else:
        share_months(figures)


def hold_plans(entries: QuerySet[HistoryEntry]) -> Sequence[Plan]:
    """Hold a batch's plans and return those with targets of it; PlanFrozen where others decided since."""
    made = Plan.objects.filter(pk__in=entries.filter(noun=Noun.PLAN).values("row"))
    kinds = {(plan.year, plan.kind) for plan in (*made, *undone_targets.plans_of(entries))}
    imported_plans.hold_kinds(kinds)
    touched = undone_targets.plans_of(entries)
    in_force = _put_in_force(entries)
    for plan in touched:
        later = Plan.objects.in_force(plan.year, plan.kind).filter(revision__gte=plan.revision)
        if later.exclude(pk__in=in_force).exists():
            raise plans.PlanFrozen
    return touched


def _put_in_force(entries: QuerySet[HistoryEntry]) -> set[int]:
    """Return the plans that a batch itself put in force."""
    return {entry.row for entry in entries.filter(noun=Noun.PLAN) if entry.new.get("in_force")}


def recompute(
    entries: QuerySet[HistoryEntry], touched: Sequence[Plan], figures: Mapping[Month, set[int]]
) -> None:
    """Make the totals of plans anew: of targets, of years with figures, of all where the office changed."""
    kept = Plan.objects.filter(pk__in=[plan.pk for plan in touched]).order_by("pk")
    years = {month.year for month in figures}
    if entries.filter(noun__in=(Noun.UNIT, Noun.LINE, Noun.SERVICE)).exists():
        years |= set(Plan.objects.values_list("year", flat=True))
    for plan in kept:
        if plan.year not in years:
            plans.recompute_totals(plan)
    plans.recompute_years(years)
