"""An empty portal refuses nobody: it shows the way in instead."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from planning.models import Unit


def or_welcome(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer with the welcome of an empty portal where nobody can have a right yet."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied:
            if Unit.objects.exists():
                raise
            return render(request, "planning/welcome.html", {})

    return answer
