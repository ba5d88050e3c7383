"""Figures from the roll-up and from the books: twelve whole numbers for a unit, node, measure and year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q, Sum

from planning.models import RevenueRecord
from planning.models.revenue import ALL
from planning.models.totals import MONTH_FIELDS
from postoffice.months import Month
from reports.ledger.among import among
from reports.ledger.statements import fetch

_TOTALS = f"SELECT unit_id, node, measure, year, {', '.join(MONTH_FIELDS)} FROM planning_yeartotals"  # noqa: S608 - fixed text
_GROUP = (
    "(unit_id = ANY(%s::bigint[]) AND node = ANY(%s::text[]) AND year = ANY(%s::int[])"
    " AND measure = ANY(%s::text[]))"
)
# The months of a row that are not zero, as twelve bits, January lowest.
_WITH_AMOUNT = " | ".join(f"(({name} <> 0)::int << {at})" for at, name in enumerate(MONTH_FIELDS))
_LACKING = f"""
SELECT unit_id, year, bit_or({_WITH_AMOUNT}) FILTER (WHERE measure = %(earned)s),
       bit_or({_WITH_AMOUNT}) FILTER (WHERE measure = %(other)s)
FROM planning_yeartotals
WHERE unit_id = ANY(%(units)s::bigint[]) AND node = %(all)s AND year = ANY(%(years)s)
  AND measure IN (%(earned)s, %(other)s)
GROUP BY unit_id, year
"""  # noqa: S608 - fixed text

Twelve = tuple[int, ...]
Asked = tuple[Iterable[int], Iterable[str], Iterable[int], Iterable[str]]
"""Units, nodes, years and measures whose totals are wanted."""


def year_totals(asked: Iterable[Asked]) -> dict[tuple[int, str, str, int], Twelve]:
    """Read the roll-up by (unit, node, measure, year); what has no row has no figure but zero."""
    groups = [[list(values) for values in group] for group in asked]
    if not groups:
        return {}
    statement = f"{_TOTALS} WHERE {' OR '.join([_GROUP] * len(groups))}"
    return {row[:4]: row[4:] for row in fetch(statement, [values for group in groups for values in group])}


def lacking(unit_ids: Iterable[int], year: int, earned: str, other: str) -> dict[int, int]:
    """Return by unit the months of `year` and the year before that have `earned` and nothing of `other`.

    24 bits, the earlier year's January lowest; units that lack nothing are left out.
    """
    asked = {"units": list(unit_ids), "years": [year - 1, year], "all": ALL, "earned": earned, "other": other}
    found: dict[int, int] = {}
    for unit, of_year, had, has in fetch(_LACKING, asked):
        if bits := (had or 0) & ~(has or 0):
            found[unit] = found.get(unit, 0) | bits << (12 if of_year == year else 0)
    return found


def records(
    unit_ids: Iterable[int], services: Iterable[str], measures: tuple[str, ...], year: int
) -> dict[tuple[int, str, str, int], list[int | None]]:
    """Read the books of single units by (unit, service, measure, year) for `year` and the year before.

    Twelve figures each: None where the unit left the measure open, 0 where it has nothing of the service,
    because a unit that reports a month fills every service it offers.
    """
    found: dict[tuple[int, str, str, int], list[int | None]] = {}
    rows = RevenueRecord.objects.filter(
        among("unit_id", unit_ids),
        among("service__code", services),
        month__gte=date(year - 1, 1, 1),
        month__lte=date(year, 12, 1),
    ).values_list("unit_id", "service__code", "month", *measures)
    for unit_id, service, month, *amounts in rows:
        for measure, amount in zip(measures, amounts, strict=True):
            months = found.setdefault((unit_id, service, measure, month.year), [0] * 12)
            months[month.month - 1] = amount
    return found


def sums_of_pairs(
    pairs: Mapping[Month, frozenset[int]], services: Iterable[str], measures: Sequence[str], *, by_unit: bool
) -> dict[tuple[int | None, str, str], list[int]]:
    """Add up the books of (month, units) pairs by (unit or None for all, service, measure)."""
    where = Q(pk__in=[])
    for month, units in pairs.items():
        if units:
            where |= Q(among("unit_id", units), month=month.first)
    keys = ("unit_id",) if by_unit else ()
    sums = {f"sum_{measure}": Sum(measure) for measure in measures}
    rows = (
        RevenueRecord.objects.filter(where, among("service__code", services))
        .order_by()
        .values(*keys, "service__code", "month")
        .annotate(**sums)
        .values_list(*keys, "service__code", "month", *sums)
    )
    found: dict[tuple[int | None, str, str], list[int]] = {}
    for row in rows:
        unit, (service, month, *amounts) = (row[0], row[1:]) if by_unit else (None, row)
        for measure, amount in zip(measures, amounts, strict=True):
            months = found.setdefault((unit, service, measure), [0] * 12)
            months[month.month - 1] = int(amount or 0)
    return found
