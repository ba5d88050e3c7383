"""The entry page as a form: it saves, fills, confirms, sends and undoes without JavaScript."""

from collections.abc import Callable
from uuid import uuid4, uuid5

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from planning import scopes
from planning.actions import monthly_reports as acts
from planning.actions.errors import MonthClosed, MonthLocked, Refused
from planning.actions.preferences import choose_entry_unit
from planning.entry.desk import Desk, lay, not_listed, page_sheet
from planning.entry.page import Page
from planning.entry.sheet import Typed
from planning.entry.worklist import worklist
from planning.forms.entry import Sent, Unreadable, read_form, undone
from planning.models.history import Channel
from planning.views.late import keep_late, of_unit
from postoffice.access import Permission
from postoffice.months import Month


@require_safe
def entry_start(request: HttpRequest) -> HttpResponse:
    """Lead to the one point this person enters for, or list the points of a clerk."""
    if not scopes.entered(request):
        raise PermissionDenied
    work = worklist(scopes.entered(request), request.now)
    if len(work.points) == 1:
        return redirect("entry", unit=work.points[0].unit.code, month=work.month)
    points = {point.unit.pk for point in work.points}
    offices = [p.unit for p in scopes.postings(request) if scopes.reaches(request, Permission.ENTER, p.unit)]
    office = next((unit for unit in offices if unit.pk not in points), None)
    return render(request, "planning/entry_start.html", {"work": work, "office_of_points": office})


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, unit: str, month: Month) -> HttpResponse:
    """Show a unit's month, or take what was typed into it."""
    if request.method == "POST":
        return _take(request, _desk(request, unit, month))
    return show(request, _desk(request, unit, month))


def show(
    request: HttpRequest, desk: Desk, sent: Sent | None = None, typed: Typed | None = None, status: int = 200
) -> HttpResponse:
    """Answer with the page; `typed` is what could not be saved."""
    unit, added = request.user.entry_unit or request.office.entry_unit, request.GET.get("add", "")
    sheet = page_sheet(desk, office=request.office, unit=unit, typed=typed or Typed(), added=added)
    unsaved = sent.changes if sent and not desk.may_type else ()
    late = of_unit(desk)
    others = not_listed(sheet, desk.month) if "more" in request.GET else None
    page = Page(
        desk, sheet, unit, request.user, scopes.postings(request), scopes.entered(request), unsaved, others
    )
    shown = {"page": page, "sheet": sheet, "desk": desk, "late": late}
    return render(request, "planning/entry.html", shown, status=status)


def _desk(request: HttpRequest, unit: str, month: Month) -> Desk:
    """Lay out the month of a unit this person may see and that keeps figures of its own."""
    own = next((one for one in scopes.entered(request) if one.code == unit and one.is_active_in(month)), None)
    if own:
        return lay(unit=own, month=month, may_enter=True, at=request.now)
    visible = scopes.units(request, Permission.READ).reporting().active_in(month)
    return lay(unit=get_object_or_404(visible, code=unit), month=month, may_enter=False, at=request.now)


