"""What a month said when each round was closed, what it says now, and the adjustments between."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Sum, Value
from django.utils.translation import get_language

from planning.models import Adjustment, ClosedFigure, RevenueRecord, Unit
from planning.models.revenue import Measure
from postoffice.measures import add
from postoffice.months import Month
from postoffice.numbers import DONG, VOLUME, Format
from postoffice.words import figure

Key = tuple[str, ...]
"""Codes and names of a line, in this order: code, name, and the same of its service where it has one."""

SUMMED = (Measure.REVENUE, Measure.PAYROLL_REVENUE, Measure.BALANCE)
_UNIT, _SERVICE = ("unit__code", "unit__name"), ("service__code", "service__name")


@dataclass(frozen=True)
class RoundLine:
    """A unit or a service: its figure in both rounds and now, written, and what explains the rest."""

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
class Moved:
    """A measure beside the revenue: the lines that moved, and their total where they may be added."""

    label: str
    lines: tuple[RoundLine, ...]
    total: RoundLine | None


@dataclass(frozen=True)
class Rounds:
    """The revenue of a month line by line with its total, and what moved of its other measures."""

    lines: tuple[RoundLine, ...]
    total: RoundLine
    others: tuple[Moved, ...] = ()


def of_units(units: QuerySet[Unit], month: Month) -> Rounds:
    """Return the month unit by unit, in the order of codes: five queries."""
    return _rounds(units, month, _UNIT)


def of_services(unit: Unit, month: Month) -> Rounds:
    """Return a unit's month service by service."""
    return _rounds(Unit.objects.filter(pk=unit.pk), month, _SERVICE)


def _rounds(units: QuerySet[Unit], month: Month, keys: Key) -> Rounds:
    """Compare by `keys`; pieces of different services do not add up, so a volume names its service."""
    of_volume = keys if keys == _SERVICE else (*_UNIT, *_SERVICE)
    found = _found(units, month, keys, SUMMED) | _found(units, month, of_volume, [Measure.VOLUME])
    is_closed = [
        any(three[place] is not None for by_key in found.values() for three in by_key.values())
        for place in (0, 1)
    ]
    made = _made(units, month, "unit" if keys == _UNIT else "service")
    tables = {
        measure: _table(measure, by_key, is_closed, made.get(measure, {}))
        for measure, by_key in found.items()
    }
    lines, total = tables.pop(Measure.REVENUE)
    others = []
    for measure, (compared, whole) in tables.items():
        if moved := tuple(line for line in compared if line.is_moved):
            others.append(Moved(str(measure.label), moved, None if measure == Measure.VOLUME else whole))
    return Rounds(lines, total, tuple(others))


def _found(
    units: QuerySet[Unit], month: Month, keys: Key, measures: Iterable[Measure]
) -> dict[Measure, dict[Key, list[int | None]]]:
    """Read both rounds and the books: two queries."""
    found = {measure: defaultdict(lambda: [None, None, None]) for measure in measures}
    sums = {f"sum_{measure}": Sum(measure.value) for measure in found}
    closed = ClosedFigure.objects.filter(unit__in=units, month=month.first).values_list(*keys, "round")
    kept = RevenueRecord.objects.filter(unit__in=units, month=month.first).values_list(*keys, Value(3))
    for row in (*closed.annotate(**sums).order_by(), *kept.annotate(**sums).order_by()):
        key, number, amounts = row[: len(keys)], row[len(keys)], row[len(keys) + 1 :]
        for measure, amount in zip(found, amounts, strict=True):
            found[measure][key][number - 1] = None if amount is None else int(amount)
    return found


def _table(
    measure: Measure, by_key: Mapping[Key, list[int | None]], is_closed: list[bool],
    made: Mapping[Key, list[Adjustment]],
) -> tuple[tuple[RoundLine, ...], RoundLine]:  # fmt: skip
    form = VOLUME if measure == Measure.VOLUME else DONG
    lines = tuple(
        _line(" · ".join(key[1::2]), key[0], by_key[key], is_closed, form, made.get(key[::2], ()))
        for key in sorted(by_key)
    )
    whole = [add(three[place] for three in by_key.values()) for place in range(3)]
    return lines, _line("", "", whole, is_closed, form)


def _made(units: QuerySet[Unit], month: Month, grain: str) -> dict[Measure, dict[Key, list[Adjustment]]]:
    """Read the adjustments by measure and the codes of their line."""
    made: dict[Measure, dict[Key, list[Adjustment]]] = defaultdict(lambda: defaultdict(list))
    kept = Adjustment.objects.filter(unit__in=units, month=month.first)
    for one in kept.select_related("unit", "service", "by").order_by("at", "pk"):
        measure = Measure(one.measure)
        key = (getattr(one, grain).code,)
        if measure == Measure.VOLUME and grain == "unit":
            key = (*key, one.service.code)
        made[measure][key].append(one)
    return made


def _line(
    name: str, code: str, three: Sequence[int | None], is_closed: list[bool], form: Format,
    made: Iterable[Adjustment] = (),
) -> RoundLine:  # fmt: skip
    first, second, now = three  # a round that was not closed shows nothing
    between = _apart(first, second, form) if all(is_closed) else ""
    last = second if is_closed[1] else first
    after = _apart(last, now, form) if any(is_closed) else ""
    shown = [figure(three[place], form) if is_closed[place] else "" for place in (0, 1)]
    return RoundLine(name, code, *shown, figure(now, form), between, after, tuple(made))


def _apart(before: int | None, after: int | None, form: Format) -> str:
    """Return how far a figure moved, signed; nothing where it did not. What was not there counts as 0."""
    amount = (after or 0) - (before or 0)
    if not amount:
        return ""
    return ("+" if amount > 0 else "") + form.write(amount, get_language())
