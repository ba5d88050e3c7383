"""What plans ask: the plans of a year, and the twelve months of P(unit, node)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planning.models import Plan, PlanTotal
from planning.models.plans import PlanKind
from planning.models.units import UnitKind
from reports.ledger.places import Place
from reports.ledger.statements import fetch

_WHOLE = (UnitKind.CORPORATION, UnitKind.PROVINCE)
_ORDER = (PlanKind.INTERNAL, PlanKind.ASSIGNED, PlanKind.COMMITTED, PlanKind.REGISTERED, PlanKind.AMBITION)
_GROUP = "(unit_id = ANY(%s::bigint[]) AND node = ANY(%s::text[]) AND measure = ANY(%s::text[]))"


class PlanRow(NamedTuple):
    """P(unit, node) of one plan: twelve months, the year, which rule gave it, and whether it lacks a part."""

    months: tuple[int, ...]
    total: int
    source: str
    incomplete: bool

    @property
    def is_stated(self) -> bool:
        """Whether the amount was stated at this unit and not added up from the units below."""
        return self.source != PlanTotal.CHILDREN


def plans_of(year: int) -> list[Plan]:
    """Return the plans of a year: those in force first, then by kind and revision."""
    return list(Plan.objects.filter(year=year).order_by("-in_force", "kind", "revision"))


def plan_key(plan: Plan) -> str:
    """Return what an address says: the kind, and `-N` where that alone would mean another revision."""
    return plan.key if plan.in_force else f"{plan.kind}-{plan.revision}"


def default_plan(plans: Sequence[Plan], place: Place) -> Plan | None:
    """Return the plan in force given to the unit: the corporation's to the province, else the province's."""
    given = PlanKind.ASSIGNED if place.parent_id is None or place.kind in _WHOLE else PlanKind.INTERNAL
    in_force = {plan.kind: plan for plan in plans if plan.in_force}
    return next((in_force[kind] for kind in (given, *_ORDER) if kind in in_force), None)


def chosen_plan(plans: Sequence[Plan], key: str) -> Plan | None:
    """Return the plan a key names: `kind` is the revision in force (else the latest), `kind-N` revision N."""
    kind, _dash, revision = key.partition("-")
    of_kind = [plan for plan in plans if plan.kind == kind]
    if revision:
        return next((plan for plan in of_kind if str(plan.revision) == revision), None)
    return next((plan for plan in of_kind if plan.in_force), of_kind[-1] if of_kind else None)


def plan_rows(
    plan_ids: Iterable[int], asked: Iterable[tuple[Iterable[int], Iterable[str], Iterable[str]]]
) -> dict[tuple[int, int, str, str], PlanRow]:
    """Read P by (plan, unit, node, measure) for groups of (units, nodes, measures)."""
    groups = [[list(values) for values in group] for group in asked]
    if not groups:
        return {}
    statement = f"""
        SELECT plan_id, unit_id, node, measure, months, total, source, incomplete FROM planning_plantotal
        WHERE plan_id = ANY(%s::bigint[]) AND ({" OR ".join([_GROUP] * len(groups))})
    """  # noqa: S608 - fixed text
    rows = fetch(statement, [list(plan_ids), *(values for group in groups for values in group)])
    return {row[:4]: PlanRow(tuple(row[4]), *row[5:]) for row in rows}
