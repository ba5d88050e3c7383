"""Charts as geometry: finished figures in, frozen dataclasses of positions out. Knows no Django.

No chart computes a measure: values and their written texts come finished, a chart only scales them.
Positions across are percentages of the plot, so that a chart fits any width; positions down are pixels, so
that text keeps its size. They are strings already, for a template would write 12.5 as 12,5. The templates
are in `templates/charts/`, the colours in `static/css/portal.css`.
"""

from reports.renderers.chart.bullets import BulletMarks, bullets
from reports.renderers.chart.coverage import Reporting, coverage
from reports.renderers.chart.cumulative import CumulativeMarks, Landing, cumulative
from reports.renderers.chart.heat import heat
from reports.renderers.chart.months import MonthMarks, months
from reports.renderers.chart.place import Peer, place
from reports.renderers.chart.scale import NOTHING, Mark
from reports.renderers.chart.sparkline import sparkline
from reports.renderers.chart.variance import pins, variance_bars
from reports.renderers.chart.waterfall import Part, waterfall

__all__ = [
    "NOTHING",
    "BulletMarks",
    "CumulativeMarks",
    "Landing",
    "Mark",
    "MonthMarks",
    "Part",
    "Peer",
    "Reporting",
    "bullets",
    "coverage",
    "cumulative",
    "heat",
    "months",
    "pins",
    "place",
    "sparkline",
    "variance_bars",
    "waterfall",
]
