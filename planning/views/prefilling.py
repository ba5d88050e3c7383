"""What an export of another system would lay into drafts, rehearsed for the signed-in person."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import cached_property

from planning import scopes
from planning.actions.errors import OutOfRange
from planning.actions.prefilling import LaidCell, PrefillResult, prefill_many
from planning.forms.prefill import MeaningsForm
from planning.importing.located import Located
from planning.models import Service, Unit
from planning.prefill.matching import Matched, match
from planning.prefill.meanings import guesses, kept_meanings
from planning.prefill.table import Table
from postoffice.access import Permission

MOST_LINES = 1000


@dataclass(frozen=True)
class Sum:
    """One unit's figures: how many, and how much revenue, by what becomes of them."""

    unit: Unit
    laid: int
    kept: int
    refused: int
    revenue: int


@dataclass(frozen=True)
class PrefillPreview:
    """Where every line of an export goes."""

    table: Table
    matched: Matched
    result: PrefillResult
    form: MeaningsForm | None = None
    problems: Sequence[Located] = ()

    @property
    def warnings(self) -> Sequence[Located]:
        """What is only worth a warning."""
        return self.table.warnings

    @cached_property
    def money(self) -> dict[str, int]:
        """Revenue by what becomes of it; together it is the file's."""
        found = {key: self.matched.money[key] for key in ("unknown", "ignored", "outside")}
        for outcome in ("laid", "same", "kept", "refused"):
            found[outcome] = sum(c.new for c in self.result.of(outcome) if c.measure == "revenue")
        return found

    @property
    def total(self) -> int:
        """The revenue of the file, line by line."""
        return sum(row.revenue or 0 for row in self.table.rows)

    @property
    def foots(self) -> bool:
        """Whether the parts add up to the file."""
        return sum(self.money.values()) == self.total

    @property
    def laid(self) -> Sequence[LaidCell]:
        """The first figures that would be laid or are kept, as many as a page bears."""
        return self.result.of("laid", "kept")[:MOST_LINES]

    @property
    def count(self) -> int:
        """How many figures would be laid."""
        return len(self.result.of("laid"))

    @cached_property
    def units(self) -> Sequence[Sum]:
        """The figures unit by unit."""
        by_unit: dict[int, list[LaidCell]] = {}
        for cell in self.result.cells:
            by_unit.setdefault(cell.unit.pk, []).append(cell)
        return sorted((_sum(found) for found in by_unit.values()), key=lambda one: one.unit.code)


def _sum(found: Sequence[LaidCell]) -> Sum:
    count = {key: sum(c.outcome == key for c in found) for key in ("laid", "kept", "refused")}
    revenue = sum(c.new for c in found if c.measure == "revenue" and c.outcome == "laid")
    return Sum(found[0].unit, revenue=revenue, **count)


def mine(request: HttpRequest):
    """Return the units this person may prefill."""
    return scopes.units(request, Permission.IMPORT)


def rehearse(request: HttpRequest, table: Table, source: str, answers: object = None) -> PrefillPreview:
    """Say where an export's lines would go, writing nothing; unknown codes are asked of who keeps them."""
    if table.problems:
        return PrefillPreview(table, Matched(), PrefillResult(), None, table.problems)
    matched = match(table.rows, kept_meanings(source, set(mine(request).values_list("pk", flat=True))))
    try:
        result = prefill_many(
            figures=matched.cells, file_name="", digest="", by=request.user, at=request.now, dry_run=True
        )
    except OutOfRange as refusal:
        problem = Located("", 0, "", "", str(refusal))
        return PrefillPreview(table, matched, PrefillResult(), None, [problem])
    return PrefillPreview(table, matched, result, _asked(request, matched, answers))


def _asked(request: HttpRequest, matched: Matched, answers: object) -> MeaningsForm | None:
    unknown = {
        kind: sorted(found.values(), key=lambda one: -abs(one.revenue))
        for kind, found in (("unit", matched.units), ("service", matched.services))
        if found
    }
    if not unknown or not scopes.covers_office(request, Permission.IMPORT):
        return None
    ours = {"unit": list(mine(request).reporting().in_order()), "service": list(Service.objects.in_order())}
    guessed = {kind: guesses(several, ours[kind]) for kind, several in unknown.items()}
    return MeaningsForm(answers, unknown=unknown, ours=ours, guessed=guessed)
