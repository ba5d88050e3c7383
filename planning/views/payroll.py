"""The accountant's page: payroll revenue of a month, unit by unit."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from planning import payroll as reading
from planning.actions import payroll as acts
from planning.forms.payroll import PayrollForm
from planning.models import ReportingMonth, RevenueRecord, Unit
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
    page = {"month": month, "row": ReportingMonth.objects.of(month).first()}
    if "unit" not in request.GET:
        return render(request, "planning/payroll.html", page | {"lines": reading.of_units(units, month)})
    unit = get_object_or_404(units, code=request.GET["unit"])
    records = RevenueRecord.objects.filter(unit=unit, month=month.first).select_related("service")
    form = PayrollForm(
        request.POST or None, records=records.order_by("service__line__order", "service__code")
    )
    if form.is_valid() and perform(
        request, acts.record, _("Payroll revenue of %(unit)s is stored.") % {"unit": unit.name},
        month=month, amounts=form.amounts, channel=Channel.PAGE,
    ):  # fmt: skip
        return redirect(reverse("payroll", kwargs={"month": month}))
    rows = [(form[code], _line(record)) for code, record in form.records.items()]
    status = 422 if form.is_bound else 200
    return render(
        request,
        "planning/payroll_unit.html",
        page | {"unit": unit, "form": form, "rows": rows},
        status=status,
    )


def _line(record: RevenueRecord) -> reading.PayrollLine:
    return reading.line(record.service.name, record.service.code, record.revenue, record.payroll_revenue)
