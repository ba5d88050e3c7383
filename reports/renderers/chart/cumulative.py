"""The year as it adds up: three lines from zero, the landing, the gap to the plan in a magnified strip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reports.renderers.chart.months import Bar
from reports.renderers.chart.scale import (
    LINE,
    NOTHING,
    Label,
    Mark,
    Number,
    Scale,
    beside,
    gutter,
    known,
    pct,
    px,
    ticks,
)
from reports.renderers.chart.sparkline import polylines

LINES = 150.0  # pixels for the span of the lines
STRIP = 72.0  # pixels that the strip of gaps may fill
STRIP_NAME = 14  # letters of the longest line of the strip's name
HALF = 0.3  # of a month: half the width of a bar


@dataclass(frozen=True)
class CumulativeMarks:
    """The sums to date of one month; `gap` is actual − plan to date as the report computed it."""

    label: str
    actual: Mark
    plan: Mark = NOTHING
    base: Mark = NOTHING
    gap: Mark = NOTHING
    url: str = ""


@dataclass(frozen=True)
class Landing:
    """Where the last month is expected to end: the forecast with its range, and its gap to the plan."""

    mark: Mark
    low: Number
    high: Number
    gap: Mark = NOTHING


@dataclass(frozen=True)
class Tick:
    """A line across with its figure."""

    y: str
    text: str


@dataclass(frozen=True)
class Gap:
    """A bar of the strip, the baseline of its figure, and the ends of the range where it is a forecast."""

    mark: Mark
    centre: str
    bar: Bar
    text_y: str
    range_from: str = ""
    range_to: str = ""


@dataclass(frozen=True)
class Spot:
    """A month across the chart: its place, the left edge of its share of the width, its figures."""

    marks: CumulativeMarks
    centre: str
    left: str


@dataclass(frozen=True)
class Cumulative:
    """A finished chart. Lines are in a 100 × 100 box stretched over `plot` pixels from `top` down."""

    empty: bool
    height: str
    top: str
    plot: str
    zero_y: str
    ticks: tuple[Tick, ...]
    spots: tuple[Spot, ...]
    pitch: str
    actual: tuple[str, ...]
    plan: tuple[str, ...]
    base: tuple[str, ...]
    forecast: tuple[str, ...]
    band: Bar | None
    dot: tuple[str, str] | None
    dot_label: tuple[str, str, str] | None
    labels: tuple[Label, ...]
    gutter: str
    strip_y: str
    strip_text_y: str
    gaps: tuple[Gap, ...]
    times: int
    label_y: str


@dataclass(frozen=True)
class _Strip:
    """The strip of gaps: zero line, first line of its name, bars, magnification, lower end."""

    axis: str
    text: str
    gaps: tuple[Gap, ...]
    times: int
    bottom: float


@dataclass(frozen=True)
class _Frame:
    """Where a month and an amount lie."""

    scale: Scale
    top: float
    pitch: float

    def x(self, at: int) -> float:
        """Return the centre of a month in % of the plot."""
        return (at + 0.5) * self.pitch

    def y(self, value: Number) -> float:
        """Return the height of an amount in pixels from the top of the chart."""
        return self.top + LINES - self.scale.at(value)

    def point(self, at: int, value: Number) -> tuple[float, float]:
        """Return a point of a line in the 100 × 100 box."""
        return self.x(at), 100 - self.scale.at(value) * 100 / LINES

    def line(self, marks: Sequence[Mark]) -> tuple[str, ...]:
        """Return the line of the marks, broken where a month has no figure."""
        return polylines([None if m.value is None else self.point(at, m.value) for at, m in enumerate(marks)])


def cumulative(
    marks: Sequence[CumulativeMarks], write: Callable[[int], str], landing: Landing | None = None
) -> Cumulative:
    """Return the chart of the months of one year; `write` writes the figures at the lines across.

    `landing` belongs to the last month; it is drawn where the last month has no complete actual.
    """
    ends = [] if landing is None else [landing.mark.value, landing.low, landing.high]
    amounts = known(mark for one in marks for mark in (one.actual, one.plan, one.base))
    frame = _Frame(Scale.over([*amounts, *ends], LINES), LINE, 100 / max(1, len(marks)))
    last = max((at for at, one in enumerate(marks) if one.actual.value is not None), default=None)
    labels = _labels(frame, marks, landing, last)
    strip = _strip(frame, marks, landing)
    ahead = landing is not None and last is not None and last < len(marks) - 1
    return Cumulative(
        empty=not amounts,
        height=px(strip.bottom + LINE + 8),
        top=px(frame.top),
        plot=px(LINES),
        zero_y=px(frame.y(0)),
        ticks=tuple(Tick(px(frame.y(value)), write(value)) for value in ticks(frame.scale.high)),
        spots=tuple(Spot(one, pct(frame.x(at)), pct(at * frame.pitch)) for at, one in enumerate(marks)),
        pitch=pct(frame.pitch),
        actual=frame.line([one.actual for one in marks]),
        plan=frame.line([one.plan for one in marks]),
        base=frame.line([one.base for one in marks]),
        forecast=_ahead(frame, marks, landing, last) if ahead else (),
        band=None if landing is None else _band(frame, len(marks) - 1, landing),
        dot=None if last is None else (pct(frame.x(last)), px(frame.y(marks[last].actual.value))),
        dot_label=_dot_label(frame, marks, last),
        labels=labels,
        gutter=gutter(labels, name=STRIP_NAME if strip.gaps else 0),
        strip_y=strip.axis,
        strip_text_y=strip.text,
        gaps=strip.gaps,
        times=strip.times,
        label_y=px(strip.bottom + LINE),
    )


def _ahead(frame: _Frame, marks: Sequence[CumulativeMarks], landing: Landing, last: int) -> tuple[str, ...]:
    """Return the line from the last actual to the landing."""
    return polylines(
        [frame.point(last, marks[last].actual.value), frame.point(len(marks) - 1, landing.mark.value)]
    )


def _band(frame: _Frame, at: int, landing: Landing) -> Bar:
    upper, lower = frame.y(landing.high), frame.y(landing.low)
    height = max(lower - upper, 4.0)
    left = frame.x(at) - frame.pitch * HALF / 2
    return Bar("forecast", pct(left), px((upper + lower - height) / 2), pct(frame.pitch * HALF), px(height))


def _dot_label(
    frame: _Frame, marks: Sequence[CumulativeMarks], last: int | None
) -> tuple[str, str, str] | None:
    """Return x, y and anchor of the figure at the end of the actual line; None where the gutter names it."""
    if last is None or last == len(marks) - 1:
        return None
    highest = max(known((marks[last].actual, marks[last].plan)))
    if frame.x(last) < 35:
        return (
            pct(frame.x(last) + 1.5),
            px(frame.y(min(known((marks[last].actual, marks[last].plan)))) + 18),
            "start",
        )
    return pct(frame.x(last) - 1.5), px(frame.y(highest) - 8), "end"


def _labels(
    frame: _Frame, marks: Sequence[CumulativeMarks], landing: Landing | None, last: int | None
) -> tuple[Label, ...]:
    if not marks:
        return ()
    end = marks[-1]
    series = [("plan", end.plan), ("base", end.base)]
    if last == len(marks) - 1:
        series.append(("actual", end.actual))
    if landing is not None:
        series.append(("forecast", landing.mark))
    return beside((kind, mark, frame.y(mark.value)) for kind, mark in series if mark.value is not None)


def _strip(frame: _Frame, marks: Sequence[CumulativeMarks], landing: Landing | None) -> _Strip:
    """Return the gaps month by month, magnified a whole number of times so that they fill the strip."""
    bottom = frame.y(frame.scale.low)
    gaps = {at: one.gap for at, one in enumerate(marks) if one.gap.value is not None}
    expected = len(marks) - 1 if landing is not None and landing.gap.value is not None else None
    if expected is not None:
        gaps[expected] = landing.gap
    if not gaps:
        return _Strip("", "", (), 1, bottom)
    high, low = max([0, *known(gaps.values())]), min([0, *known(gaps.values())])
    reach = frame.scale.length(float(high) - float(low))
    times = max(1, int(STRIP / reach)) if reach else 1
    unit = frame.scale.length(1) * times
    zero = bottom + 24 + float(high) * unit + (LINE if high > 0 else 0)
    below = -float(low) * unit + (LINE if low < 0 else 0)
    return _Strip(
        axis=px(zero),
        text=px(zero + 4 if below > 2 * LINE else zero - 2 * LINE),
        gaps=tuple(
            _gap(frame, at, mark, (zero, unit), landing if at == expected else None)
            for at, mark in sorted(gaps.items())
        ),
        times=times,
        bottom=zero + below,
    )


def _gap(frame: _Frame, at: int, mark: Mark, place: tuple[float, float], landing: Landing | None) -> Gap:
    """Return the bar of one month; `place` is the zero line and the pixels of one đồng."""
    zero, unit = place
    length = float(mark.value) * unit
    kind = "forecast" if landing else mark.colour
    height = max(abs(length), 0.5 if mark.value else 0.0)
    left, width = frame.x(at) - frame.pitch * HALF, frame.pitch * 2 * HALF
    bar = Bar(kind, pct(left), px(zero - max(length, 0)), pct(width), px(height))
    end, ends = zero - length, ("", "")
    if landing is not None:
        upper, lower = (
            end - (float(value) - float(landing.mark.value)) * unit for value in (landing.high, landing.low)
        )
        ends = px(upper), px(lower)
        end = min(end, upper) if mark.value >= 0 else max(end, lower)
    return Gap(mark, pct(frame.x(at)), bar, px(end - 5 if mark.value >= 0 else end + 14), *ends)
