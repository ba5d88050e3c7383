"""Rows of an import beside its figures and targets: given back or removed where nothing happened since.

What the import made goes only when nothing else speaks of it; what it changed gets its old values. A row
that somebody changed since, or that is needed, stays as it is and is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.models import DO_NOTHING, Field, Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from planning.models import (
    AnnualHistory,
    AnnualTarget,
    HistoryEntry,
    MonthlyReport,
    Offering,
    Office,
    Plan,
    PlanTotal,
    Posting,
    Proposal,
    ReportingMonth,
    RevenueRecord,
    Service,
    ServiceLine,
    Succession,
    Unit,
    User,
    YearTotals,
)  # fmt: skip
from planning.models.history import Noun

_BEFORE_THE_BOOKS: Mapping[str, type[Model]] = {
    Noun.OFFICE: Office,
    Noun.LINE: ServiceLine,
    Noun.SERVICE: Service,
    Noun.UNIT: Unit,
    Noun.OFFERING: Offering,
    Noun.USER: User,
    Noun.POSTING: Posting,
    Noun.SUCCESSION: Succession,
}
_AFTER_THE_BOOKS: Mapping[str, type[Model]] = {
    Noun.MONTH: ReportingMonth,
    Noun.ANNUAL: AnnualHistory,
    Noun.PLAN: Plan,
}
ROWS = {**_BEFORE_THE_BOOKS, **_AFTER_THE_BOOKS}
"""In the order in which an import writes them: each refers to those before it."""
_DERIVED = (YearTotals, PlanTotal)
_SEEN_TO_ELSEWHERE = {"path", "closed_1_at", "closed_1_by", "closed_2_at", "closed_2_by"}
_NAMED_BY = {
    Noun.OFFERING: ("unit", "service"),
    Noun.POSTING: ("user", "unit"),
    Noun.SUCCESSION: ("old", "new"),
    Noun.ANNUAL: ("unit", "node", "year"),
}
_CHANGED = _("somebody changed it since")
_NEEDED = _("something else refers to it")
_YOURSELF = _("it is you: somebody else has to do this")

Rows = dict[tuple[str, int], Model]


@dataclass(frozen=True, slots=True)
class Left:
    """A row that an undo left as it is, and why."""

    noun: str
    name: str
    why: Promise

    @property
    def label(self) -> str:
        """What kind of row it is."""
        return str(Noun(self.noun).label)


def hold(entries: QuerySet[HistoryEntry]) -> bool:
    """Hold the rows of a batch that an import holds before the books, in its order; say if there are any.

    As an import does, against other changes only: who sends a month takes the books first, and shares
    the rows that his figures name after that.
    """
    return bool(_held(entries, _BEFORE_THE_BOOKS, no_key=True))


def _held(entries: QuerySet[HistoryEntry], models: Mapping[str, type[Model]], *, no_key: bool) -> Rows:
    rows: Rows = {}
    for noun, model in models.items():
        keys = list(entries.filter(noun=noun).values_list("row", flat=True))
        found = model._base_manager.filter(pk__in=keys).select_for_update(no_key=no_key).order_by("pk")
        rows |= {(noun, row.pk): row for row in (found if keys else ())}
    return rows


def give_back(entries: QuerySet[HistoryEntry], by: User) -> tuple[int, list[Left]]:
    """Undo row by row, the last one first; return how many rows are as before, and what is left.

    Call with the books held, after figures and targets were given back. The rows are held against new
    references, too, so that what is not needed now is not needed when it goes.
    """
    rows = _held(entries, ROWS, no_key=False)
    left: dict[tuple[str, int], Left] = {}
    for noun in reversed(ROWS):
        for entry in entries.filter(noun=noun).order_by("-pk"):
            key = (noun, entry.row)
            if key in rows and key not in left:
                why = _in_the_way(rows[key], entry, by)
                if why:
                    left[key] = Left(noun, _name(noun, rows[key]), why)
                else:
                    _undo(rows[key], entry)
    return len(rows) - len(left), list(left.values())


def _name(noun: str, row: Model) -> str:
    return " · ".join(str(getattr(row, name)) for name in _NAMED_BY.get(noun, ())) or str(row)


def _values(row: Model, said: Mapping[str, object]) -> dict[Field, object]:
    """Return what an entry says of a row's columns; what triggers and `undone_months` do is left out."""
    fields = [f for f in row._meta.concrete_fields if f.column in said and f.name not in _SEEN_TO_ELSEWHERE]
    return {field: field.to_python(said[field.column]) for field in fields}


def _in_the_way(row: Model, entry: HistoryEntry, by: User) -> Promise | None:
    """Say why a row stays, None where it may become what it was before the entry."""
    if any(getattr(row, field.attname) != value for field, value in _values(row, entry.new).items()):
        return _CHANGED
    if by.pk in (row.pk if isinstance(row, User) else 0, row.user_id if isinstance(row, Posting) else 0):
        return _YOURSELF
    needed = _is_needed(row) if entry.verb == "insert" else not _fits(row, entry)
    return _NEEDED if needed else None


def _fits(row: Model, entry: HistoryEntry) -> bool:
    """Say whether old values are still possible: what they name is there, and a line was not fixed since."""
    if isinstance(row, Service) and "line_id" in entry.old and row.records.exists():
        return False
    return all(
        field.related_model._base_manager.filter(pk=value).exists()
        for field, value in _values(row, entry.old).items()
        if field.is_relation and value is not None
    )


def _undo(row: Model, entry: HistoryEntry) -> None:
    if entry.verb == "update":
        for field, value in _values(row, entry.old).items():
            setattr(row, field.attname, value)
        row.save()
        return
    if isinstance(row, Service | ServiceLine):
        for totals in _DERIVED:
            totals.objects.filter(node=row.code).delete()
    row.delete()
    if isinstance(row, Unit):
        _without_children(row.parent_id)


def _without_children(unit: int | None) -> None:
    """Make the totals of a unit anew that has lost its last child: alone it keeps none by service."""
    if RevenueRecord.objects.filter(unit=unit).exists() and not Unit.objects.filter(parent=unit).exists():
        with connection.cursor() as cursor:
            cursor.execute("SELECT planning_rebuild_totals(ARRAY[%s]::bigint[])", [unit])


def _is_needed(row: Model) -> bool:
    """Say whether anything speaks of a row, but what is derived from it."""
    if isinstance(row, ReportingMonth):
        return any(kept.filter(month=row.month).exists() for kept in _of_months())
    if isinstance(row, User) and (row.last_login or row.has_usable_password()):
        return True
    if isinstance(row, Service | ServiceLine) and _is_named(row.code):
        return True
    if isinstance(row, Posting) and Posting.objects.lent_of(row).exists():
        return True
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in row._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
        and relation.related_model not in _DERIVED and relation.on_delete is not DO_NOTHING
    )  # fmt: skip


def _of_months() -> list[QuerySet]:
    """Return the rows of every table that is kept by month."""
    models = apps.get_app_config("planning").get_models()
    kept = [m for m in models if m._meta.managed and m is not ReportingMonth]
    return [m._base_manager.all() for m in kept if any(f.name == "month" for f in m._meta.fields)]


def _is_named(code: str) -> bool:
    """Say whether something speaks of a line or service by its code."""
    return (
        AnnualTarget.objects.filter(node=code).exists()
        or AnnualHistory.objects.filter(node=code).exists()
        or Plan.objects.filter(facts__contains=[{"node": code}]).exists()
        or MonthlyReport.objects.filter(draft__has_key=code).exists()
        or Proposal.objects.filter(cells__has_key=code).exists()
    )
