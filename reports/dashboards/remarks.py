"""What units say about their figures, and what was changed lately, ready to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from planning.models.history import HistoryEntry, Noun
from planning.models.units import UnitQuerySet
from planning.tables import changes as fields_of
from reports import ledger
from reports.build import Track, standing
from reports.dashboards import naming
from reports.dashboards.board import Board
from reports.dashboards.writing import Scale, Shown, shown
from reports.ledger import Change

MOST, MOST_SAID, MOST_CHANGES = 4, 2, 5


@dataclass(frozen=True)
class Said:
    """One unit's words about a service."""

    unit: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Explained:
    """A service with its distance from the month's plan, and what units said about it.

    `more` is how many said something that is not shown here.
    """

    service: str
    over: Shown
    said: Sequence[Said]
    more: int


@dataclass(frozen=True)
class ChangeRow:
    """A change: when, who, what of which unit, before and after."""

    at: datetime
    by: str
    what: str
    before: str
    after: str


def explained(board: Board, services: Mapping[str, Track], scale: Scale) -> list[Explained]:
    """Return the explanations of the month by service, the ones furthest from the plan first."""
    tree, catalogue = board.chosen.tree, board.chosen.catalogue
    found: dict[str, list[Said]] = {}
    for note in ledger.explanations(tree, board.chosen.month, list(services)):
        unit = naming.short(tree.below[note.unit_id].name) if note.unit_id != tree.root.id else ""
        text = ". ".join(part for part in (note.label, note.text) if part)
        found.setdefault(note.service, []).append(Said(unit, text, note.by, timezone.localtime(note.at)))
    overs = {code: standing.in_month(services[code], board.number).over for code in found}
    order = sorted(found, key=lambda code: (overs[code].value or 0, code))
    return [
        Explained(
            naming.service(catalogue.name(code)),
            shown(overs[code], scale.format.with_sign, toned=True),
            found[code][:MOST_SAID],
            len(found[code]) - MOST_SAID,
        )
        for code in order[:MOST]
    ]


def changed(board: Board, scope: UnitQuerySet) -> list[ChangeRow]:
    """Return the last changes of the month's figures that the person may trace."""
    tree, month = board.chosen.tree, board.chosen.month
    return [_row(board, change) for change in ledger.changes(scope, tree, month, MOST_CHANGES)]


def _row(board: Board, change: Change) -> ChangeRow:
    entry = change.entry
    known = fields_of(entry)
    field, before, after = known[0] if known else ("", "", "")
    if entry.noun == Noun.REPORT:
        field = ""  # before and after are states and name themselves
    if entry.noun == Noun.ADJUSTMENT:
        field, before = str(Noun.ADJUSTMENT.label), ""
        after = str((entry.new or {}).get("delta", ""))
    what = ": ".join(part for part in (_unit(board, entry), naming.service(change.subject) or field) if part)
    by = entry.actor.full_name if entry.actor else _("outside the portal")
    return ChangeRow(timezone.localtime(entry.at), by, what, before, after)


def _unit(board: Board, entry: HistoryEntry) -> str:
    if entry.unit is None or entry.unit_id == board.chosen.tree.root.id:
        return ""
    return naming.short(entry.unit.name)
