"""The one statement that writes figures into the books; its triggers keep locks, history and totals."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django.db import connection

from planning.models.revenue import Measure

_DELETE_EMPTY = """
DELETE FROM planning_revenuerecord
WHERE num_nonnulls(revenue, payroll_revenue, volume, balance) = 0 AND
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """One record's figures, in đồng and pieces; units and services by primary key, month by its first day."""

    unit: int
    service: int
    month: date
    revenue: int | None = None
    payroll_revenue: int | None = None
    volume: int | None = None
    balance: int | None = None


def write(rows: Iterable[Figures], *, measures: Sequence[str], blank_keeps: bool = False) -> int:
    """Store these measures of each row and return how many records changed; other measures stay.

    A None blanks the stored figure unless `blank_keeps`. Unchanged records are not touched, so that
    they pass locks and leave no history. Call inside `writing`, with months and reports held.
    """
    names = [Measure(name).value for name in measures]
    found = [r for r in rows if not blank_keeps or any(getattr(r, name) is not None for name in names)]
    if not found:
        return 0
    kept = ", ".join(_kept(name, blank_keeps) for name in names)
    columns = ", ".join(names)
    casts = ", ".join(["%s::bigint[]"] * len(names))
    statement = f"""
        INSERT INTO planning_revenuerecord AS t (unit_id, service_id, month, {columns})
        SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::date[], {casts})
        ON CONFLICT (unit_id, service_id, month) DO UPDATE
        SET ({columns}) = ROW({kept}) WHERE (t.{", t.".join(names)}) IS DISTINCT FROM ({kept})
    """  # noqa: S608 - names come from Measure
    with connection.cursor() as cursor:
        fields = ("unit", "service", "month", *names)
        cursor.execute(statement, [_array(map(attrgetter(field), found)) for field in fields])
        return cursor.rowcount


def drop(*, unit: int, month: date, keep: Sequence[int]) -> None:
    """Take what a unit does not report any more out of its month: all services but `keep`.

    A record that holds payroll revenue or a balance keeps those; an empty one is deleted.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE planning_revenuerecord SET revenue = NULL, volume = NULL
            WHERE unit_id = %s AND month = %s AND service_id <> ALL (%s::bigint[])
              AND (revenue IS NOT NULL OR volume IS NOT NULL)
            """,
            [unit, month, list(keep)],
        )
        if cursor.rowcount:
            cursor.execute(f"{_DELETE_EMPTY} unit_id = %s AND month = %s", [unit, month])


def blank_payroll(rows: Sequence[Figures]) -> int:
    """Take the payroll revenue of these records back and return how many had some."""
    if not rows:
        return 0
    place = [[r.unit for r in rows], [r.service for r in rows], [r.month for r in rows]]
    which = "(unit_id, service_id, month) IN (SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::date[]))"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE planning_revenuerecord SET payroll_revenue = NULL
            WHERE payroll_revenue IS NOT NULL AND {which}
            """,  # noqa: S608 - fixed text
            place,
        )
        changed = cursor.rowcount
        if changed:
            cursor.execute(f"{_DELETE_EMPTY} {which}", place)
        return changed


def _array(values: Iterable[int | date | None]) -> str:
    """Write a column as PostgreSQL reads one value: thousands of parameters would each be planned.

    It takes an array of numbers, days and nulls as JSON writes them, but for the brackets.
    """
    return "{" + json.dumps(list(values), default=str)[1:-1] + "}"


def _kept(name: str, blank_keeps: bool) -> str:
    return f"coalesce(excluded.{name}, t.{name})" if blank_keeps else f"excluded.{name}"
