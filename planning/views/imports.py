"""Uploads: read, shown before they are written, written as one batch, undone as one."""

from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning import scopes
from planning.actions import batches as acts
from planning.actions.errors import Refused
from planning.forms.imports import TABLES, ConfirmForm, HowToRead, UploadForm, raw_book, read_book, read_file
from planning.importing import uploads
from planning.importing.listed import listed
from planning.importing.marked import marked_up
from planning.importing.uploads import Upload
from planning.models import Batch, HistoryEntry, Unit
from planning.tables import BatchTable, HistoryTable, page_of
from planning.views import import_progress
from planning.views.previewing import Preview, changes_of, rehearse, run
from planning.views.welcoming import or_welcome
from postoffice.access import Permission

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS = {
    "office": Permission.IMPORT,
    "revenue": Permission.IMPORT,
    "payroll": Permission.PAYROLL,
    "targets": Permission.PLAN_WRITE,
}


def _kinds(request: HttpRequest) -> list[str]:
    """Return what this person may upload; nobody else comes in."""
    mine = scopes.permissions(request)
    kinds = [kind for kind, permission in _KINDS.items() if permission in mine]
    if not kinds:
        raise PermissionDenied
    return kinds


@require_http_methods(["GET", "HEAD", "POST"])
@or_welcome
def import_file(request: HttpRequest) -> HttpResponse:
    """Ask for a file; POST reads it and shows what it would change."""
    kinds, units = _kinds(request), scopes.units(request, Permission.READ)
    form = UploadForm(request.POST or None, request.FILES or None, kinds=kinds, units=units)
    if not form.is_valid():
        return render(request, "planning/import.html", {"form": form}, status=422 if form.is_bound else 200)
    upload = uploads.keep(form.cleaned_data["file"].name, form.content)
    request.session["upload"] = {"token": upload.token, "name": upload.name, "how": asdict(form.how)}
    if form.problems:
        page = {"form": form, "problems": form.problems, "warnings": form.read.warnings, "marked": upload}
        return render(request, "planning/import.html", page, status=422)
    preview = rehearse(request, form.read, form.how)
    go = ConfirmForm(initial={"token": upload.token})
    page = {"preview": preview, "name": upload.name, "form": go, "marked": upload}
    return render(request, "planning/import_preview.html", page, status=422 if preview.problems else 200)


@require_safe
def import_errors(request: HttpRequest, token: str) -> HttpResponse:
    """Give a refused file back with its wrong cells coloured and explained."""
    _kinds(request)
    upload, how = _kept(request, token)
    book = raw_book(upload.content, how)
    problems = rehearse(request, read_book(book, how), how).problems
    return _workbook(marked_up(book, problems, TABLES.get(how.kind)), upload.name, _("errors"))


@require_safe
def import_changes(request: HttpRequest, token: str) -> HttpResponse:
    """Give all that the file would change, old beside new, as a workbook."""
    _kinds(request)
    upload, how = _kept(request, token)
    sheets = changes_of(request, read_file(upload.content, how), how)
    return _workbook(listed(sheets), upload.name, _("changes"))


def _kept(request: HttpRequest, token: str) -> tuple[Upload, HowToRead]:
    """Return the file this session uploaded last; any other is not there."""
    said = request.session.get("upload", {})
    upload = uploads.kept(token, said["name"]) if said and said["token"] == token else None
    how = HowToRead(**said["how"]) if upload else None
    if upload is None or how.kind not in _kinds(request):
        raise Http404
    return upload, how


def _workbook(content: bytes, name: str, what: str) -> HttpResponse:
    stem = name.rpartition(".")[0] or name
    called = content_disposition_header(True, f"{stem} - {what}.xlsx")
    return HttpResponse(content, _XLSX, headers={"Content-Disposition": called})


@require_POST
def import_confirm(request: HttpRequest) -> HttpResponse:
    """Write the file that was shown, or say why not."""
    kinds = _kinds(request)
    form, said = ConfirmForm(request.POST), request.session.get("upload", {})
    upload = uploads.kept(said.get("token", ""), said.get("name", ""))
    if upload is None or request.POST.get("token") != upload.token or said["how"]["kind"] not in kinds:
        messages.error(request, _("The file is kept no longer. Please choose it again."))
        return redirect("import")
    if len(upload.content) >= import_progress.LONG and form.is_valid():
        return import_progress.stream(request, upload, HowToRead(**said["how"]), form)
    outcome = run(request, upload, HowToRead(**said["how"]), form)
    if isinstance(outcome, Preview):
        page = {"preview": outcome, "name": upload.name, "form": form, "marked": upload}
        return render(request, "planning/import_preview.html", page, status=422)
    uploads.forget(upload.token)
    del request.session["upload"]
    return redirect("batch", key=outcome.pk) if outcome else redirect("import")


@require_safe
@or_welcome
def batches(request: HttpRequest) -> HttpResponse:
    """List the imports, pastes and spreadings a person may see, newest first."""
    table = BatchTable(_visible(request))
    page_of(request, table)
    return render(request, "planning/batches.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, key: int) -> HttpResponse:
    """Show what a batch changed; POST undoes it."""
    found = get_object_or_404(_visible(request), pk=key)
    if request.method == "POST":
        return _undo(request, found)
    entries = HistoryEntry.objects.filter(batch=found).select_related("actor", "unit")
    seen = entries.visible_to(request.user, on=request.now.date())
    table = HistoryTable(seen, subjects={}, order_by="at")
    page_of(request, table)
    table.subjects = HistoryEntry.objects.subjects([row.record for row in table.page.object_list])
    page = {"batch": found, "table": table, "lasting": acts.lasting(batch=found)}
    return render(request, "planning/batch.html", page)


def _visible(request: HttpRequest):
    """Return the batches of this person, and all of them for who imports for the whole office."""
    rights = {Permission.IMPORT, Permission.HISTORY, Permission.ENTER, Permission.PAYROLL}
    if not rights & scopes.permissions(request):
        raise PermissionDenied
    found = Batch.objects.select_related("by", "undone_by")
    roots = Unit.objects.filter(parent=None)
    mine = scopes.units(request, Permission.HISTORY)
    if roots.exists() and not roots.exclude(pk__in=mine.values("pk")).exists():
        return found
    return found.filter(by=request.user)


def _undo(request: HttpRequest, found: Batch) -> HttpResponse:
    try:
        result = acts.undo(batch=found, by=request.user, at=request.now)
    except Refused as refusal:
        if refusal.status == 404:
            raise Http404 from refusal
        if refusal.status == 403:
            raise PermissionDenied(str(refusal)) from refusal
        messages.error(request, str(refusal))
        return redirect("batch", key=found.pk)
    messages.success(
        request,
        ngettext(
            "%(count)d value is as it was before.", "%(count)d values are as they were before.", result.undone
        )
        % {"count": result.undone},
    )
    page = {"batch": found, "kept": result.kept, "left": result.left}
    return render(request, "planning/batch_undone.html", page)


@login_not_required
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """Lead the first visitor of an empty portal to an office or to the demo."""
    if Unit.objects.exists():
        return redirect("home")
    return render(request, "planning/welcome.html", {})
