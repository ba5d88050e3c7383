"""Adds up rows of the same unit, service and month, for people who say that their file is meant so."""

from dataclasses import replace

from planning.importing.located import Located
from planning.importing.office import OfficeData, RevenueRow
from planning.importing.preview import FIGURE_COLUMNS
from planning.importing.sheets import Read
from postoffice.measures import add


def summed(read: Read) -> Read:
    """Return what was read with one row a unit, service and month; problems stay as they are."""
    by_key: dict[tuple, RevenueRow] = {}
    for row in read.data.revenue:
        key = (row.unit_code, row.service_code, row.month)
        by_key[key] = _added(by_key[key], row) if key in by_key else row
    warnings: tuple[Located, ...] = read.warnings
    return Read(OfficeData(revenue=tuple(by_key.values())), read.problems, warnings)


def _added(first: RevenueRow, second: RevenueRow) -> RevenueRow:
    amounts = {
        name: add(amount for amount in (getattr(first, name), getattr(second, name)) if amount is not None)
        for name in FIGURE_COLUMNS
        if getattr(first, name) is not None or getattr(second, name) is not None
    }
    return replace(first, **amounts)
