"""Pages and files of the reports: find the unit, read the filters, answer."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from planning import scopes
from planning.estimated_year import estimated_year
from planning.models import ReportingMonth
from planning.models.units import UnitQuerySet
from postoffice.months import Month
from reports import build, ledger
from reports.definitions import CATALOGUE
from reports.renderers import RENDERERS, page
from reports.renderers.words import file_name
from reports.report import Report

BAD_FILTER = 400


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Show which reports there are, and the estimate round of last, if there was one."""
    asked = ReportingMonth.objects.exclude(estimate_due_on=None).order_by("-month").first()
    page = {"definitions": CATALOGUE.values(), "seen": _scope(request).exists(), "estimated": asked}
    return render(request, "reports/reports.html", page)


@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a report as a page."""
    asked = _asked(request, slug)
    if asked is None:
        return render(request, "reports/empty.html", {"definition": CATALOGUE[slug]})
    return _page(request, asked, slug)


@require_safe
def report_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Answer a report as JSON, CSV or XLSX."""
    asked = _asked(request, slug)
    if asked is None:
        raise Http404
    if asked.report is None:
        return _refused(request, asked, slug, kind)
    return _file(asked.report, kind)


@require_safe
def estimates_file(request: HttpRequest, month: Month) -> HttpResponse:
    """Answer the estimate round of a month as XLSX, of the unit its page shows."""
    units = _scope(request)
    tops = units.tops().in_order()
    if not tops:
        raise PermissionDenied
    row = get_object_or_404(ReportingMonth.objects.rounds(), month=month.first)
    code = request.GET.get("unit", "")
    place = get_object_or_404(units, code=code) if code else tops[0]
    made = build.estimates(
        estimated_year(place, units.subtree_of(place), month),
        due_on=row.estimate_due_on, office=request.office, by=str(request.user), at=_now(request),
    )  # fmt: skip
    return _file(made, "xlsx")


def _asked(request: HttpRequest, slug: str) -> build.Asked | None:
    """Return what the address asks for; None while the portal has no unit at all; 404 outside the scope."""
    if slug not in CATALOGUE:
        raise Http404
    units, office = _scope(request), request.office
    by = str(request.user)
    try:
        return build.ask(
            CATALOGUE[slug], request.GET.dict(), units=units, office=office, by=by, at=_now(request)
        )
    except build.OutsideScope:
        if ledger.is_empty():
            return None
        raise Http404 from None


def _page(request: HttpRequest, asked: build.Asked, slug: str) -> HttpResponse:
    """Show the report, or the filter bar with a sentence at each filter that is wrong."""
    shown = page.page(asked.report, asked.above) if asked.report else None
    context = {"form": asked.form, "page": shown, "definition": CATALOGUE[slug]}
    return render(request, "reports/report.html", context, status=200 if shown else BAD_FILTER)


def _refused(request: HttpRequest, asked: build.Asked, slug: str, kind: str) -> HttpResponse:
    """Answer 400 with a sentence at each filter that is wrong."""
    if kind == "json":
        wrong = {name: list(errors) for name, errors in asked.form.errors.items()}
        return JsonResponse({"error": "bad_filter", "filters": wrong}, status=BAD_FILTER)
    return _page(request, asked, slug)


def _now(request: HttpRequest) -> datetime:
    return timezone.localtime(request.now)


def _scope(request: HttpRequest) -> UnitQuerySet:
    return ledger.visible(request.user, on=_now(request).date(), postings=scopes.postings(request))


def _file(report: Report, kind: str) -> HttpResponse:
    renderer = RENDERERS[kind]
    answer = HttpResponse(renderer.render(report), content_type=renderer.content_type)
    if kind != "json":
        answer.headers["Content-Disposition"] = _attachment(report, kind)
    return answer


def _attachment(report: Report, kind: str) -> str:
    """Return the header that names a download, in ASCII for old clients and in UTF-8 for the others."""
    plain = f"{report.slug}-{report.scope.month}.{kind}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name(report, kind))}"
