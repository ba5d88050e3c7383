"""The plan over the organisation: what is stated at a unit, what its parts add up to, and the gap."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from planning.models import Plan, PlanTotal, Unit
from planning.plan_sheet import landed
from planning.plan_sheet.figures import Shown, actuals, amount, is_whole, ratio
from planning.plan_sheet.landed import Beside, Estimated
from postoffice import measures
from postoffice.measures import Figure, Reason
from postoffice.numbers import DONG, PERCENT


@dataclass(frozen=True)
class Row:
    """A unit in the tree: `level` 0 is the unit the page is about, 1 its children."""

    unit: Unit
    level: int
    has_children: bool
    plan: Shown
    stated: Shown
    below: Shown
    gap: Shown
    incomplete: bool
    base: Shown
    over_base: Shown
    estimated: Beside | None


@dataclass(frozen=True)
class Tree:
    """The rows of a page, and whether last year is complete, without which nothing is compared with it.

    `estimated` is the last estimate round of that year, if there was one.
    """

    rows: Sequence[Row]
    base_is_whole: bool
    estimated: Estimated | None


def of_unit(plan: Plan, unit: Unit, points: QuerySet[Unit], *, node: str, measure: str) -> Tree:
    """Return a unit and its children under a plan, for one node and measure; `points` are all below it."""
    below = Unit.objects.filter(parent=OuterRef("pk"))
    children = list(unit.children.annotate(has_children=Exists(below)).in_order())
    parents = {unit.pk} | {child.pk for child in children if child.has_children}
    totals = {
        total.unit_id: total
        for total in PlanTotal.objects.filter(
            plan=plan, node=node, measure=measure, unit__in=[unit, *children]
        )
    }
    did = actuals([unit, *children], plan.year - 1, measure, nodes=[node])
    base = {key: amount for (key, _node), amount in did.items()}
    whole = is_whole(unit, plan.year - 1)
    estimated = landed.of_plan(plan, measure, [unit, *children], points, [node])
    rows = [
        _row(
            place,
            0 if place == unit else 1,
            place.pk in parents,
            totals.get(place.pk),
            base.get(place.pk),
            base.get(place.pk) if whole else None,
            estimated.beside(place, node, _compared(totals.get(place.pk))) if estimated else None,
        )
        for place in (unit, *children)
    ]
    return Tree(rows, whole, estimated)


def _compared(total: PlanTotal | None) -> Figure:
    """Return the plan that is compared with a year; one that lacks a part is not."""
    return None if total is None else Reason.INCOMPLETE_PLAN if total.incomplete else total.total


def _row(
    unit: Unit,
    level: int,
    has_children: bool,
    total: PlanTotal | None,
    base: int | None,
    compared: int | None,
    estimated: Beside | None,
) -> Row:
    is_stated = total is not None and total.source == PlanTotal.STATED
    below = None if total is None else total.below if is_stated else total.total
    gap = total.total - below if is_stated and below is not None else None
    return Row(
        unit=unit,
        level=level,
        has_children=has_children,
        plan=amount(total and total.total, strong=True),
        stated=amount(total.total) if is_stated else Shown(""),
        below=Shown("") if below is None else amount(below),
        gap=Shown("") if gap is None else amount(gap, form=DONG.with_sign),
        incomplete=bool(total and total.incomplete),
        base=amount(base, Reason.NO_BASE),
        over_base=ratio(measures.plan_over_base, PERCENT, _compared(total), compared),
        estimated=estimated,
    )
