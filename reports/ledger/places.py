"""Which units a person sees, and the tree of one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Length, Replace

from planning.models import Posting, RevenueRecord, Unit, User
from planning.models.units import UnitQuerySet
from postoffice.access import Permission
from postoffice.months import Month


class Subject(NamedTuple):
    """Whose figures a row shows: a unit with everything below it, or (`own`) the unit's own alone."""

    unit_id: int
    own: bool = False


@dataclass(frozen=True)
class Place:
    """A unit as reports need it; `reports` says that figures are expected of it.

    `keeps` tells that units lie below it and that the books have figures of its own, from before these
    came or beside theirs.
    """

    id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    path: str
    valid_from: date | None
    valid_to: date | None
    reports: bool | None
    head: str
    keeps: bool

    def exists_in(self, month: Month) -> bool:
        """Say whether the unit exists on any day of `month`."""
        begun = self.valid_from is None or self.valid_from <= month.last
        return begun and (self.valid_to is None or self.valid_to >= month.first)


@dataclass(frozen=True)
class Tree:
    """One unit, everything under it in order of code, and what surrounds it within the reader's scope.

    `above` runs from the top of the scope to the parent; `beside` are the children of the parent.
    """

    root: Place
    below: Mapping[int, Place]
    above: tuple[Place, ...]
    beside: tuple[Place, ...]

    @cached_property
    def _children(self) -> Mapping[int, tuple[Place, ...]]:
        found: dict[int, list[Place]] = {}
        for place in self.below.values():
            if place.id != self.root.id and place.parent_id is not None:
                found.setdefault(place.parent_id, []).append(place)
        return {parent: tuple(places) for parent, places in found.items()}

    def children(self, unit_id: int) -> tuple[Place, ...]:
        """Return the units right under a unit, in order of code."""
        return self._children.get(unit_id, ())

    def is_point(self, place: Place) -> bool:
        """Say whether the unit has figures of its own: told to report, nothing below it, or in the books."""
        return bool(place.reports) or place.keeps or not self.children(place.id)

    def is_asked(self, place: Place) -> bool:
        """Say whether reports are expected of the unit while it exists."""
        return place.reports if place.reports is not None else not self.children(place.id)

    @cached_property
    def _points(self) -> Mapping[int, tuple[Place, ...]]:
        found: dict[int, list[Place]] = {unit_id: [] for unit_id in self.below}
        for place in self.below.values():
            if self.is_point(place):
                for above in place.path.strip("/").split("/"):
                    if int(above) in found:
                        found[int(above)].append(place)
        return {unit_id: tuple(places) for unit_id, places in found.items()}

    def points(self, subject: Subject) -> tuple[Place, ...]:
        """Return the units whose own figures make up the subject's, in order of code."""
        return (self.below[subject.unit_id],) if subject.own else self._points[subject.unit_id]


_DEPTH = Length("path") - Length(Replace("path", Value("/")))
_FIELDS = ("id", "code", "name", "kind", "parent_id", "path", "valid_from", "valid_to", "reports", "head")
_KEEPS = Q(Exists(Unit.objects.filter(parent=OuterRef("pk")))) & Q(
    Exists(RevenueRecord.objects.filter(unit=OuterRef("pk")))
)


def visible(user: User, *, on: date, postings: Sequence[Posting] | None = None) -> UnitQuerySet:
    """Return the units whose figures `user` may read on the day `on`: the scope of every report.

    `postings` are the user's of that day, where they have just been read.
    """
    return Unit.objects.where(user, Permission.READ, on=on, postings=postings)


def tree(units: UnitQuerySet, code: str = "") -> Tree | None:
    """Return the tree of the unit with this code, or of the highest unit of the scope; None outside it.

    One query reads the unit, all below it, the chain above and its neighbours, as far as the scope reaches.
    """
    root = (units.filter(code=code) if code else units.order_by(_DEPTH, "code", "pk"))[:1]
    places = units.annotate(
        root_path=Subquery(root.values("path")),
        root_parent=Subquery(root.values("parent_id")),
        keeps=ExpressionWrapper(_KEEPS, output_field=BooleanField()),
    ).filter(
        Q(path__startswith=F("root_path"))
        | Q(root_path__startswith=F("path"))
        | Q(parent_id=F("root_parent"))
    )
    rows = list(places.order_by("code", "pk").values_list("root_path", *_FIELDS, "keeps"))
    return _tree(rows[0][0], [Place(*row[1:]) for row in rows]) if rows else None


def _tree(root_path: str, places: list[Place]) -> Tree:
    root = next(place for place in places if place.path == root_path)
    above = [p for p in places if p.path != root_path and root_path.startswith(p.path)]
    return Tree(
        root=root,
        below={p.id: p for p in places if p.path.startswith(root_path)},
        above=tuple(sorted(above, key=lambda place: len(place.path))),
        beside=tuple(p for p in places if root.parent_id is not None and p.parent_id == root.parent_id),
    )
