"""Reads the rows of raw sheets by their headers, in either language, with every problem at its place."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from planning.importing import layout
from planning.importing.amounts import Amounts
from planning.importing.cells import CellError, is_blank, shown, value_of
from planning.importing.columns import Column, Kind, Sheet, folded
from planning.importing.layout import MONTH_COLUMNS
from planning.importing.located import MOST_LISTED, Located, unlisted
from planning.importing.office import OfficeData
from planning.importing.reading import Raw, RawBook, RawSheet
from postoffice.garbage import unsought

_HEADER_WITHIN = 20
_TOTALS = frozenset({"tong", "cong", "tong cong", "tong so", "total", "grand total", "toan tinh"})
_MISSING_CELL = _("this cell must be filled")
_LOST = {
    "formula": _("this formula has no kept value; open the file in Excel, let it calculate and save it"),
    "error": _("this cell holds an error of Excel; correct it"),
}


@dataclass(frozen=True)
class Read:
    """What was read of a file: the rows, what is wrong, and what is only worth a warning."""

    data: OfficeData
    problems: tuple[Located, ...]
    warnings: tuple[Located, ...]


@dataclass
class _Reading:
    """One sheet on its way: its columns by position, its rows by column key, its messages."""

    raw: RawSheet
    sheet: Sheet
    amounts: Amounts
    lost: Mapping[tuple[int, int], str]
    columns: dict[int, Column] = field(default_factory=dict)
    places: tuple[Column | None, ...] = ()
    required: tuple[Column, ...] = ()
    keys: Set[Column] = frozenset()
    rows: dict[int, dict[str, object]] = field(default_factory=dict)
    wrong_rows: set[int] = field(default_factory=set)
    problems: list[Located] = field(default_factory=list)
    warnings: list[Located] = field(default_factory=list)
    totals: list[tuple[int, dict[str, object]]] = field(default_factory=list)
    known: dict[Column, dict[str, object]] = field(default_factory=dict)
    unlisted: int = 0

    def value_of(self, cell: Raw, column: Column) -> object:
        """Return a cell's value; a text that stood in the column before is not read again."""
        if not isinstance(cell, str):
            return value_of(cell, column)
        known = self.known[column]
        if cell not in known:
            known[cell] = value_of(cell, column)
        return known[cell]

    def wrong(self, row: int, column: str, raw: Raw, error: CellError) -> None:
        """Note what is wrong with a cell; its row is not made."""
        self.wrong_rows.add(row)
        if len(self.problems) < MOST_LISTED:
            self.problems.append(Located(self.sheet.key, row, column, shown(raw), error.reason, error.params))
        else:
            self.unlisted += 1


@unsought()
def read_office(book: RawBook, *, notation: str | None = None) -> Read:
    """Read an office workbook; sheets that nobody knows are left out with a warning."""
    problems: list[Located] = []
    warnings: list[Located] = []
    rows: dict[str, tuple] = {}
    for raw in book.sheets:
        sheet = layout.find(raw.name)
        if sheet is None:
            warnings.append(_unknown_sheet(raw))
        elif sheet.key in rows:
            problems.append(Located(raw.name, 0, "", "", _("this sheet stands twice in the file")))
        else:
            reading = read_sheet(raw, sheet, book, amounts=Amounts(notation=notation))
            rows[sheet.key] = tuple(_made(reading))
            problems += reading.problems
            warnings += reading.warnings
    if not rows and not problems:
        reason = _("no sheet of the office workbook was found; its sheets are: %(sheets)s")
        names = ", ".join(layout.title(key) for key in layout.SHEETS)
        problems.append(Located("", 0, "", "", reason, {"sheets": names}))
    return Read(OfficeData(**rows), tuple(problems), tuple(warnings))


@unsought()
def read_flat(book: RawBook, sheet: Sheet, *, unit: int = 1, notation: str | None = None) -> Read:
    """Read one table of figures: the sheet of that name, else the only sheet of the file."""
    raw = table_of(book, sheet)
    if raw is None:
        reason = _("the file has several sheets and none is called “%(name)s”")
        problem = Located("", 0, "", "", reason, {"name": layout.title(sheet.key)})
        return Read(OfficeData(), (problem,), ())
    reading = read_sheet(raw, sheet, book, amounts=Amounts(unit=unit, notation=notation))
    rows = tuple(_made(reading))
    return Read(OfficeData(**{sheet.make.SHEET: rows}), tuple(reading.problems), tuple(reading.warnings))