def _take(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Save what was typed, then do what the pressed button says."""
    try:
        sent = read_form(request.POST)
    except Unreadable as error:
        raise BadRequest from error
    try:
        left = _save(request, desk, sent)
        if left is None:
            BUTTONS.get(sent.action, _keep)(request, desk, sent)
    except (MonthClosed, MonthLocked) as refusal:
        return _too_late(request, desk, sent, refusal)
    except Refused as refusal:
        return _refused(request, desk, sent, refusal)
    if left is not None:
        messages.error(request, _("Not everything is saved: look at the marked fields first."))
        return show(request, _desk(request, desk.unit.code, desk.month), sent, left, status=422)
    return redirect(sent.back_to(request.path))


def _too_late(request: HttpRequest, desk: Desk, sent: Sent, refusal: Refused) -> HttpResponse:
    """Keep what was typed as a proposal, and show it as one."""
    try:
        told = keep_late(request, desk.unit, desk.month, sent.changes, sent.notes, sent.key, refusal)
    except Refused as other:
        return _refused(request, desk, sent, other)
    messages.error(request, told)
    unread = Typed(refusals=sent.refusals)
    return show(request, _desk(request, desk.unit.code, desk.month), typed=unread, status=refusal.status)


def _refused(request: HttpRequest, desk: Desk, sent: Sent, refusal: Refused) -> HttpResponse:
    """Say why nothing was done, and show again what was typed."""
    if refusal.status == 404:
        raise Http404 from refusal
    if refusal.status == 403:
        raise PermissionDenied(str(refusal)) from refusal
    messages.error(request, str(refusal))
    again = _desk(request, desk.unit.code, desk.month)
    return show(request, again, sent, sent.typed(), status=refusal.status)


def _save(request: HttpRequest, desk: Desk, sent: Sent) -> Typed | None:
    """Save what is a figure; return what is left: texts that are none, cells that clash."""
    conflicts = ()
    if sent.changes:
        result = acts.save_draft(
            unit=desk.unit, month=desk.month, changes=sent.changes, key=sent.key,
            by=request.user, at=request.now, channel=Channel.GRID,
        )  # fmt: skip
        sent.saw(result.version)
        conflicts = result.conflicts
    return sent.left(conflicts) if conflicts or sent.refusals else None


def _keep(request: HttpRequest, desk: Desk, sent: Sent) -> None:
    """Keep the explanations, too, and say that everything is saved."""
    if sent.notes:
        acts.explain(
            unit=desk.unit, month=desk.month, notes=sent.notes,
            by=request.user, at=request.now, channel=Channel.GRID,
        )  # fmt: skip
    messages.success(request, _("Saved at %(time)s.") % {"time": f"{request.now:%H:%M}"})


def _nil(request: HttpRequest, desk: Desk, sent: Sent) -> None:
    result = acts.fill_with_nil(
        unit=desk.unit, month=desk.month, key=uuid5(sent.key, "nil"),
        by=request.user, at=request.now, channel=Channel.GRID,
    )  # fmt: skip
    rows = len({service for service, _measure in result.saved})
    messages.success(request, _("%(count)s blank rows were filled with 0.") % {"count": rows})


def _confirm(request: HttpRequest, desk: Desk, sent: Sent) -> None:
    acts.confirm_prefilled(
        unit=desk.unit, month=desk.month, key=uuid5(sent.key, "confirm"),
        by=request.user, at=request.now, channel=Channel.GRID,
    )  # fmt: skip
    messages.success(request, _("The prefilled figures are confirmed."))


def _submit(request: HttpRequest, desk: Desk, sent: Sent) -> None:
    acts.submit(
        unit=desk.unit, month=desk.month, version=sent.version, notes=sent.notes,
        by=request.user, at=request.now, channel=Channel.GRID,
    )  # fmt: skip


def _undo(request: HttpRequest, desk: Desk, sent: Sent) -> None:
    now = _desk(request, desk.unit.code, desk.month)
    changes = undone(now.last_save, now.report) if now.last_save else []
    if not changes:
        messages.info(request, _("There is nothing left to undo."))
        return
    acts.save_draft(
        unit=desk.unit, month=desk.month, changes=changes, key=uuid4(),
        by=request.user, at=request.now, channel=Channel.UNDO,
    )  # fmt: skip
    messages.success(request, _("Undone: %(count)s figures are as before.") % {"count": len(changes)})


def _in_unit(unit: int) -> Callable[[HttpRequest, Desk, Sent], None]:
    def choose(request: HttpRequest, desk: Desk, sent: Sent) -> None:
        choose_entry_unit(unit=unit, by=request.user, at=request.now)

    return choose


BUTTONS = {
    "nil": _nil,
    "confirm": _confirm,
    "submit": _submit,
    "undo": _undo,
    "unit-1": _in_unit(1),
    "unit-1000": _in_unit(1_000),
    "unit-1000000": _in_unit(1_000_000),
    "add": lambda request, desk, sent: None,
    "more": lambda request, desk, sent: None,
}
