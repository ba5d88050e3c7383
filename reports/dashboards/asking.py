"""Reads the address of a dashboard: unit, month, plan and organisation, each with its default."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from planning.models import Office, Plan
from planning.models.plans import PlanKind
from planning.models.units import UnitQuerySet
from postoffice.months import Month
from reports import ledger
from reports.build import OutsideScope
from reports.forms import POINTS, Filters
from reports.ledger import Catalogue, Tree, Turnout

FILTERS = ("month", "plan", "basis", "grain")


@dataclass(frozen=True)
class Chosen:
    """What a dashboard shows: the unit and all below it, the month it runs to, the plans it is held against.

    `turnout` is that of the month where choosing it had to read it; `awaited` is the month under work where
    nobody has reported it yet and the last reported one is shown instead.

    `plan` is the one the whole answers for, `units_plan` the one its parts answer for. `given` are the
    filters that the address named, which its links keep; `months` and `plans` are what may be chosen.
    """

    tree: Tree
    catalogue: Catalogue
    month: Month
    closed: bool
    plan: Plan | None
    internal: Plan | None
    by_points: bool
    basis: str
    given: Mapping[str, str]
    months: Sequence[Month]
    plans: Sequence[Plan]
    uses_payroll: bool
    at: datetime
    turnout: Turnout | None = None
    awaited: Month | None = None

    @property
    def number(self) -> int:
        """The number of the last month that counts."""
        return self.month.number

    @cached_property
    def filters(self) -> Mapping[str, str]:
        """The filters that links carry: the month always, the others where they were given."""
        return {"month": str(self.month), **self.given}

    @cached_property
    def query(self) -> str:
        """The filters as the end of an address."""
        return "?" + urlencode(self.filters)

    @property
    def split_by(self) -> Plan | None:
        """The province's own plan, by which another one is split over points."""
        is_internal = self.plan is None or self.plan.kind == PlanKind.INTERNAL
        return None if is_internal else self.internal


@dataclass(frozen=True)
class Asked:
    """The filters, and what they choose where they are right; `scope` tells the unit in any case."""

    form: Filters
    tree: Tree
    chosen: Chosen | None


def choose(data: Mapping[str, str], code: str, *, units: UnitQuerySet, office: Office, at: datetime) -> Asked:
    """Return what `data` (the query of an address) chooses for the unit `code`, or the top of the scope.

    Without a month it is the latest one that is over, if anybody under the unit has reported it, else the
    last one reported. Raises OutsideScope where the unit is not in the scope.
    """
    tree = None if "\0" in code else ledger.tree(units, code)
    if tree is None:
        raise OutsideScope(code)
    catalogue = ledger.catalogue()
    opened = ledger.opened(Month.of(at))
    given = {name: data[name] for name in FILTERS if data.get(name)}
    months, turnout, awaited = _months(tree, list(opened), given)
    plans: dict[int, list[Plan]] = {}
    form = _form(given, tree, months, plans)
    if not form.is_valid():
        return Asked(form, tree, None)
    month, plan = form.cleaned_data["month"], form.cleaned_data["plan"]
    of_year = plans[month.year]
    chosen = Chosen(
        tree=tree,
        catalogue=catalogue,
        month=month,
        closed=opened.get(month, False),
        plan=plan,
        internal=next((p for p in of_year if p.kind == PlanKind.INTERNAL and p.in_force), None),
        by_points=form.cleaned_data["grain"] == POINTS,
        basis=form.cleaned_data["basis"],
        given=given,
        months=sorted({*months, month}, reverse=True),
        plans=of_year,
        uses_payroll=office.uses_payroll_revenue,
        at=at,
        turnout=turnout,
        awaited=awaited,
    )
    return Asked(form, tree, chosen)


def _months(
    tree: Tree, months: list[Month], given: Mapping[str, str]
) -> tuple[list[Month], Turnout | None, Month | None]:
    """Return the months with the default first, its turnout if it was read, and the month nobody has sent."""
    if "month" in given:
        return months, None, None
    turnout = ledger.turnout(tree, months[0])
    if turnout.latest in (None, months[0]):
        return months, turnout, None
    others = [month for month in months if month != turnout.latest]
    return [turnout.latest, *others], turnout.up_to(turnout.latest), months[0]


def _form(
    given: Mapping[str, str], tree: Tree, months: Sequence[Month], plans: dict[int, list[Plan]]
) -> Filters:
    return Filters(
        given,
        units=[],
        months=months,
        lines=[],
        services=[],
        plans_of=_plans_of(tree, plans),
        reorganised=ledger.reorganised,
        has_grain=True,
    )


def _plans_of(
    tree: Tree, kept: dict[int, list[Plan]]
) -> Callable[[int], tuple[Sequence[tuple[str, str]], Callable[[str], Any]]]:
    """Return what the filters ask of a year: its plans by name, and which one a key (or none) means."""

    def plans_of(year: int) -> tuple[Sequence[tuple[str, str]], Callable[[str], Plan | None]]:
        plans = kept.setdefault(year, ledger.plans_of(year))
        names = [(ledger.plan_key(plan), plan.label) for plan in plans]

        def find(key: str) -> Plan | None:
            return ledger.chosen_plan(plans, key) if key else ledger.default_plan(plans, tree.root)

        return names, find

    return plans_of
