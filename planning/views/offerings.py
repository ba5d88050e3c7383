"""The service list of a point, kept by who keeps units."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from planning import scopes
from planning.actions import offerings as acts
from planning.entry.worklist import running_month
from planning.forms.offerings import AddOfferingForm, EndOfferingForm
from planning.models import Service, Unit
from planning.views.performing import perform
from postoffice.access import Permission


@require_http_methods(["GET", "HEAD", "POST"])
def unit_services(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a point must fill; POST adds a service or lets one end."""
    unit = _unit(request, code)
    month, _row = running_month(request.now)
    ending = "offering" in request.POST
    add = AddOfferingForm(None if ending else request.POST or None, initial={"starts_on": month.first})
    end = EndOfferingForm(request.POST if ending else None, offerings=unit.offerings.all())
    if ending and end.is_valid() and _end(request, end):
        return redirect("unit-services", code=code)
    if add.is_valid() and _add(request, unit, add):
        return redirect("unit-services", code=code)
    page = {"unit": unit, "month": month, "add": add, "end": end, "lately": ()}
    page["offerings"] = unit.offerings.select_related("service__line").order_by(
        "service__line__order", "service__code", "valid_from"
    )
    if not page["offerings"]:
        page["lately"] = Service.objects.of_point(unit, month).in_order()
    return render(request, "planning/unit_services.html", page, status=422 if request.POST else 200)


def _unit(request: HttpRequest, code: str) -> Unit:
    """Return a point this person keeps; nobody else comes in."""
    units = scopes.units(request, Permission.UNITS)
    if not units.exists():
        raise PermissionDenied
    return get_object_or_404(units.reporting(), code=code)


def _add(request: HttpRequest, unit: Unit, form: AddOfferingForm) -> bool:
    done = _("The service is on the list.")
    return perform(request, acts.add_offering, done, unit=unit, **form.cleaned_data)


def _end(request: HttpRequest, form: EndOfferingForm) -> bool:
    return perform(request, acts.end_offering, _("The service ends on that day."), **form.cleaned_data)