def table_of(book: RawBook, sheet: Sheet) -> RawSheet | None:
    """Return the sheet of a file that is read as one table; None where it is not clear which."""
    named = [raw for raw in book.sheets if folded(raw.name) in sheet.names]
    filled = [raw for raw in book.sheets if raw.rows]
    if not named and len(filled) != 1:
        return None
    return (named or filled)[0]


def places_of(raw: RawSheet, sheet: Sheet) -> dict[str, int]:
    """Return where the columns of a sheet stand in a raw one, counted from 1, by their key."""
    if not raw.rows:
        return {}
    reading = _Reading(raw, sheet, Amounts(), {})
    _header(reading)
    return {column.key: at + 1 for at, column in reversed(reading.columns.items())}


def _unknown_sheet(raw: RawSheet) -> Located:
    near = layout.nearest(raw.name, {name: s.key for s in layout.SHEETS.values() for name in s.names})
    if near:
        reason = _("this sheet is not known and is left out; did you mean “%(near)s”?")
        return Located(raw.name, 0, "", "", reason, {"near": layout.title(near)})
    return Located(raw.name, 0, "", "", _("this sheet is not known and is left out"))


def read_sheet(raw: RawSheet, sheet: Sheet, book: RawBook, *, amounts: Amounts) -> _Reading:
    """Read one sheet: find its header, convert its cells, check its totals row."""
    lost = {(cell.row, cell.column): cell.code for cell in book.lost if cell.sheet == raw.name}
    reading = _Reading(raw, sheet, amounts, lost)
    if raw.hidden:
        reason = _("this sheet is hidden in the file; it was read")
        reading.warnings.append(Located(sheet.key, 0, "", "", reason))
    if not raw.rows:
        return reading
    start = _header(reading)
    if reading.problems:
        return reading
    for number, cells in raw.rows[start + 1 :]:
        _read_row(reading, number, cells)
    amounts.settle()
    _check_totals(reading)
    reading.problems.sort(key=lambda problem: problem.row)
    if reading.unlisted:
        reading.problems.append(unlisted(sheet.key, reading.unlisted))
    return reading


def _header(reading: _Reading) -> int:
    """Find the row that names the columns and keep their places; return its place among the rows."""
    needed = [column for column in reading.sheet.columns if column.required or column.present]
    best, start = {}, 0
    for place, (_number, cells) in enumerate(reading.raw.rows[:_HEADER_WITHIN]):
        found = {at: column for at, cell in enumerate(cells) if (column := _named(reading.sheet, cell))}
        if len(set(_keys(found)) & {c.key for c in needed}) > len(set(_keys(best)) & {c.key for c in needed}):
            best, start = found, place
    number, cells = reading.raw.rows[start]
    for column in needed:
        if column not in best.values():
            title = layout.column_title(reading.sheet.key, column.key)
            reason = _("the column “%(name)s” is missing")
            reading.problems.append(
                Located(reading.sheet.key, number, column.key, "", reason, {"name": title})
            )
    for at, cell in enumerate(cells):
        if at not in best and not is_blank(cell):
            reading.warnings.append(_unknown_column(reading, number, cell))
        elif at in best and best[at] in [best[earlier] for earlier in best if earlier < at]:
            reason = _("this column stands twice in the sheet")
            reading.problems.append(Located(reading.sheet.key, number, best[at].key, shown(cell), reason))
    _take(reading, best)
    return start


def _take(reading: _Reading, columns: dict[int, Column]) -> None:
    """Keep the columns by position and what is asked of every row."""
    reading.columns = columns
    reading.places = tuple(columns.get(at) for at in range(max(columns, default=-1) + 1))
    reading.required = tuple(column for column in columns.values() if column.required)
    reading.known = {column: {} for column in columns.values()}
    if any(column.kind is Kind.AMOUNT for column in reading.sheet.columns):
        reading.keys = {c for c in reading.sheet.columns if c.required and c.kind is not Kind.AMOUNT}


