"""The tasks of the estimate round: to say what a month will bring, and to ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.estimating import round_of
from planning.models import ReportingMonth, Unit
from planning.todo.approving import named
from planning.todo.task import Task
from postoffice.months import Month

LAST_OF_YEAR = 12


def of_points(points: Sequence[Unit], today: date) -> list[Task]:
    """Return what these points are asked to estimate, a task a month."""
    units = Unit.objects.filter(pk__in=[point.pk for point in points])
    return [_say(points, units, row, today) for row in ReportingMonth.objects.estimated(today)]


def of_planner(units: QuerySet[Unit], today: date) -> list[Task]:
    """Return how far each asked month has come; in December, that the year's estimate can be asked for."""
    this_month = ReportingMonth.objects.running().filter(month__gte=today.replace(day=1))
    running = list(this_month.exclude(opened_at=None))
    tasks = [_collect(units, row) for row in running if row.estimate_due_on]
    december = Month(today.year, LAST_OF_YEAR)
    if not any(row.as_month == december and row.estimate_due_on is None for row in running):
        return tasks
    text = _("A conference before New Year wants to know where the year will land.")
    address = reverse("estimates", kwargs={"month": december})
    return [*tasks, Task(_("Ask the units for estimates of the year"), text, "", "", address, _("Ask"))]


def _say(points: Sequence[Unit], units: QuerySet[Unit], row: ReportingMonth, today: date) -> Task:
    month, due = row.as_month, row.estimate_due_on
    left = round_of(units, month).waiting
    title = _("Say what %(month)s will bring") % {"month": f"{month.number:02}/{month.year}"}
    alone = len(points) == 1
    address = reverse("estimate", kwargs={"unit": points[0].code, "month": month}) if alone else ""
    if not left:
        return Task(title, _("Said."), done=True, url=address)
    text = _("The estimate is due on %(day)s.") % {"day": f"{due:%d/%m/%Y}"}
    if not alone:
        text += " " + _("Left: %(names)s%(more)s.") % {"names": named(left), "more": ""}
    late = (today - due).days
    tag = ngettext("%(days)s day late", "%(days)s days late", late) % {"days": late} if late > 0 else ""
    address = reverse("estimate", kwargs={"unit": left[0].code, "month": month})
    return Task(title, text, tag, "back" if late > 0 else "", address, _("Estimate"))


def _collect(units: QuerySet[Unit], row: ReportingMonth) -> Task:
    month = row.as_month
    left = round_of(units, month).waiting
    title = _("Collect the estimates of %(month)s") % {"month": f"{month.number:02}/{month.year}"}
    address = reverse("estimates", kwargs={"month": month})
    if not left:
        return Task(title, _("Every point has said."), done=True, url=address)
    text = _("Not said: %(names)s.") % {"names": named(left)}
    tag = ngettext("%(count)s point left", "%(count)s points left", len(left)) % {"count": len(left)}
    return Task(title, text, tag, "", address, _("Look"))
