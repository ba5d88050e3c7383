"""Writes readings as the table of docs/performance.md."""

from collections.abc import Sequence

from bench.timing import Budget, Reading

START, END = "<!-- bench: start -->", "<!-- bench: end -->"
_HEADS = ("trial", "what", "median", "min–max", "× floor", "queries", "extra memory", "budget", "note")


def table(readings: Sequence[Reading]) -> str:
    """Return the readings as a Markdown table, one line each."""
    rows = [_HEADS, ("---",) * len(_HEADS), *(_cells(reading) for reading in readings)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def replaced(page: str, text: str) -> str:
    """Return the page with `text` between its two marks; ValueError where a mark is missing."""
    head, begun, rest = page.partition(START)
    _old, ended, tail = rest.partition(END)
    if not begun or not ended:
        raise ValueError(f"the page lacks {START} … {END}")
    return f"{head}{START}\n{text}\n{END}{tail}"


def milliseconds(seconds: float) -> str:
    """Write a time as a table shows it.

    >>> milliseconds(0.01234)
    '12.3 ms'
    >>> milliseconds(2.5)
    '2.50 s'
    """
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def times(ratio: float) -> str:
    """Write how many times something takes.

    >>> times(1.0449), times(237.4)
    ('1.04', '237')
    """
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


_WRITE = {
    "seconds": milliseconds,
    "queries": "{:.0f} queries".format,
    "megabytes": "{:.0f} MB".format,
    "times": lambda ratio: f"{times(ratio)} × the floor",
}


def verdict(reading: Reading) -> str:
    """Say what was allowed and whether it was kept; by how much not, otherwise."""
    if reading.budget is None:
        return ""
    over = reading.excesses
    if not over:
        return f"≤ {_allowed(reading.budget)}: met"
    missed = ", ".join(f"{_WRITE[what](got)} is {got / most - 1:.0%} over" for what, got, most in over)
    return f"≤ {_allowed(reading.budget)}: MISSED, {missed}"


def _allowed(budget: Budget) -> str:
    given = {what: getattr(budget, what) for what in _WRITE}
    return ", ".join(_WRITE[what](most) for what, most in given.items() if most is not None)


def _cells(reading: Reading) -> tuple[str, ...]:
    return (
        reading.trial,
        reading.name,
        milliseconds(reading.median),
        f"{milliseconds(min(reading.seconds))}–{milliseconds(max(reading.seconds))}",
        "1" if reading.ratio is None else times(reading.ratio),
        "" if reading.queries is None else str(reading.queries),
        "" if reading.megabytes is None else f"{reading.megabytes:.0f} MB",
        verdict(reading),
        reading.note,
    )
