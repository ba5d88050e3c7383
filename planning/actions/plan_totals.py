"""P(unit, node): what the plan is at each unit and node, recomputed whole for a plan.

In this order: what is stated there; the sum of what is stated at that unit for the lines or services
under the node; the sum over the unit's children; else none. Sums of months, never of ratios.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from planning.models import AnnualTarget, Measure, Plan, PlanTotal, Service, Unit
from planning.models.revenue import ALL
from postoffice.months import Month

Months = tuple[int, ...]
Presence = Mapping[int, set[str]]

_HAS = """
SELECT DISTINCT r.unit_id, s.code
FROM planning_revenuerecord r JOIN planning_service s ON s.id = r.service_id
WHERE r.month >= %s AND r.month < %s AND r.{measure} <> 0
"""
_UNSURE = """
WITH fresh AS (
    SELECT s.code FROM planning_revenuerecord r JOIN planning_service s ON s.id = r.service_id
    WHERE r.unit_id = %(unit)s AND r.month >= %(first)s AND r.month < %(after)s AND r.revenue <> 0
    GROUP BY s.code HAVING bool_and(r.month = %(month)s))
SELECT p.id FROM planning_plan p
WHERE p.year = %(year)s
  AND EXISTS (SELECT FROM planning_plantotal t WHERE t.plan_id = p.id AND t.unit_id = ANY (%(chain)s)
              AND t.measure = 'revenue' AND t.source <> 'stated' AND NOT t.incomplete)
  AND EXISTS (SELECT FROM fresh WHERE NOT EXISTS (
      SELECT FROM planning_annualtarget t WHERE t.plan_id = p.id AND t.unit_id = %(unit)s
      AND t.node = fresh.code AND t.measure = 'revenue'))
ORDER BY p.id
"""
_GONE = """
DELETE FROM planning_plantotal t WHERE plan_id = %s AND NOT EXISTS (
    SELECT FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS now (unit_id, node, measure)
    WHERE now.unit_id = t.unit_id AND now.node = t.node AND now.measure = t.measure)
"""
_WRITE = """
INSERT INTO planning_plantotal AS t
    (plan_id, unit_id, node, measure, months, total, source, incomplete, below)
SELECT %s, unit_id, node, measure, months::bigint[], total, source, incomplete, below
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[],
            %s::bigint[], %s::text[], %s::boolean[], %s::bigint[])
    AS now (unit_id, node, measure, months, total, source, incomplete, below)
ON CONFLICT (plan_id, unit_id, measure, node) DO UPDATE SET months = excluded.months, total = excluded.total,
    source = excluded.source, incomplete = excluded.incomplete, below = excluded.below
WHERE (t.months, t.total, t.source, t.incomplete, t.below)
    IS DISTINCT FROM (excluded.months, excluded.total, excluded.source, excluded.incomplete, excluded.below)
"""


@dataclass(frozen=True)
class Answer:
    """The plan of one unit and node. `below`: what the parts add up to, None where there are none."""

    months: Months
    source: str
    incomplete: bool = False
    below: int | None = None


@dataclass
class Tree:
    """The units from the root down, the services of each line, and who has figures of which service.

    `own` holds the services a unit itself has figures of in the plan's year, `under` those of its
    whole subtree.
    """

    children: Mapping[int, Sequence[int]]
    bottom_up: Sequence[int]
    services: Mapping[str, Sequence[str]]
    own: Presence = field(default_factory=dict)
    under: Presence = field(default_factory=dict)

    def leaves(self, node: str) -> set[str]:
        """Return the services that a node stands for."""
        if node == ALL:
            return {service for services in self.services.values() for service in services}
        return set(self.services.get(node, (node,)))


def answers(
    stated: Mapping[int, Mapping[str, Months]], tree: Tree, nodes: Sequence[str]
) -> dict[int, dict[str, Answer]]:
    """Return P(unit, node) for every unit and node that has an answer, for one measure.

    `stated` maps units to the months of what is stated there; `nodes` are in order services, lines, ALL.
    """
    found: dict[int, dict[str, Answer]] = {}
    for unit in tree.bottom_up:
        mine = stated.get(unit, {})
        found[unit] = {}
        for node in nodes:
            of_nodes = _of_nodes(mine, node, tree, tree.under.get(unit, set()))
            of_children = _of_children(unit, node, tree, found)
            if node in mine:
                parts = of_children or of_nodes
                found[unit][node] = Answer(
                    mine[node], PlanTotal.STATED, below=sum(parts.months) if parts else None
                )
            elif of_nodes or of_children:
                found[unit][node] = of_nodes or of_children
    return found


def _of_nodes(mine: Mapping[str, Months], node: str, tree: Tree, present: set[str]) -> Answer | None:
    """Sum what is stated at a unit for the lines or services under a node."""
    if node == ALL:
        groups = [[line] if line in mine else services for line, services in tree.services.items()]
        parts = [part for group in groups for part in group if part in mine]
    else:
        parts = [service for service in tree.services.get(node, ()) if service in mine]
    if not parts:
        return None
    covered = {service for part in parts for service in tree.leaves(part)}
    lacking = (tree.leaves(node) - covered) & present
    return Answer(_sum(mine[part] for part in parts), PlanTotal.NODES, incomplete=bool(lacking))


def _of_children(
    unit: int, node: str, tree: Tree, found: Mapping[int, Mapping[str, Answer]]
) -> Answer | None:
    """Sum the plans of a unit's children; a child, or the unit itself, with figures and no plan lacks."""
    parts, lacking = [], bool(tree.leaves(node) & tree.own.get(unit, set()))
    for child in tree.children.get(unit, ()):
        answer = found[child].get(node)
        if answer is not None:
            parts.append(answer)
        elif not lacking:
            lacking = bool(tree.leaves(node) & tree.under.get(child, set()))
    if not parts:
        return None
    incomplete = lacking or any(part.incomplete for part in parts)
    return Answer(_sum(part.months for part in parts), PlanTotal.CHILDREN, incomplete)


