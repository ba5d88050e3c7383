"""Figures from the roll-up and from the books: twelve whole numbers for a unit, node, measure and year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.contrib.postgres.aggregates import BitOr
from django.db.models import Func, IntegerField, Q, Sum

from planning.models import RevenueRecord, YearTotals
from planning.models.revenue import ALL
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


class _MonthsWithAmount(Func):
    """The months of a row of totals that are not zero, as twelve bits, January lowest."""

    template = "(" + " | ".join(f"(({name} <> 0)::int << {at})" for at, name in enumerate(MONTH_FIELDS)) + ")"
    output_field = IntegerField()


def lacking(unit_ids: Iterable[int], year: int, earned: str, other: str) -> dict[int, int]:
    """Return by unit the months of `year` and the year before that have `earned` and nothing of `other`.

    24 bits, the earlier year's January lowest; units that lack nothing are left out.
    """
    months = _MonthsWithAmount()
    rows = (
        YearTotals.objects.filter(
            among("unit_id", unit_ids), node=ALL, year__in=(year - 1, year), measure__in=(earned, other)
        )
        .order_by()
        .values("unit_id", "year")
        .annotate(had=BitOr(months, filter=Q(measure=earned)), has=BitOr(months, filter=Q(measure=other)))
        .values_list("unit_id", "year", "had", "has")
    )
    found: dict[int, int] = {}
    for unit, of_year, had, has in rows:
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
