"""What cannot be undercut: the frame of a signed-in request with nothing but raw SQL in it.

The floor of a page runs the very SELECTs that the page ran beyond those of an empty page, fetches
their rows, and answers "ok": what the page costs above it is our own Python and templates.
"""

import json
import re
from collections import Counter
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

EMPTY, ROWS, ONE_ROW = "/bench/empty/", "/bench/rows/", "/bench/one-row/"
_MARKS = re.compile("BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET TRANSACTION")
_replayed: list[str] = []


def empty(request: HttpRequest) -> HttpResponse:
    """Answer a signed-in person without reading anything more than that."""
    return HttpResponse(str(request.user))


def rows(request: HttpRequest) -> HttpResponse:
    """Fetch the rows of the page that was laid out by `of_page`."""
    with connection.cursor() as cursor:
        fetched = 0
        for statement in _replayed:
            cursor.execute(statement)
            fetched += len(cursor.fetchall())
    return HttpResponse(f"{request.user} {fetched}")


def one_row(request: HttpRequest) -> HttpResponse:
    """Store a draft in one bare UPDATE: what an autosave cannot do without."""
    asked = json.loads(request.body)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE planning_monthlyreport SET draft = %s, version = version + 1 WHERE id = %s",
            [json.dumps(asked["draft"]), asked["report"]],
        )
    return HttpResponse(f"{request.user} {cursor.rowcount}")


def statements(act: Callable[[], object]) -> list[str]:
    """Return the SQL that `act` runs, without the marks of transactions."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return [sql for query in captured if not _MARKS.match(sql := query["sql"].strip())]


def of_page(client: Client, address: str) -> int:
    """Lay out the rows of a page for `rows` and return how many queries the page itself runs."""
    client.get(EMPTY)
    frame = Counter(_shape(sql) for sql in statements(lambda: client.get(EMPTY)))
    client.get(address)
    ran = statements(lambda: client.get(address))
    _replayed.clear()
    for sql in ran:
        shape = _shape(sql)
        if frame[shape] > 0:
            frame[shape] -= 1
        elif shape.startswith(("SELECT", "WITH", "EXECUTE")):
            _replayed.append(sql)
    return len(ran)


def _shape(sql: str) -> str:
    """Return a statement without its values, which differ from request to request."""
    return re.sub(r"'[^']*'|\b\d+\b", "?", sql)
