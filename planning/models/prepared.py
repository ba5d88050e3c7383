"""Questions that every save asks: written once, from the querysets that everybody asks.

Django writes the SQL of a queryset anew each time, which takes it longer than PostgreSQL takes to answer. Of
a prepared question the text is kept, and its plan where the database may keep it (`kept_plans`), but nothing
of an answer: each asking goes to the database. Several may go there together, since the way costs more than
the answer.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import Generic, TypeVar

from django.db import connection
from django.db.models import BooleanField, Expression, Field, Func, JSONField, Model, QuerySet
from django.db.transaction import TransactionManagementError

from planning.models import kept_plans

Row = TypeVar("Row", bound=Model)


class Blank(Expression):
    """The place in a question where a value is filled in."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: object, connection: object) -> tuple[str, list[Blank]]:
        """Return a placeholder, and itself as what belongs there."""
        return "%s", [self]


class Among(Func):
    """Whether a column is one of a list of values: less to plan than IN with a list in it."""

    template, arg_joiner, output_field = "%(expressions)s)", " = ANY(", BooleanField()


class prepared(Generic[Row]):
    """A function that returns a queryset: called once, a blank for each argument, and asked by name.

    Values go into the SQL as they are: days, moments, keys, numbers, texts and lists. None is no value, for
    nothing equals it in a database.
    """

    def __init__(self, question: Callable[..., QuerySet[Row]]) -> None:
        self.question = question

    def all(self, **values: object) -> list[Row]:
        """Ask for whole rows."""
        model, names = self.queryset.model, self._names
        return [model.from_db(connection.alias, names, row) for row in self.tuples(**values)]

    def first(self, **values: object) -> Row | None:
        """Ask for the one row there is, None where there is none."""
        return next(iter(self.all(**values)), None)

    def tuples(self, **values: object) -> list[tuple]:
        """Ask for the columns alone: those of a `values_list`, or of whole rows."""
        asked = self.of(**values)
        answer = _answers.get().get(asked)
        if answer is not None:
            return answer
        if self.queryset.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("rows are held in a transaction only")
        with connection.cursor() as cursor:
            kept_plans.execute(cursor, self.sql, self.filled(asked))
            return _read(cursor.fetchall(), self._converters)

    def of(self, **values: object) -> Asked:
        """Return the question with its values, to be asked `together` with others."""
        if None in values.values():
            raise ValueError(f"a blank is filled with None: {values}")
        fixed = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
        return Asked(self, tuple(sorted(fixed.items())))

    def filled(self, asked: Asked) -> list[object]:
        """Return what goes into the places of the SQL."""
        values = {name: list(v) if isinstance(v, tuple) else v for name, v in asked.values}
        return [values[p.name] if isinstance(p, Blank) else p for p in self._places]

    def of_json(self, rows: list[list]) -> list[tuple]:
        """Return the rows of an answer that came as JSON."""
        return _read(rows, self._from_json)

    @cached_property
    def queryset(self) -> QuerySet[Row]:
        """The question with its blanks."""
        return self.question(**{name: Blank(name) for name in inspect.signature(self.question).parameters})

    @property
    def sql(self) -> str:
        """The question in SQL."""
        return self._written[0]

    @property
    def columns(self) -> list[Field]:
        """What the columns of the answer are."""
        return self._written[2]

    @property
    def _places(self) -> tuple[object, ...]:
        return self._written[1]

    @cached_property
    def _written(self) -> tuple[str, tuple[object, ...], list[Field]]:
        compiler = self.queryset.query.get_compiler(connection=connection)
        sql, places = compiler.as_sql()
        return sql, places, [column.output_field for column, _sql, _alias in compiler.select]

    @cached_property
    def _names(self) -> list[str]:
        return [field.attname for field in self.queryset.model._meta.concrete_fields]

    @cached_property
    def _converters(self) -> list[tuple[int, Callable]]:
        """What makes a value of a column that the driver hands over as a text."""
        return [
            (place, lambda value, read=read: read(value, None, connection))
            for place, field in enumerate(self.columns)
            for read in field.get_db_converters(connection)
        ]

    @cached_property
    def _from_json(self) -> list[tuple[int, Callable]]:
        """What makes a value of a column that JSON holds as a text: days, moments, keys."""
        columns = enumerate(self.columns)
        return [(place, field.to_python) for place, field in columns if not isinstance(field, JSONField)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A prepared question and its values by name; a list is held as a tuple."""

    question: prepared
    values: tuple[tuple[str, Hashable], ...]


_answers: ContextVar[Mapping[Asked, list[tuple]]] = ContextVar("answers", default=MappingProxyType({}))


@contextmanager
def together(*asked: Asked) -> Iterator[None]:
    """Put several questions in one statement; inside the block, whoever asks one of them has its answer.

    For what is asked one after the other with nothing written in between: inside, the answers stand still.
    Not for questions that hold rows, which must see what they waited for.
    """
    if any(one.question.queryset.query.select_for_update for one in asked):
        raise ValueError("rows are held by a question of its own")
    places = [place for one in asked for place in one.question.filled(one)]
    with connection.cursor() as cursor:
        kept_plans.execute(cursor, _in_one(*(one.question for one in asked)), places)
        texts = cursor.fetchone()
    answers = {one: one.question.of_json(json.loads(t or "[]")) for one, t in zip(asked, texts, strict=True)}
    before = _answers.set(answers)
    try:
        yield
    finally:
        _answers.reset(before)


@cache
def _in_one(*questions: prepared) -> str:
    """Return the statement that asks several questions, each answered by its rows in JSON."""
    parts = []
    for number, question in enumerate(questions):
        names = ", ".join(f"c{place}" for place in range(len(question.columns)))
        rows = f"({question.sql}) AS q{number} ({names})"
        parts.append(f"(SELECT jsonb_agg(jsonb_build_array({names})) FROM {rows})")  # noqa: S608  (no value in it)
    return f"SELECT {', '.join(parts)}"


def _read(rows: list[list | tuple], readers: list[tuple[int, Callable]]) -> list[tuple]:
    """Return rows with the values that their columns mean."""
    if not readers:
        return rows
    found = []
    for row in rows:
        values = list(row)
        for place, read in readers:
            values[place] = read(values[place])
        found.append(tuple(values))
    return found
