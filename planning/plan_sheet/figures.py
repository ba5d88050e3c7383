"""Figures of the plan pages: written once, with the word for none, and last year's actuals beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import connection
from django.db.models import Sum
from django.utils.translation import get_language

from planning.models import RevenueRecord, Service, Unit, YearTotals
from planning.models.totals import MONTH_FIELDS
from postoffice.measures import Figure, NoAnswer, Reason
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


def actuals(
    units: Collection[Unit], year: int, measure: str, *, nodes: Collection[str] | None = None
) -> dict[tuple[int, str], int]:
    """Return what units did in a year, of some nodes or of all: the totals, and the services of points.

    Totals are kept for lines and for units with children; where only those are asked for, the books
    are not read.
    """
    keys = [unit.pk for unit in units]
    found: dict[tuple[int, str], int] = {}
    if nodes is None or Service.objects.filter(code__in=nodes).exists():
        records = RevenueRecord.objects.filter(unit__in=keys, month__year=year).exclude(**{measure: None})
        records = records if nodes is None else records.filter(service__code__in=nodes)
        summed = records.values_list("unit", "service__code").annotate(total=Sum(measure))
        found = {(unit, code): total for unit, code, total in summed}
    totals = YearTotals.objects.filter(unit__in=keys, year=year, measure=measure)
    totals = totals if nodes is None else totals.filter(node__in=nodes)
    for unit, node, *months in totals.values_list("unit", "node", *MONTH_FIELDS):
        found[unit, node] = sum(months)
    return found


_WHOLE = """
SELECT EXISTS (SELECT FROM planning_unit WHERE path LIKE %(path)s) AND NOT EXISTS (
    SELECT FROM generate_series(%(first)s::date, %(last)s::date, interval '1 month') AS m(day)
    WHERE NOT EXISTS (SELECT FROM planning_reportingmonth r
                      WHERE r.month = m.day AND r.closed_2_at IS NOT NULL)
      AND EXISTS (
        SELECT FROM planning_unit u WHERE u.path LIKE %(path)s
          AND (u.reports OR u.reports IS NULL
               AND NOT EXISTS (SELECT FROM planning_unit c WHERE c.parent_id = u.id))
          AND coalesce(u.valid_from <= (m.day + interval '1 month - 1 day')::date, true)
          AND coalesce(u.valid_to >= m.day, true)
          AND NOT EXISTS (SELECT FROM planning_monthlyreport p WHERE p.unit_id = u.id AND p.month = m.day
                          AND p.first_submitted_at IS NOT NULL)))
"""


def is_whole(unit: Unit, year: int) -> bool:
    """Say whether a year is complete under a unit: each month closed for good, or reported by all."""
    told = {"path": f"{unit.path}%", "first": f"{year}-01-01", "last": f"{year}-12-01"}
    with connection.cursor() as cursor:
        cursor.execute(_WHOLE, told)
        return cursor.fetchone()[0]
