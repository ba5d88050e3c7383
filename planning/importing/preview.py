"""What a file would change: old beside new for every row, computed once for preview and writing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from itertools import islice

from django.utils.translation import get_language, gettext

from planning.importing import layout
from planning.importing.office import OfficeData, RevenueRow, TargetRow
from planning.importing.plan_checks import Asked, TargetKey, asked, target_key
from planning.importing.stored import FigureKey, Figures
from postoffice.numbers import COUNT

FIGURE_COLUMNS = ("revenue", "payroll_revenue", "volume", "balance")
KEYS: Mapping[str, tuple[str, ...]] = {
    "office": ("key",),
    "units": ("code",),
    "service_lines": ("code",),
    "services": ("code",),
    "offerings": ("unit_code", "service_code", "valid_from"),
    "months": ("month",),
    "revenue": ("unit_code", "service_code", "month"),
    "annual_history": ("unit_code", "code", "year", "measure"),
    "plans": ("year", "kind", "revision"),
    "targets": ("year", "kind", "revision", "unit_code", "code", "measure"),
    "people": ("username", "unit_code", "role"),
    "successions": ("old_code", "new_code", "on"),
}
"""The columns that say which stored row a row of a sheet speaks of."""


@dataclass(frozen=True)
class Change:
    """A stored row and what it becomes."""

    old: object
    new: object

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that differ."""
        names = [f.name for f in fields(self.new) if f.compare]
        return tuple(name for name in names if getattr(self.old, name) != getattr(self.new, name))


@dataclass(frozen=True, slots=True)
class FigureChange:
    """What the books hold for a unit, service and month and what they become; `old` None: nothing yet."""

    row: RevenueRow
    old: Figures | None
    new: Figures

    @property
    def columns(self) -> tuple[str, ...]:
        """The measures that differ."""
        old = self.old or (None,) * 4
        return tuple(name for name, a, b in zip(FIGURE_COLUMNS, old, self.new, strict=True) if a != b)


@dataclass(frozen=True)
class TargetChange:
    """A target that is new (`old` None) or becomes another."""

    asked: Asked
    old: TargetRow | None


@dataclass(frozen=True)
class SheetChanges:
    """What a sheet brings: new rows, changed rows, and how many say what is kept already."""

    sheet: str
    added: tuple = ()
    changed: tuple = ()
    unchanged: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether the sheet changes nothing."""
        return not self.added and not self.changed

    @property
    def title(self) -> str:
        """The sheet's name in the reader's language."""
        return layout.title(self.sheet)


@dataclass(frozen=True)
class Comparison:
    """Every sheet of a file compared with what is kept."""

    sheets: Mapping[str, SheetChanges] = field(default_factory=dict)

    def __getitem__(self, sheet: str) -> SheetChanges:
        return self.sheets.get(sheet, SheetChanges(sheet))

    @property
    def is_empty(self) -> bool:
        """Whether the file changes nothing at all."""
        return all(changes.is_empty for changes in self.sheets.values())

    @property
    def rows(self) -> int:
        """How many rows were compared."""
        return sum(len(sheet.added) + len(sheet.changed) + sheet.unchanged for sheet in self.sheets.values())


def _statement(value: object) -> bool:
    return value is not None and value != "" and value != ()


def _merged(old: object, new: object) -> object:
    """Return the new row where what it leaves unsaid stays as it is."""
    names = [f.name for f in fields(new)]
    values = {n: getattr(new, n) if _statement(getattr(new, n)) else getattr(old, n) for n in names}
    return type(new)(**values)


def compare_rows(sheet: str, rows: Iterable[object], kept: Iterable[object]) -> SheetChanges:
    """Compare the rows of a sheet with those that are kept, by their key."""
    key = _keyed(KEYS[sheet])
    by_key = {key(row): row for row in kept}
    added, changed, unchanged = [], [], 0
    for row in rows:
        old = by_key.get(key(row))
        if old is None:
            added.append(row)
            continue
        new = _merged(old, row)
        if new == old:
            unchanged += 1
        else:
            changed.append(Change(old, new))
    return SheetChanges(sheet, tuple(added), tuple(changed), unchanged)


def _keyed(names: tuple[str, ...]) -> Callable[[object], tuple]:
    return lambda row: tuple(getattr(row, name) for name in names)


def compare_figures(rows: Sequence[RevenueRow], kept: Mapping[FigureKey, Figures]) -> SheetChanges:
    """Compare monthly figures with the books; an empty cell leaves a figure as it is."""
    added, changed, unchanged = [], [], 0
    for row in rows:
        said = (row.revenue, row.payroll_revenue, row.volume, row.balance)
        old = kept.get((row.unit_code, row.service_code, row.month))
        if old is None:
            if said != (None, None, None, None):
                added.append(FigureChange(row, None, said))
            continue
        new = tuple(o if s is None else s for s, o in zip(said, old, strict=True))
        if new == old:
            unchanged += 1
        else:
            changed.append(FigureChange(row, old, new))
    return SheetChanges("revenue", tuple(added), tuple(changed), unchanged)


def compare_targets(rows: Sequence[TargetRow], kept: Sequence[TargetRow]) -> SheetChanges:
    """Compare targets; one without months keeps the months of a stored one with the same total."""
    by_key: dict[TargetKey, TargetRow] = {target_key(row): row for row in kept}
    added, changed, unchanged = [], [], 0
    for key, wanted in asked(rows).items():
        old = by_key.get(key)
        if old is None:
            added.append(TargetChange(wanted, None))
        elif old.total == wanted.total and (
            not wanted.months or wanted.to_phase or wanted.months == old.months
        ):
            unchanged += 1
        else:
            changed.append(TargetChange(wanted, old))
    return SheetChanges("targets", tuple(added), tuple(changed), unchanged)


def compare(data: OfficeData, kept: OfficeData, figures: Mapping[FigureKey, Figures]) -> Comparison:
    """Compare a file that was found possible with what is kept; `figures` are those of its months."""
    sheets = {
        sheet: compare_rows(sheet, getattr(data, sheet), getattr(kept, sheet))
        for sheet in KEYS
        if sheet not in ("revenue", "targets")
    }
    sheets["revenue"] = compare_figures(data.revenue, figures)
    sheets["targets"] = compare_targets(data.targets, kept.targets)
    return Comparison({sheet: sheets[sheet] for sheet in KEYS if getattr(data, sheet)})


@dataclass(frozen=True)
class Line:
    """One line of a preview: its place in the file, what it speaks of, one column’s old and new value."""

    sheet: str
    row: int
    key: str
    column: str
    old: object
    new: object

    @property
    def column_name(self) -> str:
        """The column in the reader's language."""
        return layout.column_title(self.sheet, self.column)

    @property
    def before(self) -> str:
        """The old value as a reader sees it."""
        return _written(self.old)

    @property
    def after(self) -> str:
        """The new value as a reader sees it."""
        return _written(self.new)


