"""The databases of a bench: which one the portal's connection reaches, and copies that may be spoilt."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

ALONE, NATION, SCRATCH = "bench", "bench_nation", "bench_scratch"


def use(name: str) -> None:
    """Let this process, and those it starts, speak with the database `name` from now on."""
    if connection.settings_dict["NAME"] != name:
        connection.close()
        connection.settings_dict["NAME"] = name
        os.environ["DATABASE_URL"] = urlunsplit(
            urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}")
        )


@contextmanager
def using(name: str) -> Iterator[None]:
    """Speak with the database `name` for a while."""
    before = connection.settings_dict["NAME"]
    use(name)
    try:
        yield
    finally:
        use(before)


def exists(name: str) -> bool:
    """Say whether the cluster has the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        return cursor.rowcount == 1


def copy(source: str, target: str) -> None:
    """Make `target` a copy of `source`, file by file; nobody may be connected to either."""
    with using("postgres"), connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f"DROP DATABASE IF EXISTS {target}")
        cursor.execute(f"CREATE DATABASE {target} TEMPLATE {source}")


def drop(name: str) -> None:
    """Remove a database."""
    with using("postgres"), connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")


@contextmanager
def spoilable() -> Iterator[None]:
    """Speak with a copy of the demo office that is thrown away afterwards."""
    copy(ALONE, SCRATCH)
    try:
        with using(SCRATCH):
            yield
    finally:
        drop(SCRATCH)
