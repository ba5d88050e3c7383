"""Builds the sheet out of what was read; the only place where the page's texts are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from planning.checks import Kind, Limits, Problem, check_row
from planning.checks import Row as Checked
from planning.comparisons import Comparisons
from planning.entry import sentences
from planning.entry.notation import FIELD_FORMATS, NOTATION, SIDE_FORMATS
from planning.entry.sheet import Field, Figure, Group, Name, Row, Say, Sheet, Sold, Typed
from planning.models import MonthlyReport, RowNote
from planning.models.revenue import ALL, Measure
from planning.review import Past
from postoffice.measures import NoAnswer, Reason, add, completion
from postoffice.numbers import PERCENT, VOLUME
from postoffice.words import nothing

_TYPED = (Measure.REVENUE.value, Measure.VOLUME.value)
_NOTHING = {"value": None, "version": 0, "origin": ""}
_NO_PAST = Past()
_UNCOMPARED = (Figure(), Figure(), Figure())

Counted = dict[str, tuple[tuple, Row]]


class Builder:
    """Builds one sheet; `unit` is how many đồng one of the page's unit is."""

    def __init__(
        self, *, report: MonthlyReport, beside: Comparisons, notes: Iterable[RowNote], limits: Limits,
        unit: int, typed: Typed,
    ) -> None:  # fmt: skip
        self.report, self.beside, self.limits, self.unit, self.typed = report, beside, limits, unit, typed
        self.notes = {note.service_id: note for note in notes}
        self.editable = report.is_editable

    def sheet(self, services: Sequence[Sold]) -> Sheet:
        """Return the sheet of these services, which come in the order of their lines."""
        rows = [self.row(service) for service in services]
        lines = {service.code: service.line for service in services}
        groups = [
            self.group(*line, list(part)) for line, part in groupby(rows, key=lambda row: lines[row.code])
        ]
        return Sheet(groups, self.group(ALL, "", rows), rows)

    def group(self, code: str, name: str, rows: Sequence[Row]) -> Group:
        """Return a line with its sums; what is typed adds up, what is blank is not a 0."""
        total = add(row.revenue.value for row in rows)
        previous, base = add(row.previous.amount for row in rows), add(row.base.amount for row in rows)
        typed = Figure(self.text(("", "revenue"), total), None, total)
        return Group(code, name, rows, typed, *self.compared(previous, base, code), self.ratio(total, code))

    def row(self, service: Sold) -> Row:
        """Return a service's row."""
        code, past = service.code, self.beside.past.get(service.code, _NO_PAST)
        values = {measure: self.value((code, measure)) for measure in _TYPED}
        note = self.notes.get(service.key)
        reason, remark = self.typed.notes.get(code, (note.reason, note.text) if note else ("", ""))
        says = tuple(self.says(code, values, past, service.required))
        marks = {name: kind for name, kind in self.marks(says).items() if kind == "error" or not reason}
        return Row(
            service.key, code, service.name, service.volume_unit, service.required, service.open,
            *(self.field((code, m), values[m], marks.get((code, m), "")) for m in _TYPED),
            *self.compared(past.usual, self.beside.base.get(code), code),
            self.ratio(values["revenue"], code),
            tuple(say for _name, say in says), reason, remark, note,
            self.editable and code in self.report.return_rows,
        )  # fmt: skip

    def value(self, name: Name) -> int | None:
        """Return what the page shows: what was just typed, else the draft, else the books."""
        if name in self.typed.refusals:
            return None
        if name in self.typed.values:
            return self.typed.values[name]
        return self.cell(name)["value"] if self.editable else self.beside.facts.get(name)

    def cell(self, name: Name) -> Mapping[str, object]:
        """Return the draft's cell, an empty one where nothing was saved."""
        return self.report.draft.get(name[0], {}).get(name[1]) or _NOTHING

    def says(
        self, code: str, values: Mapping[str, int | None], past: Past, required: bool
    ) -> Iterable[tuple[Name, Say]]:
        """Yield what is to be said of a row, by field: refused texts, clashes, errors, warnings."""
        refusals, clashes, refused = self.typed.refusals, self.typed.clashes, False
        for measure in _TYPED if refusals or clashes else ():
            name = (code, measure)
            if name in refusals:
                refused, unit = True, self.unit if measure == "revenue" else 1
                yield name, sentences.of_refusal(name, refusals[name], unit, past.usual, self.text)
            if name in clashes:
                yield name, sentences.of_clash(name, clashes[name], self.text)
        if refused or not self.editable:
            return
        problems = check_row(self.checked(code, values, past, required), self.limits)
        for problem in problems:
            # A blank row is counted, not scolded; what explains a slip explains the shortfall, too.
            if problem.code != "missing" and (problem.code != "below_target" or problem is problems[0]):
                yield (code, problem.measure), self.said(problem)

    def said(self, problem: Problem) -> Say:
        """Return a problem in words."""
        return sentences.of_problem(problem, self.text)

    def marks(self, says: Iterable[tuple[Name, Say]]) -> dict[Name, str]:
        """Return how each field is marked: the gravest of what is said of it."""
        marks: dict[Name, str] = {}
        for name, say in says:
            if marks.get(name) != "error":
                marks[name] = "warning" if say.kind == Kind.WARNING else "error"
        return marks

    def checked(self, code: str, values: Mapping[str, int | None], past: Past, required: bool) -> Checked:
        """Return the row as the checks take it."""
        target = self.beside.targets.get(code)
        return Checked(
            code, values["revenue"], values["volume"], required,
            past.usual, past.usual_volume, past.reported, past.earning,
            None if isinstance(target, Reason) else target,
        )  # fmt: skip

    def field(self, name: Name, value: int | None, mark: str) -> Field:
        """Return a field with its text, its mark and what the next save is judged by."""
        cell, clash = self.cell(name), self.typed.clashes.get(name)
        stored, version = (clash.theirs, clash.version) if clash else (cell["value"], cell["version"])
        was = f"{version}:{'' if stored is None else stored}"
        if cell["origin"] == "prefilled" and value == stored and self.editable:
            mark = f"{mark} prefilled".strip()
        refusal = self.typed.refusals.get(name)
        text = refusal.text if refusal else self.text(name, value)
        return Field(*name, value, text, was, mark, bool(refusal or clash))

    def text(self, name: Name, value: int | None) -> str:
        """Return a value as its field shows it."""
        if value is None:
            return ""
        form = FIELD_FORMATS[self.unit] if name[1] == "revenue" else VOLUME
        return form.write(value, NOTATION)

    def compared(self, previous: int | None, base: int | None, node: str) -> tuple[Figure, Figure, Figure]:
        """Return last month's, last year's and the plan's figure of a node."""
        target = self.beside.targets.get(node)
        asked, reason = (None, target) if isinstance(target, Reason) else (target, Reason.NO_TARGET)
        return (
            self.amount(previous, Reason.NOT_REPORTED),
            self.amount(base, Reason.NO_BASE),
            self.amount(asked, reason),
        )

    def amount(self, value: int | None, reason: Reason | None = None) -> Figure:
        """Return an amount in the page's unit, or the narrow word of its reason."""
        if value is None:
            return Figure(str(nothing(reason, narrow=True)) if reason else "", reason)
        return Figure(SIDE_FORMATS[self.unit].write(value, NOTATION), None, value)

    def ratio(self, value: int | None, node: str) -> Figure:
        """Return the completion of the month's target; empty where nothing is typed or asked."""
        try:
            return Figure(PERCENT.write(completion(value, self.beside.targets.get(node)), NOTATION))
        except NoAnswer:
            return Figure()


