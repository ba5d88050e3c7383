"""A unit's month as a workbook: taken away, filled, brought back, looked at, written as one."""

from dataclasses import asdict
from uuid import NAMESPACE_URL, uuid5

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from planning import scopes
from planning.actions.errors import Refused
from planning.actions.month_files import fill
from planning.entry.desk import lay_all, page_sheets
from planning.forms.month_files import (
    MonthUploadForm,
    WhoseForm,
    answered,
    asked,
    chosen,
    is_decided,
    read_month,
)
from planning.importing import uploads
from planning.models import Batch, MonthlyReport, Plan, Unit
from planning.models.monthly_reports import NoteReason
from planning.month_file.comparing import Compared, cell_changes, compare
from planning.month_file.heading import Made
from planning.month_file.told import Filled, How, month_text
from planning.month_file.writer import Point, write
from planning.views.late import keep_late
from postoffice.access import Permission
from postoffice.months import Month
from postoffice.words import UNITS

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def template(request: HttpRequest, unit: str, month: Month) -> HttpResponse:
    """Answer with the workbook of a unit's month; of an office, of every point below it."""
    found = get_object_or_404(scopes.units(request, Permission.READ), code=unit)
    mine = {one.pk for one in scopes.entered(request)}
    points = list(_reporting(request, Permission.READ, found, month))
    if points == [found] and found.pk not in mine:
        raise PermissionDenied
    if not points:
        raise Http404
    desks = lay_all(units=points, month=month, entered=mine, at=request.now)
    sheets = page_sheets(desks, office=request.office, unit=1)
    money = request.user.entry_unit or request.office.entry_unit
    plans = {plan.kind: plan for plan in Plan.objects.filter(year=month.year, in_force=True)}
    made = Made(request.now, request.user.full_name, plans)
    book = write(found, month, list(map(Point, points, sheets)), money, made)
    name = f"{found.code}-{month}.xlsx"
    return HttpResponse(book, _XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _reporting(request: HttpRequest, permission: Permission, unit: Unit, month: Month):
    """Return the points in a unit that report in the month and that the person reaches."""
    reached = scopes.units(request, permission).reporting().active_in(month)
    return reached.filter(path__startswith=unit.path).in_order()


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, unit: str, month: Month) -> HttpResponse:
    """Ask for a filled workbook and show what it changes; a token of what was shown writes it."""
    found = get_object_or_404(scopes.units(request, Permission.READ), code=unit)
    units = {one.code: one for one in _reporting(request, Permission.ENTER, found, month)}
    if not units:
        raise PermissionDenied
    if "token" in request.POST:
        return _confirm(request, found, month, units)
    money = request.user.entry_unit or request.office.entry_unit
    form = MonthUploadForm(
        request.POST or None, request.FILES or None, code=unit, month=month, initial={"unit": money}
    )
    if not form.is_valid():
        page = {"form": form, "unit": found, "month": month}
        return render(request, "planning/month_upload.html", page, status=422 if form.is_bound else 200)
    _keep(request, form, month, units)
    return _preview(request, found, month, units, form.filled)


def _keep(request: HttpRequest, form: MonthUploadForm, month: Month, units: dict) -> None:
    """Keep the file and what its person sees of the drafts now, which other files do not say themselves."""
    kept = uploads.keep(form.cleaned_data["file"].name, form.content)
    reports = MonthlyReport.objects.filter(unit__in=units.values(), month=month.first)
    request.session["month_upload"] = {
        "token": kept.token, "name": kept.name, "how": asdict(form.how) | {"month": str(month)},
        "seen": dict(reports.values_list("unit__code", "version")),
    }  # fmt: skip


def _preview(
    request: HttpRequest, found: Unit, month: Month, units: dict, filled: Filled,
    whose: WhoseForm | None = None,
) -> HttpResponse:  # fmt: skip
    """Show what the file changes now, and what changed since it was first shown.

    A file that does not say whose month it is asks for a tick: `whose` holds the one that was sent.
    What was answered already stays answered.
    """
    said = request.session["month_upload"]
    page = _compared(request, month, units, filled)
    page |= asked(page["compared"], request.POST)
    page |= {"unit": found, "month": month, "name": said["name"], "token": said["token"]}
    page |= {"reasons": NoteReason.choices, "is_office": found.code not in units}
    if filled.is_silent:
        page["whose"] = whose or WhoseForm(unit=found, month=month)
        page["headings"] = [] if month in filled.headings else [month_text(m) for m in filled.headings]
    status = 422 if page["compared"].problems or whose else 200
    return render(request, "planning/month_upload_preview.html", page, status=status)


