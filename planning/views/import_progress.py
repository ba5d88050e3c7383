"""A long import tells of its stages while they happen: a page that grows, without a script.

The work runs in a thread of its own, so that its transaction never waits for somebody's slow line; who
leaves the page stops nothing. Why not a queue: docs/decisions/0014-progress-of-an-import.md.
"""

import logging
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue

from django.db import connections
from django.http import HttpRequest, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import translation

from planning.actions.errors import Refused
from planning.actions.stages import STAGES
from planning.forms.imports import ConfirmForm, HowToRead
from planning.importing import uploads
from planning.importing.uploads import Upload
from planning.views.previewing import Preview, perform

LONG = 1 << 18
"""From so many bytes on a file is long: some ten thousand rows, or a second of work."""
_MARK = "<!--stages-->"
_log = logging.getLogger(__name__)

Stages = SimpleQueue[tuple[str, int] | None]


def stream(request: HttpRequest, upload: Upload, how: HowToRead, form: ConfirmForm) -> StreamingHttpResponse:
    """Import, and answer with a page to which each stage is added when it is over."""
    head, tail = render_to_string("planning/import_running.html", {"name": upload.name}, request).split(_MARK)
    language, token = translation.get_language(), get_token(request)
    told: Stages = SimpleQueue()
    pool = ThreadPoolExecutor(1)
    work = pool.submit(_work, request, upload, how, form, told, language)
    pool.shutdown(wait=False)

    def page() -> Iterator[str]:
        yield head
        while (stage := told.get()) is not None:
            yield _said("planning/_import_stage.html", language, {"stage": _sentence(*stage, language)})
        end = _end(work) | {"name": upload.name, "form": form, "marked": upload, "csrf_token": token}
        yield _said("planning/import_end.html", language, end)
        yield tail

    return StreamingHttpResponse(page(), headers={"X-Accel-Buffering": "no"})


def _work(
    request: HttpRequest, upload: Upload, how: HowToRead, form: ConfirmForm, told: Stages, language: str
) -> object:
    """Import in this thread; whatever happens, the page hears that it is over."""
    try:
        with translation.override(language):
            outcome = perform(request, upload, how, form, lambda stage, count: told.put((stage, count)))
        if not isinstance(outcome, Preview):
            uploads.forget(upload.token)
        return outcome
    finally:
        connections.close_all()
        told.put(None)


def _end(work: Future) -> dict[str, object]:
    """Say how it ended: a batch, nothing to do, rows that do not fit, or why nothing was written."""
    error = work.exception()
    if isinstance(error, Refused):
        return {"refusal": error}
    if error is not None:
        _log.error("an import failed", exc_info=error)
        return {"failed": True}
    outcome = work.result()
    return {"preview": outcome} if isinstance(outcome, Preview) else {"batch": outcome}


def _sentence(stage: str, count: int, language: str) -> str:
    with translation.override(language):
        return str(STAGES[stage]) % {"count": f"{count:,}".replace(",", "." if language == "vi" else ",")}


def _said(template: str, language: str, context: dict[str, object]) -> str:
    with translation.override(language):
        return render_to_string(template, context)
