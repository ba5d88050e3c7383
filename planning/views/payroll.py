"""The accountant's page: payroll revenue of a month, unit by unit."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from planning import payroll as reading
from planning.actions import payroll as acts
from planning.forms.payroll import WHY, PayrollForm
from planning.models import RevenueRecord, Unit
from planning.models.history import Channel
from planning.queue import default_month
from planning.views.performing import perform
from postoffice.access import Permission
from postoffice.months import Month


def _units(request: HttpRequest):
    """Return the units whose payroll revenue this person keeps; nobody else comes in."""
    units = Unit.objects.where(request.user, Permission.PAYROLL, on=request.now.date())
    if not units.exists():
        raise PermissionDenied
    return units.in_order()


@require_safe
def payroll_start(request: HttpRequest) -> HttpResponse:
    """Go to the month under work."""
    _units(request)
    month = default_month()
    return redirect("payroll", month=month) if month else render(request, "planning/queue_empty.html")


@require_http_methods(["GET", "HEAD", "POST"])
def payroll(request: HttpRequest, month: Month) -> HttpResponse:
    """Show both figures of every unit; `?unit=` opens one for typing, POST stores it."""
    units = _units(request)
    if "unit" not in request.GET:
        page = {"month": month, "lines": reading.of_units(units, month)}
        return render(request, "planning/payroll.html", page)
    unit = get_object_or_404(units, code=request.GET["unit"])
    form = PayrollForm(request.POST or None, records=_records(unit, month), usual=reading.band())
    if form.is_valid() and _store(request, unit, month, form):
        return redirect("payroll", month=month)
    page = {"month": month, "unit": unit, "form": form, "rows": _rows(form)}
    return render(request, "planning/payroll_unit.html", page, status=422 if form.is_bound else 200)


def _records(unit: Unit, month: Month):
    records = RevenueRecord.objects.filter(unit=unit, month=month.first).select_related("service")
    return records.order_by("service__line__order", "service__code")


def _store(request: HttpRequest, unit: Unit, month: Month, form: PayrollForm) -> bool:
    done = _("Payroll revenue of %(unit)s is stored.") % {"unit": unit.name}
    return perform(
        request, acts.record, done,
        month=month, amounts=form.amounts, reason=form.cleaned_data[WHY], channel=Channel.PAGE,
    )  # fmt: skip


def _rows(form: PayrollForm) -> list[tuple[object, object, reading.PayrollLine]]:
    return [
        (form[code], form[f"seen-{code}"], reading.line(r.service.name, code, r.revenue, r.payroll_revenue))
        for code, r in form.records.items()
    ]
