"""The tasks of who enters figures: one point's month step by step, or many points in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from planning.entry.desk import draft_sheet
from planning.entry.page import why_not
from planning.entry.sheet import Sheet, Typed
from planning.models import MonthlyReport, Office, PlanTotal, ReportingMonth, Unit
from planning.models.monthly_reports import State
from planning.models.plans import PlanKind
from planning.models.revenue import ALL, Measure
from planning.todo.task import Stage, Task
from postoffice.months import Month
from postoffice.numbers import MILLION

SENT = (State.SUBMITTED, State.APPROVED)
QUARTERS = ("I", "II", "III", "IV")


def of_point(
    unit: Unit, month: Month, dates: ReportingMonth | None, office: Office
) -> tuple[list[Task], list[Stage]]:
    """Return the steps of one point's month: enter, explain, send, look at the plan."""
    report = MonthlyReport.objects.of(unit, month).first() or MonthlyReport(month=month.first)
    report.unit = unit
    address = reverse("entry", kwargs={"unit": unit.code, "month": month})
    if report.state in SENT:
        steps = _sent(report, address)
    elif dates is None:
        steps = []
    else:
        sheet = draft_sheet(report, office=office, unit=1, typed=Typed())
        steps = [_enter(report, sheet, address), *_explain(sheet, address), _send(sheet, address)]
    return [*steps, *_plan(unit, month)], _stages(report, dates) if dates else []


def of_points(units: Sequence[Unit], month: Month) -> list[Task]:
    """Return the work of a clerk over many points as one task, with who is left."""
    reports = {
        report.unit_id: report
        for report in MonthlyReport.objects.filter(month=month.first, unit__in=[unit.pk for unit in units])
    }
    states = Counter(reports[unit.pk].state if unit.pk in reports else State.DRAFT for unit in units)
    left = [unit.name for unit in units if unit.pk not in reports or reports[unit.pk].is_editable]
    sent = len(units) - len(left)
    text = _("%(sent)s/%(all)s points sent.") % {"sent": sent, "all": len(units)}
    if left:
        more = _(" and %(count)s more") % {"count": len(left) - 4} if len(left) > 4 else ""
        text += " " + _("Left: %(names)s%(more)s.") % {"names": ", ".join(left[:4]), "more": more}
    returned = states[State.RETURNED]
    tag = ngettext("%(count)s returned", "%(count)s returned", returned) % {"count": returned}
    return [
        Task(
            _("Enter figures for the points"), text, tag if returned else "", "back",
            "" if not left else reverse("entry-start"), _("Continue"), done=not left,
        )
    ]  # fmt: skip


def _enter(report: MonthlyReport, sheet: Sheet, address: str) -> Task:
    text = _("%(filled)s/%(asked)s services entered") % {
        "filled": len(sheet.filled), "asked": len(sheet.required),
    }  # fmt: skip
    if sheet.cells_to_fix:
        text += ", " + ngettext("%(count)s field to fix", "%(count)s fields to fix", sheet.cells_to_fix) % {
            "count": sheet.cells_to_fix
        }
    text += "."
    if report.saved_at:
        text += " " + _("Last saved %(time)s.") % {"time": _moment(report.saved_at)}
    if report.state == State.RETURNED:
        return Task(
            _("Correct figures"),
            f"{report.return_reason} {text}",
            _("Returned"),
            "back",
            address,
            _("Correct"),
        )
    button = _("Continue") if report.saved_at else _("Begin")
    return Task(_("Enter figures"), text, _("Being entered"), "", address, button, done=not sheet.blank)


def _explain(sheet: Sheet, address: str) -> list[Task]:
    """Return the task of explaining what is odd or below target, once something is."""
    odd = [row for row in sheet.rows if row.warnings]
    open_rows = [row for row in odd if not row.reason]
    if not odd:
        return []
    if not open_rows:
        text = ngettext("%(count)s service explained.", "%(count)s services explained.", len(odd))
        return [Task(_("Explain unusual figures"), text % {"count": len(odd)}, done=True)]
    tag = ngettext("%(count)s service left", "%(count)s services left", len(open_rows))
    names = ", ".join(row.name for row in open_rows[:3]) + ("…" if len(open_rows) > 3 else "")
    text = _("Below target or unlike last month: %(names)s.") % {"names": names}
    return [
        Task(
            _("Explain unusual figures"), text,
            tag % {"count": len(open_rows)}, "", f"{address}#r{open_rows[0].number}", _("Explain"),
        )
    ]  # fmt: skip


def _send(sheet: Sheet, address: str) -> Task:
    blocked = why_not(sheet)
    if blocked:
        return Task(_("Send for approval"), f"{blocked}.", _("Not ready"))
    return Task(
        _("Send for approval"), _("Everything is entered."), _("Ready"), "", address, _("Look and send")
    )


def _sent(report: MonthlyReport, address: str) -> list[Task]:
    entered = Task(_("Enter figures"), _("Entered."), done=True, url=address)
    if report.state == State.APPROVED:
        sent = _("Sent %(time)s, approved.") % {"time": _moment(report.submitted_at)}
    else:
        sent = _("Sent %(time)s, awaiting the unit head’s approval.") % {"time": _moment(report.submitted_at)}
    return [entered, Task(_("Send for approval"), sent, done=True, url=address)]


def _plan(unit: Unit, month: Month) -> list[Task]:
    """Return what the coming quarter's plan asks, once a plan in force does."""
    start = month + 1
    quarter = (start.number - 1) // 3
    found = PlanTotal.objects.filter(
        unit=unit, node=ALL, measure=Measure.REVENUE, plan__year=start.year, plan__in_force=True,
        plan__kind=PlanKind.INTERNAL,
    ).first()  # fmt: skip
    if found is None:
        return []
    amount = sum(found.months[quarter * 3 : quarter * 3 + 3])
    return [
        Task(
            _("See the plan of quarter %(quarter)s/%(year)s")
            % {"quarter": QUARTERS[quarter], "year": start.year},
            _("The quarter’s plan is %(amount)s million đồng.")
            % {"amount": MILLION.write(amount, get_language() or "vi")},
            done=True,
            url=reverse("plans"),
        )
    ]


def _stages(report: MonthlyReport, dates: ReportingMonth) -> list[Stage]:
    at = {State.DRAFT: 0, State.RETURNED: 0, State.SUBMITTED: 1, State.APPROVED: 2}[State(report.state)]
    if dates.closed_2_at:
        at = 3
    closing = _("closed %(day)s") % {"day": f"{dates.closed_2_at:%d/%m}"} if dates.closed_2_at else ""
    rows = (
        (_("Being entered"), _("since %(day)s") % {"day": f"{dates.month:%d/%m}"}),
        (_("Awaiting approval"), _("due %(day)s") % {"day": f"{dates.due_on:%d/%m}"}),
        (_("Approved"), _("by the unit head")),
        (_("Closed"), closing or _("by the planner")),
    )
    return [Stage(name, text, number == at) for number, (name, text) in enumerate(rows)]


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M %d/%m}"
