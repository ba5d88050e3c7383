"""What a month said when each round was closed, what it says now, and the adjustments between."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.utils.translation import get_language

from planning.models import Adjustment, ClosedFigure, RevenueRecord, Unit
from planning.models.revenue import Measure
from postoffice.measures import Reason, add
from postoffice.months import Month
from postoffice.numbers import DONG
from postoffice.words import nothing

Three = tuple[int | None, int | None, int | None]
"""Revenue in round 1, in round 2 and now; None is "not there"."""


@dataclass(frozen=True)
class RoundLine:
    """A unit or a service: its revenue in both rounds and now, written, and what explains the rest."""

    name: str
    code: str
    first: str
    second: str
    now: str
    between: str
    after: str
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def is_moved(self) -> bool:
        """Whether anything differs."""
        return bool(self.between or self.after)


@dataclass(frozen=True)
class Rounds:
    """The lines of a month and their total."""

    lines: tuple[RoundLine, ...]
    total: RoundLine


def of_units(units: QuerySet[Unit], month: Month) -> Rounds:
    """Return the month unit by unit, in the order of codes."""
    return _rounds(units, month, "unit__code", "unit__name")


def of_services(unit: Unit, month: Month) -> Rounds:
    """Return a unit's month service by service."""
    return _rounds(Unit.objects.filter(pk=unit.pk), month, "service__code", "service__name")


def _rounds(units: QuerySet[Unit], month: Month, code: str, name: str) -> Rounds:
    found: dict[tuple[str, str], list[int | None]] = defaultdict(lambda: [None, None, None])
    closed = ClosedFigure.objects.filter(unit__in=units, month=month.first).values_list(code, name, "round")
    for key, called, number, amount in closed.annotate(amount=Sum("revenue")).order_by():
        found[key, called][number - 1] = _whole(amount)
    kept = RevenueRecord.objects.filter(unit__in=units, month=month.first).values_list(code, name)
    for key, called, amount in kept.annotate(amount=Sum("revenue")).order_by():
        found[key, called][2] = _whole(amount)
    made = _made(units, month, code)
    is_closed = [any(three[place] is not None for three in found.values()) for place in (0, 1)]
    lines = [
        _line(called, key, tuple(found[key, called]), is_closed, made.get(key, ()))
        for key, called in sorted(found)
    ]
    whole = tuple(add(three[place] for three in found.values()) for place in range(3))
    return Rounds(tuple(lines), _line("", "", whole, is_closed))


def _made(units: QuerySet[Unit], month: Month, code: str) -> Mapping[str, tuple[Adjustment, ...]]:
    made: dict[str, list[Adjustment]] = defaultdict(list)
    kept = Adjustment.objects.filter(unit__in=units, month=month.first, measure=Measure.REVENUE)
    for one in kept.select_related("unit", "service", "by").order_by("at", "pk"):
        made[one.unit.code if code == "unit__code" else one.service.code].append(one)
    return {key: tuple(found) for key, found in made.items()}


def _line(
    name: str, code: str, three: Three, is_closed: list[bool], made: Iterable[Adjustment] = ()
) -> RoundLine:
    first, second, now = three  # a round that was not closed shows nothing
    between = _apart(first, second) if all(is_closed) else ""
    last = second if is_closed[1] else first
    after = _apart(last, now) if any(is_closed) else ""
    shown = [_money(three[place]) if is_closed[place] else "" for place in (0, 1)]
    return RoundLine(name, code, *shown, _money(now), between, after, tuple(made))


def _apart(before: int | None, after: int | None) -> str:
    """Return how far a figure moved, signed; nothing where it did not. What was not there counts as 0."""
    amount = (after or 0) - (before or 0)
    if not amount:
        return ""
    return ("+" if amount > 0 else "") + DONG.write(amount, get_language())


def _money(amount: int | None) -> str:
    if amount is None:
        return str(nothing(Reason.NOT_REPORTED, narrow=True))
    return DONG.write(amount, get_language())


def _whole(amount: object) -> int | None:
    return None if amount is None else int(amount)
