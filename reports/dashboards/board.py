"""The figures of a dashboard, read at once and made like for like: the whole, its nodes and its units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from planning.models import Plan
from planning.models.plans import PlanKind
from planning.models.revenue import ALL, Measure
from postoffice.months import Month
from reports import ledger
from reports.build import Track, standing, to_date, track
from reports.build.cells import YEAR, plain
from reports.build.standing import Standing
from reports.dashboards.asking import Chosen
from reports.ledger import Books, Place, Subject, Wanted
from reports.report import Cell

REVENUE, PAYROLL, VOLUME = Measure.REVENUE.value, Measure.PAYROLL_REVENUE.value, Measure.VOLUME.value


@dataclass(frozen=True)
class Member:
    """A unit under the whole, or the whole's own figures: how it stands and who of it has reported.

    `part` holds the numbers of the months in which only some of its points have reported.
    """

    place: Place
    subject: Subject
    track: Track
    number: int
    expected: int
    reported: int
    part: frozenset[int]

    @cached_property
    def up_to(self) -> Standing:
        """The months to date."""
        return standing.up_to(self.track, self.number)

    @property
    def is_full(self) -> bool:
        """Whether every point has reported the month."""
        return self.reported >= self.expected


@dataclass(frozen=True)
class Board:
    """What was chosen with its books. Parts are held against the plan that was given to them."""

    chosen: Chosen
    books: Books
    node: str

    @property
    def number(self) -> int:
        """The number of the last month that counts."""
        return self.chosen.number

    @property
    def measure(self) -> str:
        """The measure of the page: revenue; others stand beside it."""
        return REVENUE

    @property
    def lacking(self) -> int:
        """How many points have not sent the month."""
        expected, reported, _approved = self.counts
        return expected - reported

    @cached_property
    def root(self) -> Subject:
        """The whole with everything below it."""
        return Subject(self.chosen.tree.root.id)

    @cached_property
    def units_plan(self) -> Plan | None:
        """The plan that parts answer for.

        What the corporation assigns is assigned to the province; it is held against units only where
        somebody asks for it and it was given to them.
        """
        plan, tree = self.chosen.plan, self.chosen.tree
        if plan is None or plan.kind != PlanKind.ASSIGNED or self.chosen.internal is None:
            return plan
        parts = [Subject(place.id) for place in tree.children(tree.root.id)]
        given = any(self.books.target(part, self.node, REVENUE, plan) for part in parts)
        return plan if given and "plan" in self.chosen.given else self.chosen.internal

    @cached_property
    def units_books(self) -> Books:
        """The same books with the plan of the parts."""
        if self.units_plan is None or self.units_plan == self.books.plan:
            return self.books
        return replace(self.books, plan=self.units_plan, other_plan=None)

    @cached_property
    def whole(self) -> Track:
        """The whole against its own plan."""
        return track(self.books, self.root, self.node, REVENUE)

    @cached_property
    def payroll(self) -> Track | None:
        """Payroll revenue of the whole, where the office uses it."""
        return self.of(PAYROLL) if self.chosen.uses_payroll else None

    def of(self, measure: str) -> Track:
        """Return another measure of the whole."""
        return self._with_plan(self.root, self.node, measure)

    def nodes(self, codes: Iterable[str]) -> dict[str, Track]:
        """Return lines or services of the whole; those it has nothing to do with are left out."""
        found = {code: self._with_plan(self.root, code, REVENUE) for code in codes}
        return {code: one for code, one in found.items() if one.is_applicable}

    def _with_plan(self, subject: Subject, node: str, measure: str) -> Track:
        """Hold a part of the whole against the whole's plan, or where that has none, the units' plan."""
        has_target = self.books.target(subject, node, measure) is not None
        return track(self.books if has_target else self.units_books, subject, node, measure)

    def services_of(self, members: Sequence[Member]) -> list[dict[str, Track]]:
        """Read the services of some units below against their plan, without last year."""
        codes = self.chosen.catalogue.services_of(self.node)
        subjects = tuple(member.subject for member in members)
        if not subjects:
            return []
        books = ledger.more(self.units_books, [Wanted(subjects, codes, (REVENUE,))])
        found = [
            {code: track(books, subject, code, REVENUE, with_base=False) for code in codes}
            for subject in subjects
        ]
        return [{code: one for code, one in each.items() if one.is_applicable} for each in found]

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The units right below, and the whole's own figures where it has some."""
        return tuple(self._member(place, subject) for place, subject in _below(self.chosen))

    @property
    def kind(self) -> str:
        """What the members are called: units, or points where nothing lies below any of them."""
        tree = self.chosen.tree
        has_units = any(tree.children(m.place.id) for m in self.members if not m.subject.own)
        return "units" if has_units else "points"

    @cached_property
    def points(self) -> tuple[Member, ...]:
        """Every point below, in order of code."""
        tree = self.chosen.tree
        places = tree.points(self.root)
        return tuple(self._member(p, Subject(p.id, bool(tree.children(p.id)))) for p in places)

    @cached_property
    def missing(self) -> tuple[Place, ...]:
        """The points that have not reported the month, in order of code."""
        units = self.books.turnouts[REVENUE].pairs.get(self.number, frozenset())
        return tuple(place for place in self.chosen.tree.below.values() if place.id in units)

    @cached_property
    def counts(self) -> tuple[int, int, int]:
        """How many points are expected in the month, have reported and are approved."""
        return self.books.turnouts[REVENUE].counts(self.root, self.chosen.month)

    @cached_property
    def up_to(self) -> Standing:
        """The months to date."""
        return standing.up_to(self.whole, self.number)

    @cached_property
    def in_year(self) -> Standing:
        """The months to date against the plan of the year."""
        return standing.in_year(self.whole, self.number)

    @cached_property
    def is_in(self) -> bool:
        """Whether anybody has sent anything of the year."""
        return self.up_to.actual.value is not None

    @cached_property
    def sizes(self) -> list[Cell]:
        """The yearly amounts from which the scale of a page is taken."""
        last_year = plain(to_date(self.whole.earlier, YEAR))
        return [self.up_to.actual, self.in_year.plan, last_year]

    def _member(self, place: Place, subject: Subject) -> Member:
        turnout = self.books.turnouts[REVENUE]
        expected, reported, _approved = turnout.counts(subject, self.chosen.month)
        attendance = turnout.attendance(subject)
        part = {n for n, units in attendance.missing.items() if len(units) < attendance.awaited[n]}
        one = track(self.units_books, subject, self.node, REVENUE)
        return Member(place, subject, one, self.number, expected, reported, frozenset(part))


