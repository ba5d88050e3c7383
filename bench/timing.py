"""Take times the same way in every trial."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True)
class Reading:
    """One line of the table: what was done, how long it took, what it is compared with.

    `seconds` is the median of `runs`; `against` names the line that a ratio is taken to;
    `budget` is the largest allowed seconds, None where the budget is another figure.
    """

    trial: str
    name: str
    seconds: float
    least: float
    most: float
    runs: int
    queries: int | None = None
    budget: float | None = None
    note: str = ""

    @property
    def within(self) -> bool:
        """Whether the budget, if there is one, is met."""
        return self.budget is None or self.seconds <= self.budget


def take(
    trial: str,
    name: str,
    act: Callable[[], object],
    *,
    runs: int = 20,
    warm: int = 2,
    before: Callable[[], object] | None = None,
    budget: float | None = None,
    count_queries: bool = False,
    note: str = "",
) -> Reading:
    """Run `act` some times, after `before` each time, and return its median wall time."""
    for _ in range(warm):
        if before:
            before()
        act()
    spent = []
    for _ in range(runs):
        if before:
            before()
        gc.collect()
        start = time.perf_counter()
        act()
        spent.append(time.perf_counter() - start)
    queries = None
    if count_queries:
        if before:
            before()
        with CaptureQueriesContext(connection) as captured:
            act()
        queries = len(captured)
    return Reading(trial, name, statistics.median(spent), min(spent), max(spent), runs, queries, budget, note)


def milliseconds(seconds: float) -> str:
    """Write a time as a table shows it.

    >>> milliseconds(0.01234)
    '12.3 ms'
    >>> milliseconds(2.5)
    '2.50 s'
    """
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
