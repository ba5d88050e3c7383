"""Reads a filled template, or any table with a column of service codes, into located cells and notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from planning.importing.amounts import Amounts
from planning.importing.cells import CellError, is_blank, shown, value_of
from planning.importing.columns import Column, folded
from planning.importing.reading import Raw, RawBook, RawSheet
from planning.models.monthly_reports import NoteReason
from planning.month_file.columns import COLUMNS, find
from planning.month_file.stamp import SHEET, Place
from planning.month_file.told import Filled, How, NotThisFile, Spot, checked_stamp, month_text
from postoffice.months import Month

_TOTALS = ("tong", "cong", "total", "grand total", "sum")
_NIL = ("-", "–", "—", "−")
_SEARCHED = 30
_MONTH = re.compile(r"(?<![\d/])(0?[1-9]|1[0-2])/((?:19|20|21)\d\d)(?![\d/])", re.ASCII)


def read_filled(book: RawBook, how: How) -> Filled:
    """Return what a file says of a unit's month; NotThisFile where it is of another, or has no codes."""
    stamp = checked_stamp(book, how)
    filled = Filled(stamp)
    sheets = [sheet for sheet in book.sheets if not sheet.hidden and sheet.name != SHEET and sheet.rows]
    tables = [table for table in (_table(sheet) for sheet in sheets) if table]
    if not tables:
        raise NotThisFile(_("No sheet has the column “Mã dịch vụ” (service code) with figures beside it."))
    for table in tables:
        reader = _Reader(table, how, filled, stamp.money if stamp else how.money)
        reader.read()
        reader.tell_lost(book)
        _read_heading(table, how, filled)
    filled.problems.sort(key=lambda problem: (problem.sheet, problem.row))
    return filled


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet from its header on: which column stands where, and headers that are none of ours."""

    sheet: RawSheet
    header: int
    columns: Mapping[int, Column]
    heads: Mapping[int, str]
    rows: Sequence[tuple[int, list[Raw]]]


def _table(sheet: RawSheet) -> _Table | None:
    for at, (number, cells) in enumerate(sheet.rows[:_SEARCHED]):
        heads = {
            place: cell.strip() for place, cell in enumerate(cells) if isinstance(cell, str) and cell.strip()
        }
        columns = {place: found for place, text in heads.items() if (found := find(text))}
        keys = {column.key for column in columns.values()}
        if "service" in keys and keys & {"revenue", "volume"}:
            return _Table(sheet, number, columns, heads, sheet.rows[at + 1 :])
    return None


def _read_heading(table: _Table, how: How, filled: Filled) -> None:
    """Keep the months that stand above a table; tell where they speak against the file's own mark."""
    above = [cells for number, cells in table.sheet.rows if number < table.header]
    texts = " ".join(cell for cells in above for cell in cells if isinstance(cell, str))
    found = dict.fromkeys(Month(int(year), int(month)) for month, year in _MONTH.findall(texts))
    filled.headings += (month for month in found if month not in filled.headings)
    if filled.stamp and found and how.month not in found:
        reason = _("the heading of this sheet speaks of %(months)s, this page is of %(month)s")
        told = {"months": ", ".join(map(month_text, found)), "month": month_text(how.month)}
        filled.warnings.append(Spot(table.sheet.name, 0, "", "").problem(reason, **told))


