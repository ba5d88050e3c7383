"""Builds finished reports: rows are declared, read once, made like for like, and every measure taken once.

`ask` answers an address or a command line; `report` makes a report from what was chosen; `estimates` makes
the paper of an estimate round. Pages with other
shapes (dashboards) take `track` and `standing` over the same ledger, so that a figure is computed in one
place.
"""

from reports.build import standing
from reports.build.asking import Asked, OutsideScope, ask
from reports.build.cells import cells, to_date
from reports.build.estimated import estimates
from reports.build.making import report
from reports.build.tracks import Track, track

__all__ = [
    "Asked",
    "OutsideScope",
    "Track",
    "ask",
    "cells",
    "estimates",
    "report",
    "standing",
    "to_date",
    "track",
]
