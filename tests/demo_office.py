"""The demo office, staged once in a whole run; every module that asks works in a copy of its own.

    @pytest.fixture(scope="module")
    def demo(django_db_setup, django_db_blocker):
        with staged(django_db_blocker) as told:
            yield told

Staging takes seconds and copying does not. A test that writes does so inside `undone()`.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

from planning.management.demo_staging import load

KEPT = f"demo_of_{os.environ['PORTAL_TEST_RUN']}_"  # what the databases of this run begin with


def told_by_demo(*words: str) -> str:
    """Run `manage.py demo` and return what it says."""
    out = StringIO()
    call_command("demo", *words, stdout=out)
    return out.getvalue()


@contextmanager
def undone() -> Iterator[None]:
    """Let a block write, by actions too, and take it all back at its end."""
    whole = transaction.atomic()
    whole._from_testcase = True  # lets the actions open their durable transactions inside
    with whole:
        yield
        transaction.set_rollback(True)


def loaded_afresh() -> None:
    """Load the office as the first thing that ever happened; the flush of a test leaves the history."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE planning_history")
    load()


@contextmanager
def staged(blocker, *words: str) -> Iterator[str]:
    """Be where the demo is staged until the end of the block; gives what the command says there."""
    empty = connection.settings_dict["NAME"]
    own = f"{empty}_demo"
    with blocker.unblock():
        with one_worker_at_a_time():
            loaded = made_once("loaded", loaded_afresh, empty)
            copy(made_once("".join(words), lambda: told_by_demo(*words), loaded), own)
        try:
            with connected_to(own):
                yield told_by_demo(*words)
        finally:
            order("DROP DATABASE {}", own)


@contextmanager
def one_worker_at_a_time() -> Iterator[None]:
    """Let the first worker stage while the others wait for what they copy."""
    with Path(__file__).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def made_once(name: str, fill: Callable[[], object], empty: str) -> str:
    """Return the run's database of this name; the first who asks makes it from another one."""
    kept, new = f"{KEPT}{name}", f"{KEPT}{name}_new"
    if kept not in databases():
        order("DROP DATABASE IF EXISTS {}", new)
        copy(empty, new)
        with connected_to(new):
            fill()
        order("ALTER DATABASE {} RENAME TO {}", new, kept)
    return kept


def forget() -> None:
    """Remove what this run has kept."""
    for name in databases():
        order("DROP DATABASE {}", name)


def databases() -> list[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [KEPT])
        return [name for (name,) in cursor.fetchall()]


def copy(database: str, new: str) -> None:
    let_go(database)
    connection.close()
    order("CREATE DATABASE {} TEMPLATE {}", new, database)


def let_go(database: str) -> None:
    """End what a thread of a live server still holds of a database in which nothing happens any more."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s",
            [database, connection.connection.info.backend_pid if connection.connection else 0],
        )


def order(words: str, *names: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(words.format(*map(connection.ops.quote_name, names)))


@contextmanager
def connected_to(database: str) -> Iterator[None]:
    """Let every query of a block go to another database."""
    connection.close()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
