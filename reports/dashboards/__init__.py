"""The pages that show how things stand: a scope at a glance, one unit, one service of a unit.

`choose` reads an address; `overview` and `unit` lay out what it asks for. Figures come from
`reports.build` and are only written and placed here; the titles that state them are in `findings`.
"""

from reports.dashboards.asking import Asked, Chosen, OutsideScope, choose
from reports.dashboards.glance import Glance, glance
from reports.dashboards.overview import overview
from reports.dashboards.unit import unit

__all__ = ["Asked", "Chosen", "Glance", "OutsideScope", "choose", "glance", "overview", "unit"]
