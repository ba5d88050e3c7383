"""The year of one unit at a glance, for the home page: the whole with its lines, and its months."""

from __future__ import annotations

from dataclasses import dataclass

from planning.models.revenue import ALL
from reports.dashboards import bars, charts, links, naming, sentences
from reports.dashboards.asking import Chosen
from reports.dashboards.bars import Bullets
from reports.dashboards.board import PAYROLL, read
from reports.dashboards.writing import scale_of
from reports.renderers.chart.months import Months


@dataclass(frozen=True)
class Glance:
    """A sentence with the figures it is taken from, of `count` months; `url` leads to the unit's page."""

    title: str
    unit: str
    count: int
    plan: str
    bullets: Bullets
    months: Months
    url: str


def glance(chosen: Chosen) -> Glance:
    """Return how the chosen unit stands in the year."""
    board = read(chosen, ALL, measures=(PAYROLL,) if chosen.uses_payroll else ())
    scale = scale_of(board.sizes)
    year = charts.year(board.whole, board.number)
    code = chosen.tree.root.code
    return Glance(
        title=sentences.title(board, naming.short(chosen.tree.root.name), scale),
        unit=scale.unit,
        count=board.number,
        plan=chosen.plan.label if chosen.plan else "",
        bullets=bars.bullets(board, scale),
        months=charts.months(year, scale, lambda number: links.unit_url(chosen, code)),
        url=links.unit_url(chosen, code),
    )
