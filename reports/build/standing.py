"""How a track stands in one span: its actual beside the plan and last year, and the differences in money.

Pages that show months, units and services side by side take these; a report's columns are in `cells`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from postoffice import measures
from postoffice.measures import Reason
from reports.build.cells import answer, plain, planned, to_date
from reports.build.tracks import Figure, Track
from reports.report import Cell

NOTHING = Cell(None, Reason.NOT_APPLICABLE)


@dataclass(frozen=True)
class Standing:
    """One span of a track: three figures, and what is taken of them once somebody asks.

    Amounts are đồng (or pieces), ratios exact. `lacks_part` tells that the plan is a sum without a part.
    """

    figures: tuple[Figure, Figure, Figure]
    lacks_part: bool

    @cached_property
    def actual(self) -> Cell:
        """What was achieved (TH)."""
        return plain(self.figures[0])

    @cached_property
    def plan(self) -> Cell:
        """What the plan asks (KH); a sum that lacks a part is marked."""
        return planned(self.figures[1], self.lacks_part)

    @cached_property
    def base(self) -> Cell:
        """What the same months of last year brought (CK)."""
        return plain(self.figures[2])

    @cached_property
    def over(self) -> Cell:
        """Actual − plan (TH − KH)."""
        return _minus(self.figures[0], self._asked)

    @cached_property
    def completion(self) -> Cell:
        """Actual/plan (% HTKH)."""
        return answer(measures.completion, self.figures[0], self._asked)

    @cached_property
    def deviation(self) -> Cell:
        """Completion − 1: how far from the plan."""
        done = self.completion
        return done if done.value is None else Cell(Fraction(done.value) - 1)

    @cached_property
    def change(self) -> Cell:
        """Actual − last year; what is new rises from nothing, what has ended falls to nothing."""
        actual, _plan, base = self.figures
        ended = actual is Reason.NOT_APPLICABLE and not isinstance(base, Reason)
        return _minus(0 if ended else actual, 0 if base is Reason.NO_BASE else base)

    @cached_property
    def growth(self) -> Cell:
        """Actual/last year − 1."""
        actual, _plan, base = self.figures
        return answer(measures.growth, actual, base)

    @property
    def _asked(self) -> Figure:
        return Reason.INCOMPLETE_PLAN if self.lacks_part else self.figures[1]


NONE = Standing((Reason.NOT_APPLICABLE,) * 3, lacks_part=False)


def in_month(track: Track, number: int) -> Standing:
    """Return how the month `number` stands."""
    if not track.is_applicable:
        return NONE
    at = number - 1
    return Standing((track.actual[at], track.plan[at], track.base[at]), track.incomplete)


def up_to(track: Track, number: int) -> Standing:
    """Return how January to the month `number` stands against the same months of plan and last year."""
    if not track.is_applicable:
        return NONE
    figures = tuple(to_date(months, number) for months in (track.actual, track.plan, track.base))
    return Standing(figures, track.incomplete)


def in_year(track: Track, number: int) -> Standing:
    """Return how January to the month `number` stands against the plan of the whole year."""
    if not track.is_applicable:
        return NONE
    actual, base = to_date(track.actual, number), to_date(track.base, number)
    return Standing((actual, track.plan_year, base), track.incomplete)


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


def _minus(first: Figure, second: Figure) -> Cell:
    missing = next((figure for figure in (first, second) if isinstance(figure, Reason)), None)
    return Cell(None, missing) if missing is not None else Cell(first - second)


def _figure(cell: Cell) -> Figure | Fraction:
    return cell.reason or Reason.NOT_REPORTED if cell.value is None else cell.value
