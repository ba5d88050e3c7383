"""Whether a file holds what its person expects of it: the month, the unit, amounts in the unit of money."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from planning.importing.located import Located
from planning.importing.office import OfficeData, TargetRow
from planning.models import Measure, Unit
from postoffice.months import Month

_OTHER_MONTH = _("the file holds month %(found)s here, but month %(wanted)s was expected")
_OTHER_YEAR = _("the file holds the year %(found)s here, but the year %(wanted)s was expected")
_OTHER_UNIT = _("this unit is not %(wanted)s nor one of its units, as was expected")
_PIECES = _("a volume is counted in pieces: upload volumes in a table of their own, with amounts in đồng")


def unexpected(data: OfficeData, *, month: Month | None, unit: str) -> Iterator[Located]:
    """Yield where a file first speaks of another month, year or unit than was expected.

    Each foreign month or unit is told once: a file of the wrong month is wrong in every row.
    """
    if month is not None:
        wanted = {"wanted": _written(month)}
        yield from _once(data.revenue, "month", [month], _OTHER_MONTH, wanted, _written)
        for rows in (data.targets, data.annual_history):
            yield from _once(rows, "year", [month.year], _OTHER_YEAR, {"wanted": month.year}, str)
    if unit:
        codes = _codes_of(unit)
        for rows in (data.revenue, data.targets, data.annual_history, data.offerings):
            yield from _once(rows, "unit_code", codes, _OTHER_UNIT, {"wanted": unit}, str)


def counted_in_money(rows: Iterable[TargetRow], unit: int) -> Iterator[Located]:
    """Yield a problem for each volume of a table whose amounts are said to be in thousands or millions."""
    for row in rows:
        if unit != 1 and row.measure == Measure.VOLUME:
            yield Located("targets", row.row, "measure", row.measure, _PIECES)


def _once(
    rows: Iterable[object], column: str, wanted: Collection[Hashable], reason: Promise,
    params: dict[str, object], write: Callable[[object], str],
) -> Iterator[Located]:  # fmt: skip
    told = set(wanted)
    for row in rows:
        found = getattr(row, column)
        if found not in told:
            told.add(found)
            yield Located(row.SHEET, row.row, column, write(found), reason, params | {"found": write(found)})


def _codes_of(unit: str) -> frozenset[str]:
    found = Unit.objects.filter(code=unit).first()
    return frozenset(Unit.objects.subtree_of(found).values_list("code", flat=True)) if found else frozenset()


def _written(month: Month) -> str:
    return f"{month.number:02}/{month.year}"
