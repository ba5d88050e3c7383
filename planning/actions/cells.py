"""The cells of a draft: what one save changed, which cells clash, and what a cell looks like."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from planning.actions.errors import OutOfRange, Refused
from planning.models import Batch, DraftSave, MonthlyReport, RevenueRecord, RowNote, User, kept_plans
from planning.models.revenue import LIMIT, Measure

TYPED, PREFILLED = "typed", "prefilled"
ENTERED = (Measure.REVENUE, Measure.VOLUME)
Cell = tuple[str, str]  # service code, measure

_STORE = """
WITH saves AS (
    SELECT * FROM unnest(
        %s::bigint[], %s::jsonb[], %s::int[], %s::uuid[], %s::text[],
        %s::jsonb[], %s::bigint[], %s::timestamptz[], %s::text[], %s::bigint[]
    ) AS saves (report_id, touched, version, key, digest, changes, by_id, at, channel, batch_id)
), drafts AS (
    UPDATE planning_monthlyreport AS report
    SET draft = report.draft || saves.touched, version = saves.version, saved_at = saves.at
    FROM saves WHERE report.id = saves.report_id
)
INSERT INTO planning_draftsave (report_id, version, key, digest, changes, by_id, at, channel, batch_id)
SELECT report_id, version, key, digest, changes, by_id, at, channel, batch_id FROM saves
"""


class UnknownMeasure(Refused):
    """Only revenue and volume are typed."""

    code = "unknown_measure"
    status = 404
    sentence = _("“%(measure)s” is not a figure that is entered here.")


@dataclass(frozen=True, slots=True)
class CellChange:
    """What a person typed: `value` in đồng or pieces, None clears; `version` as last seen, 0 = never.

    `origin` tells what a person typed or confirmed from what a system laid there.
    """

    service: str
    measure: str
    value: int | None
    version: int
    origin: str = TYPED


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that someone else saved in the meantime: both values, who and when."""

    service: str
    measure: str
    mine: int | None
    theirs: int | None
    version: int
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DraftResult:
    """What a save did. `saved` gives the new version of each cell that now holds the typed value.

    `report` is the report as it stood at the end of the save, `notes` are its explanations.
    """

    report: MonthlyReport
    notes: Sequence[RowNote]
    version: int
    saved_at: datetime | None
    saved: Mapping[Cell, int]
    conflicts: Sequence[Conflict]
    replayed: bool = False


