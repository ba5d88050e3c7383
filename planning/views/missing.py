"""Who has not sent, for the meeting and for who must press."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from planning import scopes
from planning.missing import missing
from planning.models import ReportingMonth, Unit
from postoffice.access import Permission
from postoffice.months import Month


@require_safe
def month_missing(request: HttpRequest, month: Month) -> HttpResponse:
    """List the units of the person's scope not sent or not approved; who reads one point has no list."""
    units = scopes.units(request, Permission.READ)
    if not units.exclude(pk__in=Unit.objects.reporting().values("pk")).exists():
        raise PermissionDenied
    dates = get_object_or_404(ReportingMonth, month=month.first)
    return render(request, "planning/missing.html", {"page": missing(units, dates, request.now.date())})
