"""Who is away names a colleague who does his work for a time; the rights follow from the posting."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from planning.actions.errors import NotFound, Refused
from planning.actions.lent import end_with
from planning.actions.locks import hold_user
from planning.actions.people import NotYourself, PostingExists
from planning.actions.rights import day_of, require
from planning.actions.writing import writing
from planning.models import Posting, Unit, User
from planning.models.history import Channel
from postoffice.access import Permission, Role

__all__ = ["DELEGATED", "LONGEST", "colleagues", "end_standing_in", "own_postings", "stand_in"]

DELEGATED = (Role.BRANCH_MANAGER, Role.CLERK, Role.UNIT_HEAD)
LONGEST = 60
"""Days for which one absence may be covered."""


class BadAbsence(Refused):
    """Dates that no absence can have."""

    code = "bad_absence"
    status = 422
    sentence = _("An absence begins today or later, ends after it begins, and lasts %(days)s days at most.")


class NotPassedOn(Refused):
    """A right that is itself lent, or that nobody lends."""

    code = "not_passed_on"
    status = 422
    sentence = _("This posting cannot be passed on.")


class NotAColleague(Refused):
    """Somebody from elsewhere, or the person himself."""

    code = "not_a_colleague"
    status = 422
    sentence = _("Only an active colleague of the same district can stand in.")


def own_postings(user: User, *, on: date) -> QuerySet[Posting]:
    """Return the postings that a person may hand over on a day: his own, never one lent to him."""
    held = Posting.objects.on(on).filter(user=user, role__in=DELEGATED, stands_in_for=None)
    return held.select_related("unit", "user").order_by("pk")


def colleagues(posting: Posting, *, on: date) -> QuerySet[User]:
    """Return who can stand in: the active people of the district in which the posting lies."""
    chain = posting.unit.chain
    district = Unit.objects.get(pk=chain[min(1, len(chain) - 1)])
    posted = Posting.objects.on(on).filter(unit__path__startswith=district.path, stands_in_for=None)
    return (
        User.objects.filter(is_active=True, pk__in=posted.values("user"))
        .exclude(pk=posting.user_id)
        .order_by("order_key", "pk")
    )


def stand_in(
    *, posting: Posting, user: User, starts_on: date, ends_on: date, by: User, at: datetime,
    channel: str = Channel.PAGE,
) -> Posting:  # fmt: skip
    """Let `user` do the work of a posting from one day to another (the last day counts).

    The holder says so himself, or who keeps the people of the unit where he cannot any more; who lends
    what is another's does not lend it to himself.
    """
    _require_holder(holder=posting.user_id, unit=posting.unit, by=by, at=at)
    if by.pk == user.pk != posting.user_id:
        raise NotYourself
    today = day_of(at)
    if starts_on < today or not timedelta() <= ends_on - starts_on < timedelta(days=LONGEST):
        raise BadAbsence(days=LONGEST)
    with writing(by=by, at=at, channel=channel):
        for person in sorted({user.pk, posting.user_id}):
            hold_user(User(pk=person))
        held = own_postings(posting.user, on=today).filter(pk=posting.pk).first()
        if held is None or not held.user.is_active or (held.ends_on is not None and held.ends_on < ends_on):
            raise NotPassedOn
        if not colleagues(held, on=today).filter(pk=user.pk).exists():
            raise NotAColleague
        meets = Posting.objects.filter(role=held.role, unit=held.unit, starts_on__lte=ends_on)
        meets = meets.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
        if meets.filter(Q(user=user) | Q(stands_in_for=held.user)).exists():
            raise PostingExists(name=user.full_name, unit=held.unit.name)
        return Posting.objects.create(
            user=user, role=held.role, unit=held.unit, starts_on=starts_on, ends_on=ends_on,
            stands_in_for=held.user,
        )  # fmt: skip


def end_standing_in(*, posting: Posting, by: User, at: datetime, channel: str = Channel.PAGE) -> Posting:
    """Take the work back at once: the lent posting ended yesterday, or never began."""
    if posting.stands_in_for_id is None:
        raise NotFound
    _require_holder(holder=posting.stands_in_for_id, unit=posting.unit, by=by, at=at)
    yesterday = day_of(at) - timedelta(days=1)
    with writing(by=by, at=at, channel=channel):
        return end_with(Posting.objects.select_for_update().get(pk=posting.pk), yesterday)


def _require_holder(*, holder: int, unit: Unit, by: User, at: datetime) -> None:
    """Pass the person himself, and who keeps the people of the unit."""
    if by.pk != holder or not by.is_active:
        require(by=by, permission=Permission.PEOPLE, unit=unit, at=at)
