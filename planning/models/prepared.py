"""Questions that every save asks: written once, from the querysets that everybody asks.

Django writes the SQL of a queryset anew each time, which takes it longer than PostgreSQL takes to answer. Of
a prepared question the text is kept, and nothing else: each asking goes to the database.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cached_property
from typing import Generic, TypeVar

from django.db import connection
from django.db.models import Expression, Model, QuerySet
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row", bound=Model)


class Blank(Expression):
    """The place in a question where a value is filled in."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: object, connection: object) -> tuple[str, list[Blank]]:
        """Return a placeholder, and itself as what belongs there."""
        return "%s", [self]


class prepared(Generic[Row]):
    """A function that returns a queryset: called once, a blank for each argument, and asked by name.

    Values go into the SQL as they are: days, moments, keys, numbers, texts and lists. None is no value, for
    nothing equals it in a database.
    """

    def __init__(self, question: Callable[..., QuerySet[Row]]) -> None:
        self.question = question

    def all(self, **values: object) -> list[Row]:
        """Ask for whole rows."""
        model, found = self.queryset.model, []
        for row in map(list, self.tuples(**values)):
            for place, read in self._readers:
                row[place] = read(row[place], None, connection)
            found.append(model.from_db(connection.alias, self._names, row))
        return found

    def first(self, **values: object) -> Row | None:
        """Ask for the one row there is, None where there is none."""
        return next(iter(self.all(**values)), None)

    def tuples(self, **values: object) -> list[tuple]:
        """Ask for the columns as they stand in the database: those of a `values_list`."""
        if None in values.values():
            raise ValueError(f"a blank is filled with None: {values}")
        if self.queryset.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("rows are held in a transaction only")
        sql, places = self._written
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[p.name] if isinstance(p, Blank) else p for p in places])
            return cursor.fetchall()

    @cached_property
    def queryset(self) -> QuerySet[Row]:
        """The question with its blanks."""
        return self.question(**{name: Blank(name) for name in inspect.signature(self.question).parameters})

    @cached_property
    def _written(self) -> tuple[str, tuple[object, ...]]:
        """The SQL, and what belongs into its places."""
        return self.queryset.query.sql_with_params()

    @cached_property
    def _names(self) -> list[str]:
        return [field.attname for field in self.queryset.model._meta.concrete_fields]

    @cached_property
    def _readers(self) -> list[tuple[int, Callable]]:
        """What makes a value of a column that comes as a text: JSON."""
        fields = enumerate(self.queryset.model._meta.concrete_fields)
        return [(place, read) for place, field in fields for read in field.get_db_converters(connection)]
