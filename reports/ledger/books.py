"""Everything a report reads, in a fixed number of queries, whatever the number of units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from planning.models import Plan
from planning.models.revenue import ALL, Measure
from postoffice.measures import add
from postoffice.months import Month
from reports.ledger.catalogue import Catalogue
from reports.ledger.figures import Asked, Twelve, lacking, records, sums_of_pairs, year_totals
from reports.ledger.places import Subject, Tree
from reports.ledger.plans import PlanRow, plan_rows
from reports.ledger.turnout import Attendance, Turnout, turnout

Figures = tuple[int | None, ...]
NONE: Twelve = (0,) * 12


@dataclass(frozen=True)
class Wanted:
    """Figures asked for: every subject with every node, of every measure."""

    subjects: tuple[Subject, ...]
    nodes: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Books:
    """Two years of figures, this year's plan and who has reported, of one tree; it only looks things up."""

    tree: Tree
    catalogue: Catalogue
    month: Month
    turnouts: Mapping[str, Turnout]
    figures: Mapping[tuple[Subject, str, str, int], Figures]
    whole_sums: Mapping[str, Mapping[str, Sequence[int]]]
    unit_sums: Mapping[tuple[int, str, str], Sequence[int]]
    plans: Mapping[tuple[int, int, str, str], PlanRow]
    plan: Plan | None
    other_plan: Plan | None

    @property
    def year(self) -> int:
        """The year of the report."""
        return self.month.year

    def figure(self, subject: Subject, node: str, measure: str, year: int) -> Figures | None:
        """Return twelve figures, or None where the books never had any."""
        return self.figures.get((subject, node, measure, year))

    def target(self, subject: Subject, node: str, measure: str, plan: Plan | None = None) -> PlanRow | None:
        """Return P(unit, node) of the report's plan, or of another one that was read."""
        asked = plan or self.plan
        if asked is None or subject.own:
            return None
        return self.plans.get((asked.pk, subject.unit_id, node, measure))

    def attendance(self, subject: Subject, measure: str) -> Attendance:
        """Return how the points under `subject` have reported the measure."""
        return self.turnouts[measure].attendance(subject)

    def base_of_missing(self, subject: Subject, node: str, measure: str, number: int) -> int:
        """Return what the points missing in month `number` had in the same month of the year before."""
        missing = self.attendance(subject, measure).missing.get(number, ())
        if missing and (measure in self.whole_sums) and subject == Subject(self.tree.root.id):
            sums = self.whole_sums[measure]
            return sum(sums[s][number - 1] for s in self.catalogue.services_of(node) if s in sums)
        return sum(self._base(unit_id, node, measure)[number - 1] or 0 for unit_id in missing)

    def _base(self, unit_id: int, node: str, measure: str) -> Sequence[int | None]:
        own = bool(self.tree.children(unit_id))
        found = self.figures.get((Subject(unit_id, own), node, measure, self.year - 1))
        return found if found is not None else self.unit_sums.get((unit_id, node, measure), NONE)


def read(
    tree: Tree,
    catalogue: Catalogue,
    month: Month,
    wanted: Sequence[Wanted],
    *,
    plan: Plan | None,
    other_plan: Plan | None = None,
    whole: Turnout | None = None,
) -> Books:
    """Read all that the wanted rows need for `month` and the months of its year before it.

    `other_plan` is one that may lend its split over points to a plan given to the unit as a whole. `whole`
    is the tree's turnout of the month, where it has just been read.
    """
    measures = tuple(dict.fromkeys(m for group in wanted for m in group.measures))
    wanted = [replace(group, nodes=_with_all(group)) for group in wanted]
    whole = whole or turnout(tree, month)
    turnouts = {measure: _of_measure(whole, measure) for measure in measures}
    years = (month.year - 1, month.year)
    figures = _figures(tree, catalogue, years, wanted, turnouts)
    plan_ids = {p.pk for p in (plan, other_plan) if p is not None}
    asked = _asked_of_plans(tree, catalogue, wanted, turnouts)
    whole_sums, unit_sums = _sums_of_missing(tree, catalogue, wanted, turnouts)
    return Books(
        tree=tree,
        catalogue=catalogue,
        month=month,
        turnouts=turnouts,
        figures=figures,
        whole_sums=whole_sums,
        unit_sums=unit_sums,
        plans=plan_rows(plan_ids, asked) if plan_ids else {},
        plan=plan,
        other_plan=other_plan,
    )


def more(books: Books, wanted: Sequence[Wanted]) -> Books:
    """Return the books with this year's figures and plans of further subjects and nodes.

    Their measures were read before. Last year is not read: only tracks without a base can be taken.
    """
    tree, catalogue, turnouts = books.tree, books.catalogue, books.turnouts
    figures = _figures(tree, catalogue, (books.year,), wanted, turnouts)
    plan_ids = {p.pk for p in (books.plan, books.other_plan) if p is not None}
    asked = _asked_of_plans(tree, catalogue, wanted, turnouts)
    return replace(
        books,
        figures={**books.figures, **figures},
        plans={**books.plans, **plan_rows(plan_ids, asked)} if plan_ids else books.plans,
    )


def _with_all(group: Wanted) -> tuple[str, ...]:
    """Return the nodes with ALL, whose share of the missing points splits a plan given to the whole."""
    if ALL in group.nodes or group.measures == (Measure.VOLUME,):
        return group.nodes
    return (*group.nodes, ALL)


def _absent(tree: Tree, group: Wanted, turnouts: Mapping[str, Turnout]) -> list[int]:
    """Return the points under a group's subjects that miss a month of one of its measures."""
    inside = {place.id for subject in group.subjects for place in tree.points(subject)}
    return sorted({unit for measure in group.measures for unit in turnouts[measure].absent} & inside)


