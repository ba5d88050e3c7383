"""What every page's frame shows: office, navigation, the person, the pinned date."""

from django.http import HttpRequest

from planning import clock
from planning.models import Office


def context(request: HttpRequest) -> dict[str, object]:
    """Return the variables of base.html."""
    return {"office": Office.objects.current(), "portal_today_pinned": clock.pinned_today()}
