"""Take times the same way in every trial."""

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Act = Callable[[], object]


@dataclass(frozen=True)
class Budget:
    """What a line may cost: seconds, queries, MB beyond what stood before, times the floor."""

    seconds: float | None = None
    queries: int | None = None
    megabytes: float | None = None
    times: float | None = None


@dataclass(frozen=True)
class Reading:
    """One line of the table: what was done, each run's seconds, and what it is held against.

    `floor` is the median of the trial's first line. `seconds` of a sample are already scaled up to
    the whole, which `note` then says.
    """

    trial: str
    name: str
    seconds: tuple[float, ...]
    floor: float | None = None
    queries: int | None = None
    megabytes: float | None = None
    budget: Budget | None = None
    note: str = ""

    @property
    def median(self) -> float:
        """The run in the middle."""
        return statistics.median(self.seconds)

    @property
    def ratio(self) -> float | None:
        """How many times the floor it takes; None for the floor itself."""
        return self.median / self.floor if self.floor else None

    @property
    def excesses(self) -> tuple[tuple[str, float, float], ...]:
        """What is over the budget: (what, measured, allowed)."""
        if self.budget is None:
            return ()
        pairs = (
            ("seconds", self.median, self.budget.seconds),
            ("queries", self.queries, self.budget.queries),
            ("megabytes", self.megabytes, self.budget.megabytes),
            ("times", self.ratio, self.budget.times),
        )
        return tuple((what, got, most) for what, got, most in pairs if most is not None and got > most)


@dataclass
class Line:
    """One thing to be timed: `before` runs untimed ahead of each run of `act`.

    `runs` after `warm` untimed ones; `scale` multiplies the time of a sample up to the whole.
    """

    name: str
    act: Act
    before: Act | None = None
    runs: int = 30
    warm: int = 2
    scale: float = 1
    queries: int | None = None
    megabytes: float | None = None
    budget: Budget | None = None
    note: str = ""

    def once(self) -> float:
        """Return the seconds of one run; garbage is collected as it falls due, as in the portal."""
        if self.before:
            self.before()
        start = time.perf_counter()
        self.act()
        return (time.perf_counter() - start) * self.scale


def take(trial: str, *lines: Line) -> list[Reading]:
    """Run the lines in turns, so that a change of the machine's mood meets all; the first is the floor."""
    for line in lines:
        for _ in range(line.warm):
            line.once()
    gc.collect()
    spent: list[list[float]] = [[] for _line in lines]
    for turn in range(max(line.runs for line in lines)):
        for line, seconds in zip(lines, spent, strict=True):
            if turn < line.runs:
                seconds.append(line.once())
    return readings(trial, lines, spent)


def readings(trial: str, lines: Sequence[Line], spent: Sequence[Sequence[float]]) -> list[Reading]:
    """Make the lines of the table; all but the first are held against the first."""
    floor = statistics.median(spent[0])
    return [
        Reading(
            trial, line.name, tuple(seconds), floor if place else None,
            line.queries, line.megabytes, line.budget, line.note,
        )
        for place, (line, seconds) in enumerate(zip(lines, spent, strict=True))
    ]  # fmt: skip