def _sum(parts: Iterable[Months]) -> Months:
    return tuple(map(sum, zip(*parts, strict=True)))


def recompute_totals(plan: Plan) -> None:
    """Make the totals of a plan anew from its targets; rows that stay the same are not touched."""
    with transaction.atomic():
        Plan.objects.select_for_update().get(pk=plan.pk)
        stated: dict[str, dict[int, dict[str, Months]]] = defaultdict(lambda: defaultdict(dict))
        rows = AnnualTarget.objects.filter(plan=plan).values_list("measure", "unit", "node", "months")
        for measure, unit, node, months in rows:
            stated[measure][unit][node] = tuple(months)
        found = {measure: answers(mine, *_tree(plan.year, measure)) for measure, mine in stated.items()}
        _write(plan, found)


def revenue_came(*, unit: Unit, month: Month) -> None:
    """Look again at the plans whose sums a unit's month may have made incomplete; call after the figures.

    That is so when a service of the unit brings its first revenue of the year and nobody asked it of
    the unit. Seldom, so that sending a month costs one small query here.
    """
    told = {
        "unit": unit.pk,
        "chain": unit.chain,
        "month": month.first,
        "year": month.year,
        "first": f"{month.year}-01-01",
        "after": f"{month.year + 1}-01-01",
    }
    with connection.cursor() as cursor:
        cursor.execute(_UNSURE, told)
        unsure = [key for (key,) in cursor.fetchall()]
    for plan in Plan.objects.filter(pk__in=unsure).order_by("pk"):
        recompute_totals(plan)


def recompute_years(years: Collection[int], *, but: Collection[int] = ()) -> None:
    """Make all plans' totals of some years anew: what has revenue decides which sums are incomplete."""
    for plan in Plan.objects.filter(year__in=years).exclude(pk__in=but).order_by("pk"):
        recompute_totals(plan)


def _tree(year: int, measure: str) -> tuple[Tree, list[str]]:
    children = defaultdict(list)
    chains = {unit.pk: unit.chain for unit in Unit.objects.only("path")}
    for unit, chain in chains.items():
        if len(chain) > 1:
            children[chain[-2]].append(unit)
    services = defaultdict(list)
    for code, line in Service.objects.in_order().values_list("code", "line__code"):
        services[line].append(code)
    own, under = defaultdict(set), defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_HAS.format(measure=Measure(measure).value), [f"{year}-01-01", f"{year + 1}-01-01"])
        for unit, service in cursor.fetchall():
            own[unit].add(service)
            for above in chains[unit]:
                under[above].add(service)
    bottom_up = sorted(chains, key=lambda unit: -len(chains[unit]))
    nodes = [service for group in services.values() for service in group]
    if measure != Measure.VOLUME:
        nodes += [*services, ALL]
    return Tree(children, bottom_up, services, own, under), nodes


def _array(months: Months) -> str:
    return "{" + ",".join(map(str, months)) + "}"


def _write(plan: Plan, found: Mapping[str, Mapping[int, Mapping[str, Answer]]]) -> None:
    rows = [
        (
            unit,
            node,
            measure,
            "{" + ",".join(map(str, a.months)) + "}",
            sum(a.months),
            a.source,
            a.incomplete,
            a.below,
        )
        for measure, by_unit in found.items()
        for unit, by_node in by_unit.items()
        for node, a in by_node.items()
    ]
    columns = [list(column) for column in zip(*sorted(rows), strict=True)] or [[] for _ in range(8)]
    with connection.cursor() as cursor:
        cursor.execute(_GONE, [plan.pk, *columns[:3]])
        cursor.execute(_WRITE, [plan.pk, *columns])
