"""What every page's frame shows: office, navigation, the person, the pinned date."""

from django.http import HttpRequest
from django.urls import reverse

from planning import clock, scopes
from planning.models import MonthlyReport
from planning.models.monthly_reports import State
from planning.models.people import ROLE_LABELS
from postoffice import navigation
from postoffice.access import Permission, Role


def context(request: HttpRequest) -> dict[str, object]:
    """Return the variables of base.html; an answer made above the clock has no office to show."""
    if not hasattr(request, "now"):
        return {}
    if not hasattr(request, "_frame"):  # a table asks again for each of its cells that is a template
        request._frame = _frame(request)
    return request._frame


def _frame(request: HttpRequest) -> dict[str, object]:
    shown: dict[str, object] = {
        "office": request.office,
        "portal_today_pinned": clock.pinned_today(request.office),
    }
    if request.user.is_authenticated:
        shown |= _person(request)
    return shown


def _person(request: HttpRequest) -> dict[str, object]:
    permissions = scopes.permissions(request)
    if Permission.ENTER in permissions and not scopes.entered(request):
        permissions.discard(Permission.ENTER)
    places = [_item(request, place) for place in navigation.destinations(permissions)]
    posts = scopes.postings(request)
    return {
        "navigation": places[: navigation.IN_THE_BAR],
        "menu": places[navigation.IN_THE_BAR :],
        "role_label": ROLE_LABELS[Role(posts[0].role)] if posts else "",
    }


def _item(request: HttpRequest, place: navigation.Destination) -> dict[str, object]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "url": reverse(place.name),
        "label": place.label,
        "current": here == place.name or here in place.pages,
        "count": _waiting(request) if place.counts == "queue" else 0,
    }


def _waiting(request: HttpRequest) -> int:
    """Count the reports that wait for this person's approval."""
    mine = scopes.units(request, Permission.APPROVE)
    waiting = MonthlyReport.objects.filter(state=State.SUBMITTED, unit__in=mine)
    return waiting.exclude(submitted_by=request.user).count()
