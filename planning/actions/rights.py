"""The question every action asks first: may this person do this here, today."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from planning.actions.errors import NotAllowed, NotFound
from planning.models import Posting, Unit, User
from planning.models.prepared import Asked, prepared
from postoffice.access import Permission, Reach, Role, reach


def day_of(at: datetime) -> date:
    """Return the calendar day of a moment at the office."""
    return timezone.localtime(at).date()


def require(*, by: User, permission: str, unit: Unit, at: datetime) -> None:
    """Pass who has the right on `unit`; NotAllowed for who may only look, else NotFound."""
    held = _held(by, unit, at)
    if any(_reaches(posting, permission, unit) for posting in held):
        return
    if any(_reaches(posting, Permission.READ, unit) for posting in held):
        raise NotAllowed
    raise NotFound


def _held(by: User, unit: Unit, at: datetime) -> list[tuple[str, int]]:
    """Return (role, unit) of the person's postings at `unit` or above it, in one query."""
    if not by.is_active:
        return []
    held = _postings.tuples(user=by.pk, day=day_of(at))
    return [(role, place) for role, place in held if place in unit.chain]


def asked_of_rights(by: User, at: datetime) -> Asked:
    """Return what `require` asks of a person, to be asked together with more."""
    return _postings.of(user=by.pk, day=day_of(at))


@prepared
def _postings(user: int, day: date) -> QuerySet[Posting]:
    return Posting.objects.on(day).filter(user=user).values_list("role", "unit")


def _reaches(posting: tuple[str, int], permission: str, unit: Unit) -> bool:
    """Say whether a posting at `unit` or above it gives `permission` there."""
    role, place = posting
    match reach(role, permission):
        case Reach.OWN:
            return place == unit.pk
        case Reach.BELOW:
            return place != unit.pk
        case found:
            return found is Reach.SUBTREE


def require_all(*, by: User, permission: str, units: Collection[int], at: datetime) -> None:
    """Pass who has the right on every unit of these primary keys."""
    wanted = set(units)
    held = Unit.objects.where(by, permission, on=day_of(at)).filter(pk__in=wanted).count()
    if held == len(wanted):
        return
    seen = Unit.objects.where(by, Permission.READ, on=day_of(at)).filter(pk__in=wanted).count()
    raise NotAllowed if seen == len(wanted) else NotFound


def require_everywhere(*, by: User, permission: str, at: datetime) -> None:
    """Pass who has the right on every unit that reports: months belong to the whole office."""
    mine = Unit.objects.where(by, permission, on=day_of(at))
    if not mine.exists() or Unit.objects.reporting().exclude(pk__in=mine.values("pk")).exists():
        raise NotAllowed


def require_at_the_root(*, by: User, permission: str, at: datetime) -> None:
    """Pass who has the right on every unit that stands at the top: some things concern the whole office."""
    roots = Unit.objects.filter(parent=None)
    mine = Unit.objects.where(by, permission, on=day_of(at))
    if not roots.exists() or roots.exclude(pk__in=mine.values("pk")).exists():
        raise NotAllowed


def require_below(*, by: User, permission: str, unit: Unit, at: datetime) -> None:
    """Pass who has the right on everything below `unit`."""
    mine = Unit.objects.where(by, permission, on=day_of(at))
    below = Unit.objects.below(unit)
    if not below.exists() or below.exclude(pk__in=mine.values("pk")).exists():
        raise NotAllowed


def holds(*, user: User, role: Role, unit: Unit, at: datetime) -> bool:
    """Say whether `user` stands in `role` at `unit` or above it."""
    return (
        user.is_active
        and Posting.objects.on(day_of(at)).filter(user=user, role=role, unit__in=unit.chain).exists()
    )


def require_person(*, user: User, by: User, at: datetime) -> None:
    """Pass who keeps people, and `user` wherever he is posted today or will be."""
    mine = Unit.objects.where(by, Permission.PEOPLE, on=day_of(at))
    if not mine.exists():
        raise NotAllowed
    held = Posting.objects.not_over(day_of(at)).filter(user=user)
    if held.exclude(unit__in=mine.values("pk")).exists():
        raise NotAllowed
