"""How a track stands in one span: its actual beside the plan and last year, and the differences in money.

Pages that show months, units and services side by side take these; a report's columns are in `cells`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from postoffice import measures
from postoffice.measures import Reason
from reports.build.cells import answer, plain, planned, to_date, whole_plan
from reports.build.tracks import Figure, Track
from reports.report import Cell

NOTHING = Cell(None, Reason.NOT_APPLICABLE)


@dataclass(frozen=True)
class Standing:
    """One span: amounts in đồng (or pieces), ratios exact.

    `over` is actual − plan (TH − KH), `completion` actual/plan, `deviation` completion − 1, `change`
    actual − last year with what is new from nothing and what has ended to nothing, `growth` its ratio.
    """

    actual: Cell
    plan: Cell
    base: Cell
    over: Cell
    completion: Cell
    deviation: Cell
    change: Cell
    growth: Cell


NONE = Standing(*[NOTHING] * 8)


def in_month(track: Track, number: int) -> Standing:
    """Return how the month `number` stands."""
    if not track.is_applicable:
        return NONE
    return _standing(track, track.actual[number - 1], track.plan[number - 1], track.base[number - 1])


def up_to(track: Track, number: int) -> Standing:
    """Return how January to the month `number` stands against the same months of plan and last year."""
    if not track.is_applicable:
        return NONE
    actual, plan = to_date(track.actual, number), to_date(track.plan, number)
    return _standing(track, actual, plan, to_date(track.base, number))


def in_year(track: Track, number: int) -> Standing:
    """Return how January to the month `number` stands against the plan of the whole year."""
    if not track.is_applicable:
        return NONE
    return _standing(track, to_date(track.actual, number), track.plan_year, to_date(track.base, number))


def contribution(change: Cell, whole: Standing) -> Cell:
    """Return a part's points of the whole's growth; all parts add up to the growth exactly."""
    if change.value is None:
        return change
    return answer(measures.contribution, change.value, 0, _figure(whole.base))


def share_of_change(change: Cell, whole: Standing) -> Cell:
    """Return a part's share of the whole's growth in money, where the whole grew."""
    return answer(measures.share, _figure(change), _figure(whole.change))


def added(cells: list[Cell]) -> Cell:
    """Add up amounts; what is missing is left out, and nothing at all has the first one's reason."""
    total = measures.add(cell.value for cell in cells)
    return Cell(total) if total is not None else next(iter(cells), NOTHING)


def _standing(track: Track, actual: Figure, plan: Figure, base: Figure) -> Standing:
    asked = whole_plan(track, plan)
    done = answer(measures.completion, actual, asked)
    return Standing(
        actual=plain(actual),
        plan=planned(track, plan),
        base=plain(base),
        over=_minus(actual, asked),
        completion=done,
        deviation=done if done.value is None else Cell(Fraction(done.value) - 1),
        change=_change(actual, base),
        growth=answer(measures.growth, actual, base),
    )


def _change(actual: Figure, base: Figure) -> Cell:
    before = 0 if base is Reason.NO_BASE else base
    ended = actual is Reason.NOT_APPLICABLE and not isinstance(base, Reason)
    return _minus(0 if ended else actual, before)


def _minus(first: Figure, second: Figure) -> Cell:
    missing = next((figure for figure in (first, second) if isinstance(figure, Reason)), None)
    return Cell(None, missing) if missing is not None else Cell(first - second)


def _figure(cell: Cell) -> Figure | Fraction:
    return cell.reason or Reason.NOT_REPORTED if cell.value is None else cell.value
