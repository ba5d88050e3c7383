"""Months as columns: last year left behind, plan right behind, actual in front, the gap in its own strip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
)

COLUMNS = 172.0  # pixels for the span of the columns' values
BETWEEN = 44.0  # pixels between the strip of gaps and the highest column's label
WORD = 52.0  # pixels that an upright word such as "Chưa BC" needs above its month
STRIP_NAME = 7  # letters of the strip's name
PLACES = {
    "base": (10, 40),
    "plan": (50, 40),
    "actual": (26, 48),
    "forecast": (26, 48),
}  # left and width, % of a month


@dataclass(frozen=True)
class MonthMarks:
    """The figures of one month; all amounts in one unit.

    `gap` is actual − plan as the report computed it. `forecast` is what the whole month is expected to reach.
    An `actual` without a value prints its text upright; leave the text empty for months that have not come.
    """

    label: str
    actual: Mark
    plan: Mark = NOTHING
    base: Mark = NOTHING
    gap: Mark = NOTHING
    forecast: Mark = NOTHING
    url: str = ""


@dataclass(frozen=True)
class Bar:
    """One rectangle: `kind` is base, plan, actual, forecast, or the tone of a gap."""

    kind: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Column:
    """Everything drawn for one month; a label's y is its baseline."""

    marks: MonthMarks
    current: bool
    left: str
    centre: str
    bars: tuple[Bar, ...]
    value_y: str
    gap: Bar | None
    gap_y: str


@dataclass(frozen=True)
class Months:
    """A finished column chart; `empty` when no month has any figure."""

    empty: bool
    height: str
    columns: tuple[Column, ...]
    pitch: str
    strip_y: str
    base_y: str
    label_y: str
    gutter: str
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class _Frame:
    """The vertical plan of the chart: where the two zero lines lie and the scale they share."""

    scale: Scale
    strip: float | None
    zero: float
    bottom: float


def months(marks: Sequence[MonthMarks], current: int = -1) -> Months:
    """Return the chart of up to 12 months; `current` is the month set in bold and labelled in the gutter."""
    frame = _frame(marks)
    pitch = 100 / max(1, len(marks))
    at = current % len(marks) if marks else 0
    columns = tuple(_column(frame, one, index * pitch, pitch, index == at) for index, one in enumerate(marks))
    labels = _labels(frame, marks[at]) if marks else ()
    return Months(
        empty=not any(column.bars for column in columns),
        height=px(frame.bottom + LINE + 4),
        columns=columns,
        pitch=pct(pitch),
        strip_y="" if frame.strip is None else px(frame.strip),
        base_y=px(frame.zero),
        label_y=px(frame.bottom + LINE),
        gutter=gutter(labels, name=0 if frame.strip is None else STRIP_NAME),
        labels=labels,
    )


def _frame(marks: Sequence[MonthMarks]) -> _Frame:
    amounts = known(mark for one in marks for mark in (one.actual, one.plan, one.base, one.forecast))
    scale = Scale.over(amounts, COLUMNS)
    gaps = known(one.gap for one in marks)
    top, strip = 0.0, None
    if gaps:
        strip = scale.length(max([0, *gaps])) + LINE
        top = strip + scale.length(min([0, *gaps])) + (LINE if min(gaps) < 0 else 0) + BETWEEN - LINE
    words = any(one.actual.value is None and len(one.actual.text) > 2 for one in marks)
    zero = top + max(LINE, WORD if words else 0) + scale.length(scale.high)
    return _Frame(scale, strip, zero, zero + scale.length(scale.low) + (LINE if scale.low < 0 else 0))


def _column(frame: _Frame, one: MonthMarks, left: float, pitch: float, current: bool) -> Column:
    bars = [
        _bar(frame, kind, mark, left, pitch)
        for kind, mark in (("base", one.base), ("plan", one.plan), ("actual", one.actual))
        if mark.value is not None
    ]
    if one.forecast.value is not None:
        bars += _topping(frame, one, left, pitch)
    amounts = known((one.base, one.plan, one.actual, one.forecast))
    gap = None
    if one.gap.value is not None and frame.strip is not None:
        gap = _standing(
            frame.scale, one.gap.colour, 0, one.gap.value, frame.strip, (left + 0.3 * pitch, 0.4 * pitch)
        )
    return Column(
        marks=one,
        current=current,
        left=pct(left),
        centre=pct(left + pitch / 2),
        bars=tuple(bars),
        value_y=_value_label(frame, one.actual, amounts),
        gap=gap,
        gap_y=_gap_label(frame, one.gap),
    )


def _value_label(frame: _Frame, actual: Mark, amounts: Sequence[Number]) -> str:
    """Return the baseline of a month's figure: above its highest bar, below an actual that hangs."""
    if actual.value is not None and actual.value < 0:
        return px(frame.zero + frame.scale.length(actual.value) + 13)
    return px(frame.zero - frame.scale.length(max([0, *amounts])) - 5)


def _gap_label(frame: _Frame, gap: Mark) -> str:
    """Return the baseline of a gap's figure: above a bar that rises, below one that hangs."""
    if gap.value is None or frame.strip is None:
        return ""
    length = frame.scale.length(gap.value)
    return px(frame.strip - length - 5) if gap.value >= 0 else px(frame.strip + length + 13)


def _bar(frame: _Frame, kind: str, mark: Mark, left: float, pitch: float) -> Bar:
    start, width = PLACES[kind]
    return _standing(
        frame.scale, kind, 0, mark.value, frame.zero, (left + start * pitch / 100, width * pitch / 100)
    )


def _topping(frame: _Frame, one: MonthMarks, left: float, pitch: float) -> list[Bar]:
    """Return what the forecast adds on top of the actual; nothing where it adds nothing."""
    done = one.actual.value or 0
    if one.forecast.value <= done:
        return []
    start, width = PLACES["forecast"]
    across = (left + start * pitch / 100, width * pitch / 100)
    return [_standing(frame.scale, "forecast", done, one.forecast.value, frame.zero, across)]


def _standing(scale: Scale, kind: str, start, end, zero: float, across: tuple[float, float]) -> Bar:
    """Return a bar from value to value over the line `zero`; what is not zero shows at least half a pixel."""
    upper, lower = (
        zero - float(max(start, end)) * scale.length(1),
        zero - float(min(start, end)) * scale.length(1),
    )
    if start != end and lower - upper < 0.5:
        upper, lower = (lower - 0.5, lower) if end > start else (upper, upper + 0.5)
    return Bar(kind, pct(across[0]), px(upper), pct(across[1]), px(lower - upper))


def _labels(frame: _Frame, one: MonthMarks) -> tuple[Label, ...]:
    """Name the series beside the current month, each at its own height unless labels would touch."""
    series = (("forecast", one.forecast), ("actual", one.actual), ("plan", one.plan), ("base", one.base))
    return beside(
        (kind, mark, frame.zero - float(mark.value) * frame.scale.length(1))
        for kind, mark in series
        if mark.value is not None
    )
