"""Puts one person's tasks together, by what the postings allow."""

from __future__ import annotations

from django.http import HttpRequest

from planning import scopes
from planning.entry.worklist import running_month
from planning.models import Unit
from planning.todo import approving, entering, keeping
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
    if Permission.MONTHS in allowed:
        units = scopes.units(request, Permission.MONTHS)
        tasks += keeping.of_planner(units, month, dates, request.now)
    if Permission.APPROVE in allowed:
        units = scopes.units(request, Permission.APPROVE)
        tasks += approving.of_approver(request.user, units, month, signs_off=_signed_by(request))
    if Permission.PAYROLL in allowed:
        tasks += keeping.of_accountant(scopes.units(request, Permission.PAYROLL), month)
    if Permission.PEOPLE in allowed:
        tasks += keeping.of_administrator(request.now)
    return Todo(month, dates, tasks, stages, request.now.date())


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
