"""Making a request from a seat: what it answers, what it changes, and as if it had not been."""

import io
import json
import logging
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse

from tests import world
from tests.access import cast as seats
from tests.access.table import Address

# As the view pg_stat_xact_user_tables counts, without what else it adds up; it is asked ten thousand times.
WRITTEN = """
    SELECT sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
               + pg_stat_get_xact_tuples_deleted(oid))
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'django_session'
"""


@dataclass(frozen=True)
class Got:
    """An answer, whether anything changed with it, and what stands in it."""

    status: int
    changed: bool
    text: str

    def __str__(self) -> str:
        return f"{self.status}{'+' if self.changed else ''}"


@contextmanager
def seated() -> Iterator[seats.Cast]:
    """Have the cast in the database for a while, however many requests are made and refused."""
    with transaction.atomic(), faults_alone_are_logged():
        connection.atomic_blocks[-1]._from_testcase = True  # as TestCase does: actions open durable blocks
        made = seats.build(world.build())
        made.books, made.written = digest(), written()
        yield made
        transaction.set_rollback(True)


@contextmanager
def faults_alone_are_logged() -> Iterator[None]:
    """Keep the thousands of refusals out of the logs, each with its traceback."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def written() -> int:
    """Count the rows that the open transaction has written so far, rolled back or not."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return cursor.fetchone()[0]


def digest() -> str:
    """Return a digest of every row of the portal's own tables."""
    tables = sorted(model._meta.db_table for model in apps.get_app_config("planning").get_models())
    one = "SELECT string_agg(t::text, '|' ORDER BY t::text) AS rows FROM {} t"
    union = " UNION ALL ".join(one.format(connection.ops.quote_name(table)) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(string_agg(rows, '~' ORDER BY rows)) FROM ({union}) AS whole")
        return cursor.fetchone()[0]


def call(
    cast, address: Address, who: str, scope: str, method: str, *, top=False, guarded=False, **headers
) -> Got:
    """Make a request from a seat and undo what it did."""
    client = cast.client(who, top=top, guarded=guarded)
    path, body = cast.request(address, who, scope)
    sent, kind = (json.dumps(body), "application/json") if address.json and body else (body, None)
    mark = transaction.savepoint() if method == "POST" else None
    try:
        if method == "POST" and kind is None:
            answer = client.post(path, sent, headers=headers)
        elif method == "POST":
            answer = client.post(path, sent, kind, headers=headers)
        else:
            answer = client.generic(method, path, headers=headers)
        before, cast.written = cast.written, written()
        return Got(answer.status_code, cast.written != before and digest() != cast.books, text_of(answer))
    finally:
        if mark:
            transaction.savepoint_rollback(mark)


def text_of(answer: HttpResponse) -> str:
    """Return what a person can read in an answer; a workbook is unpacked."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
