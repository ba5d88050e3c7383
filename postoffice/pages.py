"""Pages of no single room: health, and the answers when something is wrong."""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from planning import scopes
from planning.todo.lists import place, todo
from postoffice.access import Permission
from postoffice.middleware import too_large, wants_json, whole
from reports import dashboards, ledger


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, for a load balancer or a watchdog."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def refused_upload(request: HttpRequest) -> HttpResponse:
    """Say for the web server in front that an upload was too large: it takes none of it but its size."""
    return too_large(request, max(whole(request.headers.get("X-Refused-Size", "")), settings.LARGEST_UPLOAD))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what this person must do this month; lead who only reads to the figures."""
    work = todo(request)
    if not work.tasks and Permission.READ in scopes.permissions(request):
        return redirect("dashboard")
    return render(request, "home.html", {"todo": work, "place": place(request), "glance": _glance(request)})


def _glance(request: HttpRequest) -> dashboards.Glance | None:
    """Return the year of the one point this person enters for; who has more uses the dashboard."""
    points = scopes.entered(request)
    if len(points) != 1:
        return None
    at = timezone.localtime(request.now)
    with ledger.one_moment():
        units = ledger.visible(request.user, on=at.date(), postings=scopes.postings(request))
        asked = dashboards.choose({}, points[0].code, units=units, office=request.office, at=at)
        return dashboards.glance(asked.chosen) if asked.chosen else None


def answer(request: HttpRequest, status: int, code: str, page: str = "") -> HttpResponse:
    """Return the error page of `status` (or `page`), or its JSON, without touching the database."""
    if wants_json(request):
        return JsonResponse({"error": code}, status=status)
    return HttpResponse(render_to_string(page or f"{status}.html", {"bare": True}), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request could not be read."""
    return answer(request, 400, "bad_request")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the person may look here but not do this."""
    return answer(request, 403, "forbidden")


def token_missing(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page was open too long and how to go on without losing what was typed."""
    return answer(request, 403, "csrf", "403_token.html")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is nothing here; missing and foreign things answer alike."""
    return answer(request, 404, "not_found")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 with Retry-After when the database is in trouble, else 500."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = answer(request, 503, "database_unavailable")
        response.headers["Retry-After"] = "5"
        return response
    return answer(request, 500, "server_error")
