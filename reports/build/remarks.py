"""Lets the words of the units travel with the figures they explain."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from postoffice.months import Month
from reports import ledger
from reports.build.rows import Line
from reports.ledger import Catalogue, Explanation, Tree
from reports.report import TOTAL, Remark


def of_lines(
    tree: Tree, catalogue: Catalogue, month: Month, lines: Sequence[Line]
) -> dict[str, tuple[Remark, ...]]:
    """Return by the key of a row what its units said about the month, the latest first.

    Only rows that are not split further carry words, so that none is told twice. The words are read
    within the tree, which is within the scope of who asks.
    """
    leaves = [line for line, after in zip(lines, [*lines[1:], None], strict=True) if _is_leaf(line, after)]
    asked = {line.key: set(catalogue.services_of(line.node)) for line in leaves}
    said = ledger.explanations(tree, month, sorted(set().union(*asked.values())))
    if not said:
        return {}
    return {line.key: _of(tree, catalogue, line, asked[line.key], said) for line in leaves}


def _is_leaf(line: Line, after: Line | None) -> bool:
    return line.key != TOTAL and (after is None or after.level <= line.level)


def _of(
    tree: Tree, catalogue: Catalogue, line: Line, services: set[str], said: Sequence[Explanation]
) -> tuple[Remark, ...]:
    units = {place.id for place in tree.points(line.subject)}
    mine = [note for note in said if note.service in services and note.unit_id in units]
    return tuple(
        Remark(
            tree.below[note.unit_id].name,
            catalogue.name(note.service),
            note.label,
            note.text,
            note.by,
            timezone.localtime(note.at),
        )
        for note in _once(mine)
    )


def _once(said: Sequence[Explanation]) -> list[Explanation]:
    """Tell once what the accountant said of a unit, whose share is one over all its services."""
    kept: dict[tuple, Explanation] = {}
    for note in said:
        what = note.text if note.reason == ledger.PAYROLL else note.service
        kept.setdefault((note.unit_id, note.reason == ledger.PAYROLL, what), note)
    return list(kept.values())
