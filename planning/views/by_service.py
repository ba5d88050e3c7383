"""The clerk's sheet: one service across all points he enters for, one form, without JavaScript."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from planning import scopes
from planning.actions.errors import MonthClosed, MonthLocked, Refused
from planning.actions.monthly_reports import CellChange
from planning.actions.service_sheets import SheetResult, save_service_sheet
from planning.entry.by_service import ServiceSheet, service_sheet
from planning.entry.sheet import Clash, Name, Typed
from planning.entry.worklist import running_month
from planning.forms.entry import Sent, Unreadable, read_form
from planning.listed import sold_by
from planning.models import Service, Unit
from planning.models.history import Channel
from planning.views.late import keep_late
from postoffice.months import Month
from postoffice.words import UNITS


def _points(request: HttpRequest) -> dict[str, Unit]:
    """Return the points this person enters for, by code; nobody else comes in."""
    if not scopes.entered(request):
        raise PermissionDenied
    return {unit.code: unit for unit in scopes.entered(request)}


@require_safe
def by_service_start(request: HttpRequest) -> HttpResponse:
    """Go to the first service of the running month."""
    points = list(_points(request).values())
    month, _row = running_month(request.now)
    sold = sold_by([unit for unit in points if unit.is_active_in(month)], month)
    first = Service.objects.active_in(month).filter(pk__in=sold).in_order().first()
    if first is None:
        messages.info(request, _("None of your points lists a service for this month."))
        return redirect("entry-start")
    return redirect("by-service", service=first.code, month=month)


@require_http_methods(["GET", "HEAD", "POST"])
def by_service(request: HttpRequest, service: str, month: Month) -> HttpResponse:
    """Show a service's month over all points, or take what was typed."""
    points = _points(request)
    found = get_object_or_404(Service.objects.select_related("line"), code=service)
    if request.method == "POST":
        return _take(request, found, month, points)
    return _show(request, found, month)


def _show(
    request: HttpRequest, service: Service, month: Month, typed: Typed | None = None, status: int = 200
) -> HttpResponse:
    unit = request.user.entry_unit or request.office.entry_unit
    sheet = service_sheet(
        service=service, month=month, units=scopes.entered(request), unit=unit, at=request.now,
        typed=typed or Typed(),
    )  # fmt: skip
    page = {"sheet": sheet, "key": str(uuid4()), "unit": unit, "unit_name": UNITS[unit]}
    own = {posting.unit_id for posting in scopes.postings(request)}
    page["on_behalf"] = any(line.may_type and line.unit.pk not in own for line in sheet.lines)
    page |= {"pick": _pick(sheet), "previous": (month - 1).first, "base": (month - 12).first}
    return render(request, "planning/by_service.html", page, status=status)


def _pick(sheet: ServiceSheet) -> dict[str, object]:
    """Return the drop-down of services."""
    options = [
        {
            "url": reverse("by-service", kwargs={"service": one.code, "month": sheet.month}),
            "label": one.name,
            "current": one.pk == sheet.service.pk,
        }
        for one in sheet.services
    ]
    return {"label": _("Service"), "value": sheet.service.name, "options": options}


def _take(request: HttpRequest, service: Service, month: Month, points: dict[str, Unit]) -> HttpResponse:
    try:
        sent = read_form(request.POST)
        changes = _changes(sent, service, points)
    except Unreadable as error:
        raise BadRequest from error
    try:
        result = save_service_sheet(
            service=service, month=month, changes=changes, key=sent.key,
            by=request.user, at=request.now, channel=Channel.GRID,
        )  # fmt: skip
    except (MonthClosed, MonthLocked) as refusal:
        _say_refused(request, month, sent.key, changes, dict.fromkeys(changes, refusal))
        return _show(request, service, month, status=refusal.status)
    except Refused as refusal:
        return _refused(request, service, month, sent, refusal)
    _say_refused(request, month, sent.key, changes, result.refused)
    return _answer(request, service, month, sent, result, points)


def _refused(
    request: HttpRequest, service: Service, month: Month, sent: Sent, refusal: Refused
) -> HttpResponse:
    """Say why nothing was done, and show again what was typed."""
    if refusal.status == 404:
        raise Http404 from refusal
    if refusal.status == 403:
        raise PermissionDenied(str(refusal)) from refusal
    messages.error(request, str(refusal))
    return _show(request, service, month, sent.typed(), status=refusal.status)


def _say_refused(
    request: HttpRequest, month: Month, key: UUID, changes: dict[int, list[CellChange]],
    refused: dict[int, Refused],
) -> None:  # fmt: skip
    """Say for each point why it takes nothing; what came too late is kept as a proposal."""
    names = {unit.pk: unit for unit in scopes.entered(request)}
    for number, refusal in refused.items():
        unit, words = names[number], str(refusal)
        if isinstance(refusal, MonthClosed | MonthLocked):
            words = keep_late(request, unit, month, changes[number], {}, key, refusal)
        messages.error(request, f"{unit.name}: {words}")


def _answer(
    request: HttpRequest,
    service: Service,
    month: Month,
    sent: Sent,
    result: SheetResult,
    points: dict[str, Unit],
) -> HttpResponse:
    names = {unit.pk: unit for unit in points.values()}
    clashes = _clashes(result, names)
    if clashes or sent.refusals or result.refused:
        messages.error(request, _("Not everything is saved: look at the marked fields first."))
        typed = Typed({name: one.mine for name, one in clashes.items()}, sent.refusals, clashes)
        return _show(request, service, month, typed, status=422)
    messages.success(request, _("Saved at %(time)s.") % {"time": f"{request.now:%H:%M}"})
    return redirect("by-service", service=service.code, month=month)


def _clashes(result: SheetResult, names: dict[int, Unit]) -> dict[Name, Clash]:
    return {
        (names[key].code, one.measure): Clash(one.mine, one.theirs, one.version, one.by_name, one.at)
        for key, several in result.conflicts.items()
        for one in several
    }


def _changes(sent: Sent, service: Service, points: dict[str, Unit]) -> dict[int, list[CellChange]]:
    """Return the changes by unit; the form names a point where the point's own page names a service."""
    found: dict[int, list[CellChange]] = {}
    for change in sent.changes:
        if change.service not in points:
            raise Http404
        cell = CellChange(service.code, change.measure, change.value, change.version)
        found.setdefault(points[change.service].pk, []).append(cell)
    return found