def _written(value: object) -> str:
    if value is None or value == "" or value == ():
        return "…"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int):
        return COUNT.write(value, get_language() or "vi")
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def lines(changes: SheetChanges, limit: int) -> Iterator[Line]:
    """Yield old → new for every changed cell of a sheet, at most `limit`."""
    found = (line for change in changes.changed for line in _lines_of(changes.sheet, change))
    return islice(found, limit)


def all_lines(changes: SheetChanges) -> Iterator[Line]:
    """Yield old → new for every cell that a sheet changes or brings anew."""
    for change in (*changes.changed, *changes.added):
        yield from _lines_of(changes.sheet, change)


def _lines_of(sheet: str, change: object) -> Iterator[Line]:
    if isinstance(change, TargetChange):
        key = " · ".join(str(part) for part in target_key(change.asked.row))
        yield from _target_lines(key, change)
        return
    row = _row_of(change)
    key = " · ".join(str(getattr(row, name)) for name in KEYS[sheet] if getattr(row, name) is not None)
    if isinstance(change, FigureChange):
        old = change.old or (None,) * 4
        for place, column in enumerate(FIGURE_COLUMNS):
            if old[place] != change.new[place]:
                yield Line(sheet, row.row, key, column, old[place], change.new[place])
    elif isinstance(change, Change):
        for column in change.columns:
            yield Line(sheet, row.row, key, column, getattr(change.old, column), getattr(change.new, column))
    else:
        for told in fields(row):
            value = getattr(row, told.name)
            if told.compare and told.name not in KEYS[sheet] and _statement(value):
                yield Line(sheet, row.row, key, told.name, None, value)


def _row_of(change: object) -> object:
    if isinstance(change, Change):
        return change.new
    return change.row if isinstance(change, FigureChange) else change


def _target_lines(key: str, change: TargetChange) -> Iterator[Line]:
    """Yield the total of a target and each month that the file gives; months by rule are not told."""
    wanted, old, row = change.asked, change.old, change.asked.row.row
    if old is None or old.total != wanted.total:
        yield Line("targets", row, key, "total", old.total if old else None, wanted.total)
    if wanted.months and not wanted.to_phase:
        before = old.months if old and old.months else (None,) * 12
        for column, was, now in zip(layout.MONTH_COLUMNS, before, wanted.months, strict=True):
            if was != now:
                yield Line("targets", row, key, column, was, now)
