"""Holds a filled file against the drafts as they stand: what changes, what clashes, what needs a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from planning import review
from planning.actions.cells import CellChange
from planning.actions.errors import MonthClosed, MonthLocked
from planning.actions.submissions import values_of
from planning.checks import Kind, Problem
from planning.entry.builder import FIELD_FORMATS
from planning.entry.desk import Desk, lay_all
from planning.importing.known import NO_SERVICE
from planning.importing.located import Located
from planning.models import RowNote, Service, Unit, User
from planning.models.revenue import Measure
from planning.month_file.columns import LAYOUT, header
from planning.month_file.stamp import Place
from planning.month_file.told import Filled, Spot
from postoffice.months import Month
from postoffice.numbers import VOLUME


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell that becomes another; `version` is the stored one that the person has seen by this."""

    unit: Unit
    service: Service
    measure: str
    old: int | None
    new: int
    version: int
    money: int

    @property
    def name(self) -> str:
        """The cell's name in the form."""
        return f"{self.unit.code}:{self.service.code}:{self.measure}"

    @property
    def texts(self) -> tuple[str, str]:
        """Old and new value as a person reads them."""
        form = FIELD_FORMATS[self.money] if self.measure == "revenue" else VOLUME
        language = get_language() or "vi"
        before = gettext("nothing") if self.old is None else form.write(self.old, language)
        return before, form.write(self.new, language)

    @property
    def measure_label(self) -> str:
        """The name of its column."""
        return gettext("Revenue") if self.measure == Measure.REVENUE else gettext("Volume")


@dataclass(frozen=True, slots=True)
class Clashing:
    """A cell that somebody else changed since the download: `by_name` is empty for the books themselves."""

    change: Changed
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """A row that is odd with its new figures and has no reason yet."""

    unit: Unit
    service: Service
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        """The row's name in the form."""
        return f"{self.unit.code}:{self.service.code}"


