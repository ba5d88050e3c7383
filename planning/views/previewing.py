"""Rehearses and runs an upload in the name of the signed-in person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from planning.actions.errors import Refused
from planning.actions.figure_rules import RowsRefused
from planning.actions.figures import FiguresResult, import_figures
from planning.actions.imported_months import MonthStep
from planning.actions.office import LoadResult, load
from planning.actions.stages import Tell, silent
from planning.actions.target_files import import_targets
from planning.actions.undone_imports import foretold
from planning.forms.imports import ConfirmForm, HowToRead, read_file
from planning.importing.located import Located
from planning.importing.preview import Line, SheetChanges, lines
from planning.importing.sheets import Read
from planning.importing.uploads import Upload
from planning.models import Batch
from planning.models.batches import BatchKind
from planning.models.history import Channel

MOST_LINES = 1000


@dataclass(frozen=True)
class Preview:
    """What a file would do: its sheets with counts and old → new, the months it closes, what is wrong.

    `cut` says that a sheet changes more cells than are shown, `lasting` why it could not be undone.
    """

    sheets: Sequence[tuple[SheetChanges, Sequence[Line]]] = ()
    months: Sequence[MonthStep] = ()
    problems: Sequence[Located] = ()
    warnings: Sequence[Located] = ()
    cut: bool = field(default=False)
    lasting: Refused | None = field(default=None)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not self.months and all(changes.is_empty for changes, _lines in self.sheets)

    @property
    def closing(self) -> int:
        """How many months would be closed for good."""
        return sum(step.closed == 2 for step in self.months)


def rehearse(request: HttpRequest, read: Read, how: HowToRead) -> Preview:
    """Say what an upload would change, writing nothing."""
    if read.problems:
        return Preview(problems=read.problems, warnings=read.warnings)
    try:
        return _preview(_import(request, read, how, dry_run=True), read, request.now)
    except RowsRefused as refusal:
        return Preview(problems=refusal.problems, warnings=read.warnings)


def run(request: HttpRequest, upload: Upload, how: HowToRead, form: ConfirmForm) -> Preview | Batch | None:
    """Write an upload and return its batch; None where nothing changed, a preview where it was refused."""
    try:
        outcome = perform(request, upload, how, form)
    except Refused as refusal:
        if refusal.status == 403:
            raise PermissionDenied(str(refusal)) from refusal
        messages.error(request, str(refusal))
        return rehearse(request, read_file(upload.content, how), how)
    return outcome if isinstance(outcome, Preview) else _told(request, outcome)


def perform(
    request: HttpRequest, upload: Upload, how: HowToRead, form: ConfirmForm, tell: Tell = silent
) -> Preview | Batch | None:
    """Write an upload, telling of its stages; rows that do not fit give a preview, all else is raised."""
    read = read_file(upload.content, how)
    tell("read", 0)
    if read.problems or not form.is_valid():
        return rehearse(request, read, how)
    said = {"replace": form.cleaned_data["replace"], "reason": form.cleaned_data["reason"], "tell": tell}
    try:
        return _import(
            request, read, how, dry_run=False, file_name=upload.name, digest=upload.digest, **said
        ).batch
    except RowsRefused as refusal:
        return Preview(problems=refusal.problems, warnings=read.warnings)


def _told(request: HttpRequest, batch: Batch | None) -> Batch | None:
    if batch is None:
        messages.info(request, _("No change: the portal says already what the file says."))
    else:
        messages.success(request, _("Imported."))
    return batch


def _import(request: HttpRequest, read: Read, how: HowToRead, **said: object) -> LoadResult | FiguresResult:
    signed = {"by": request.user, "at": request.now, "channel": Channel.FILE}
    if how.kind == BatchKind.OFFICE:
        return load(read.data, warnings=read.warnings, **signed, **said)
    if how.kind == BatchKind.TARGETS:
        told = {name: said[name] for name in said if name not in ("replace", "reason")}
        return import_targets(rows=read.data.targets, **signed, **told)
    return import_figures(rows=read.data.revenue, kind=how.kind, **signed, **said)


def changes_of(request: HttpRequest, read: Read, how: HowToRead) -> list[SheetChanges]:
    """Return all that an upload would change, writing nothing; none where it does not fit."""
    try:
        return _sheets(_import(request, read, how, dry_run=True)) if not read.problems else []
    except RowsRefused:
        return []


def _sheets(result: LoadResult | FiguresResult) -> list[SheetChanges]:
    return list(result.changes.sheets.values()) if isinstance(result, LoadResult) else [result.changes]


def _preview(result: LoadResult | FiguresResult, read: Read, at: datetime) -> Preview:
    is_office = isinstance(result, LoadResult)
    warnings = result.warnings if is_office else (*read.warnings, *result.odd)
    sheets = [(sheet, list(lines(sheet, MOST_LINES + 1))) for sheet in _sheets(result)]
    cut = any(len(shown) > MOST_LINES for _sheet, shown in sheets)
    shown = [(sheet, found[:MOST_LINES]) for sheet, found in sheets]
    lasting = foretold([sheet for sheet, _lines in sheets], at)
    return Preview(shown, result.months, (), warnings, cut, lasting)
