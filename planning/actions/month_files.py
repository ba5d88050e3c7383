"""A filled month file into the drafts of its units: one batch, all or nothing, once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext_lazy as _

from planning.actions import cells, submissions
from planning.actions.cells import CellChange
from planning.actions.drafts import require_services
from planning.actions.errors import Refused
from planning.actions.gates import Gate
from planning.actions.locks import hold_reports
from planning.actions.rights import require
from planning.actions.writing import because, writing
from planning.models import Batch, DraftSave, MonthlyReport, Unit, User
from planning.models.batches import BatchKind
from planning.models.history import Channel
from postoffice.access import Permission
from postoffice.months import Month

Notes = Mapping[Unit, Mapping[str, tuple[str, str]]]


class FileOutdated(Refused):
    """Somebody saved one of the file's cells after the preview."""

    code = "file_outdated"
    sentence = _(
        "%(count)s figures were changed after this preview. Nothing was written; look at them again."
    )


def fill(
    *, month: Month, changes: Mapping[Unit, Sequence[CellChange]], notes: Notes, key: UUID,
    file_name: str, digest: str, by: User, at: datetime,
) -> Batch | None:  # fmt: skip
    """Write a file's cells and notes into the drafts of its units and return the batch.

    Versions are those its person has seen: one clash and nothing is written. The same key again is
    answered with the batch it made; None where nothing was left to change.
    """
    units = sorted({*changes, *notes}, key=lambda unit: unit.pk)
    for unit in units:
        require(by=by, permission=Permission.ENTER, unit=unit, at=at)
        cells.check(changes.get(unit, ()))
        submissions.check_notes(notes.get(unit, {}))
    with writing(by=by, at=at, channel=Channel.FILE, sharing=[month]):
        reports = _held(units, month)
        keys = {unit: uuid5(key, unit.code) for unit in units}
        earlier = DraftSave.objects.filter(key__in=keys.values()).select_related("batch").first()
        if earlier is not None:
            return earlier.batch
        _require_typing(units, month, reports, at)
        require_services(_services(changes, notes), month=month)
        fresh = _sorted(reports, changes)
        for unit, told in notes.items():
            submissions.keep_notes(reports[unit.pk], told, by, at)
        if not fresh:
            return None
        summary = {"month": str(month), "units": len(fresh), "cells": sum(map(len, fresh.values()))}
        batch = Batch.objects.create(
            kind=BatchKind.FILE, file_name=file_name[:200], digest=digest, summary=summary, by=by, at=at
        )
        signed = {"by": by, "at": at, "channel": Channel.FILE, "batch": batch}
        cells.store(
            [
                cells.saved(reports[unit.pk], told, key=keys[unit], content=cells.content_of(told), **signed)
                for unit, told in fresh.items()
            ]
        )
        return batch


def _require_typing(
    units: Sequence[Unit], month: Month, reports: Mapping[int, MonthlyReport], at: datetime
) -> None:
    """Pass units that may all type into the month now."""
    gate = Gate([unit.pk for unit in units], [month], at)
    for unit in units:
        refusal = gate.refusal(month, unit.pk, reports[unit.pk])
        if refusal is not None:
            raise refusal
    because(gate.reason)


def _services(changes: Mapping[Unit, Sequence[CellChange]], notes: Notes) -> set[str]:
    """Return the codes of all services a file speaks of."""
    named = {change.service for told in changes.values() for change in told}
    return named.union(*notes.values())


def _held(units: Sequence[Unit], month: Month) -> dict[int, MonthlyReport]:
    """Hold the reports in the order of their keys, made where they are missing."""
    missing = [MonthlyReport(unit=unit, month=month.first) for unit in units]
    MonthlyReport.objects.bulk_create(missing, ignore_conflicts=True)
    return {report.unit_id: report for report in hold_reports([unit.pk for unit in units], month)}


def _sorted(
    reports: Mapping[int, MonthlyReport], changes: Mapping[Unit, Sequence[CellChange]]
) -> dict[Unit, list[CellChange]]:
    """Return what is left to write for each unit; FileOutdated where somebody was faster."""
    sortings = {unit: cells.sort(reports[unit.pk], told) for unit, told in changes.items()}
    clashing = sum(len(sorting.clashing) for sorting in sortings.values())
    if clashing:
        raise FileOutdated(count=clashing)
    return {unit: sorting.fresh for unit, sorting in sortings.items() if sorting.fresh}
