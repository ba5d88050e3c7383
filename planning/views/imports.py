"""Uploads: read, shown before they are written, written as one batch, undone as one."""

from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning import scopes
from planning.actions import batches as acts
from planning.actions.errors import Refused
from planning.forms.imports import ConfirmForm, HowToRead, UploadForm
from planning.importing import uploads
from planning.models import Batch, HistoryEntry, Unit
from planning.tables import BatchTable, HistoryTable, page_of
from planning.views.previewing import Preview, rehearse, run
from planning.views.welcoming import or_welcome
from postoffice.access import Permission

_KINDS = {
    "office": Permission.IMPORT,
    "revenue": Permission.IMPORT,
    "payroll": Permission.PAYROLL,
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
    form = UploadForm(request.POST or None, request.FILES or None, kinds=_kinds(request))
    if not form.is_valid():
        return render(request, "planning/import.html", {"form": form}, status=422 if form.is_bound else 200)
    if form.problems:
        page = {"form": form, "problems": form.problems, "warnings": form.read.warnings}
        return render(request, "planning/import.html", page, status=422)
    upload = uploads.keep(form.cleaned_data["file"].name, form.content)
    request.session["upload"] = {"token": upload.token, "name": upload.name, "how": asdict(form.how)}
    preview = rehearse(request, form.read, form.how)
    page = {"preview": preview, "name": upload.name, "form": ConfirmForm(initial={"token": upload.token})}
    return render(request, "planning/import_preview.html", page, status=422 if preview.problems else 200)


@require_POST
def import_confirm(request: HttpRequest) -> HttpResponse:
    """Write the file that was shown, or say why not."""
    kinds = _kinds(request)
    form, said = ConfirmForm(request.POST), request.session.get("upload", {})
    upload = uploads.kept(said.get("token", ""), said.get("name", ""))
    if upload is None or request.POST.get("token") != upload.token or said["how"]["kind"] not in kinds:
        messages.error(request, _("The file is kept no longer. Please choose it again."))
        return redirect("import")
    outcome = run(request, upload, HowToRead(**said["how"]), form)
    if isinstance(outcome, Preview):
        page = {"preview": outcome, "name": upload.name, "form": form}
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
    return render(request, "planning/batch.html", {"batch": found, "table": table})


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
    return render(request, "planning/batch_undone.html", {"batch": found, "kept": result.kept})


@login_not_required
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """Lead the first visitor of an empty portal to an office or to the demo."""
    if Unit.objects.exists():
        return redirect("home")
    return render(request, "planning/welcome.html", {})
