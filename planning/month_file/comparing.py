"""Holds a filled file against the drafts as they stand: what changes, what clashes, what needs a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from planning import review
from planning.actions.cells import CellChange
from planning.actions.submissions import values_of
from planning.checks import Kind, Problem
from planning.entry.builder import FIELD_FORMATS
from planning.entry.desk import Desk, lay
from planning.importing.known import NO_SERVICE
from planning.importing.located import Located
from planning.models import Service, Unit, User
from planning.month_file.stamp import Place
from planning.month_file.told import Filled
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
        before, after = ("" if v is None else form.write(v, language) for v in (self.old, self.new))
        return before, after


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
    """What a file would do; nothing is written while `problems` has one."""

    changes: list[Changed] = field(default_factory=list)
    clashes: list[Clashing] = field(default_factory=list)
    notes: dict[Unit, dict[str, tuple[str, str]]] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    problems: list[Located] = field(default_factory=list)
    warnings: list[Located] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether the portal says already what the file says."""
        return not (self.changes or self.clashes or self.notes)


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
    services = Service.objects.in_bulk({p[1] for p in filled.figures}, field_name="code")
    for code in dict.fromkeys([*places, *(unit for unit, _service in filled.notes)]):
        if code in units:
            desk = lay(unit=units[code], month=month, may_enter=True, at=at)
            _Point(desk, filled, services, money, seen, compared).compare(places.get(code, []))
        else:
            _foreign(filled, places.get(code, []), compared)
    return compared


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
        self, desk: Desk, filled: Filled, services: Mapping[str, Service], money: int,
        seen: Mapping[str, int], compared: Compared,
    ) -> None:  # fmt: skip
        self.desk, self.filled, self.services, self.money = desk, filled, services, money
        self.seen, self.compared = seen.get(desk.unit.code, 0), compared

    def compare(self, places: Sequence[Place]) -> None:
        """Sort the unit's cells, then its notes, then what is odd with them."""
        before = len(self.compared.changes) + len(self.compared.clashes)
        for place in places:
            self._cell(place)
        self._notes()
        touched = len(self.compared.changes) + len(self.compared.clashes) > before
        if (touched or self.desk.unit in self.compared.notes) and not self.desk.may_type:
            reason = _("the month of %(unit)s cannot be written now: it is sent, locked or closed")
            unit = self.desk.unit
            self.compared.problems.append(Located(unit.code, 0, "", "", reason, {"unit": unit.name}))
        elif touched:
            self._ask()

    def _cell(self, place: Place) -> None:
        service, new = self.services.get(place[1]), self.filled.figures[place]
        spot = self.filled.spots[place]
        if service is None:
            self.compared.problems.append(spot.problem(NO_SERVICE))
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
        known = base.version if base is not None else 0 if self.filled.stamp else self.seen
        if version > known:
            author = User.objects.filter(pk=cell["by"]).first() if cell["by"] else None
            at = datetime.fromisoformat(cell["at"])
            self.compared.clashes.append(Clashing(change, author.full_name if author else "", at))
        else:
            self.compared.changes.append(change)

    def _notes(self) -> None:
        report, mine = self.desk.report, {}
        kept = (
            {note.service.code: note for note in report.notes.select_related("service")} if report.pk else {}
        )
        for (unit, code), (reason, remark) in self.filled.notes.items():
            same = code in kept and (kept[code].reason, kept[code].text) == (reason, remark)
            if unit == self.desk.unit.code and not same:
                mine[code] = (reason, remark)
        if mine:
            self.compared.notes[self.desk.unit] = mine

    def _ask(self) -> None:
        """Ask for the reasons that sending will ask for."""
        desk, unit = self.desk, self.desk.unit
        changed = [c for c in self.compared.changes if c.unit == unit]
        values = {code: list(pair) for code, pair in values_of(desk.report).items()}
        for change in changed:
            pair = values.setdefault(change.service.code, [None, None])
            pair[change.measure == "volume"] = change.new
        told = {code for (code_of, code) in self.filled.notes if code_of == unit.code}
        if desk.report.pk:
            told |= set(desk.report.notes.values_list("service__code", flat=True))
        pairs = {code: (pair[0], pair[1]) for code, pair in values.items()}
        touched = {change.service.code: change.service for change in changed}
        problems = review.problems(unit, desk.month, pairs, [])
        for code, service in touched.items():
            odd = tuple(p for p in problems if p.service == code and p.kind is Kind.WARNING)
            if odd and code not in told:
                self.compared.questions.append(Question(unit, service, odd))


def cell_changes(changes: Sequence[Changed]) -> dict[Unit, list[CellChange]]:
    """Return changes by unit as the action takes them."""
    by_unit: dict[Unit, list[CellChange]] = {}
    for one in changes:
        change = CellChange(one.service.code, one.measure, one.new, one.version)
        by_unit.setdefault(one.unit, []).append(change)
    return by_unit
