"""Statements whose plans the database keeps, where the portal speaks with it directly.

PostgreSQL plans a statement anew each time, which takes it longer than the answer where a question finds its
row by a key. A PREPAREd one is planned once a connection. A pooler that gives each transaction another
connection would lose it: `KEEPS_PLANS` of the settings says that none stands between.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper

_PLACE = re.compile(r"%%|%s(::\w+(?:\[\])?)?")
_known: WeakKeyDictionary[object, set[str]] = WeakKeyDictionary()


def execute(cursor: CursorWrapper, sql: str, values: Sequence[object]) -> None:
    """Execute a statement of fixed text, whose plan is kept as long as the connection where it may be.

    A type that the text gives a value (`%s::jsonb[]`) is given where it is called, too.
    """
    if not settings.KEEPS_PLANS:
        cursor.execute(sql, values)
        return
    name, prepare, call = _kept(sql)
    known = _known.setdefault(connection.connection, set())
    if name not in known:
        cursor.execute(prepare)
        known.add(name)
    cursor.execute(call, values)


@cache
def _kept(sql: str) -> tuple[str, str, str]:
    """Return the name under which a statement is kept, how it is prepared, and how it is called."""
    name = f"portal_{hashlib.sha256(sql.encode()).hexdigest()[:16]}"
    places: list[str] = []

    def numbered(place: re.Match[str]) -> str:
        if place[0] == "%%":
            return "%"
        places.append(place[0])
        return f"${len(places)}{place[1] or ''}"

    text = _PLACE.sub(numbered, sql)
    given = f" ({', '.join(places)})" if places else ""
    return name, f"PREPARE {name} AS {text}", f"EXECUTE {name}{given}"
