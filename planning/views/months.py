"""The planner's months: open, date, close twice, extend for one unit, correct afterwards."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning import reconciliation
from planning.actions import adjustments as adjusting
from planning.actions import months as acts
from planning.forms.months import AdjustmentForm, DatesForm, GraceForm
from planning.models import Adjustment, Grace, ReportingMonth, Unit
from planning.turnout import expected, turnout
from planning.views.performing import perform
from postoffice.access import Permission
from postoffice.months import Month

SHOWN = 24


def _units(request: HttpRequest, permission: str) -> QuerySet[Unit]:
    """Return the units where this person keeps months; nobody else comes in."""
    units = Unit.objects.where(request.user, permission, on=request.now.date())
    if not units.exists():
        raise PermissionDenied
    return units


@require_safe
def months(request: HttpRequest) -> HttpResponse:
    """List the months with their turnout and dates, newest first, and offer the next one."""
    units = _units(request, Permission.MONTHS)
    kept = ReportingMonth.objects.order_by("-month")[:SHOWN]
    rows = [(row, turnout(units, row.as_month) if row.closed_2_at is None else None) for row in kept]
    following = kept[0].as_month + 1 if kept else Month.of(request.now.date())
    return render(
        request,
        "planning/months.html",
        {"rows": rows, "following": following, "may_open": following.first <= request.now.date()},
    )


@require_safe
def month(request: HttpRequest, month: Month) -> HttpResponse:
    """Show one month: who is missing, its dates and rounds, extensions and adjustments."""
    return _show(request, month)


@require_POST
def month_open(request: HttpRequest, month: Month) -> HttpResponse:
    """Open a month for entry."""
    _units(request, Permission.MONTHS)
    perform(request, acts.open_month, _("The month is open."), month=month)
    return redirect("months")


@require_POST
def month_dates(request: HttpRequest, month: Month) -> HttpResponse:
    """Set when the month is due and when it locks."""
    return _change(
        request, month, DatesForm(request.POST), "dates_form", acts.set_dates, _("The dates are set.")
    )


@require_POST
def month_close(request: HttpRequest, month: Month, number: int) -> HttpResponse:
    """Close round 1 or 2."""
    _units(request, Permission.MONTHS)
    perform(
        request, acts.close, _("Round %(number)s is closed.") % {"number": number},
        month=month, round=number,
    )  # fmt: skip
    return redirect("month", month=month)


@require_POST
def grace(request: HttpRequest, month: Month) -> HttpResponse:
    """Extend a locked month for one unit."""
    form = GraceForm(request.POST, units=_units(request, Permission.MONTHS))
    return _change(request, month, form, "grace_form", acts.grant_grace, _("The extension is given."))


@require_http_methods(["GET", "HEAD", "POST"])
def adjustments(request: HttpRequest) -> HttpResponse:
    """List adjustments of closed months; POST makes one."""
    units = _units(request, Permission.ADJUST)
    form = AdjustmentForm(
        request.POST or None, units=units.in_order(), initial={"month": request.GET.get("month", "")}
    )
    if form.is_valid() and perform(request, adjusting.adjust, _("Adjusted."), **form.cleaned_data):
        return redirect("adjustments")
    made = Adjustment.objects.filter(unit__in=units).select_related("unit", "service", "by")
    return render(
        request,
        "planning/adjustments.html",
        {"form": form, "made": made.order_by("-at", "-pk")[:100]},
        status=422 if form.is_bound else 200,
    )


def _change(
    request: HttpRequest, month: Month, form: object, name: str, act: Callable, done: str
) -> HttpResponse:
    """Run a form of the month's page, or show the page again with what was typed."""
    _units(request, Permission.MONTHS)
    if form.is_valid() and perform(request, act, done, month=month, **form.cleaned_data):
        return redirect("month", month=month)
    return _show(request, month, status=422, **{name: form})


def _show(request: HttpRequest, month: Month, status: int = 200, **shown: object) -> HttpResponse:
    units = _units(request, Permission.MONTHS)
    row = get_object_or_404(ReportingMonth, month=month.first)
    page = {
        "row": row,
        "turnout": turnout(units, month),
        "counts": reconciliation.counts(units, month),
        "missing": expected(units, month).filter(has_reported=False).select_related("parent").in_order(),
        "unapproved": expected(units, month).filter(has_reported=True, is_approved=False).in_order(),
        "dates_form": DatesForm(initial={"due_on": row.due_on, "locks_at": row.locks_at}),
        "grace_form": GraceForm(units=units.reporting().in_order()),
        "graces": Grace.objects.filter(month=month.first, unit__in=units)
        .select_related("unit", "by")
        .order_by("-given_at", "pk"),
        "made": Adjustment.objects.filter(month=month.first, unit__in=units)
        .select_related("unit", "service", "by")
        .order_by("-at", "-pk"),
    }
    return render(request, "planning/month.html", page | shown, status=status)
