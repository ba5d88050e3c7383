"""Typing a month: drafts save by themselves, once each, cell by cell.

Every verb follows TRUST rule 1: month lock → report row → idempotency key → versions → write.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from planning.actions import cells
from planning.actions.cells import CellChange, DraftResult
from planning.actions.errors import KeyReused, Refused
from planning.actions.locks import asked_of_month, hold_report, require_open
from planning.actions.rights import require
from planning.actions.writing import in_batch, writing
from planning.models import Batch, DraftSave, MonthlyReport, Service, Unit, User
from planning.models.batches import BatchKind
from planning.models.history import Channel
from planning.models.monthly_reports import notes_of
from planning.models.prepared import Among, Asked, prepared, together
from planning.models.validity import holds_between
from postoffice.access import Permission
from postoffice.months import Month

_BATCHES = {Channel.PASTE: BatchKind.PASTE, Channel.FILE: BatchKind.FILE}


class NotEditable(Refused):
    """The report was sent or approved; typing goes on after it is returned."""

    code = "not_editable"
    sentence = _("Month %(month)s has been sent (%(state)s). Ask for it to be returned before changing it.")


class NotReporting(Refused):
    """The unit keeps no figures of its own in that month."""

    code = "not_reporting"
    sentence = _("%(unit)s does not report figures of its own for %(month)s.")


class UnknownService(Refused):
    """No service has this code."""

    code = "unknown_service"
    status = 404
    sentence = _("There is no service with the code %(service)s.")


class InactiveService(Refused):
    """The service was not sold in that month."""

    code = "inactive_service"
    sentence = _("%(service)s is not sold in %(month)s.")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who saves, when and how, under which idempotency key; `by` is None for the operator."""

    by: User | None
    at: datetime
    channel: str
    key: UUID
    permission: Permission = Permission.ENTER
    batch: Batch | None = None


def save_draft(
    *,
    unit: Unit,
    month: Month,
    changes: Sequence[CellChange],
    key: UUID,
    by: User,
    at: datetime,
    channel: str,
) -> DraftResult:
    """Store what was typed: cells that nobody else changed are saved, the others are told as conflicts.

    A paste or a file becomes a batch that can be undone. The same key with the same content is
    answered as before and writes nothing.
    """
    cells.check(changes)

    def write(report: MonthlyReport) -> cells.Sorting:
        require_services({change.service for change in changes}, month=month)
        return cells.sort(report, changes)

    content = cells.content_of(changes)
    return _save(unit, month, content, write, Sender(by, at, channel, key), changes)


def fill_with_nil(
    *, unit: Unit, month: Month, key: UUID, by: User, at: datetime, channel: str
) -> DraftResult:
    """Write 0 into every offered row that is wholly blank (các dòng còn lại: không phát sinh)."""

    def write(report: MonthlyReport) -> cells.Sorting:
        offered = Service.objects.of_point(unit, month).values_list("code", flat=True)
        blank = [
            code for code in offered if all(cells.value_of(report, code, m) is None for m in cells.ENTERED)
        ]
        nil = {(code, measure): 0 for code in blank for measure in cells.ENTERED}
        return _as_fresh(nil)

    return _save(unit, month, "nil", write, Sender(by, at, channel, key))


def confirm_prefilled(
    *, unit: Unit, month: Month, key: UUID, by: User, at: datetime, channel: str
) -> DraftResult:
    """Take the prefilled figures that are left as one's own (xác nhận số liệu)."""

    def write(report: MonthlyReport) -> cells.Sorting:
        waiting = {
            (code, measure): cell["value"]
            for code, row in report.draft.items()
            for measure, cell in row.items()
            if cell["origin"] == cells.PREFILLED
        }
        return _as_fresh(waiting)

    return _save(unit, month, "confirm", write, Sender(by, at, channel, key))


def prefill(
    *,
    unit: Unit,
    month: Month,
    figures: Mapping[tuple[str, str], int],
    key: UUID,
    by: User | None,
    at: datetime,
    channel: str,
    batch: Batch | None = None,
) -> DraftResult:
    """Lay figures a system knows, by (service code, measure), into blank cells for the unit to confirm.

    What the unit has typed stays. Needs the right to import.
    """
    laid = [CellChange(service, measure, value, 0) for (service, measure), value in figures.items()]
    cells.check(laid)

    def write(report: MonthlyReport) -> cells.Sorting:
        require_services({service for service, _measure in figures}, month=month)
        blank = [c for c in laid if cells.value_of(report, c.service, c.measure) is None]
        return _as_fresh({(c.service, c.measure): c.value for c in blank}, cells.PREFILLED)

    sender = Sender(by, at, channel, key, Permission.IMPORT, batch)
    return _save(unit, month, cells.content_of(laid), write, sender)


