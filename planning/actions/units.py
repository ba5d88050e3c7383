"""Units of the organisation: added, corrected, and put under another parent by mistake undone.

A dated change of organisation is a succession to a new unit, never an edit of an old one.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from planning.actions.errors import NotAllowed, ReasonMissing, Refused, UnitUnderItself
from planning.actions.locks import hold_books
from planning.actions.rights import day_of, require
from planning.actions.writing import writing
from planning.models import RevenueRecord, Unit, User
from planning.models.history import Channel
from planning.models.units import UnitKind
from postoffice.access import Permission
from postoffice.names import clean, is_code

CODE_LENGTH = 20


class BadUnit(Refused):
    """A unit without a code, a name or a kind, or one that ends before it begins."""

    code = "bad_unit"
    status = 422
    sentence = _("A unit has a code of at most 20 characters, a name and a kind, and ends after it begins.")


class BadCode(Refused):
    """A code that no address can hold."""

    code = "bad_code"
    status = 422
    sentence = _("The code %(code)s cannot stand in an address: leave out / \\ and :.")


class CodeTaken(Refused):
    """The code names another unit."""

    code = "code_taken"
    status = 422
    sentence = _("The code %(code)s belongs to another unit already.")


@dataclass(frozen=True, slots=True)
class Moved:
    """What correcting a parent would move: units, records, and all their revenue in đồng."""

    units: int
    records: int
    revenue: int
    old_parent: Unit | None
    new_parent: Unit


def add_unit(
    *,
    code: str,
    name: str,
    kind: str,
    parent: Unit | None,
    by: User,
    at: datetime,
    valid_from: date | None = None,
    valid_to: date | None = None,
    reports: bool | None = None,
    head: str = "",
    phone: str = "",
    channel: str = Channel.PAGE,
) -> Unit:
    """Add a unit under `parent`; a second root needs the right on every root there is."""
    _require_under(parent, by, at)
    code = clean(code)
    _check(code, name, kind, valid_from, valid_to)
    with writing(by=by, at=at, channel=channel):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7103, 1)")
        if Unit.objects.filter(code=code).exists():
            raise CodeTaken(code=code)
        return Unit.objects.create(
            code=code, name=name, kind=kind, parent=parent, valid_from=valid_from, valid_to=valid_to,
            reports=reports, head=clean(head), phone=clean(phone),
        )  # fmt: skip


def edit_unit(
    *,
    unit: Unit,
    name: str,
    kind: str,
    valid_from: date | None,
    valid_to: date | None,
    reports: bool | None,
    head: str,
    phone: str,
    by: User,
    at: datetime,
    channel: str = Channel.PAGE,
) -> Unit:
    """Correct what is said of a unit; its code and its figures stay."""
    require(by=by, permission=Permission.UNITS, unit=unit, at=at)
    _check(unit.code, name, kind, valid_from, valid_to)
    with writing(by=by, at=at, channel=channel):
        held = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        held.name, held.kind, held.reports = name, kind, reports
        held.valid_from, held.valid_to = valid_from, valid_to
        held.head, held.phone = clean(head), clean(phone)
        held.save()
        return held


def what_would_move(*, unit: Unit, parent: Unit) -> Moved:
    """Return what `correct_parent` would move, for the page that asks first."""
    units = Unit.objects.subtree_of(unit)
    records = RevenueRecord.objects.filter(unit__in=units)
    revenue = records.aggregate(total=Sum("revenue"))["total"]
    return Moved(units.count(), records.count(), int(revenue or 0), unit.parent, parent)


def correct_parent(
    *, unit: Unit, parent: Unit, reason: str, by: User, at: datetime, channel: str = Channel.PAGE
) -> Unit:
    """Put a unit under the parent it always belonged to; all years are counted there from now on.

    The database rebuilds the chains and the totals of both sides in the same transaction.
    """
    require(by=by, permission=Permission.UNITS, unit=unit, at=at)
    require(by=by, permission=Permission.UNITS, unit=parent, at=at)
    if not reason.strip():
        raise ReasonMissing
    with writing(by=by, at=at, channel=channel, reason=reason.strip()):
        hold_books()
        held = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        under = Unit.objects.select_for_update(no_key=True).get(pk=parent.pk)
        if under.is_in(held):
            raise UnitUnderItself
        held.parent = under
        held.save()
        return held


def _require_under(parent: Unit | None, by: User, at: datetime) -> None:
    if parent is not None:
        require(by=by, permission=Permission.UNITS, unit=parent, at=at)
        return
    mine = Unit.objects.where(by, Permission.UNITS, on=day_of(at)).values("pk")
    roots = Unit.objects.filter(parent=None)
    if not roots.exists() or roots.filter(~Q(pk__in=mine)).exists():
        raise NotAllowed


def _check(code: str, name: str, kind: str, valid_from: date | None, valid_to: date | None) -> None:
    is_backwards = valid_from is not None and valid_to is not None and valid_to < valid_from
    if code and not is_code(code):
        raise BadCode(code=code)
    if not 0 < len(code) <= CODE_LENGTH or not clean(name) or kind not in UnitKind.values or is_backwards:
        raise BadUnit
