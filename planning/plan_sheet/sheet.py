"""One unit's targets on one page: everything, its lines, their services, with last year beside them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from planning.models import AnnualTarget, Measure, Plan, PlanTotal, Service, Unit
from planning.models.revenue import ALL
from planning.plan_sheet import landed
from planning.plan_sheet.figures import Shown, actuals, amount, is_whole, ratio
from planning.plan_sheet.landed import Beside, Estimated
from postoffice import measures
from postoffice.measures import Reason
from postoffice.months import Month
from postoffice.numbers import DONG, GROWTH


@dataclass(frozen=True)
class Row:
    """A node of the sheet; `target` is what is stated here, `plan` the answer P(unit, node)."""

    node: str
    name: str
    level: int
    target: int | None
    how: str
    plan: Shown
    base: Shown
    growth: Shown
    estimated: Beside | None


@dataclass(frozen=True)
class Sheet:
    """The rows of a unit's page, and the gap between the whole and its lines where both are stated.

    `estimated` is the last estimate round of last year, if there was one.
    """

    rows: Sequence[Row]
    base_is_whole: bool
    gap: Shown | None
    estimated: Estimated | None


def of_unit(plan: Plan, unit: Unit, points: QuerySet[Unit], measure: str, *, is_point: bool) -> Sheet:
    """Return what a plan asks of a unit in one measure; volumes stand only beside services.

    `points` are the unit and all below it. A point, a unit without children, shows the services it sells,
    others all.
    """
    targets = {t.node: t for t in AnnualTarget.objects.filter(plan=plan, unit=unit, measure=measure)}
    totals = {t.node: t for t in PlanTotal.objects.filter(plan=plan, unit=unit, measure=measure)}
    base = {node: value for (_unit, node), value in actuals([unit], plan.year - 1, measure).items()}
    whole = is_whole(unit, plan.year - 1)
    nodes = list(_nodes(plan, unit, measure, {*targets, *base}, is_point=is_point))
    estimated = landed.of_plan(plan, measure, [unit], points, [node for node, _name, _level in nodes])
    rows = []
    for node, name, level in nodes:
        target, total = targets.get(node), totals.get(node)
        rows.append(
            Row(
                node=node,
                name=name,
                level=level,
                target=target.total if target else None,
                how=str(target.get_how_display()) if target else "",
                plan=amount(total and total.total),
                base=amount(base.get(node), Reason.NO_BASE),
                growth=ratio(
                    measures.growth,
                    GROWTH,
                    total.total if total else Reason.NO_TARGET,
                    base.get(node) if whole else None,
                ),
                estimated=estimated and estimated.beside(unit, node, total and total.total),
            )
        )
    lines = [row.node for row in rows if row.level == 1]
    return Sheet(rows, whole, _gap(targets, lines), estimated)


def _gap(targets: Mapping[str, AnnualTarget], lines: Collection[str]) -> Shown | None:
    """Return what of the stated whole no line states, None where one of them is not stated."""
    stated = [targets[code].total for code in lines if code in targets]
    if ALL not in targets or not stated:
        return None
    return amount(targets[ALL].total - sum(stated), form=DONG.with_sign)


def _nodes(
    plan: Plan, unit: Unit, measure: str, seen: set[str], *, is_point: bool
) -> Iterator[tuple[str, str, int]]:
    """Yield the nodes of a page: of a point the services it sells, sold, or is asked for, else all."""
    services = Service.objects.in_order().select_related("line")
    if is_point:
        offered = Service.objects.of_point(unit, Month(plan.year, 1))
        services = services.filter(Q(pk__in=offered.values("pk")) | Q(code__in=seen))
    if measure != Measure.VOLUME:
        yield ALL, _("All services"), 0
    line = None
    for service in services:
        if service.line != line and measure != Measure.VOLUME:
            line = service.line
            yield line.code, line.name, 1
        yield service.code, service.name, 2
