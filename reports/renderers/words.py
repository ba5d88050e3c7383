"""What every file says about itself, and how one cell is written in words."""

from __future__ import annotations

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from postoffice.words import UNITS, nothing
from reports.report import Cell, Column, PlanName, Reason, Remark, Report, Row

MOST = 12  # points are named one by one up to here
MOST_REMARKS = 12  # words that still fit a comment


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


def plan_words(report: Report) -> str:
    """Return the plan in words, with its decision where there is one."""
    scope = report.scope
    if scope.plan is None:
        return _("none in force")
    if scope.parts_plan is None:
        return _decided(scope.plan)
    return _("%(plan)s; units: %(parts)s") % {
        "plan": _decided(scope.plan),
        "parts": _decided(scope.parts_plan),
    }


def _decided(plan: PlanName) -> str:
    if not plan.decision:
        return str(plan.label)
    return _("%(plan)s, decision %(decision)s") % {"plan": plan.label, "decision": plan.decision}


def plan_line(report: Report) -> str:
    """Return the plan as a note begins with it."""
    return _("Plan: %(plan)s") % {"plan": plan_words(report)}


def coverage(report: Report) -> str:
    """Return how many points have reported the month."""
    month, counts = report.scope.month, report.scope.coverage
    names = {"month": f"{month.number}/{month.year}", **vars(counts)}
    sentence = ngettext(
        "Month %(month)s: %(reported)s/%(expected)s point has reported, %(approved)s approved.",
        "Month %(month)s: %(reported)s/%(expected)s points have reported, %(approved)s approved.",
        counts.expected,
    )
    return sentence % names


def cut(report: Report) -> str:
    """Say that the comparison is like for like, where points are missing; else nothing."""
    if not report.scope.cut:
        return ""
    return _("Last year and the plan to date are of the points that have reported; the year’s plan is whole.")


def missing(report: Report) -> str:
    """Name the points that have not reported the month: the first ones by name, the others by number."""
    names = report.scope.missing
    return _("Not yet: %(units)s.") % {"units": listed(names)} if names else ""


def new(report: Report) -> str:
    """Name the points that have nothing last year to compare with."""
    names = report.scope.new
    return _("New, with no figure last year: %(units)s.") % {"units": listed(names)} if names else ""


def listed(names: tuple[str, ...]) -> str:
    """Return names one after the other; beyond a dozen the rest is counted."""
    if len(names) <= MOST:
        return ", ".join(names)
    more = len(names) - MOST
    rest = ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
    return f"{', '.join(names[:MOST])} {rest}"


def made(report: Report) -> str:
    """Return how, when and by whom the report was made."""
    names = {
        "basis": basis(report),
        "at": f"{report.generated_at:%H:%M %d/%m/%Y}",
        "by": report.generated_by,
        "measure": report.scope.measure_label,
    }
    return _("%(measure)s, by %(basis)s; made at %(at)s by %(by)s.") % names


def scope_lines(report: Report) -> list[tuple[str, str]]:
    """Return what the report is about, by whom and when it was made, as (label, value)."""
    scope = report.scope
    counts = scope.coverage
    lines = [
        (_("Unit"), f"{scope.unit_name} ({scope.unit})"),
        (_("Month"), f"{scope.month.number:02d}/{scope.month.year}"),
        (_("Measure"), str(scope.measure_label)),
        (_("Line or service"), scope.node_name),
        (_("Plan"), "" if report.about else plan_words(report)),
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


def remark(one: Remark) -> str:
    """Return what a unit said about its figure: "BC Cửa Bắc, EMS: Other. Hết thẻ (An, 03/01/2020)"."""
    said = ". ".join(part for part in (str(one.reason), one.text) if part)
    return f"{one.unit}, {one.service}: {said} ({one.by}, {one.at:%d/%m/%Y})"


def remarks(row: Row) -> str:
    """Return what the units said about a row, a line each; of many the latest, and how many more."""
    lines = [remark(one) for one in row.remarks[:MOST_REMARKS]]
    more = len(row.remarks) - len(lines)
    if more:
        text = ngettext("and %(count)s more remark", "and %(count)s more remarks", more)
        lines.append(text % {"count": more})
    return "\n".join(lines)


def noted(row: Row) -> str:
    """Return the note of a row in few words: what is special about it, and the reasons its units gave."""
    reasons = dict.fromkeys(str(one.reason) for one in row.remarks)
    return "; ".join(part for part in (str(row.note), *reasons) if part)
