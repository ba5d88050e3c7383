"""The reports of the portal, one declaration a file."""

from reports.definitions.performance import PERFORMANCE
from reports.definitions.units import UNITS
from reports.report import Definition

CATALOGUE: dict[str, Definition] = {PERFORMANCE.slug: PERFORMANCE, UNITS.slug: UNITS}
