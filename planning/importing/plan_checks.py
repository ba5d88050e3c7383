"""Whether the plans and targets of a file are possible in themselves, and the targets of one key as one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from planning.importing.figure_checks import LARGEST, TOO_LARGE, only_of_services
from planning.importing.known import Known, chosen, repeated
from planning.importing.located import Located
from planning.importing.office import PlanRow, TargetRow
from planning.models import Measure
from planning.models.plans import PlanKind
from planning.models.revenue import LIMIT

PlanKey = tuple[int, str, int]
TargetKey = tuple[int, str, int, str, str, str]


@dataclass(frozen=True)
class Asked:
    """What a file asks under one key: the months it gives, and the amount it leaves to be phased.

    `row` is the first row of the key; `months` is empty where no row gave any.
    """

    row: TargetRow
    total: int
    months: tuple[int, ...]
    to_phase: int


def plan_key(row: PlanRow | TargetRow) -> PlanKey:
    """Return the plan a row belongs to."""
    return row.year, row.kind, row.revision


def target_key(row: TargetRow) -> TargetKey:
    """Return the key under which targets are kept."""
    return row.year, row.kind, row.revision, row.unit_code, row.code, row.measure


def asked(rows: Iterable[TargetRow]) -> dict[TargetKey, Asked]:
    """Return one target a key: rows of one key are summed."""
    grouped = defaultdict(list)
    for row in rows:
        grouped[target_key(row)].append(row)
    return {key: _sum(rows) for key, rows in grouped.items()}


def _sum(rows: Sequence[TargetRow]) -> Asked:
    given = [row.months for row in rows if row.months]
    months = tuple(sum(column) for column in zip(*given, strict=True))
    to_phase = sum(row.total for row in rows if not row.months)
    return Asked(rows[0], sum(row.total for row in rows), months, to_phase)


def check_targets(rows: Sequence[TargetRow], known: Known) -> Iterator[Located]:
    """Yield the problems of targets."""
    yield from chosen(rows, "kind", PlanKind.values)
    yield from chosen(rows, "measure", Measure.values)
    for row in rows:
        yield from known.unit(row, "unit_code")
        yield from known.node(row, "code")
        yield from only_of_services(row, known)
        yield from _footing(row)
        if row.measure == Measure.BALANCE:
            reason = _("a balance is a stock: its months do not add up to a year, so it has no annual target")
            yield Located("targets", row.row, "measure", row.measure, reason)
        if not -LIMIT < row.total < LIMIT:
            yield Located("targets", row.row, "total", str(row.total), TOO_LARGE, {"largest": LARGEST})
    for wanted in asked(rows).values():
        if wanted.total != wanted.row.total and not -LIMIT < wanted.total < LIMIT:
            total = str(wanted.total)
            yield Located("targets", wanted.row.row, "total", total, TOO_LARGE, {"largest": LARGEST})


def _footing(row: TargetRow) -> Iterator[Located]:
    if row.months and sum(row.months) != row.total:
        reason = _("the twelve months add up to %(sum)s, not to this total")
        yield Located("targets", row.row, "total", str(row.total), reason, {"sum": sum(row.months)})


def check_plans(rows: Sequence[PlanRow], known: Known) -> Iterator[Located]:
    """Yield the problems of plans: two of one kind and year are never in force together."""
    yield from repeated(rows, ("year", "kind", "revision"))
    yield from chosen(rows, "kind", PlanKind.values)
    in_force: dict[tuple[int, str], int] = {}
    for row in rows:
        if row.in_force:
            first = in_force.setdefault((row.year, row.kind), row.row)
            if first != row.row:
                reason = _(
                    "row %(other)d is in force for the same year and kind; one revision holds at a time"
                )
                yield Located("plans", row.row, "in_force", str(row.revision), reason, {"other": first})
        for fact in row.facts:
            if known.node(_naming(row, fact.node), "code"):
                reason = _("the fact names “%(node)s”, which is neither a service nor a line nor ALL")
                yield Located("plans", row.row, "facts", fact.node, reason, {"node": fact.node})


def _naming(row: PlanRow, node: str) -> TargetRow:
    return TargetRow(row.year, row.kind, "", node, "", 0, row=row.row)


def completed(
    plans: Sequence[PlanRow], targets: Sequence[TargetRow], stored: Sequence[PlanRow], *, put_in_force: bool
) -> tuple[PlanRow, ...]:
    """Return the plans of a file with what it left unsaid.

    Targets of a plan that is nowhere listed make one without a decision. Where `put_in_force`, a new
    plan without a word on it is put in force when no other of its kind and year is, the latest first.
    """
    kept = {plan_key(row) for row in stored}
    listed = {plan_key(row) for row in plans} | kept
    unlisted = {
        plan_key(row): PlanRow(*plan_key(row), row=row.row) for row in targets if plan_key(row) not in listed
    }
    held = {(row.year, row.kind) for row in (*plans, *stored) if row.in_force}
    rows = []
    for row in sorted((*plans, *unlisted.values()), key=lambda row: (row.year, row.kind, -row.revision)):
        if row.in_force is None and plan_key(row) not in kept:
            row = replace(row, in_force=put_in_force and (row.year, row.kind) not in held)
            held |= {(row.year, row.kind)} if row.in_force else set()
        rows.append(row)
    return tuple(sorted(rows, key=plan_key))
