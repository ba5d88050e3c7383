"""Puts one person's tasks together, by what the postings allow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning import scopes
from planning.actions.standing_in import DELEGATED
from planning.entry.worklist import running_month
from planning.models import Posting, ReportingMonth, Unit
from planning.todo import approving, entering, estimating, keeping
from planning.todo.task import Stage, Task, Todo
from postoffice.access import Permission, Role


def todo(request: HttpRequest) -> Todo:
    """Return the tasks of the signed-in person for the month that is being entered."""
    month, dates = running_month(request.now)
    allowed = scopes.permissions(request)
    tasks: list[Task] = []
    stages: list[Stage] = []
    points = scopes.entered(request)
    if len(points) == 1:
        tasks, stages = entering.of_point(points[0], month, dates, request.office)
    elif points:
        tasks = entering.of_points(points, month)
    tasks = _late(tasks, dates, request.now.date())
    if points:
        tasks += estimating.of_points(points, request.now.date())
    if Permission.MONTHS in allowed:
        units = scopes.units(request, Permission.MONTHS)
        tasks += keeping.of_planner(units, month, dates, request.now)
        tasks += estimating.of_planner(units, request.now.date())
    if Permission.APPROVE in allowed:
        units = scopes.units(request, Permission.APPROVE)
        tasks += approving.of_approver(request.user, units, month, signs_off=_signed_by(request))
    if Permission.PAYROLL in allowed:
        tasks += keeping.of_accountant(scopes.units(request, Permission.PAYROLL), month)
    if Permission.PEOPLE in allowed:
        tasks += keeping.of_administrator(request.now)
    own = [post for post in scopes.postings(request) if post.stands_in_for_id is None]
    may_lend = any(post.role in DELEGATED for post in own)
    return Todo(month, dates, tasks, stages, request.now.date(), _lent(request), may_lend)


def _late(tasks: list[Task], dates: ReportingMonth | None, today: date) -> list[Task]:
    """Mark the next step of what is to be entered with the days it is late; a return says more."""
    days = (today - dates.due_on).days if dates else 0
    following = next((task for task in tasks if not task.done), None)
    if days <= 0 or following is None or following.tag == _("Returned"):
        return tasks
    tag = ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
    return [replace(task, tag=tag, look="back") if task is following else task for task in tasks]


def _lent(request: HttpRequest) -> list[Posting]:
    """Return who stands in for this person, today or later, and for whom this person does."""
    today = request.now.date()
    held = Posting.objects.not_over(today).exclude(stands_in_for=None)
    held = held.filter(Q(stands_in_for=request.user) | Q(user=request.user))
    return list(held.select_related("user", "unit", "stands_in_for").order_by("starts_on", "pk"))


def _signed_by(request: HttpRequest) -> list[Unit]:
    """Return the units that this person heads and that keep no figures of their own."""
    own = [post.unit_id for post in scopes.postings(request) if post.role == Role.UNIT_HEAD]
    return list(Unit.objects.filter(pk__in=own).exclude(pk__in=Unit.objects.reporting()).in_order())


def place(request: HttpRequest) -> list[Unit]:
    """Return where the person stands: the unit of the first posting, under the one above it."""
    posts = scopes.postings(request)
    if not posts:
        return []
    above = list(Unit.objects.ancestors_of(posts[0].unit))
    return [*above[1:], posts[0].unit]
