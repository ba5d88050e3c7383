"""The portal's clock: the calendar date may be pinned, the time of day is real.

Views and commands read it once and hand it down; actions and forms never ask for the time.
"""

from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from planning.models import Office
from planning.models.office import asked_of_office
from planning.models.prepared import together
from planning.signed_in import asked_of_person


def pinned_today(office: Office | None = None) -> date | None:
    """Return the date PORTAL_TODAY or the office fixes, or None when the calendar runs."""
    if settings.PORTAL_TODAY:
        return date.fromisoformat(settings.PORTAL_TODAY)
    return (office or Office.objects.current()).pinned_today


def now(office: Office | None = None) -> datetime:
    """Return the portal's time, aware, in Asia/Ho_Chi_Minh; `office` saves reading it again."""
    real = timezone.localtime()
    pinned = pinned_today(office)
    return datetime.combine(pinned, real.timetz()) if pinned else real


def middleware(get_response):
    """Give each request one `request.office` and one `request.now`, so that a page agrees with itself.

    The office is asked for together with the person, whom every page looks up next.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        with together(asked_of_office(), *asked_of_person(request)):
            request.office = Office.objects.current()
            request.user.is_authenticated  # noqa: B018 - asks who it is
        request.now = now(request.office)
        return get_response(request)

    return answer
