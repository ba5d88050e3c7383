"""The accountant's page of reconciliation: a month's units, signed many at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from planning import reconciliation as reading
from planning.actions import reconciling as acts
from planning.forms.reconciling import ReconcileForm
from planning.models import ReportingMonth, Unit
from planning.views.performing import perform
from postoffice.access import Permission
from postoffice.months import Month


@require_http_methods(["GET", "HEAD", "POST"])
def reconcile(request: HttpRequest, month: Month) -> HttpResponse:
    """List the units that have sent the month; POST signs the ticked ones, or takes that back."""
    units = Unit.objects.where(request.user, Permission.RECONCILE, on=request.now.date())
    if not units.exists():
        raise PermissionDenied
    row = get_object_or_404(ReportingMonth, month=month.first)
    if request.method == "POST" and _sign(request, units, month):
        return redirect("reconcile", month=month)
    page = {
        "month": month,
        "row": row,
        "lines": reading.of_units(units, month),
        "counts": reading.counts(units, month),
    }
    return render(request, "planning/reconcile.html", page, status=422 if request.method == "POST" else 200)


def _sign(request: HttpRequest, units, month: Month) -> bool:
    form = ReconcileForm(request.POST, units=units)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors.get("units", [_("This cannot be done.")])))
        return False
    chosen = {"units": list(form.cleaned_data["units"]), "month": month}
    if form.cleaned_data["step"] == "undo":
        return perform(request, acts.undo, _("The reconciliation is taken back."), **chosen)
    return perform(request, acts.reconcile, _("Reconciled."), **chosen)
