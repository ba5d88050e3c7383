"""A condition for long lists: `column = ANY(array)`, one parameter however many values there are.

Django's `in` prepares and binds every value by itself, which for the units of a province costs more time
than the query.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, F, Lookup


class _Among(Lookup):
    """Keeps rows whose column is one of an array of whole numbers or texts."""

    lookup_name = "among"
    output_field = BooleanField()

    def get_prep_lookup(self) -> list[Any]:
        return self.rhs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*params, self.rhs]


def among(column: str, values: Iterable[int] | Iterable[str]) -> Lookup:
    """Return the condition that `column` ("unit_id", "service__code") is one of the values."""
    return _Among(F(column), list(values))