def require_services(codes: Collection[str], *, month: Month) -> None:
    """Pass codes of services that are sold in `month`; UnknownService or InactiveService otherwise."""
    found = {service.code: service for service in _coded.all(codes=sorted(codes))} if codes else {}
    for code in sorted(codes):
        if code not in found:
            raise UnknownService(service=code)
        if not found[code].is_active_in(month):
            raise InactiveService(service=found[code].name, month=month)


@prepared
def _coded(codes: Sequence[str]) -> QuerySet[Service]:
    return Service.objects.filter(Among("code", codes))


def require_reporting(*, unit: Unit, month: Month) -> None:
    """Pass a unit that types figures and exists in `month`."""
    if not _reporting.tuples(unit=unit.pk, first=month.first, last=month.last):
        raise NotReporting(unit=unit.name, month=month)


@prepared
def _reporting(unit: int, first: date, last: date) -> QuerySet[Unit]:
    return Unit.objects.reporting().filter(holds_between(first, last), pk=unit).values_list("pk")


def require_editable(*, report: MonthlyReport) -> None:
    """Pass a report that is being entered or was returned."""
    if not report.is_editable:
        raise NotEditable(month=Month.of(report.month), state=report.get_state_display())


def _as_fresh(values: Mapping[cells.Cell, int], origin: str = cells.TYPED) -> cells.Sorting:
    """Return values as changes of what stands in the draft now."""
    fresh = [CellChange(service, measure, value, 0, origin) for (service, measure), value in values.items()]
    return cells.Sorting(fresh, [], [])


def _save(
    unit: Unit,
    month: Month,
    content: object,
    write: Callable[[MonthlyReport], cells.Sorting],
    sender: Sender,
    changes: Sequence[CellChange] = (),
) -> DraftResult:
    """Run one save: `write` says under the locks what changes.

    A repeat is answered before anything is asked about the month: it was acknowledged then.
    """
    by, at = sender.by, sender.at
    if by is not None:
        require(by=by, permission=sender.permission, unit=unit, at=at)
    with writing(by=by, at=at, channel=sender.channel, batch=sender.batch, sharing=[month]):
        report = hold_report(unit=unit, month=month)
        with together(notes_of.of(report=report.pk), *_asked(unit, month, sender.key, changes)):
            notes = notes_of.all(report=report.pk)
            earlier = _earlier.first(key=sender.key)
            if earlier is not None:
                if (earlier.report_id, earlier.digest) != (report.pk, cells.digest(report, content)):
                    raise KeyReused
                return cells.repeated(report, notes, earlier, changes)
            require_open(unit=unit, month=month, at=at)
            require_reporting(unit=unit, month=month)
            require_editable(report=report)
            sorting = write(report)
        if sorting.fresh:
            _keep(report, sorting.fresh, content, sender)
        return cells.result(report, notes, sorting)


def _asked(unit: Unit, month: Month, key: UUID, changes: Sequence[CellChange]) -> list[Asked]:
    """Return what a save asks the database once the report is held."""
    codes = {change.service for change in changes}
    return [
        _earlier.of(key=key),
        asked_of_month(month),
        _reporting.of(unit=unit.pk, first=month.first, last=month.last),
        *([_coded.of(codes=sorted(codes))] if codes else []),
    ]


@prepared
def _earlier(key: UUID) -> QuerySet[DraftSave]:
    return DraftSave.objects.filter(key=key)


def _keep(report: MonthlyReport, fresh: Sequence[CellChange], content: object, sender: Sender) -> None:
    """Store the draft with the save that is remembered by its key; a paste or a file is a batch."""
    batch = sender.batch
    if batch is None and sender.channel in _BATCHES:
        summary = {"unit": report.unit_id, "month": str(Month.of(report.month)), "cells": len(fresh)}
        kind = _BATCHES[sender.channel]
        batch = Batch.objects.create(kind=kind, summary=summary, by=sender.by, at=sender.at)
        in_batch(batch)
    save = cells.saved(
        report, fresh, key=sender.key, content=content, by=sender.by, at=sender.at, channel=sender.channel,
        batch=batch,
    )  # fmt: skip
    cells.store([save])
