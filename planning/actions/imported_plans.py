"""Writes the plans and targets of a file, and makes the totals of what it touched anew."""

from collections.abc import Iterable, Mapping

from planning.actions.plan_profiles import Profiles
from planning.actions.plan_totals import recompute_totals
from planning.actions.plans import AskedTarget, hold_kind, make_hold, upsert
from planning.importing.office import PlanRow
from planning.importing.plan_checks import Asked, plan_key
from planning.importing.preview import SheetChanges
from planning.models import Plan
from planning.models.plans import PlanKind


def hold_kinds(wanted: Iterable[tuple[int, str]]) -> None:
    """Hold several kinds of plan, by (year, kind), always in one order; what is no kind is left out."""
    for year, kind in sorted(wanted):
        if kind in PlanKind.values:
            hold_kind(year, kind)


def write(plans: SheetChanges, targets: SheetChanges, units: Mapping[str, int]) -> set[int]:
    """Write plans and targets inside the transaction of a load; return the plans whose totals are anew."""
    for row in (*plans.added, *(change.new for change in plans.changed)):
        _write_plan(row)
    return write_targets(targets, units)


def write_targets(targets: SheetChanges, units: Mapping[str, int]) -> set[int]:
    """Write targets of plans that are kept; return the plans whose totals are anew."""
    kept = {(plan.year, plan.kind, plan.revision): plan for plan in Plan.objects.all()}
    asked = [change.asked for change in (*targets.added, *targets.changed)]
    upsert((kept[plan_key(wanted.row)], wanted_target) for wanted, wanted_target in _targets(asked, units))
    touched = {plan_key(wanted.row) for wanted in asked}
    for key in sorted(touched):
        recompute_totals(kept[key])
    return {kept[key].pk for key in touched}


def _write_plan(row: PlanRow) -> None:
    plan, _made = Plan.objects.update_or_create(
        year=row.year,
        kind=row.kind,
        revision=row.revision,
        defaults={
            "decision_no": row.decision_no,
            "decided_on": row.decided_on,
            "facts": [{"node": f.node, "kind": f.kind, "value": f.value} for f in row.facts],
        },
    )
    if row.in_force:
        make_hold(plan)
    elif plan.in_force:
        plan.in_force = False
        plan.save(update_fields=["in_force"])


def _targets(asked: list[Asked], units: Mapping[str, int]) -> list[tuple[Asked, AskedTarget]]:
    """Return the targets to store; where some rows of a key gave months, the rest is phased and added."""
    mixed = [a for a in asked if a.months and a.to_phase]
    profiles: dict[int, Profiles] = {}
    for year in {a.row.year for a in mixed}:
        wanted = [(units[a.row.unit_code], a.row.code, a.row.measure) for a in mixed if a.row.year == year]
        profiles[year] = Profiles.of(year, wanted)
    found = []
    for a in asked:
        unit, months = units[a.row.unit_code], a.months
        if a.months and a.to_phase:
            rest, _how = profiles[a.row.year].phased(unit, a.row.code, a.row.measure, a.to_phase)
            months = tuple(given + more for given, more in zip(a.months, rest, strict=True))
        found.append((a, AskedTarget(unit, a.row.code, a.row.measure, a.total, months)))
    return found
