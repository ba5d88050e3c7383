"""What every file says about itself, and how one cell is written in words."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from postoffice.measures import Reason
from postoffice.words import UNITS, nothing
from reports.report import Cell, Column, Report


def written(cell: Cell, column: Column, *, narrow: bool = False) -> str:
    """Return a cell as it is read: the number by its format, or the word for its kind of nothing."""
    if cell.value is None:
        return str(nothing(cell.reason or Reason.NOT_REPORTED, narrow=narrow))
    mark = "*" if cell.reason is Reason.INCOMPLETE_PLAN else ""
    return column.format.write(cell.value, get_language() or "vi") + mark


def unit_of_report(report: Report) -> str:
    """Return the unit in which amounts are shown, as a header names it."""
    if report.scope.measure == "volume":
        return _("units of each service")
    return str(UNITS[report.shown_in])


def basis(report: Report) -> str:
    """Return the organisation the figures are arranged by."""
    if report.scope.basis == "as-is":
        return _("today’s organisation")
    return _("the organisation of the time")


def scope_lines(report: Report) -> list[tuple[str, str]]:
    """Return what the report is about, by whom and when it was made, as (label, value)."""
    scope = report.scope
    counts = scope.coverage
    plan = _("No plan")
    if scope.plan is not None:
        plan = str(scope.plan.label)
        if scope.plan.decision:
            plan = f"{plan} ({scope.plan.decision})"
    lines = [
        (_("Unit"), f"{scope.unit_name} ({scope.unit})"),
        (_("Month"), f"{scope.month.number:02d}/{scope.month.year}"),
        (_("Measure"), str(scope.measure_label)),
        (_("Line or service"), scope.node_name),
        (_("Plan"), plan),
        (_("Organisation"), basis(report)),
        (_("Coverage"), f"{counts.reported}/{counts.expected}"),
        (_("Made at"), f"{report.generated_at:%H:%M %d/%m/%Y}"),
        (_("Made by"), report.generated_by),
    ]
    return [(label, value) for label, value in lines if value]


_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|\r\n\t', " "))


def file_name(report: Report, kind: str) -> str:
    """Return the name of a download: what, of whom, which month; without signs that a file system refuses."""
    name = f"{report.title} - {report.scope.unit_name} - {report.scope.month}"
    return f"{' '.join(name.translate(_FORBIDDEN).split())}.{kind}"
