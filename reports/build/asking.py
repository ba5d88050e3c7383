"""Answers an address or a command line: finds the unit, reads the filters, and builds the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from planning.models import Office, Plan
from planning.models.plans import PlanKind
from planning.models.units import UnitQuerySet
from postoffice.months import Month
from reports import ledger
from reports.build.making import Choice, report
from reports.build.naming import by_level_label
from reports.build.rows import NODES
from reports.forms import Filters
from reports.ledger import Catalogue, Tree
from reports.report import Definition, Report


class OutsideScope(LookupError):
    """The unit does not exist, or the reader may not know that it does."""


@dataclass(frozen=True)
class Asked:
    """The filter bar, and the report where the filters were right."""

    form: Filters
    tree: Tree
    report: Report | None

    @property
    def above(self) -> tuple[tuple[str, str], ...]:
        """The units above the report's, from the top of the reader's scope down, as (code, name)."""
        return tuple((place.code, place.name) for place in self.tree.above)


def ask(
    definition: Definition,
    data: Mapping[str, str],
    *,
    units: UnitQuerySet,
    office: Office,
    by: str,
    at: datetime,
) -> Asked:
    """Return the report that `data` (the query of an address) asks for, within the scope `units`.

    Raises OutsideScope where the unit is not in it.
    """
    with ledger.one_moment():
        code = data.get("unit", "")
        tree = None if "\0" in code else ledger.tree(units, code)
        if tree is None:
            raise OutsideScope(code)
        catalogue = ledger.catalogue()
        plans: dict[int, list[Plan]] = {}
        form = _form(definition, data, tree, catalogue, plans, Month.of(at))
        if not form.is_valid():
            form.offer({"unit": tree.root.code})
            return Asked(form, tree, None)
        choice = _choice(definition, tree, catalogue, form, plans, office, by, at)
        key = ledger.plan_key(choice.plan) if choice.plan and not choice.by_level else ""
        if choice.may_be_by_level:
            form.plans = [("", by_level_label(choice.plan, choice.split_by)), *form.plans]
        form.offer({**choice.filters, "unit": tree.root.code, "month": str(choice.month), "plan": key})
        return Asked(form, tree, report(choice))


def _form(
    definition: Definition,
    data: Mapping[str, str],
    tree: Tree,
    catalogue: Catalogue,
    plans: dict[int, list[Plan]],
    today: Month,
) -> Filters:
    return Filters(
        data,
        units=_units(tree),
        months=ledger.known_months(today),
        lines=list(catalogue.lines.items()),
        services=[(s.code, s.name) for s in catalogue.services.values()],
        plans_of=_plans_of(tree, plans),
        reorganised=ledger.reorganised,
        has_grain=definition.rows != NODES,
    )


def _choice(
    definition: Definition,
    tree: Tree,
    catalogue: Catalogue,
    form: Filters,
    plans: Mapping[int, list[Plan]],
    office: Office,
    by: str,
    at: datetime,
) -> Choice:
    asked = form.cleaned_data
    return Choice(
        definition=definition,
        tree=tree,
        catalogue=catalogue,
        month=asked["month"],
        plan=asked["plan"],
        plan_asked="plan" in form.data and bool(form.data["plan"]),
        split_by=_split_by(plans[asked["month"].year], asked["plan"]),
        filters={name: asked[name] for name in ("measure", "line", "service", "grain", "basis")},
        office=office,
        by=by,
        at=at,
    )


def _units(tree: Tree) -> list[tuple[str, str]]:
    """Return the units a filter bar offers: up, here, beside and down, each once."""
    around = [*tree.above, tree.root, *tree.children(tree.root.id), *tree.beside]
    return list({place.code: (place.code, place.name) for place in around}.values())


def _plans_of(
    tree: Tree, kept: dict[int, list[Plan]]
) -> Callable[[int], tuple[Sequence, Callable[[str], Any]]]:
    """Return what the filter bar asks of a year: its plans by name, and which one a key (or none) means."""

    def plans_of(year: int) -> tuple[Sequence[tuple[str, str]], Callable[[str], Plan | None]]:
        plans = kept.setdefault(year, ledger.plans_of(year))
        names = [(ledger.plan_key(plan), plan.label) for plan in plans]

        def find(key: str) -> Plan | None:
            return ledger.chosen_plan(plans, key) if key else ledger.default_plan(plans, tree.root)

        return names, find

    return plans_of


def _split_by(plans: Sequence[Plan], plan: Plan | None) -> Plan | None:
    """Return the province's own plan in force, by which another plan is split over points."""
    if plan is None or plan.kind == PlanKind.INTERNAL:
        return None
    return next((p for p in plans if p.kind == PlanKind.INTERNAL and p.in_force), None)
