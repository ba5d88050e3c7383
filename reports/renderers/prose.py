"""The sentences a person would write about a finished report: an amount, its comparisons, the parts.

Every number comes from the report and is written by its format. An index and a growth are both named,
because "tăng 119%" has been printed for an index of 119%.
"""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from postoffice.numbers import BILLION, DONG, GROWTH, MILLION, PERCENT, Format
from postoffice.words import UNITS
from reports.report import Cell, Reason, Report, Row

SIZES = ((1_000_000_000, BILLION), (1_000_000, MILLION.places(1)))
YEAR = 12
MEASURES = {
    "revenue": pgettext_lazy("in a sentence", "revenue"),
    "payroll_revenue": pgettext_lazy("in a sentence", "payroll revenue"),
    "volume": pgettext_lazy("in a sentence", "volume"),
}


def headline(report: Report) -> str:
    """Return the one sentence that says what the report says."""
    names = {"period": period(report), "unit": report.scope.unit_name, "measure": _measure(report)}
    actual = report.total.cells["actual_to_date"]
    if actual.reason is Reason.NOT_APPLICABLE:
        return _("Volume adds up within one service only: choose a service to see a total.")
    if actual.value is None:
        return _("%(period)s: %(unit)s has no figures yet.") % names
    sentence = _("%(period)s, %(measure)s of %(unit)s came to %(result)s.")
    return sentence % {**names, "result": _result(report, report.total)}


def article(report: Report) -> str:
    """Return what a newspaper would print: the whole with its comparisons, then each part with its own."""
    parts = [row for row in report.rows if row.level == 1 and row.cells["actual_to_date"].value is not None]
    listed = "; ".join(
        _("%(part)s %(result)s") % {"part": row.label, "result": _result(report, row)} for row in parts
    )
    return f"{headline(report)} {_('Of this: %(parts)s.') % {'parts': listed}}" if parts else headline(report)


def period(report: Report) -> str:
    """Return the months to date in words: the year, its first months, or January."""
    month = report.scope.month
    names = {"year": month.year, "count": month.number}
    if month.number == YEAR:
        return _("In %(year)s") % names
    if month.number == 1:
        return _("In January %(year)s") % names
    return _("In the first %(count)s months of %(year)s") % names


def money(amount: int) -> str:
    """Return an amount as prose writes it: "258,5 tỷ đồng", "31,2 triệu đồng"."""
    size, form = next(((s, f) for s, f in SIZES if abs(amount) >= s), (1, DONG))
    return f"{_write(form.prose, amount)} {UNITS[size]}"


def _measure(report: Report) -> str:
    """Return the measure as a sentence names it, with the line or service it is of."""
    scope = report.scope
    word = str(MEASURES[scope.measure])
    if not scope.node_name:
        return word
    return _("%(measure)s of %(node)s") % {"measure": word, "node": scope.node_name}


def _result(report: Report, row: Row) -> str:
    """Return the amount with as many comparisons as have an answer."""
    names = {
        "amount": _amount(report, row),
        "index": _ratio(row.cells["index"]),
        "growth": _growth(row.cells["growth"]),
        "before": _before(report),
        "plan": _ratio(row.cells["completion_year"]),
        "pace": _ratio(row.cells["pace"]),
    }
    compared = row.cells["index"].value is not None
    planned = row.cells["completion_year"].value is not None
    paced = row.cells["pace"].value is not None and report.scope.month.number < YEAR
    if compared and planned and paced:
        sentence = _("%(amount)s, %(index)s of %(before)s (%(growth)s), "
                     "%(plan)s of the year’s plan (%(pace)s of the plan to date)")  # fmt: skip
    elif compared and planned:
        sentence = _("%(amount)s, %(index)s of %(before)s (%(growth)s), %(plan)s of the plan")
    elif compared:
        sentence = _("%(amount)s, %(index)s of %(before)s (%(growth)s)")
    elif planned:
        sentence = _("%(amount)s, %(plan)s of the year’s plan")
    else:
        sentence = "%(amount)s"
    return sentence % names


def _amount(report: Report, row: Row) -> str:
    value = int(row.cells["actual_to_date"].value or 0)
    if report.scope.measure == "volume":
        return f"{_write(report.column('actual_to_date').format, value)} {row.unit}".strip()
    return money(value)


def _before(report: Report) -> str:
    month = report.scope.month
    names = {"year": month.year - 1}
    return (_("the year %(year)s") if month.number == YEAR else _("the same months of %(year)s")) % names


def _growth(cell: Cell) -> str:
    """Return a growth as a word and a size: "tăng 18,8%", "giảm 5,1%"."""
    if cell.value is None:
        return ""
    size = _write(PERCENT, abs(cell.value))
    if _write(GROWTH, cell.value) == _write(GROWTH, 0):
        return _("unchanged")
    return (_("up %(size)s") if cell.value > 0 else _("down %(size)s")) % {"size": size}


def _ratio(cell: Cell) -> str:
    return "" if cell.value is None else _write(PERCENT, cell.value)


def _write(form: Format, value: int | Fraction) -> str:
    return form.write(value, get_language() or "vi")