def read(chosen: Chosen, node: str = ALL, *, measures: Sequence[str] = ()) -> Board:
    """Read what a page needs: the whole with its services and its other `measures`, and the units below."""
    tree, catalogue = chosen.tree, chosen.catalogue
    nodes = tuple(dict.fromkeys((node, *catalogue.below(node))))
    below = tuple(subject for _place, subject in _below(chosen))
    wanted = [Wanted((Subject(tree.root.id),), nodes, (REVENUE,))]
    if below:
        wanted.append(Wanted(below, (node,), (REVENUE,)))
    if chosen.by_points and below:
        points = tree.points(Subject(tree.root.id))
        subjects = tuple(Subject(p.id, bool(tree.children(p.id))) for p in points)
        wanted.append(Wanted(subjects, (node,), (REVENUE,)))
    wanted += [Wanted((Subject(tree.root.id),), (node,), (measure,)) for measure in measures]
    books = ledger.read(
        tree,
        catalogue,
        chosen.month,
        wanted,
        plan=chosen.plan,
        other_plan=chosen.split_by,
        whole=chosen.turnout,
    )
    return Board(chosen, books, node)


def _below(chosen: Chosen) -> list[tuple[Place, Subject]]:
    """Return the units right below that exist in the year or did the year before, and a parent's own."""
    tree, first, last = chosen.tree, Month(chosen.month.year - 1, 1), chosen.month
    children = [
        place
        for place in tree.children(tree.root.id)
        if (place.valid_from is None or place.valid_from <= last.last)
        and (place.valid_to is None or place.valid_to >= first.first)
    ]
    found = [(place, Subject(place.id)) for place in children]
    if children and tree.is_point(tree.root):
        found.append((tree.root, Subject(tree.root.id, own=True)))
    return found
