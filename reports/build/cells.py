"""Every measure of a row, taken once, after its figures were added up."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from postoffice import measures
from postoffice.measures import Reason
from reports.build.tracks import Figure, Track
from reports.report import Cell

YEAR = 12


def to_date(months: tuple[Figure, ...], number: int) -> Figure:
    """Add up the months from January to `number`; where nothing is there, say why."""
    span = months[:number]
    total = measures.add(month for month in span if not isinstance(month, Reason))
    if total is not None:
        return total
    reasons = set(span)
    return next(
        (r for r in (Reason.NOT_REPORTED, Reason.NO_TARGET, Reason.NO_BASE) if r in reasons), span[-1]
    )


def cells(track: Track, number: int, whole: Track) -> dict[str, Cell]:
    """Return the cells of a row by column key, for the month `number` of its year.

    `whole` is the report's total: shares and contributions are parts of it.
    """
    if not track.is_applicable:
        return dict.fromkeys(KEYS, Cell(None, Reason.NOT_APPLICABLE))
    months, date, year = _month(track, number), _to_date(track, number), _year(track, number)
    return {**months, **date, **year, **_structure(track, number, whole)}


def _month(track: Track, number: int) -> dict[str, Cell]:
    actual, base = track.actual[number - 1], track.base[number - 1]
    plan = track.plan[number - 1]
    before = track.actual[number - 2] if number > 1 else track.earlier[-1]
    return {
        "actual_month": plain(actual),
        "plan_month": planned(plan, track.incomplete),
        "completion_month": answer(measures.completion, actual, _whole(track, plan)),
        "previous_month": plain(before),
        "base_month": plain(base),
        "growth_month": answer(measures.growth, actual, base),
    }


def _to_date(track: Track, number: int) -> dict[str, Cell]:
    actual, base = to_date(track.actual, number), to_date(track.base, number)
    plan = to_date(track.plan, number)
    return {
        "actual_to_date": plain(actual),
        "plan_to_date": planned(plan, track.incomplete),
        "pace": answer(measures.pace, actual, _whole(track, plan)),
        "base_to_date": plain(base),
        "index": answer(measures.index, actual, base),
        "growth": answer(measures.growth, actual, base),
    }


def _year(track: Track, number: int) -> dict[str, Cell]:
    actual, plan = to_date(track.actual, number), _whole(track, track.plan_year)
    rate = answer(measures.required_rate, actual, plan, YEAR - number)
    return {
        "plan_year": planned(track.plan_year, track.incomplete),
        "completion_year": answer(measures.completion, actual, plan),
        "gap": answer(measures.gap, actual, plan),
        "required_rate": Cell(_to_dong(rate.value), rate.reason),
    }


def _structure(track: Track, number: int, whole: Track) -> dict[str, Cell]:
    actual, base = to_date(track.actual, number), to_date(track.base, number)
    total, total_base = to_date(whole.actual, number), to_date(whole.base, number)
    # What is new had nothing and what has ended has nothing, so that contributions add up to the growth.
    before = 0 if base is Reason.NO_BASE else base
    now = 0 if actual is Reason.NOT_APPLICABLE and not isinstance(base, Reason) else actual
    return {
        "share": answer(measures.share, actual, total),
        "contribution": answer(measures.contribution, now, before, total_base),
    }


def answer(measure: Callable[..., int | Fraction], *figures: Figure) -> Cell:
    """Return what a measure answers, or its reason for not answering."""
    return plain(measures.answer(measure, *figures))


def plain(figure: Figure) -> Cell:
    """Return the cell of a figure as it is."""
    return Cell(None, figure) if isinstance(figure, Reason) else Cell(figure)


def planned(figure: Figure, lacks_part: bool) -> Cell:
    """Return a plan's cell; a sum that lacks a part is shown and marked."""
    if isinstance(figure, Reason):
        return Cell(None, figure)
    return Cell(figure, Reason.INCOMPLETE_PLAN if lacks_part else None)


def _whole(track: Track, plan: Figure) -> Figure:
    """Return a plan to measure against: one that lacks a part has no completion."""
    return Reason.INCOMPLETE_PLAN if track.incomplete else plan


def _to_dong(value: int | Fraction | None) -> int | None:
    """Return an amount in whole đồng, half away from zero, as Excel's ROUND does."""
    if value is None:
        return None
    exact = Fraction(value)
    size = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return -size if exact < 0 else size


KEYS = (
    "actual_month", "plan_month", "completion_month", "previous_month", "base_month", "growth_month",
    "actual_to_date", "plan_to_date", "pace", "base_to_date", "index", "growth",
    "plan_year", "completion_year", "gap", "required_rate", "share", "contribution",
)  # fmt: skip
