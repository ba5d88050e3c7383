"""A small office as sheets of a workbook, and the commands that load and refuse it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

UNITS = """
    code     | name                     | kind                  | parent_code
    '000123' | Bưu điện tỉnh            | province              | .
    '01'     | Bưu điện huyện           | district              | '000123'
    '0101'   | Điểm BĐ-VHX Hoà Bình     | commune_culture_point | '01'
"""
LINES = """
    code | name
    BCCP | Bưu chính chuyển phát
"""
SERVICES = """
    code | name           | line_code | volume_unit
    EMS  | EMS trong nước | BCCP      | bưu gửi
    BK   | Bưu kiện       | BCCP      | kg
"""
REVENUE = """
    unit_code | service_code | month   | revenue | volume
    '0101'    | EMS          | 2019-10 |     100 |      2
    '0101'    | BK           | 2019-10 |      50 |      .
    '0101'    | EMS          | 2019-11 |     110 |      3
"""
SMALL = {"units": UNITS, "service_lines": LINES, "services": SERVICES, "revenue": REVENUE}


def load(path: str, **options) -> str:
    out = StringIO()
    call_command("import_office", path, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def refused(path: str, **options) -> str:
    with pytest.raises(CommandError) as error:
        load(path, **options)
    return str(error.value)


def everything() -> list[tuple]:
    """Return every row of every table of the portal's own, so that nothing can hide."""
    rows = []
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names() if t.startswith("planning_")]
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            rows += [(table, *map(str, row)) for row in cursor.fetchall()]
    return rows
