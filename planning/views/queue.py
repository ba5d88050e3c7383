"""The approver's queue and one sent month in it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from planning import queue as reading
from planning.actions import approvals as acts
from planning.forms.queue import ChosenForm, QueueFilter, ReturnForm, TakeBackForm
from planning.models import MonthlyReport, ReportingMonth, Unit
from planning.review import reviews
from planning.views.performing import perform
from postoffice.access import Permission
from postoffice.months import Month


def _units(request: HttpRequest) -> QuerySet[Unit]:
    """Return the units whose months this person decides on; nobody else comes in."""
    units = Unit.objects.where(request.user, Permission.APPROVE, on=request.now.date())
    if not units.exists():
        raise PermissionDenied
    return units


def _queue_of(month: Month) -> str:
    return f"{reverse('queue')}?month={month}"


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits for approval, exceptions first by money at stake; then the rest of the month."""
    units = _units(request)
    parents = units.filter(pk__in=units.exclude(parent=None).values("parent"))
    usual = reading.default_month()
    form = QueueFilter({"month": str(usual or ""), **request.GET.dict()}, units=parents.in_order())
    chosen = form.cleaned_data if form.is_valid() else {}
    month = chosen.get("month") or usual
    if month is None:
        return render(request, "planning/queue_empty.html")
    within = units.subtree_of(chosen["unit"]) if chosen.get("unit") else units
    page = {
        "form": form,
        "month": month,
        "row": ReportingMonth.objects.of(month).first(),
        "queue": reading.of_units(within, month),
        "sign_offs": reading.sign_offs(within, month),
    }
    return render(request, "planning/queue.html", page)


@require_POST
def queue_approve(request: HttpRequest) -> HttpResponse:
    """Approve the ticked points together, or none of them."""
    form = ChosenForm(request.POST, units=_units(request))
    if not form.is_valid():
        messages.error(request, " ".join(text for errors in form.errors.values() for text in errors))
        return redirect("queue")
    units, month = list(form.cleaned_data["units"]), form.cleaned_data["month"]
    done = _("%(count)s points are approved.") % {"count": len(units)}
    perform(request, acts.approve_many, done, units=units, month=month, versions=form.versions)
    return redirect(_queue_of(month))


@require_safe
def queue_report(request: HttpRequest, unit: str, month: Month) -> HttpResponse:
    """Show one month of one point: what changed, why, and what can be decided."""
    return _show(request, _found(request, unit), month)


@require_POST
def queue_decide(request: HttpRequest, unit: str, month: Month, verb: str) -> HttpResponse:
    """Approve, return, take back or sign off one unit's month."""
    found = _found(request, unit)
    if verb not in _verbs():
        raise Http404
    arguments: dict[str, object] = {"unit": found, "month": month}
    if verb in ("return", "take-back"):
        form = ReturnForm(request.POST) if verb == "return" else TakeBackForm(request.POST)
        if not form.is_valid():
            return _show(request, found, month, status=422, **{f"{verb.replace('-', '_')}_form": form})
        arguments |= _reasons(form)
    if verb == "approve" and request.POST.get("version", "").isdecimal():
        arguments["version"] = int(request.POST["version"])
    act, done = _verbs()[verb]
    if perform(request, act, done % {"unit": found.name}, **arguments):
        return redirect(_queue_of(month))
    return redirect("queue-report", unit=unit, month=month)


def _verbs() -> dict[str, tuple[object, str]]:
    return {
        "approve": (acts.approve, _("%(unit)s is approved.")),
        "return": (acts.return_report, _("%(unit)s is returned; the point sees your reason.")),
        "take-back": (acts.take_back, _("The approval of %(unit)s is taken back.")),
        "sign-off": (acts.sign_off, _("%(unit)s is signed off.")),
    }


def _reasons(form: ReturnForm | TakeBackForm) -> dict[str, object]:
    reasons: dict[str, object] = {"reason": form.cleaned_data["reason"]}
    if isinstance(form, ReturnForm):
        reasons["rows"] = [service.code for service in form.cleaned_data["rows"]]
    return reasons


def _found(request: HttpRequest, unit: str) -> Unit:
    """Return the unit if it is in the person's sight; deciding is judged by the action."""
    _units(request)
    seen = Unit.objects.where(request.user, Permission.READ, on=request.now.date())
    return get_object_or_404(seen, code=unit)


def _show(request: HttpRequest, unit: Unit, month: Month, status: int = 200, **shown: object) -> HttpResponse:
    reports = MonthlyReport.objects.of(unit, month).select_related("submitted_by", "decided_by")
    report = get_object_or_404(reports.reported())
    review = reviews([unit], month)[unit.pk]
    page = {
        "unit": unit,
        "month": month,
        "report": report,
        "lines": reading.services_of(report, review.problems),
        "line": reading.line_of(unit, report, review),
        "return_form": ReturnForm(),
        "take_back_form": TakeBackForm(),
    }
    return render(request, "planning/queue_report.html", page | shown, status=status)