def digest(report: MonthlyReport, content: object) -> str:
    """Return what stands for a save's content: bound to its report, the same for a true repeat."""
    text = json.dumps([report.unit_id, str(report.month), content], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(changes: Iterable[CellChange]) -> list[list]:
    """Return changes in one order, so that a repeat in another order is the same content."""
    return sorted([c.service, c.measure, c.version, c.value is not None, c.value or 0] for c in changes)


def check(changes: Iterable[CellChange]) -> None:
    """Refuse figures that no draft may hold; codes of services are judged by the caller."""
    for change in changes:
        if change.measure not in ENTERED:
            raise UnknownMeasure(measure=change.measure)
        if change.value is not None and not -LIMIT < change.value < LIMIT:
            raise OutOfRange(value=change.value)


def cell_of(report: MonthlyReport, service: str, measure: str) -> dict | None:
    """Return a stored cell: {"value", "version", "by", "at", "origin"}, or None."""
    return report.draft.get(service, {}).get(measure)


def value_of(report: MonthlyReport, service: str, measure: str) -> int | None:
    """Return a stored cell's value, None where nothing is."""
    cell = cell_of(report, service, measure)
    return cell["value"] if cell else None


@dataclass(slots=True)
class Sorting:
    """Changes of one save, sorted: to be written, already so, and clashing."""

    fresh: list[CellChange]
    same: list[CellChange]
    clashing: list[CellChange]


def sort(report: MonthlyReport, changes: Iterable[CellChange]) -> Sorting:
    """Hold each change against the stored cell: only an unseen change by someone else clashes."""
    sorting = Sorting([], [], [])
    for change in changes:
        cell = cell_of(report, change.service, change.measure)
        if (cell is None and change.value is None) or (
            cell is not None and cell["value"] == change.value and cell["origin"] == change.origin
        ):
            sorting.same.append(change)
        elif cell is not None and cell["version"] != change.version and cell["value"] != change.value:
            sorting.clashing.append(change)
        else:
            sorting.fresh.append(change)
    return sorting


def put(report: MonthlyReport, changes: Iterable[CellChange], *, by: User | None, at: datetime) -> list[dict]:
    """Write changes into the report's draft under its next version and return what a DraftSave keeps."""
    report.version += 1
    report.saved_at = at
    kept = []
    for change in changes:
        cell = cell_of(report, change.service, change.measure) or {"value": None, "origin": TYPED}
        kept.append(
            {
                "service": change.service,
                "measure": change.measure,
                "old": cell["value"],
                "was": cell["origin"],
                "new": change.value,
            }
        )
        report.draft.setdefault(change.service, {})[change.measure] = {
            "value": change.value,
            "version": report.version,
            "by": by.pk if by else None,
            "at": at.isoformat(),
            "origin": change.origin,
        }
    return kept


def saved(
    report: MonthlyReport,
    changes: Sequence[CellChange],
    *,
    key: UUID,
    content: object,
    by: User | None,
    at: datetime,
    channel: str,
    batch: Batch | None = None,
) -> DraftSave:
    """Put changes into the draft and return the save that keeps them; both are still to be stored."""
    kept = put(report, changes, by=by, at=at)
    return DraftSave(
        report=report, version=report.version, key=key, digest=digest(report, content), changes=kept,
        by=by, at=at, channel=channel, batch=batch,
    )  # fmt: skip


def store(saves: Sequence[DraftSave]) -> None:
    """Store the drafts of held reports, each with the save that keeps what changed in it.

    Only the rows that a save changed travel: the others stand in the database as they were read.
    """
    if not saves:
        return
    rows = [
        (
            save.report_id, json.dumps(_touched(save)), save.version, save.key, save.digest,
            json.dumps(save.changes), save.by_id, save.at, save.channel, save.batch_id,
        )
        for save in saves
    ]  # fmt: skip
    with connection.cursor() as cursor:
        kept_plans.execute(cursor, _STORE, [list(column) for column in zip(*rows, strict=True)])


def _touched(save: DraftSave) -> dict[str, dict]:
    return {change["service"]: save.report.draft[change["service"]] for change in save.changes}


def versions(report: MonthlyReport, changes: Iterable[CellChange]) -> dict[Cell, int]:
    """Return the stored version of each change's cell."""
    found = {(c.service, c.measure): cell_of(report, c.service, c.measure) for c in changes}
    return {key: cell["version"] if cell else 0 for key, cell in found.items()}


def conflicts(report: MonthlyReport, changes: Iterable[CellChange]) -> list[Conflict]:
    """Tell for each clashing change what stands there, by whom and since when."""
    clashes = [(change, cell_of(report, change.service, change.measure)) for change in changes]
    people = User.objects.in_bulk({cell["by"] for _change, cell in clashes if cell and cell["by"]})
    return [
        Conflict(
            change.service,
            change.measure,
            change.value,
            cell["value"],
            cell["version"],
            people[cell["by"]].full_name if cell["by"] else "",
            datetime.fromisoformat(cell["at"]),
        )
        for change, cell in clashes
        if cell
    ]


def result(report: MonthlyReport, notes: Sequence[RowNote], sorting: Sorting) -> DraftResult:
    """Return what a person is told after a save."""
    return DraftResult(
        report,
        notes,
        report.version,
        report.saved_at,
        versions(report, [*sorting.fresh, *sorting.same]),
        conflicts(report, sorting.clashing),
    )


def repeated(
    report: MonthlyReport, notes: Sequence[RowNote], earlier: DraftSave, changes: Sequence[CellChange]
) -> DraftResult:
    """Return the answer of a save that was acknowledged before, or should have been."""
    written = {(c["service"], c["measure"]): earlier.version for c in earlier.changes}
    rest = sort(report, [c for c in changes if (c.service, c.measure) not in written])
    saved = written | versions(report, rest.same)
    clashing = conflicts(report, [*rest.clashing, *rest.fresh])
    return DraftResult(report, notes, report.version, earlier.at, saved, clashing, replayed=True)


def copy_facts(report: MonthlyReport, records: QuerySet[RevenueRecord], *, at: datetime) -> None:
    """Make the draft say what the books say, under the report's next version.

    A cell that says so already keeps its version and author; what the books lack becomes blank.
    """
    report.version += 1
    facts = {
        (record.service.code, measure): getattr(record, measure)
        for record in records.select_related("service")
        for measure in ENTERED
    }
    drafted = {(service, measure) for service, row in report.draft.items() for measure in row}
    for service, measure in facts.keys() | drafted:
        value = facts.get((service, measure))
        if value != value_of(report, service, measure):
            report.draft.setdefault(service, {})[measure] = {
                "value": value, "version": report.version, "by": None, "at": at.isoformat(), "origin": TYPED,
            }  # fmt: skip