def _compared(request: HttpRequest, month: Month, units: dict, filled: Filled) -> dict:
    said = request.session["month_upload"]
    money = filled.stamp.money if filled.stamp else said["how"]["money"]
    compared = compare(filled, units, month, request.now, money, said["seen"])
    return {"compared": compared, "money": UNITS[money]}


def _confirm(request: HttpRequest, found: Unit, month: Month, units: dict) -> HttpResponse:
    """Write what was shown, or show it again where it changed meanwhile."""
    kept = _kept(request, found, month)
    if kept is None:
        return _gone(request, found, month)
    filled = read_month(kept.content, How(**request.session["month_upload"]["how"] | {"month": month}))
    compared = _compared(request, month, units, filled)["compared"]
    whose = WhoseForm(request.POST, unit=found, month=month)
    if filled.is_silent and not whose.is_valid():
        return _preview(request, found, month, units, filled, whose)
    if not is_decided(compared, request.POST):
        messages.error(request, _("Somebody changed figures meanwhile. Choose which one is right."))
    elif not compared.problems:
        try:
            batch = _fill(request, kept, month, compared)
            _propose(request, kept, month, compared)
            return _done(request, found, month, kept, compared, batch)
        except Refused as refusal:
            messages.error(request, str(refusal))
    return _preview(request, found, month, units, filled, whose)


def _done(
    request: HttpRequest, found: Unit, month: Month, kept: uploads.Upload, compared: Compared,
    batch: Batch | None,
) -> HttpResponse:  # fmt: skip
    """Forget the file and go to its batch, where there is one: remarks alone make none."""
    uploads.forget(kept.token)
    del request.session["month_upload"]
    request.session["month_uploaded"] = {"token": kept.token, "batch": batch.pk if batch else None}
    is_kept = batch or answered(compared, request.POST).keys() - compared.late.keys()
    if is_kept or not compared.late:
        messages.success(request, _("The file is in the drafts.") if is_kept else _("No change"))
    return _after(found, month, batch.pk if batch else None)


def _gone(request: HttpRequest, found: Unit, month: Month) -> HttpResponse:
    """Answer who confirms a file that is kept no longer; a second click is led where the first one went."""
    said = request.session.get("month_uploaded", {})
    if said.get("token") == request.POST["token"]:
        return _after(found, month, said["batch"])
    messages.error(request, _("The file is kept no longer. Please choose it again."))
    return _after(found, month, None)


def _after(found: Unit, month: Month, batch: int | None) -> HttpResponse:
    return redirect("batch", key=batch) if batch else redirect("month-upload", unit=found.code, month=month)


def _kept(request: HttpRequest, found: Unit, month: Month) -> uploads.Upload | None:
    """Return the file that was shown for this unit and month, if it is the one that is confirmed."""
    said = request.session.get("month_upload", {})
    kept = uploads.kept(said.get("token", ""), said.get("name", ""))
    if kept is None or request.POST["token"] != kept.token:
        return None
    here = (found.code, str(month))
    return kept if here == (said["how"]["unit"], said["how"]["month"]) else None


def _fill(request: HttpRequest, kept: uploads.Upload, month: Month, compared: Compared) -> Batch | None:
    """Write what the person chose; the file's token is the key that makes a repeat harmless."""
    changes = cell_changes(chosen(compared, request.POST))
    notes = answered(compared, request.POST)
    return fill(
        month=month, changes={unit: told for unit, told in changes.items() if unit not in compared.late},
        notes={unit: told for unit, told in notes.items() if unit not in compared.late},
        key=uuid5(NAMESPACE_URL, kept.token), file_name=kept.name, digest=kept.digest,
        by=request.user, at=request.now,
    )  # fmt: skip


def _propose(request: HttpRequest, kept: uploads.Upload, month: Month, compared: Compared) -> None:
    """Keep what the file says of months that have ended as proposals, and say so of each unit."""
    changes, notes = cell_changes(chosen(compared, request.POST)), answered(compared, request.POST)
    for unit, refusal in compared.late.items():
        key = uuid5(NAMESPACE_URL, kept.token)
        words = keep_late(request, unit, month, changes.get(unit, ()), notes.get(unit, {}), key, refusal)
        messages.warning(request, f"{unit.name}: {words}")
