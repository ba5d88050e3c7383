"""Old targets of a batch, read from its history and given back where nobody changed them since."""

from collections.abc import Iterator

from django.db.models import QuerySet

from planning.actions.undone_figures import Kept
from planning.models import AnnualTarget, HistoryEntry, Plan, Unit
from planning.models.history import Noun

_FIELDS = ("total", "months", "how")


def plans_of(entries: QuerySet[HistoryEntry]) -> list[Plan]:
    """Return the plans whose targets a batch wrote, as far as they are still there."""
    targets = entries.filter(noun=Noun.TARGET)
    told = {(entry.new or {}).get("plan_id") or (entry.old or {}).get("plan_id") for entry in targets}
    kept = AnnualTarget.objects.filter(pk__in=targets.values("row")).values_list("plan", flat=True)
    return list(Plan.objects.filter(pk__in=told - {None} | set(kept)).order_by("year", "kind", "revision"))


def give_back(entries: QuerySet[HistoryEntry]) -> tuple[int, list[Kept]]:
    """Give targets their old value; return how many, and those that were changed since."""
    entries = entries.filter(noun=Noun.TARGET)
    names = dict(Unit.objects.values_list("pk", "name"))
    kept = list(_kept(entries, names))
    return entries.count() - len(kept), kept


def _kept(entries: QuerySet[HistoryEntry], names: dict[int, str]) -> Iterator[Kept]:
    """Undo entry by entry, the last one first, and yield what has to stay."""
    current = AnnualTarget.objects.in_bulk(entries.values_list("row", flat=True))
    for entry in entries.order_by("-pk"):
        target = current.get(entry.row)
        if entry.verb == "delete":
            where = {name: entry.old[name] for name in ("plan_id", "unit_id", "node", "measure")}
            standing = AnnualTarget.objects.filter(**where).first()
            if standing is None:
                AnnualTarget.objects.create(**where, **{name: entry.old[name] for name in _FIELDS})
            else:
                yield Kept(names[entry.unit_id], standing.node, None, standing.measure, None, standing.total)
        elif target is None or not _is_as_written(target, entry):
            node = target.node if target else entry.new.get("node", "")
            measure = target.measure if target else entry.new.get("measure", "")
            now = target.total if target else None
            yield Kept(names[entry.unit_id], node, None, measure, entry.new.get("total", now), now)
        elif entry.verb == "insert":
            target.delete()
        else:
            AnnualTarget.objects.filter(pk=target.pk).update(**entry.old)


def _is_as_written(target: AnnualTarget, entry: HistoryEntry) -> bool:
    return all(getattr(target, name) == entry.new[name] for name in _FIELDS if name in entry.new)