@dataclass
class Compared:
    """What a file would do; nothing is written while `problems` has one.

    `late` are the units whose month has ended, with the reason: what the file says of them becomes proposals.
    """

    changes: list[Changed] = field(default_factory=list)
    clashes: list[Clashing] = field(default_factory=list)
    notes: dict[Unit, dict[str, tuple[str, str]]] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    problems: list[Located] = field(default_factory=list)
    warnings: list[Located] = field(default_factory=list)
    late: dict[Unit, MonthClosed | MonthLocked] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether the portal says already what the file says."""
        return not (self.changes or self.clashes or self.notes)

    @property
    def is_all_late(self) -> bool:
        """Whether nothing of it can go into a draft any more."""
        touched = {one.unit for one in self.changes} | {one.change.unit for one in self.clashes}
        return (touched | self.notes.keys()) <= self.late.keys()


def compare(
    filled: Filled, units: Mapping[str, Unit], month: Month, at: datetime, money: int,
    seen: Mapping[str, int],
) -> Compared:  # fmt: skip
    """Return what `filled` changes in the drafts of `units`, by code: those its person may enter for.

    A template says itself which versions its person saw; for another file `seen` does, by unit.
    """
    compared = Compared(problems=list(filled.problems), warnings=list(filled.warnings))
    places: dict[str, list[Place]] = {}
    for place in filled.figures:
        places.setdefault(place[0], []).append(place)
    codes = dict.fromkeys([*places, *(unit for unit, _service in filled.notes)])
    mine = [units[code] for code in codes if code in units]
    points = {
        desk.unit.code: _Point(desk, filled, money, seen, compared)
        for desk in lay_all(units=mine, month=month, entered={unit.pk for unit in mine}, at=at)
    }
    known = _Known.read(filled, list(points.values()))
    for code in codes:
        if code in points:
            points[code].compare(places.get(code, []), known)
        else:
            _foreign(filled, places.get(code, []), compared)
    compared.problems.sort(key=lambda problem: (problem.sheet, problem.row))
    _ask([point for point in points.values() if point.changed and point.desk.may_type], month, known)
    return compared


@dataclass(frozen=True, slots=True)
class _Known:
    """What the comparison of all units looks up: services, authors of drafts, notes by report and service."""

    services: Mapping[str, Service]
    authors: Mapping[int, User]
    notes: Mapping[int, Mapping[str, tuple[str, str]]]

    @classmethod
    def read(cls, filled: Filled, points: Sequence[_Point]) -> _Known:
        """Read it for a whole file: three queries."""
        drafts = [point.desk.report.draft for point in points]
        by = {cell["by"] for draft in drafts for row in draft.values() for cell in row.values() if cell["by"]}
        notes: dict[int, dict[str, tuple[str, str]]] = {}
        kept = RowNote.objects.filter(report__in=[p.desk.report for p in points if p.desk.report.pk])
        for report, code, *told in kept.values_list("report", "service__code", "reason", "text"):
            notes.setdefault(report, {})[code] = tuple(told)
        services = Service.objects.in_bulk({place[1] for place in filled.figures}, field_name="code")
        return cls(services, User.objects.in_bulk(by), notes)

    def tell_unknown(self, code: str, spot: Spot, compared: Compared) -> None:
        """Tell of a code that no service has, once for its row and at its own column."""
        column = header(LAYOUT.column("service"), get_language() or "vi")
        where = (spot.sheet, spot.row, column, code)
        if not any((p.sheet, p.row, p.column, p.value) == where for p in compared.problems):
            compared.problems.append(Located(*where, NO_SERVICE))


def _foreign(filled: Filled, places: Sequence[Place], compared: Compared) -> None:
    """Leave alone what a person only reads, and say so where he changed it."""
    for place in places:
        base = filled.stamp.cells.get(place) if filled.stamp else None
        if base is None or base.value != filled.figures[place]:
            reason = _("you do not enter figures for the unit %(unit)s")
            compared.problems.append(filled.spots[place].problem(reason, unit=place[0]))


class _Point:
    """One unit's part of the file against its draft."""

    def __init__(
        self, desk: Desk, filled: Filled, money: int, seen: Mapping[str, int], compared: Compared
    ) -> None:
        self.desk, self.filled, self.money, self.compared = desk, filled, money, compared
        self.seen = seen.get(desk.unit.code, 0)
        self.changed: list[Changed] = []
        self.clashed = False

    def compare(self, places: Sequence[Place], known: _Known) -> None:
        """Sort the unit's cells, then its notes."""
        for place in places:
            self._cell(place, known)
        self.compared.changes += self.changed
        self._notes(known.notes.get(self.desk.report.pk, {}))
        touched = self.changed or self.clashed or self.desk.unit in self.compared.notes
        ended = self.desk.ended
        if touched and ended:
            self.compared.late[self.desk.unit] = ended
        elif touched and not self.desk.may_type:
            self.compared.problems.append(self._shut())

    def _shut(self) -> Located:
        """Say why the unit's month takes nothing, and what to do."""
        unit, report = self.desk.unit, self.desk.report
        reason = _("the month of %(unit)s is not open; leave its figures in the file as they were")
        if self.desk.is_open:
            reason = _(
                "the month of %(unit)s is: %(state)s; have it returned first, or leave its figures in the"
                " file as they were"
            )
        told = {"unit": unit.name, "state": report.get_state_display()}
        return Located(f"{unit.code} {unit.name}", 0, "", "", reason, told)

    def _cell(self, place: Place, known: _Known) -> None:
        service, new = known.services.get(place[1]), self.filled.figures[place]
        spot = self.filled.spots[place]
        if service is None:
            known.tell_unknown(place[1], spot, self.compared)
            return
        if not service.is_active_in(self.desk.month):
            self.compared.problems.append(spot.problem(_("this service is not sold in this month")))
            return
        cell = self.desk.report.draft.get(place[1], {}).get(place[2])
        old, version = (cell["value"], cell["version"]) if cell else (None, 0)
        base = self.filled.stamp.cells.get(place) if self.filled.stamp else None
        if new == old or (base is not None and new == base.value):
            return
        change = Changed(self.desk.unit, service, place[2], old, new, version, self.money)
        before = base.version if base is not None else 0 if self.filled.stamp else self.seen
        if version > before:
            author = known.authors.get(cell["by"])
            at = datetime.fromisoformat(cell["at"])
            self.compared.clashes.append(Clashing(change, author.full_name if author else "", at))
            self.clashed = True
        else:
            self.changed.append(change)

    def _notes(self, kept: Mapping[str, tuple[str, str]]) -> None:
        mine = {
            code: told
            for (unit, code), told in self.filled.notes.items()
            if unit == self.desk.unit.code and kept.get(code) != told
        }
        if mine:
            self.compared.notes[self.desk.unit] = mine

    @property
    def values(self) -> review.Values:
        """The draft's values as they will be."""
        values = {code: list(pair) for code, pair in values_of(self.desk.report).items()}
        for change in self.changed:
            values.setdefault(change.service.code, [None, None])[change.measure == "volume"] = change.new
        return {code: (pair[0], pair[1]) for code, pair in values.items()}


def _ask(points: Sequence[_Point], month: Month, known: _Known) -> None:
    """Ask for the reasons that sending will ask for."""
    if not points:
        return
    units = [point.desk.unit for point in points]
    found = review.problems_of(units, month, {p.desk.unit.pk: p.values for p in points}, {})
    for point in points:
        unit = point.desk.unit
        told = {code for (of, code) in point.filled.notes if of == unit.code}
        told |= set(known.notes.get(point.desk.report.pk, {}))
        for code, service in {one.service.code: one.service for one in point.changed}.items():
            problems = found[unit.pk]
            odd = [p for p in problems if p.service == code and p.kind is Kind.WARNING]
            if odd and code not in told:  # what explains a slip explains the shortfall, too
                said = tuple(p for p in odd if p is odd[0] or p.code != "below_target")
                point.compared.questions.append(Question(unit, service, said))


def cell_changes(changes: Sequence[Changed]) -> dict[Unit, list[CellChange]]:
    """Return changes by unit as the action takes them."""
    by_unit: dict[Unit, list[CellChange]] = {}
    for one in changes:
        change = CellChange(one.service.code, one.measure, one.new, one.version)
        by_unit.setdefault(one.unit, []).append(change)
    return by_unit
