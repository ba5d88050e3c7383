"""Pages of figures: the dashboard of a scope, one unit, one service of a unit."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from planning import scopes
from planning.models.revenue import ALL
from planning.models.units import UnitQuerySet
from postoffice.access import Permission, reach
from reports import dashboards, ledger

BAD_FILTER = 400


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show how a scope stands; without a unit, the highest the person may read."""
    with ledger.one_moment():
        asked = _asked(request, request.GET.get("unit", ""))
        if asked is None:
            return render(request, "reports/dashboard_empty.html")
        if asked.chosen is None:
            return _refused(request, asked)
        page = dashboards.overview(asked.chosen, _tops(request))
    return render(request, "reports/dashboard.html", {"page": page})


def _asked(request: HttpRequest, code: str) -> dashboards.Asked | None:
    """Return what the address chooses; None while the portal has no unit at all; 404 outside the scope."""
    at = timezone.localtime(request.now)
    units = ledger.visible(request.user, on=at.date(), postings=scopes.postings(request))
    try:
        return dashboards.choose(request.GET.dict(), code, units=units, office=request.office, at=at)
    except dashboards.OutsideScope:
        if not code and ledger.is_empty():
            return None
        raise Http404 from None


def _refused(request: HttpRequest, asked: dashboards.Asked) -> HttpResponse:
    """Answer 400 with a sentence for each filter that is wrong."""
    context = {"form": asked.form, "unit": asked.tree.root}
    return render(request, "reports/dashboard_refused.html", context, status=BAD_FILTER)


def _tops(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the units at which the person is posted with the right to read, as (code, name)."""
    return [
        (posting.unit.code, posting.unit.name)
        for posting in scopes.postings(request)
        if reach(posting.role, Permission.READ)
    ]


@require_safe
def unit(request: HttpRequest, code: str, node: str = ALL) -> HttpResponse:
    """Show one unit, or one service or line of it."""
    with ledger.one_moment():
        asked = _asked(request, code)
        if asked is None or asked.chosen is None:
            return _refused(request, asked)
        if node != ALL and not asked.chosen.catalogue.name(node):
            raise Http404
        page = dashboards.unit(asked.chosen, node, _history(request) if node == ALL else None)
    return render(request, "reports/unit.html" if node == ALL else "reports/service.html", {"page": page})


def _history(request: HttpRequest) -> UnitQuerySet | None:
    """Return the units whose changes the person may trace; None without the right."""
    if Permission.HISTORY not in scopes.permissions(request):
        return None
    return scopes.units(request, Permission.HISTORY)