class _Reader:
    """One sheet while it is read; amounts that are text are settled together at its end."""

    def __init__(self, table: _Table, how: How, filled: Filled, money: int) -> None:
        self.table, self.how, self.filled = table, how, filled
        self.amounts = Amounts(money, how.notation or None)
        self.totals: list[tuple[Spot, int]] = []
        self.seen: dict[Place, list[tuple[Spot, int]]] = {}
        self.keys: dict[tuple[str, str], int] = {}
        self.repeated: list[tuple[tuple[str, str], Spot]] = []

    def read(self) -> None:
        """Read every row, then the texts, then what repeats and what should add up."""
        self._tell_unknown()
        for number, cells in self.table.rows:
            self._row(
                number, {c.key: (cells[p] if p < len(cells) else None) for p, c in self.table.columns.items()}
            )
        self.amounts.settle()
        if not self.how.sum_repeated:
            for (_unit, code), spot in self.repeated:
                reason = _("%(code)s stands here a second time; it is in row %(row)d, too")
                problem = spot.problem(reason, code=code, row=self.keys[_unit, code])
                self.filled.problems.append(problem)
        for place, found in self.seen.items():
            self.filled.figures[place] = self.filled.figures.get(place, 0) + sum(value for _s, value in found)
            self.filled.spots[place] = found[-1][0]
        self._check_totals()

    def tell_lost(self, book: RawBook) -> None:
        """Report formulas without a value and error values in the cells that are filled."""
        inputs = {
            p + 1: c for p, c in self.table.columns.items() if c.key in ("revenue", "volume", "service")
        }
        service = next(p for p, c in self.table.columns.items() if c.key == "service")
        coded = {n for n, cells in self.table.rows if service < len(cells) and not is_blank(cells[service])}
        for lost in book.lost:
            if lost.sheet == self.table.sheet.name and lost.column in inputs and lost.row in coded:
                reason = (
                    _("this formula has no kept value; open the file in Excel, save it, and upload it again")
                    if lost.code == "formula"
                    else _("this is an error value; correct the formula")
                )
                spot = Spot(lost.sheet, lost.row, self._head(inputs[lost.column]), "")
                self.filled.problems.append(spot.problem(reason))

    def _tell_unknown(self) -> None:
        names = {name: column.vi for column in COLUMNS for name in column.names}
        for place, text in self.table.heads.items():
            if place not in self.table.columns:
                near = get_close_matches(folded(text), names, n=1)
                spot = Spot(self.table.sheet.name, self.table.header, text, "")
                reason = _("this column is not known and was left out; the nearest known one is “%(near)s”")
                told = spot.problem(reason, near=names[near[0]]) if near else spot.problem(
                    _("this column is not known and was left out")
                )  # fmt: skip
                self.filled.warnings.append(told)

    def _head(self, column: Column) -> str:
        return next(self.table.heads[p] for p, c in self.table.columns.items() if c is column)

    def _spot(self, number: int, column: Column, raw: Raw) -> Spot:
        return Spot(self.table.sheet.name, number, self._head(column), shown(raw))

    def _row(self, number: int, cells: Mapping[str, Raw]) -> None:
        code = cells.get("service")
        filled = [key for key in ("revenue", "volume") if not is_blank(cells.get(key))]
        if is_blank(code) or folded(shown(code)).startswith(_TOTALS):
            self._total(number, cells)
            return
        try:
            key = self._key(number, cells)
        except CellError as wrong:
            column = next(c for c in self.table.columns.values() if c.key == "service")
            self.filled.problems.append(
                self._spot(number, column, code).problem(wrong.reason, **wrong.params)
            )
            return
        if not self._is_of_month(number, cells):
            return
        if filled and key in self.keys:
            column = next(c for c in self.table.columns.values() if c.key == "service")
            self.repeated.append((key, self._spot(number, column, code)))
        elif filled:
            self.keys[key] = number
        unsaid = self.filled.stamp is None and (is_blank(cells.get("unit")) or is_blank(cells.get("month")))
        self.filled.is_silent |= unsaid
        for measure in filled:
            self._figure(number, (*key, measure), cells[measure])
        self._note(number, key, cells)

    def _key(self, number: int, cells: Mapping[str, Raw]) -> tuple[str, str]:
        by_key = {column.key: column for column in COLUMNS}
        unit = self.how.unit
        if not is_blank(cells.get("unit")):
            unit = str(value_of(cells["unit"], by_key["unit"]))
        return unit, str(value_of(cells["service"], by_key["service"]))

    def _is_of_month(self, number: int, cells: Mapping[str, Raw]) -> bool:
        raw = cells.get("month")
        if is_blank(raw):
            return True
        column = next(c for c in self.table.columns.values() if c.key == "month")
        spot = self._spot(number, column, raw)
        try:
            if value_of(raw, column) == self.how.month:
                return True
            reason, params = (
                _("this row is of another month than %(month)s"),
                {"month": month_text(self.how.month)},
            )
        except CellError as wrong:
            reason, params = wrong.reason, wrong.params
        self.filled.problems.append(spot.problem(reason, **params))
        return False

    def _figure(self, number: int, place: Place, raw: Raw) -> None:
        column = next(c for c in self.table.columns.values() if c.key == place[2])
        spot = self._spot(number, column, raw)
        self._take(raw, column, partial(self._store, place, spot), partial(self._refuse, spot))

    def _take(self, raw: Raw, column: Column, store, refuse) -> None:
        """Hand an amount over: a number now, a text when all texts of the sheet are known."""
        if isinstance(raw, str) and raw.strip() in _NIL:
            store(0)
        elif isinstance(raw, str):
            self.amounts.wait(raw, column, store, refuse)
        else:
            try:
                store(self.amounts.value_of(raw, column))
            except CellError as wrong:
                refuse(wrong)

    def _store(self, place: Place, spot: Spot, value: int) -> None:
        if place[2] == "volume" and value < 0:
            self.filled.problems.append(spot.problem(_("the volume cannot be negative")))
        else:
            self.seen.setdefault(place, []).append((spot, value))

    def _refuse(self, spot: Spot, wrong: CellError) -> None:
        self.filled.problems.append(spot.problem(wrong.reason, **wrong.params))

    def _note(self, number: int, key: tuple[str, str], cells: Mapping[str, Raw]) -> None:
        if is_blank(cells.get("reason")):
            if not is_blank(cells.get("remark")):
                remark = next(c for c in self.table.columns.values() if c.key == "remark")
                problem = _("a remark needs a reason from the list beside it")
                self.filled.problems.append(self._spot(number, remark, cells["remark"]).problem(problem))
            return
        column = next(c for c in self.table.columns.values() if c.key == "reason")
        reason = _reasons().get(folded(shown(cells["reason"])))
        remark = "" if is_blank(cells.get("remark")) else _as_typed(shown(cells["remark"]))
        spot = self._spot(number, column, cells["reason"])
        if reason is None:
            self.filled.problems.append(spot.problem(_("this is not a reason from the list")))
        elif reason == NoteReason.OTHER and not remark:
            self.filled.problems.append(
                spot.problem(_("with the reason “Other”, say in the remark what it was"))
            )
        else:
            self.filled.notes[key] = (reason, remark)

    def _total(self, number: int, cells: Mapping[str, Raw]) -> None:
        """Remember a grand total to be checked; figures beside no code and no total belong to nobody."""
        named = " ".join(folded(shown(cells.get(key))) for key in ("service", "name") if cells.get(key))
        raw = cells.get("revenue")
        if is_blank(raw):
            return
        column = next(c for c in self.table.columns.values() if c.key == "revenue")
        spot = self._spot(number, column, raw)
        if named.startswith(_TOTALS):
            self._take(raw, column, lambda value: self.totals.append((spot, value)), lambda wrong: None)
        elif not named:
            self.filled.problems.append(spot.problem(_("there is a figure here, but no service code")))

    def _check_totals(self) -> None:
        added = sum(v for place, found in self.seen.items() if place[2] == "revenue" for _s, v in found)
        for spot, value in self.totals:
            if value != added:
                reason = _("this total differs from the sum of its rows (%(sum)s)")
                told = f"{added / self.amounts.unit:,.10g}".replace(",", ".")
                self.filled.warnings.append(spot.problem(reason, sum=told))


def _as_typed(remark: str) -> str:
    """Return a remark as a page would send it: letters put together, line breaks of one kind."""
    return "\n".join(unicodedata.normalize("NFC", remark).strip().splitlines())[:500]


def _reasons() -> dict[str, str]:
    """Return each reason by its identifier and by its words in both languages."""
    names: dict[str, str] = {folded(value): value for value in NoteReason.values}
    for language in ("vi", "en"):
        with translation.override(language):
            names |= {folded(str(label)): value for value, label in NoteReason.choices}
    return names
