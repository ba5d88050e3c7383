"""A nation of 63 provinces: the demo office, a corporation above it, and 62 copies beside it.

Copied in SQL with the portal's triggers off: units, offerings, records, reports, targets, and the totals
of records and plans, which are copied as they are. History and snapshots, which no page of figures
reads, are not copied.
"""

import time

from django.core.management import call_command
from django.db import connection, transaction

from bench import databases, offices
from planning.models import Unit, YearTotals

PROVINCES = 63
CORPORATION = "tct"
STEP = 1_000  # units of copy k have the keys of the first province + k × STEP

_COPIES = (
    ("planning_unit", {
        "id": "id + k * %(step)s", "code": "lpad(k::text, 2, '0') || '-' || code",
        "parent_id": "CASE WHEN parent_id = %(top)s THEN parent_id ELSE parent_id + k * %(step)s END",
        "path": "(SELECT '/' || string_agg((CASE WHEN part = '%(top)s' THEN part::bigint"
                " ELSE part::bigint + k * %(step)s END)::text, '/' ORDER BY place) || '/'"
                " FROM unnest(string_to_array(trim(both '/' from path), '/'))"
                " WITH ORDINALITY AS chain(part, place))",
    }),
    *((f"planning_{name}", {"id": None, "unit_id": "unit_id + k * %(step)s"}) for name in (
        "offering", "revenuerecord", "monthlyreport", "yeartotals", "annualtarget", "plantotal",
    )),
)  # fmt: skip


def prepare() -> None:
    """Make the nation unless it is there, and prove its sum."""
    if not databases.exists(databases.NATION) or not _is_whole():
        begun = time.perf_counter()
        databases.copy(databases.ALONE, databases.NATION)
        with databases.using(databases.NATION):
            with transaction.atomic(), connection.cursor() as cursor:
                _multiply(cursor)
            offices.tidy()
        print(f"the nation was made in {time.perf_counter() - begun:.0f} s")
    with databases.using(databases.NATION):
        call_command("migrate", verbosity=0)
        offices.require_total(offices.root())
        offices.require_total(Unit.objects.get(code=CORPORATION), times=PROVINCES)


def _is_whole() -> bool:
    with databases.using(databases.NATION):
        return YearTotals.objects.filter(unit__code=CORPORATION).exists()


def _found_the_corporation(cursor) -> int:
    """Put a corporation above the province and return its key; call with the triggers off."""
    top = Unit.objects.create(code=CORPORATION, name="Tổng công ty Bưu điện Việt Nam", kind="corporation")
    cursor.execute("UPDATE planning_unit SET path = %s || path", [f"/{top.pk}"])
    cursor.execute("UPDATE planning_unit SET path = %s WHERE id = %s", [f"/{top.pk}/", top.pk])
    cursor.execute(
        "UPDATE planning_unit SET parent_id = %s WHERE parent_id IS NULL AND id <> %s", [top.pk] * 2
    )
    return top.pk


def _multiply(cursor) -> None:
    """Copy everything below the corporation, and let its own totals be 63 times as much."""
    cursor.execute("SET LOCAL statement_timeout = 0")
    province = offices.root().pk
    for table, _changed in _COPIES:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    top = _found_the_corporation(cursor)
    for table, changed in _COPIES:
        cursor.execute(_copy(cursor, table, changed, top))
    months = [f"m{number:02}" for number in range(1, 13)]
    cursor.execute(
        f"INSERT INTO planning_yeartotals (unit_id, node, measure, year, {', '.join(months)})"
        f" SELECT {top}, node, measure, year, {', '.join(f'{m} * {PROVINCES}' for m in months)}"
        " FROM planning_yeartotals WHERE unit_id = %s",
        [province],
    )
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table, _changed in _COPIES:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _copy(cursor, table: str, changed: dict[str, str | None], top: int) -> str:
    """Return the statement that copies a table's rows of the province 62 times."""
    cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    columns = [name for (name,) in cursor.fetchall() if changed.get(name, name) is not None]
    values = ", ".join(changed.get(name) or f'"{name}"' for name in columns) % {"step": STEP, "top": top}
    key = "id" if table == "planning_unit" else "unit_id"
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table},"
        f" generate_series(1, {PROVINCES - 1}) AS k WHERE {key} <> {top}"
    )
