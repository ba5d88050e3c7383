"""Who changed what, when, from, to."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from planning.forms.history import HistoryFilter
from planning.models import HistoryEntry, Posting, Unit
from planning.tables import HistoryTable, page_of
from postoffice.access import Permission, roles_with


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """List the changes in the person's history scope, newest first, filtered by the address."""
    on = request.now.date()
    tracing = {*roles_with(Permission.HISTORY), *roles_with(Permission.HISTORY_OF_PEOPLE)}
    if not Posting.objects.filter(user=request.user, role__in=tracing).on(on).exists():
        raise PermissionDenied
    units = Unit.objects.where(request.user, Permission.HISTORY, on=on).in_order()
    form = HistoryFilter(request.GET or {}, units=units)
    entries = HistoryEntry.objects.visible_to(request.user, on=on).select_related("actor", "unit")
    entries = form.narrow(entries) if form.is_valid() else entries.none()
    table = HistoryTable(entries, subjects={})
    page_of(request, table)
    table.subjects = HistoryEntry.objects.subjects([row.record for row in table.page.object_list])
    return render(request, "planning/history.html", {"form": form, "table": table})
