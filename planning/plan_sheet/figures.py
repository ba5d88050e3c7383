"""Figures of the plan pages: written once, with the word for none, and last year's actuals beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import get_language

from planning.models import ReportingMonth, RevenueRecord, Unit, YearTotals
from planning.models.totals import MONTH_FIELDS
from planning.turnout import turnout
from postoffice import spans
from postoffice.measures import Figure, NoAnswer, Reason
from postoffice.months import Month
from postoffice.numbers import DONG, Format
from postoffice.words import nothing


@dataclass(frozen=True)
class Shown:
    """A finished cell of a plan page."""

    text: str
    reason: str = ""
    tone: str = ""
    strong: bool = False


def amount(
    value: int | Reason | None,
    missing: Reason = Reason.NO_TARGET,
    *,
    form: Format = DONG,
    strong: bool = False,
) -> Shown:
    """Write an amount, or the word for why there is none."""
    if value is None or isinstance(value, Reason):
        reason = value or missing
        return Shown(str(nothing(reason)), reason.value)
    return Shown(form.write(value, get_language() or "vi"), strong=strong)


def ratio(measure: Callable[..., object], form: Format, *figures: Figure) -> Shown:
    """Take a measure and write it, coloured where it is signed."""
    try:
        value = measure(*figures)
    except NoAnswer as without:
        return Shown(str(nothing(without.reason)), without.reason.value)
    tone = ("good" if value > 0 else "bad" if value < 0 else "flat") if form.signed else ""
    return Shown(form.write(value, get_language() or "vi"), tone=tone)


def actuals(units: Collection[Unit], year: int, measure: str) -> dict[tuple[int, str], int]:
    """Return what units did in a year by node: from the totals, services of points from the books."""
    keys = [unit.pk for unit in units]
    records = RevenueRecord.objects.filter(unit__in=keys, month__year=year).exclude(**{measure: None})
    found = {
        (unit, code): total
        for unit, code, total in records.values_list("unit", "service__code").annotate(total=Sum(measure))
    }
    totals = YearTotals.objects.filter(unit__in=keys, year=year, measure=measure)
    for unit, node, *months in totals.values_list("unit", "node", *MONTH_FIELDS):
        found[unit, node] = sum(months)
    return found


def is_whole(unit: Unit, year: int) -> bool:
    """Say whether a year is complete under a unit: each month closed for good, or reported by all."""
    closed = ReportingMonth.objects.filter(month__year=year).exclude(closed_2_at=None)
    numbers = {month.month for month in closed.values_list("month", flat=True)}
    within = Unit.objects.subtree_of(unit)
    open_months = [month for month in spans.year(year) if month.number not in numbers]
    return all(_is_full(within, month) for month in open_months)


def _is_full(units: object, month: Month) -> bool:
    found = turnout(units, month)
    return found.expected > 0 and found.is_full