def _asked_of_plans(
    tree: Tree, catalogue: Catalogue, wanted: Sequence[Wanted], turnouts: Mapping[str, Turnout]
) -> list[tuple[list[int], tuple[str, ...], tuple[str, ...]]]:
    """Return whose plans are read: where points are missing, of the parts too, so that a cut foots."""
    asked = []
    for group in wanted:
        asked.append(([s.unit_id for s in group.subjects], group.nodes, group.measures))
        if absent := set(_absent(tree, group, turnouts)):
            parts = tuple(dict.fromkeys(p for n in group.nodes for p in (n, *catalogue.below(n))))
            above = {s.unit_id for s in group.subjects if absent & {p.id for p in tree.points(s)}}
            asked.append((sorted(above | absent), parts, group.measures))
    return asked


def _of_measure(whole: Turnout, measure: str) -> Turnout:
    """Return the turnout of a measure; payroll revenue counts as in only where there are amounts."""
    if measure != Measure.PAYROLL_REVENUE:
        return whole
    points = [place.id for place in whole.tree.points(Subject(whole.tree.root.id))]
    return whole.without(lacking(points, whole.year, Measure.REVENUE, Measure.PAYROLL_REVENUE))


def _figures(
    tree: Tree,
    catalogue: Catalogue,
    years: tuple[int, ...],
    wanted: Sequence[Wanted],
    turnouts: Mapping[str, Turnout],
) -> dict[tuple[Subject, str, str, int], Figures]:
    """Read totals where the roll-up keeps them, the books for the rest: own figures, points by service."""
    asked: list[Asked] = []
    alone: set[int] = set()
    services: set[str] = set()
    for group in wanted:
        whole = [s.unit_id for s in group.subjects if not s.own]
        missing = _absent(tree, group, turnouts)
        sums = [node for node in group.nodes if node not in catalogue.services]
        asked.append((whole, group.nodes, years, group.measures))
        asked.append(([u for u in missing if not tree.children(u)], sums, years[:-1], group.measures))
        single = {s.unit_id for s in group.subjects if s.own} | {u for u in missing if tree.children(u)}
        if len(sums) < len(group.nodes):
            single |= {u for u in whole if not tree.children(u)}
        if single:
            alone |= single
            services |= {s for node in group.nodes for s in catalogue.services_of(node)}
    totals = year_totals(asked)
    found: dict = {(Subject(unit), node, m, y): row for (unit, node, m, y), row in totals.items()}
    if alone:
        measures = tuple(sorted({measure for group in wanted for measure in group.measures}))
        books = records(alone, services, measures, years[-1])
        found |= _of_single_units(tree, catalogue, books, wanted)
    return found


def _of_single_units(
    tree: Tree, catalogue: Catalogue, books: Mapping, wanted: Sequence[Wanted]
) -> dict[tuple[Subject, str, str, int], Figures]:
    """Return the books of single units by node: services as they are, lines and ALL added up for own ones."""
    nodes = dict.fromkeys(node for group in wanted for node in group.nodes)
    found: dict[tuple[Subject, str, str, int], Figures] = {}
    for unit_id, measure, year in {(unit, m, y) for unit, _service, m, y in books}:
        own = bool(tree.children(unit_id))
        for node in nodes if own else [n for n in nodes if n in catalogue.services]:
            rows = [books.get((unit_id, s, measure, year)) for s in catalogue.services_of(node)]
            rows = [row for row in rows if row is not None]
            if rows and (measure != Measure.VOLUME or node in catalogue.services):
                found[Subject(unit_id, own), node, measure, year] = _added(rows)
    return found


def _added(rows: Iterable[Sequence[int | None]]) -> Figures:
    months = zip(*rows, strict=True)
    return tuple(add(month) for month in months)


def _sums_of_missing(
    tree: Tree, catalogue: Catalogue, wanted: Sequence[Wanted], turnouts: Mapping[str, Turnout]
) -> tuple[dict[str, dict[str, list[int]]], dict[tuple[int, str, str], list[int]]]:
    """Add up last year's books of the missing points by service, where the roll-up has only their units.

    For the whole tree one sum a service, by measure; for several units also by point. Measures that miss the
    same months are read together.
    """
    asked: dict[tuple[bool, tuple], tuple[set[str], set[str]]] = {}
    for group in wanted:
        services = [node for node in group.nodes if node in catalogue.services]
        above = [s for s in group.subjects if not s.own and tree.children(s.unit_id)]
        if not services or not above:
            continue
        by_unit = above != [Subject(tree.root.id)]
        if not by_unit:
            services = [s for node in group.nodes for s in catalogue.services_of(node)]
        for measure in group.measures:
            turnout, root = turnouts[measure], Subject(tree.root.id)
            kept = turnout.attendance(root).kept  # a month that nobody has needs no base at all
            pairs = tuple(
                (Month(turnout.year - 1, number), units)
                for number, units in turnout.pairs.items()
                if kept >> (number - 1) & 1
            )
            if pairs:
                of_pairs = asked.setdefault((by_unit, pairs), (set(), set()))
                of_pairs[0].update(services)
                of_pairs[1].add(measure)
    of_whole: dict[str, dict[str, list[int]]] = {}
    of_units: dict[tuple[int, str, str], list[int]] = {}
    for (by_unit, pairs), (services, measures) in asked.items():
        rows = sums_of_pairs(dict(pairs), services, sorted(measures), by_unit=by_unit)
        for (unit, service, measure), row in rows.items():
            if unit is None:
                of_whole.setdefault(measure, {})[service] = row
            else:
                of_units[unit, service, measure] = row
    return of_whole, of_units
