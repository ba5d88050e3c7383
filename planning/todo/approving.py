"""The tasks of who approves: what waits, who is late, and the sign-off of the whole."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.models import MonthlyReport, Unit, User
from planning.models.monthly_reports import State
from planning.todo.task import Task
from planning.turnout import expected
from postoffice.months import Month

NAMED = 4


def of_approver(user: User, units: QuerySet[Unit], month: Month, *, signs_off: Sequence[Unit]) -> list[Task]:
    """Return what waits for a decision in `units`, who has not sent, and what can be signed off whole."""
    points = list(expected(units, month).in_order())
    waiting = set(
        MonthlyReport.objects.filter(month=month.first, state=State.SUBMITTED, unit__in=units)
        .exclude(submitted_by=user)
        .values_list("unit_id", flat=True)
    )
    return [
        _approve([point for point in points if point.pk in waiting], points, month),
        _remind([point for point in points if not point.has_reported], month),
        *(_sign_off(unit, month, points) for unit in signs_off),
    ]


def named(units: Sequence[Unit]) -> str:
    """Return the names of some units, the first few of many."""
    names = ", ".join(unit.name for unit in units[:NAMED])
    if len(units) <= NAMED:
        return names
    return _("%(names)s and %(count)s more") % {"names": names, "count": len(units) - NAMED}


def _approve(waiting: Sequence[Unit], points: Sequence[Unit], month: Month) -> Task:
    title = _("Approve the points’ figures")
    approved = sum(point.is_approved for point in points)
    text = _("%(approved)s/%(all)s points approved.") % {"approved": approved, "all": len(points)}
    if not waiting:
        return Task(title, text, done=True)
    tag = ngettext("%(count)s waiting", "%(count)s waiting", len(waiting)) % {"count": len(waiting)}
    text += " " + _("Waiting: %(names)s.") % {"names": named(waiting)}
    return Task(title, text, tag, "wait", f"{reverse('queue')}?month={month}", _("Look and approve"))


def _remind(missing: Sequence[Unit], month: Month) -> Task:
    title = _("Remind who has not sent")
    if not missing:
        return Task(title, _("Every point has sent."), done=True)
    tag = ngettext("%(count)s point left", "%(count)s points left", len(missing)) % {"count": len(missing)}
    told = [f"{unit.name} ({unit.phone})" if unit.phone else unit.name for unit in missing[:NAMED]]
    more = _(" and %(count)s more") % {"count": len(missing) - NAMED} if len(missing) > NAMED else ""
    text = _("Not sent: %(names)s%(more)s.") % {"names": ", ".join(told), "more": more}
    return Task(title, text, tag, "", reverse("month-missing", kwargs={"month": month}), _("See the list"))


def _sign_off(unit: Unit, month: Month, points: Sequence[Unit]) -> Task:
    title = _("Sign off %(unit)s") % {"unit": unit.name}
    below = [point for point in points if point.is_in(unit)]
    left = [point for point in below if not point.is_approved]
    if MonthlyReport.objects.of(unit, month).filter(state=State.APPROVED).exists():
        return Task(title, _("Signed off."), done=True)
    if left:
        text = ngettext(
            "%(count)s point is not approved yet.", "%(count)s points are not approved yet.", len(left)
        )
        return Task(title, text % {"count": len(left)}, _("Not yet"))
    address = reverse("queue-report", kwargs={"unit": unit.code, "month": month})
    return Task(title, _("Everything below is approved."), _("Ready"), "", address, _("Sign off"))
