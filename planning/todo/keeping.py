"""The tasks of the province: months and plans, payroll revenue, people."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from planning.models import (
    AnnualTarget,
    Invitation,
    Plan,
    Posting,
    Proposal,
    ReportingMonth,
    RevenueRecord,
    Unit,
    User,
)
from planning.models.plans import PlanKind
from planning.models.revenue import ALL, Measure
from planning.todo.task import Task
from planning.turnout import turnout
from postoffice.months import Month
from postoffice.numbers import BILLION

ORDERED_FROM = 10
"""From October on, the next year's plan is what a planner works at."""


def of_planner(units: QuerySet[Unit], month: Month, dates: ReportingMonth | None, at: datetime) -> list[Task]:
    """Return what is due about months and the coming plan."""
    return [*_late(units), *_closing(units, month, dates), *_opening(at), *_planning(month)]


def of_accountant(units: QuerySet[Unit], month: Month) -> list[Task]:
    """Return how far the month's payroll revenue is recorded."""
    booked = RevenueRecord.objects.filter(unit__in=units, month=month.first, revenue__isnull=False)
    whole = booked.values("unit").distinct().count()
    lacking = booked.filter(payroll_revenue__isnull=True).values("unit").distinct().count()
    title = _("Record payroll revenue of %(month)s") % {"month": _written(month)}
    text = _("%(done)s/%(all)s units that have sent have payroll revenue.") % {
        "done": whole - lacking, "all": whole,
    }  # fmt: skip
    if whole and not lacking:
        return [Task(title, text, done=True)]
    tag = ngettext("%(count)s unit left", "%(count)s units left", lacking) % {"count": lacking}
    address = reverse("payroll", kwargs={"month": month})
    return [Task(title, text, tag if lacking else "", "", address, _("Record"))]


def of_administrator(at: datetime) -> list[Task]:
    """Return who cannot come in yet, and who has nothing to do here."""
    active = User.objects.filter(is_active=True)
    open_links = Invitation.objects.filter(user=OuterRef("pk"), used_at=None, expires_at__gt=at)
    outside = active.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX).exclude(Exists(open_links)).count()
    posted = Posting.objects.on(at.date()).filter(user=OuterRef("pk"))
    idle = active.exclude(Exists(posted)).count()
    return [
        _people(
            _("Invite people"), outside, _("Everybody has a password or an open invitation."),
            ngettext(
                "%(count)s person has neither a password nor an open invitation.",
                "%(count)s people have neither a password nor an open invitation.", outside,
            ),
        ),
        _people(
            _("Give postings"), idle, _("Everybody is posted somewhere."),
            ngettext("%(count)s person is posted nowhere.", "%(count)s people are posted nowhere.", idle),
        ),
    ]  # fmt: skip


def _people(title: str, count: int, nobody: str, some: str) -> Task:
    if not count:
        return Task(title, nobody, done=True)
    return Task(title, some % {"count": count}, "", "", reverse("people"), _("Look"))


def _closing(units: QuerySet[Unit], month: Month, dates: ReportingMonth | None) -> list[Task]:
    if dates is None or dates.closed_2_at:
        return []
    count = turnout(units, month)
    second = dates.closed_1_at is not None
    title = _("Close %(month)s, round %(round)s") % {"month": _written(month), "round": 2 if second else 1}
    text = _("%(sent)s/%(all)s points sent, %(approved)s approved.") % {
        "sent": count.reported, "all": count.expected, "approved": count.approved,
    }  # fmt: skip
    tag = ngettext("%(count)s point left", "%(count)s points left", count.missing) % {"count": count.missing}
    address = reverse("month", kwargs={"month": month})
    return [Task(title, text, "" if count.is_full else tag, "", address, _("Look at the month"))]


def _late(units: QuerySet[Unit]) -> list[Task]:
    """Return whether figures that came too late wait for a decision."""
    count = Proposal.objects.waiting().filter(unit__in=units).count()
    if not count:
        return []
    text = ngettext(
        "%(count)s unit typed after its month had ended.",
        "%(count)s units typed after their month had ended.",
        count,
    ) % {"count": count}
    return [Task(_("Decide on late figures"), text, _("waiting"), "wait", reverse("proposals"), _("Decide"))]


def _opening(at: datetime) -> list[Task]:
    """Return the month that has begun and is not open yet, if there is one."""
    last = ReportingMonth.objects.order_by("-month").first()
    following = last.as_month + 1 if last else Month.of(at.date())
    if following.first > at.date():
        return []
    title = _("Open %(month)s for entry") % {"month": _written(following)}
    return [Task(title, _("The month has begun."), "", "", reverse("months"), _("Open"))]


def _planning(month: Month) -> list[Task]:
    """Return whether the units have been given the year they work at next."""
    year = month.year + (month.number >= ORDERED_FROM)
    title = _("Give the units the plan of %(year)s") % {"year": year}
    if Plan.objects.in_force(year, PlanKind.INTERNAL).exists():
        return [Task(title, _("In force."), done=True)]
    whole = AnnualTarget.objects.filter(
        plan__in=Plan.objects.in_force(year, PlanKind.ASSIGNED), unit__parent=None, node=ALL,
        measure=Measure.REVENUE,
    ).first()  # fmt: skip
    text = _("No plan of the province’s own is in force.")
    if whole:
        amount = BILLION.places(2).write(whole.total, get_language() or "vi")
        text = _("The corporation asks %(amount)s billion đồng; the units have no plan in force yet.") % {
            "amount": amount
        }
    return [Task(title, text, "", "", reverse("plans"), _("Plan"))]


def _written(month: Month) -> str:
    return f"{month.number:02}/{month.year}"
