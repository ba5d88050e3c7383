"""What stands beside the money of one service or line: payroll revenue and volume by month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planning.models.revenue import Measure
from postoffice.numbers import GROWTH, Format
from postoffice.numbers import VOLUME as PIECES
from reports.build import Track, standing
from reports.build.standing import Standing
from reports.dashboards import charts
from reports.dashboards.board import VOLUME, Board
from reports.dashboards.charts import MonthRow
from reports.dashboards.writing import Scale, Shown, shown


@dataclass(frozen=True)
class Heading:
    """A measure over its columns, with its unit."""

    label: str
    unit: str


@dataclass(frozen=True)
class Volumes:
    """Measures side by side by month: actual, last year, growth of each."""

    headings: Sequence[Heading]
    rows: Sequence[MonthRow]


def volumes(board: Board, scale: Scale) -> Volumes | None:
    """Return payroll revenue and volume by month; None where neither is kept."""
    found: list[tuple[Heading, Track, Format]] = []
    if board.payroll is not None:
        label = str(Measure.PAYROLL_REVENUE.label)
        found.append((Heading(label, scale.unit), board.payroll, scale.format))
    sold = board.chosen.catalogue.services.get(board.node)
    if sold is not None:
        track = board.of(VOLUME)
        if track.is_applicable:
            found.append((Heading(str(Measure.VOLUME.label), sold.volume_unit), track, PIECES))
    if not found:
        return None
    numbers = range(1, board.number + 1)
    rows = [
        MonthRow(charts.month_label(n), "", _cells(found, lambda track, n=n: standing.in_month(track, n)))
        for n in numbers
    ]
    last = _cells(found, lambda track: standing.up_to(track, board.number))
    return Volumes(
        [heading for heading, _track, _form in found],
        [*rows, MonthRow(charts.total_label(board.number), "", last, total=True)],
    )


def _cells(found: Sequence[tuple], take: Callable[[Track], Standing]) -> list[Shown]:
    return [cell for _heading, track, form in found for cell in _three(take(track), form)]


def _three(one: Standing, form: Format) -> list[Shown]:
    return [
        shown(one.actual, form, strong=True),
        shown(one.base, form),
        shown(one.growth, GROWTH, toned=True),
    ]