def _keys(columns: Mapping[int, Column]) -> Iterable[str]:
    return (column.key for column in columns.values())


def _named(sheet: Sheet, cell: Raw) -> Column | None:
    return sheet.find(cell) if isinstance(cell, str) and cell.strip() else None


def _unknown_column(reading: _Reading, number: int, cell: Raw) -> Located:
    names = {name: column.key for column in reading.sheet.columns for name in column.names}
    near = layout.nearest(shown(cell), names)
    if near:
        reason = _("this column is not known and is left out; did you mean “%(near)s”?")
        title = layout.column_title(reading.sheet.key, near)
        return Located(reading.sheet.key, number, shown(cell), "", reason, {"near": title})
    return Located(reading.sheet.key, number, shown(cell), "", _("this column is not known and is left out"))


def _read_row(reading: _Reading, number: int, cells: list[Raw]) -> None:
    filled = {
        column: cell
        for column, cell in zip(reading.places, cells, strict=False)
        if column and cell != "" and not is_blank(cell)
    }
    lost = _lost_in(reading, number) if reading.lost else ()
    if not filled and not lost:
        return
    values: dict[str, object] = {}
    if _is_totals(reading, filled):
        reading.totals.append((number, values))
        filled = {column: cell for column, cell in filled.items() if column.kind is Kind.AMOUNT}
    else:
        reading.rows[number] = values
        for column in reading.required:
            if column not in filled and column not in lost:
                reading.wrong(number, column.key, "", CellError(_MISSING_CELL))
    for column, cell in filled.items():
        try:
            if column.kind is not Kind.AMOUNT:
                values[column.key] = reading.value_of(cell, column)
            elif isinstance(cell, str):
                reading.amounts.wait(cell, column, *_settling(reading, number, column, cell, values))
            else:
                values[column.key] = reading.amounts.value_of(cell, column)
        except CellError as error:
            reading.wrong(number, column.key, cell, error)


def _lost_in(reading: _Reading, number: int) -> set[Column]:
    """Note the cells of a row that a library takes for empty; return their columns."""
    lost = set()
    for at, column in reading.columns.items():
        code = reading.lost.get((number, at + 1))
        if code:
            lost.add(column)
            reading.wrong(number, column.key, "", CellError(_LOST[code]))
    return lost


def _settling(
    reading: _Reading, number: int, column: Column, cell: str, values: dict[str, object]
) -> tuple[Callable[[int], None], Callable[[CellError], None]]:
    """Return where an amount that is text goes once it is read, and where its error goes."""

    def store(amount: int) -> None:
        values[column.key] = amount

    def refuse(error: CellError) -> None:
        reading.wrong(number, column.key, cell, error)

    return store, refuse


def _is_totals(reading: _Reading, filled: Mapping[Column, Raw]) -> bool:
    """Say whether a row is the sheet's total: the word stands in a text column and the keys are blank."""
    if not reading.keys or len(reading.keys & filled.keys()) > 1:
        return False
    return any(isinstance(cell, str) and folded(cell) in _TOTALS for cell in filled.values())


def _check_totals(reading: _Reading) -> None:
    """Warn where a totals row says something else than the rows above it."""
    for number, said in reading.totals:
        for key, amount in said.items():
            above = (values.get(key) for row, values in reading.rows.items() if row < number)
            total = sum(value for value in above if isinstance(value, int))
            if isinstance(amount, int) and amount != total:
                reason = _("the total row says this, but the rows above add up to %(sum)s")
                told = Located(reading.sheet.key, number, key, str(amount), reason, {"sum": total})
                reading.warnings.append(told)


def _made(reading: _Reading) -> Iterator[object]:
    """Make the rows that have no problem."""
    for number, values in reading.rows.items():
        if number in reading.wrong_rows:
            continue
        if reading.sheet is layout.TARGETS:
            months = [values.pop(key, None) for key in MONTH_COLUMNS]
            if any(month is not None for month in months):
                values["months"] = tuple(month or 0 for month in months)
        elif reading.sheet in (layout.REVENUE, layout.PAYROLL):
            values.setdefault("revenue", None)
        elif reading.sheet is layout.OFFICE:
            values.setdefault("value", "")
        yield reading.sheet.make(**values, row=number)
