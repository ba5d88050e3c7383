"""What other systems know: an export is shown, its codes get a meaning, its figures go into drafts."""

from dataclasses import asdict

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning import scopes
from planning.actions import foreign_codes as acts
from planning.actions.prefilling import prefill_many
from planning.forms.prefill import ExportForm, HowToRead, OneMeaningForm, read_export
from planning.importing import uploads
from planning.importing.uploads import Upload
from planning.models import ForeignCode, Service
from planning.models.foreign_codes import ForeignKind
from planning.views.performing import perform
from planning.views.prefilling import PrefillPreview, mine, rehearse
from planning.views.welcoming import or_welcome
from postoffice.access import Permission


def _importer(request: HttpRequest) -> None:
    """Let in who imports somewhere; nobody else."""
    if Permission.IMPORT not in scopes.permissions(request):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
@or_welcome
def prefill(request: HttpRequest) -> HttpResponse:
    """Ask for an export; POST reads it and shows where its figures would go."""
    _importer(request)
    form = ExportForm(request.POST or None, request.FILES or None, initial={"source": _last_source()})
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "planning/prefill.html", {"form": form}, status=status)
    upload = uploads.keep(form.cleaned_data["file"].name, form.content)
    request.session["prefill"] = {"token": upload.token, "name": upload.name, "how": asdict(form.how)}
    return _show(request, upload, form.how, rehearse(request, form.table, form.how.source))


def _last_source() -> str:
    return ForeignCode.objects.order_by("-at", "-pk").values_list("source", flat=True).first() or "VNPost"


@require_POST
def prefill_confirm(request: HttpRequest) -> HttpResponse:
    """Keep what codes mean and show again, or lay the figures that were shown."""
    _importer(request)
    said = request.session.get("prefill", {})
    upload = uploads.kept(said.get("token", ""), said.get("name", ""))
    if upload is None or request.POST.get("token") != upload.token:
        messages.error(request, _("The file is kept no longer. Please choose it again."))
        return redirect("prefill")
    how = HowToRead(**said["how"])
    answers = request.POST if request.POST.get("action") == "meanings" else None
    preview = rehearse(request, read_export(upload.content, how), how.source, answers)
    if answers is None:
        return _lay(request, upload, how, preview)
    return _keep(request, upload, how, preview)


def _keep(request: HttpRequest, upload: Upload, how: HowToRead, preview: PrefillPreview) -> HttpResponse:
    form = preview.form
    if form is None or not form.is_valid():
        return _show(request, upload, how, preview, status=422)
    done = _("Kept what the codes mean.")
    perform(request, acts.keep_codes, done, source=how.source, meanings=form.meanings)
    return _show(request, upload, how, rehearse(request, preview.table, how.source))


def _lay(request: HttpRequest, upload: Upload, how: HowToRead, preview: PrefillPreview) -> HttpResponse:
    if preview.problems or not preview.count:
        return _show(request, upload, how, preview, status=422)
    result = prefill_many(
        figures=preview.matched.cells, file_name=upload.name, digest=upload.digest,
        by=request.user, at=request.now,
    )  # fmt: skip
    uploads.forget(upload.token)
    del request.session["prefill"]
    count = len(result.of("laid"))
    said = ngettext(
        "%(count)d figure lies in the drafts. Its unit looks at it and confirms.",
        "%(count)d figures lie in the drafts. Their units look at them and confirm.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("batch", key=result.batch.pk) if result.batch else redirect("prefill")


def _show(
    request: HttpRequest, upload: Upload, how: HowToRead, preview: PrefillPreview, status: int = 200
) -> HttpResponse:
    page = {"preview": preview, "upload": upload, "how": how}
    status = 422 if preview.problems else status
    return render(request, "planning/prefill_preview.html", page, status=status)


@require_safe
@or_welcome
def mappings(request: HttpRequest) -> HttpResponse:
    """List what the codes of other systems mean."""
    _importer(request)
    codes = _codes(request).select_related("unit", "service", "by").order_by("source", "kind", "code")
    page = {"codes": codes, "may_keep": scopes.covers_office(request, Permission.IMPORT)}
    return render(request, "planning/mappings.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: HttpRequest, key: int) -> HttpResponse:
    """Show one code; POST changes its meaning or removes it."""
    _importer(request)
    code = get_object_or_404(_codes(request), pk=key)
    if not scopes.covers_office(request, Permission.IMPORT):
        raise PermissionDenied
    if request.method == "POST" and "remove" in request.POST:
        perform(request, acts.forget_code, _("The code is unknown again."), code=code)
        return redirect("mappings")
    is_unit = code.kind == ForeignKind.UNIT
    ours = mine(request).reporting().in_order() if is_unit else Service.objects.in_order()
    form = OneMeaningForm(request.POST or None, code=code, ours=ours)
    if form.is_valid():
        keeping = {"source": code.source, "meanings": [form.decided]}
        if perform(request, acts.keep_codes, _("Kept what the codes mean."), **keeping):
            return redirect("mappings")
    page = {"code": code, "form": form}
    return render(request, "planning/mapping.html", page, status=422 if form.is_bound else 200)


def _codes(request: HttpRequest):
    """Keep codes of units this person fills, and those that name no unit."""
    return ForeignCode.objects.filter(unit=None) | ForeignCode.objects.filter(unit__in=mine(request))
