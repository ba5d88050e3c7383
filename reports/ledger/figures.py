"""Figures from the roll-up and from the books: twelve whole numbers for a unit, node, measure and year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q, Sum

from planning.models import RevenueRecord, YearTotals
from planning.models.totals import MONTH_FIELDS
from postoffice.months import Month
from reports.ledger.among import among

Twelve = tuple[int, ...]
Asked = tuple[Iterable[int], Iterable[str], Iterable[int], Iterable[str]]
"""Units, nodes, years and measures whose totals are wanted."""


def year_totals(asked: Iterable[Asked]) -> dict[tuple[int, str, str, int], Twelve]:
    """Read the roll-up by (unit, node, measure, year); what has no row has no figure but zero."""
    where = Q(pk__in=[])
    for units, nodes, years, measures in asked:
        where |= Q(
            among("unit_id", units),
            among("node", nodes),
            among("year", years),
            among("measure", measures),
        )
    rows = YearTotals.objects.filter(where).values_list("unit_id", "node", "measure", "year", *MONTH_FIELDS)
    return {row[:4]: row[4:] for row in rows}


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
    pairs: Mapping[Month, frozenset[int]], services: Iterable[str], measure: str, *, by_unit: bool
) -> dict[tuple[int | None, str], list[int]]:
    """Add up the books of (month, units) pairs by (unit or None for all, service): twelve sums each."""
    where = Q(pk__in=[])
    for month, units in pairs.items():
        if units:
            where |= Q(among("unit_id", units), month=month.first)
    keys = ("unit_id",) if by_unit else ()
    rows = (
        RevenueRecord.objects.filter(where, among("service__code", services))
        .order_by()
        .values(*keys, "service__code", "month")
        .annotate(amount=Sum(measure))
        .values_list(*keys, "service__code", "month", "amount")
    )
    found: dict[tuple[int | None, str], list[int]] = {}
    for *unit, service, month, amount in rows:
        months = found.setdefault((unit[0] if unit else None, service), [0] * 12)
        months[month.month - 1] = int(amount or 0)
    return found
