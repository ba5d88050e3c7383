"""What a sender is asked and an approver sees of unit months: rows to check, exceptions by money at stake.

Queries do not grow with the number of units; ratios are taken by the measures, sums first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Q, Sum

from planning.checks import Limits, Problem, Row, check_rows
from planning.models import Offering, Office, PlanTotal, RevenueRecord, Unit
from planning.models.plans import PlanKind
from planning.models.revenue import ALL, Measure
from planning.models.units import UnitKind
from postoffice import measures
from postoffice.measures import Reason
from postoffice.months import Month

Values = Mapping[str, tuple[int | None, int | None]]
"""Revenue and volume by the code of the service."""

MONTHS_BEFORE = 12


@dataclass(frozen=True, slots=True)
class Past:
    """A service's twelve months before: last month's figures, and how many months had what."""

    usual: int | None = None
    usual_volume: int | None = None
    reported: int = 0
    earning: int = 0


@dataclass(frozen=True, slots=True)
class Review:
    """A unit's sent month against last month and the month's target, with what is odd about it.

    Amounts in đồng, ratios as Fraction or the reason why there is none; `stake` adds up the money in
    question, each service's once. `problems` are those of the services, in their order.
    """

    total: int | None
    previous: int | None
    growth: Fraction | Reason
    target: int | Reason | None
    completion: Fraction | Reason
    problems: tuple[Problem, ...]
    stake: int

    @property
    def is_clean(self) -> bool:
        """Whether nothing about it is wrong or odd."""
        return not self.problems


def limits() -> Limits:
    """Return from when the office wants a shortfall explained."""
    office = Office.objects.current()
    return Limits(office.explain_below_percent, office.explain_above)


def problems(unit: Unit, month: Month, values: Values, required: Collection[str]) -> list[Problem]:
    """Check what a unit is about to send: `values` by service, `required` are the codes of its list."""
    return problems_of([unit], month, {unit.pk: values}, {unit.pk: required})[unit.pk]


def problems_of(
    units: Sequence[Unit], month: Month, values: Mapping[int, Values], required: Mapping[int, Collection[str]]
) -> dict[int, list[Problem]]:
    """Check what many units are about to send, by primary key: as many queries as for one."""
    past, asked, bounds = pasts(list(values), month), targets(units, month), limits()
    found = {}
    for key, told in values.items():
        listed = required.get(key, ())
        codes = list(dict.fromkeys([*listed, *told]))
        found[key] = check_rows(_rows(key, codes, told, set(listed), past, asked), bounds)
    return found


def reviews(units: Sequence[Unit], month: Month) -> dict[int, Review]:
    """Return the review of each unit's month by its primary key, from the books."""
    keys = [unit.pk for unit in units]
    past, asked, bounds = pasts(keys, month), targets(units, month), limits()
    booked: dict[int, dict[str, tuple[int | None, int | None]]] = defaultdict(dict)
    records = RevenueRecord.objects.filter(unit__in=keys, month=month.first).order_by("service__code")
    for key, code, revenue, volume in records.values_list("unit", "service__code", "revenue", "volume"):
        if revenue is not None or volume is not None:
            booked[key][code] = revenue, volume
    listed = defaultdict(list)
    offerings = Offering.objects.filter(unit__in=keys).active_in(month).order_by("service__code")
    for key, code in offerings.values_list("unit", "service__code"):
        listed[key].append(code)
    before = _totals(past)
    return {key: _review(key, booked[key], listed[key], past, asked, before.get(key), bounds) for key in keys}


def pasts(units: Collection[int], month: Month) -> dict[tuple[int, str], Past]:
    """Return the twelve months before `month` by unit (primary key) and code of the service."""
    last = Q(month=(month - 1).first)
    rows = (
        RevenueRecord.objects.filter(
            unit__in=units, month__gte=(month - MONTHS_BEFORE).first, month__lt=month.first
        )
        .values_list("unit", "service__code")
        .annotate(
            usual=Sum("revenue", filter=last),
            usual_volume=Sum("volume", filter=last),
            reported=Count("revenue"),
            earning=Count("revenue", filter=Q(revenue__gt=0)),
        )
        .order_by("unit", "service__code")
    )
    return {
        (unit, code): Past(_whole(usual), _whole(volume), *counts)
        for unit, code, usual, volume, *counts in rows
    }


