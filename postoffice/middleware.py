"""What every answer has, whichever page made it: language, sign-in, headers, honest trouble."""

import time
from math import ceil
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers

_MOST_DIGITS = 18
_PIECE = 1 << 16
_WAIT_SECONDS = 10


def wants_json(request: HttpRequest) -> bool:
    """Say whether the client asked for JSON, by path or by its Accept header."""
    return request.path.endswith(".json") or "application/json" in request.headers.get("Accept", "")


class SignInRequired(LoginRequiredMiddleware):
    """Default deny: pages lead to the sign-in page, JSON clients get a 401 they can act on."""

    def handle_no_permission(self, request: HttpRequest, view_func: object) -> HttpResponse:
        """Answer 401 where a redirect would be taken for success, else redirect."""
        if wants_json(request):
            return JsonResponse({"error": "sign_in_required"}, status=401)
        return super().handle_no_permission(request, view_func)


def language(get_response):
    """Speak Vietnamese unless the person chose otherwise; the browser's own list is not asked."""
    known = {code for code, _name in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ["Cookie"])
        return response

    return middleware


def whole_text(get_response):
    """Refuse an address with a NUL, which no text of the database can hold."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path + unquote(request.META.get("QUERY_STRING", "")):
            raise BadRequest
        return get_response(request)

    return middleware


def bounded_uploads(get_response):
    """Refuse an upload by what it says of its size, before any of it is stored.

    A browser shows an answer only when it could send all it had to: the body is taken off the line
    piece by piece and thrown away, for as long as a person would wait.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or ""
        size = whole(said)
        if request.content_type != "multipart/form-data" or size <= settings.LARGEST_UPLOAD:
            return get_response(request)
        _throw_away(request)
        return too_large(request, size)

    return middleware


def whole(text: str) -> int:
    """Return a size as a header tells it, 0 where it is none; one that no file can have is still large."""
    return int("0" + text.lstrip("0")[:_MOST_DIGITS]) if text.isascii() and text.isdigit() else 0


def too_large(request: HttpRequest, size: int) -> HttpResponse:
    """Say that more was sent than is taken; `size` in bytes."""
    if wants_json(request):
        return JsonResponse({"error": "too_large"}, status=413)
    told = {"bare": True, "size": ceil(size / (1 << 20)), "limit": settings.LARGEST_UPLOAD >> 20}
    return HttpResponse(render_to_string("413.html", told), status=413)


def _throw_away(request: HttpRequest) -> None:
    enough = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < enough and request.read(_PIECE):
        continue


def private_headers(get_response):
    """Keep signed-in pages out of every cache and foreign pages out of every frame."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if not request.path.startswith(settings.STATIC_URL):
            add_never_cache_headers(response)
            response.headers["Cache-Control"] = "no-store, private"
        return response

    return middleware
