"""Runs the statements that every page needs, written as SQL.

For these few Django takes longer to compose the statement than PostgreSQL to answer it: of the dashboard's
forty milliseconds five went there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection


def fetch(statement: str, params: Mapping[str, Any] | Sequence[Any]) -> list[tuple]:
    """Return all rows of a SELECT."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()
