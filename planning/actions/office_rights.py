"""What a person may change through a file: the same as on the pages, sheet by sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from planning.actions.imported_months import MonthStep
from planning.actions.rights import day_of
from planning.importing import stored
from planning.importing.located import Located
from planning.importing.office import RevenueRow, UnitRow
from planning.importing.preview import Change, Comparison, FigureChange, TargetChange
from planning.models import Unit, User
from planning.models.history import Channel
from postoffice.access import Permission
from postoffice.months import Month

PERMISSIONS: Mapping[str, Permission] = {
    "office": Permission.IMPORT,
    "units": Permission.UNITS,
    "service_lines": Permission.CATALOGUE,
    "services": Permission.CATALOGUE,
    "offerings": Permission.CATALOGUE,
    "months": Permission.MONTHS,
    "revenue": Permission.IMPORT,
    "annual_history": Permission.IMPORT,
    "plans": Permission.PLAN_WRITE,
    "targets": Permission.PLAN_WRITE,
    "people": Permission.PEOPLE,
    "successions": Permission.UNITS,
}
_OF_ONE_UNIT = {"offerings", "revenue", "annual_history", "targets", "people"}
_ONLY_AT_THE_CONSOLE = {"pinned_today", "is_demo"}
_NOT_YOURS = _("you have no right to change this sheet here")
_CONSOLE = _("this setting is changed only by the command import_office")
_NO_MONTH = _("this month has not been opened; ask the planner of the whole office")
_DIRECTOR = _("only the director puts a plan in force; leave this cell empty or as it is")
_YOURSELF = _("you cannot do this for yourself; another administrator has to")


def without_right(changes: Comparison, *, by: User | None, at: datetime, channel: str) -> Iterator[Located]:
    """Yield a problem for each changed row the person may not change; the console may change all."""
    if by is None or channel == Channel.COMMAND:
        return
    everyone = set(Unit.objects.values_list("code", flat=True))
    for sheet, permission in PERMISSIONS.items():
        if changes[sheet].is_empty:
            continue
        mine = set(Unit.objects.where(by, permission, on=day_of(at)).values_list("code", flat=True))
        for row in map(_row, (*changes[sheet].added, *changes[sheet].changed)):
            whole = bool(mine) and mine >= everyone
            of_one = sheet in _OF_ONE_UNIT and row.unit_code in everyone
            if not (row.unit_code in mine if of_one else whole):
                yield Located(sheet, row.row, "unit_code" if sheet in _OF_ONE_UNIT else "", "", _NOT_YOURS)
    yield from _settings(changes)
    yield from _himself(changes, by)
    if not may_put_in_force(by=by, at=at, channel=channel):
        yield from _in_force(changes)


def may_put_in_force(*, by: User | None, at: datetime, channel: str) -> bool:
    """Say whether the person decides which plan holds: the director does, and the console."""
    if by is None or channel == Channel.COMMAND:
        return True
    return Unit.objects.where(by, Permission.PLAN_IN_FORCE, on=day_of(at)).filter(parent=None).exists()


def without_month(
    steps: Sequence[MonthStep], rows: Iterable[RevenueRow], *, by: User | None, at: datetime, channel: str
) -> Iterator[Located]:
    """Yield a problem for each month an import would open or close for a person who keeps no months.

    Months belong to the whole office.
    """
    if not steps or by is None or channel == Channel.COMMAND:
        return
    mine = Unit.objects.where(by, Permission.MONTHS, on=day_of(at))
    if mine.exists() and not Unit.objects.exclude(pk__in=mine.values("pk")).exists():
        return
    touched = {step.month for step in steps}
    first: dict[Month, RevenueRow] = {}
    for row in rows:
        if row.month in touched:
            first.setdefault(row.month, row)
    for month, row in first.items():
        yield Located("revenue", row.row, "month", str(month), _NO_MONTH)


def visible_units(*, by: User | None, at: datetime, channel: str) -> tuple[UnitRow, ...]:
    """Return the units a person knows of, to read or to keep; any other is to him as if it were missing."""
    units = stored.units()
    if by is None or channel == Channel.COMMAND:
        return units
    seen: set[str] = set()
    for permission in {Permission.READ, *PERMISSIONS.values()}:
        seen |= set(Unit.objects.where(by, permission, on=day_of(at)).values_list("code", flat=True))
    return tuple(row for row in units if row.code in seen)


def _row(change: object) -> object:
    if isinstance(change, FigureChange):
        return change.row
    if isinstance(change, TargetChange):
        return change.asked.row
    return change.new if isinstance(change, Change) else change


def _settings(changes: Comparison) -> Iterator[Located]:
    for row in map(_row, (*changes["office"].added, *changes["office"].changed)):
        if row.key in _ONLY_AT_THE_CONSOLE:
            yield Located("office", row.row, "key", row.key, _CONSOLE)


def _himself(changes: Comparison, by: User) -> Iterator[Located]:
    for row in map(_row, (*changes["people"].added, *changes["people"].changed)):
        if row.username == by.username:
            yield Located("people", row.row, "username", row.username, _YOURSELF)


def _in_force(changes: Comparison) -> Iterator[Located]:
    for change in changes["plans"].changed:
        if "in_force" in change.columns:
            yield Located("plans", change.new.row, "in_force", "", _DIRECTOR)
    for row in changes["plans"].added:
        if row.in_force:
            yield Located("plans", row.row, "in_force", "", _DIRECTOR)