def plan_kind(unit: Unit) -> PlanKind:
    """Return the kind of plan a unit answers for: the corporation's at the top, else the province's."""
    is_top = unit.parent_id is None or unit.kind in (UnitKind.PROVINCE, UnitKind.CORPORATION)
    return PlanKind.ASSIGNED if is_top else PlanKind.INTERNAL


def targets(units: Sequence[Unit], month: Month) -> dict[tuple[int, str], int | Reason]:
    """Return the month's revenue targets by unit and node, from the plan in force that was given to the unit.

    A target that lacks a part is told as the reason INCOMPLETE_PLAN.
    """
    return _targets(units, month, month.number - 1)


def targets_to_date(units: Sequence[Unit], month: Month) -> dict[tuple[int, str], int | Reason]:
    """Return the revenue targets of the year up to and with `month`, told as by `targets`."""
    return _targets(units, month, 0)


def _targets(units: Sequence[Unit], month: Month, first: int) -> dict[tuple[int, str], int | Reason]:
    """Add up the targets from the month at index `first` of the year to `month`."""
    kinds = {unit.pk: plan_kind(unit) for unit in units}
    rows = PlanTotal.objects.filter(
        plan__year=month.year, plan__in_force=True, unit__in=kinds, measure=Measure.REVENUE
    ).values_list("unit", "plan__kind", "node", "months", "incomplete")
    return {
        (unit, node): Reason.INCOMPLETE_PLAN if incomplete else sum(months[first : month.number])
        for unit, kind, node, months, incomplete in rows
        if kind == kinds[unit]
    }


def _whole(amount: object) -> int | None:
    return None if amount is None else int(amount)


def _totals(past: Mapping[tuple[int, str], Past]) -> dict[int, int]:
    """Add up last month's revenue by unit; a unit without any has no total."""
    totals: dict[int, int] = {}
    for (unit, _code), facts in past.items():
        if facts.usual is not None:
            totals[unit] = totals.get(unit, 0) + facts.usual
    return totals


def _rows(
    unit: int,
    codes: Sequence[str],
    values: Values,
    required: set[str],
    past: Mapping[tuple[int, str], Past],
    asked: Mapping[tuple[int, str], int | Reason],
) -> list[Row]:
    rows = []
    for code in codes:
        facts, target = past.get((unit, code), Past()), asked.get((unit, code))
        revenue, volume = values.get(code, (None, None))
        rows.append(
            Row(
                code,
                revenue,
                volume,
                code in required,
                facts.usual,
                facts.usual_volume,
                facts.reported,
                facts.earning,
                None if isinstance(target, Reason) else target,
            )
        )
    return rows


def _review(
    unit: int,
    values: Values,
    listed: Sequence[str],
    past: Mapping[tuple[int, str], Past],
    asked: Mapping[tuple[int, str], int | Reason],
    previous: int | None,
    bounds: Limits,
) -> Review:
    codes = list(dict.fromkeys([*listed, *values]))
    found = check_rows(_rows(unit, codes, values, set(listed), past, asked), bounds)
    total = measures.add(revenue for revenue, _volume in values.values())
    target = asked.get((unit, ALL))
    return Review(
        total,
        previous,
        measures.answer(measures.growth, total, previous),
        target,
        measures.answer(measures.completion, total, target),
        tuple(found),
        _stake(found),
    )


def _stake(problems: Sequence[Problem]) -> int:
    """Add up the money in question: of a service with several problems the largest amount, once."""
    largest: dict[str, int] = {}
    for problem in problems:
        largest[problem.service] = max(problem.stake, largest.get(problem.service, 0))
    return sum(largest.values())
