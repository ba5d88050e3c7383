"""A closed month as it stood in each round and stands now, for everyone who may read it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from planning import rounds as reading
from planning.models import ReportingMonth, Unit
from postoffice.access import Permission
from postoffice.months import Month


@require_safe
def rounds(request: HttpRequest, month: Month) -> HttpResponse:
    """Show the rounds of the units in scope; `?unit=` opens one by its services."""
    units = Unit.objects.where(request.user, Permission.READ, on=request.now.date())
    if not units.exists():
        raise PermissionDenied
    row = get_object_or_404(ReportingMonth, month=month.first)
    code = request.GET.get("unit", "")
    unit = get_object_or_404(units, code=code) if code else None
    found = reading.of_services(unit, month) if unit else reading.of_units(units, month)
    page = {"row": row, "month": month, "unit": unit, "rounds": found}
    return render(request, "planning/rounds.html", page)
