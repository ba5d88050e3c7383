"""Flat exports of 47,160 records, each in a child process so that its memory can be told apart.

`python -m bench.flat WAY FILE` prints the seconds and the MB that the export took beyond what the
process, with Django and every library loaded, held before.
"""

import io
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

HEADS = ("unit_code", "service_code", "month", "revenue", "payroll_revenue", "volume", "balance")
RECORDS = 47_160
_MISSING = """
INSERT INTO planning_revenuerecord (unit_id, service_id, month, revenue, payroll_revenue, volume)
SELECT u.id, s.id, m.month, 1000003, 500001, 7
FROM planning_unit u CROSS JOIN planning_service s CROSS JOIN planning_reportingmonth m
WHERE m.month < '2020-01-01' AND NOT EXISTS (SELECT FROM planning_unit c WHERE c.parent_id = u.id)
  AND NOT EXISTS (SELECT FROM planning_revenuerecord r
                  WHERE r.unit_id = u.id AND r.service_id = s.id AND r.month = m.month)
ORDER BY m.month DESC, u.id, s.id LIMIT %s
"""
_ROWS = """
SELECT u.code, s.code, to_char(r.month, 'YYYY-MM'), r.revenue, r.payroll_revenue, r.volume, r.balance
FROM planning_revenuerecord r
JOIN planning_unit u ON u.id = r.unit_id JOIN planning_service s ON s.id = r.service_id
ORDER BY r.month, u.code, s.code
"""


def fill() -> int:
    """Fill the demo's books up to 47,160 records, around the locks, and return their revenue."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE planning_revenuerecord DISABLE TRIGGER USER")
        cursor.execute("SELECT count(*) FROM planning_revenuerecord")
        cursor.execute(_MISSING, [RECORDS - cursor.fetchone()[0]])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE planning_revenuerecord ENABLE TRIGGER USER")
        cursor.execute("SELECT count(*), sum(revenue) FROM planning_revenuerecord")
        count, revenue = cursor.fetchone()
    if count != RECORDS:
        raise AssertionError(f"the books hold {count} records")
    return int(revenue)


def in_child(way: str, file: Path, revenue: int) -> tuple[float, float]:
    """Export in a process of its own and return seconds and MB; the file must hold all the revenue."""
    command = [sys.executable, "-m", "bench.flat", way, str(file)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    found = _revenue_in(file)
    if found != (RECORDS, revenue):
        raise AssertionError(f"the file of {way} has (rows, revenue) {found}, not {(RECORDS, revenue)}")
    return told["seconds"], told["megabytes"]


def _revenue_in(file: Path) -> tuple[int, int]:
    """Return how many records a file holds and their revenue."""
    from python_calamine import CalamineWorkbook

    from planning.importing import layout

    book = CalamineWorkbook.from_path(str(file))
    name = layout.title("revenue") if layout.title("revenue") in book.sheet_names else book.sheet_names[0]
    head, *rows = book.get_sheet_by_name(name).to_python()
    place = (
        head.index("revenue") if "revenue" in head else head.index(layout.column_title("revenue", "revenue"))
    )
    return len(rows), round(sum(row[place] or 0 for row in rows))


def office(file: Path) -> None:
    """Write the whole office by the portal's own command."""
    from django.core.management import call_command

    call_command("export_office", output=str(file), stdout=io.StringIO())


def rust(file: Path) -> None:
    """Stream the rows through the writer that the portal uses, one sheet."""
    from rustpy_xlsxwriter import write_worksheet

    write_worksheet((dict(zip(HEADS, row, strict=True)) for row in _rows()), str(file), sheet_name="revenue")


def lean(file: Path) -> None:
    """Write the rows with openpyxl as it forgets them."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    _append(book.create_sheet("revenue"), book, file)


def plain(file: Path) -> None:
    """Write the rows with openpyxl as most people do."""
    from openpyxl import Workbook

    book = Workbook()
    _append(book.active, book, file)


def _append(sheet: object, book: object, file: Path) -> None:
    sheet.append(HEADS)
    for row in _rows():
        sheet.append(row)
    book.save(file)


def _rows() -> Iterator[tuple]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_ROWS)
        yield from cursor


WAYS: dict[str, Callable[[Path], None]] = {"rust": rust, "office": office, "lean": lean, "plain": plain}


def peak() -> float:
    """Return the most MB that this process has held; its own, where the system tells it apart."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(way: str, file: Path) -> None:
    """Export once, and say what it took."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()
    import openpyxl  # noqa: F401 - loaded before the memory is taken
    import rustpy_xlsxwriter  # noqa: F401

    from planning.importing import book, stored  # noqa: F401
    from planning.models import Unit

    Unit.objects.count()
    before, start = peak(), time.perf_counter()
    WAYS[way](file)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "megabytes": peak() - before}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