class Counter(Builder):
    """Builds rows as they count, without the words and figures beside them: those a save did not touch.

    Most of them count as they did at the save before. `counted` keeps them by service, each with what it was
    counted from; whoever keeps it sees to it that `beside` and the services are the same for all of them.
    """

    def __init__(self, *, counted: Counted, **told: object) -> None:
        super().__init__(**told)
        self.counted = counted

    def row(self, service: Sold) -> Row:
        """Return a service's row, as it was counted before where nothing of it has changed."""
        cells = [self.cell((service.code, measure)) for measure in _TYPED]
        note = self.notes.get(service.key)
        state = (
            *((cell["value"], cell["version"], cell["origin"]) for cell in cells),
            note and note.reason, self.editable, self.limits, service.code in self.report.return_rows,
        )  # fmt: skip
        known = self.counted.get(service.code)
        if known is None or known[0] != state:
            known = self.counted[service.code] = state, super().row(service)
        return known[1]

    def said(self, problem: Problem) -> Say:
        """Return how grave a problem is."""
        return Say(problem.kind.value, "")

    def compared(self, previous: int | None, base: int | None, node: str) -> tuple[Figure, Figure, Figure]:
        """Compare nothing."""
        return _UNCOMPARED

    def ratio(self, value: int | None, node: str) -> Figure:
        """Hold nothing against the target."""
        return _UNCOMPARED[0]

    def text(self, name: Name, value: int | None) -> str:
        """Return whether there is a value, as a text."""
        return "" if value is None else str(value)
