"""Run an action for a form, and say what came of it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from planning.actions.errors import Refused


def perform(request: HttpRequest, act: Callable[..., object], done: str, **arguments: object) -> bool:
    """Call `act` in the name of the signed-in person at the portal's time; say `done` or why not.

    A refusal for want of a right or of the thing itself becomes the page 403 or 404; any other
    becomes a message, and False tells the view to show the form again with what was typed.
    """
    try:
        act(by=request.user, at=request.now, **arguments)
    except Refused as refusal:
        if refusal.status == 404:
            raise Http404 from refusal
        if refusal.status == 403:
            raise PermissionDenied(str(refusal)) from refusal
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True
