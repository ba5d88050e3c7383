"""The meanings of foreign codes as they are kept, and a guess at those that are not."""

from collections.abc import Collection, Iterable

from planning.models import ForeignCode, Service, Unit
from planning.models.foreign_codes import ForeignKind
from planning.prefill.matching import Meanings, Unknown
from postoffice.names import fold


def kept_meanings(source: str, mine: Collection[int]) -> Meanings:
    """Return what the codes of `source` mean; `mine` are the units a person may fill."""
    rows = list(ForeignCode.objects.filter(source=source).select_related("service"))
    return Meanings(
        {row.code: row.unit_id for row in rows if row.kind == ForeignKind.UNIT},
        {
            row.code: row.service.code if row.service else None
            for row in rows
            if row.kind == ForeignKind.SERVICE
        },
        mine,
    )


def guesses(unknown: Iterable[Unknown], ours: Iterable[Unit | Service]) -> dict[str, int]:
    """Return {foreign code: primary key} of ours with the same code or the same name; only a proposal."""
    by_code, by_name = {}, {}
    for one in ours:
        by_code[one.code.casefold()] = one.pk
        by_name.setdefault(fold(one.name), one.pk)
    found = {one.code: by_code.get(one.code.casefold()) or by_name.get(fold(one.name)) for one in unknown}
    return {code: key for code, key in found.items() if key}
