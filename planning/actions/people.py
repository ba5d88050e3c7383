"""People and their postings; how they come in is told in `invitations`."""

import re
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from planning.actions.errors import NotAllowed, Refused
from planning.actions.invitations import accept_invitation, end_invitations, invitation_of, invite
from planning.actions.lent import end_lent
from planning.actions.locks import hold_user
from planning.actions.rights import day_of, require, require_person
from planning.actions.writing import writing
from planning.models import Posting, Unit, User
from planning.models.history import Channel
from postoffice.access import Permission, Role
from postoffice.names import clean

__all__ = [
    "accept_invitation",
    "add_user",
    "disable_user",
    "edit_user",
    "enable_user",
    "end_posting",
    "invitation_of",
    "invite",
    "post",
]

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,59}")


class BadUsername(Refused):
    """A user name that cannot be typed everywhere."""

    code = "bad_username"
    status = 422
    sentence = _("A user name has 2 to 60 letters a–z, digits, dots, hyphens or underscores.")


class UsernameTaken(Refused):
    """Somebody signs in under this name already."""

    code = "username_taken"
    status = 422
    sentence = _("The user name %(username)s is taken.")


class NameMissing(Refused):
    """A person without a name."""

    code = "name_missing"
    status = 422
    sentence = _("Please give the person's full name.")


class NotYourself(Refused):
    """Nobody gives himself rights or locks himself out."""

    code = "not_yourself"
    status = 403
    sentence = _("You cannot do this for yourself; another administrator has to.")


class BadPosting(Refused):
    """Dates or a role that no posting can have."""

    code = "bad_posting"
    status = 422
    sentence = _("A posting has a known role and ends on or after the day it starts.")


class PostingExists(Refused):
    """The same posting stands already."""

    code = "posting_exists"
    sentence = _("%(name)s has this posting at %(unit)s in that time already.")


def add_user(
    *,
    username: str,
    full_name: str,
    email: str = "",
    by: User,
    at: datetime,
    channel: str = Channel.PAGE,
) -> User:
    """Add a person who cannot sign in yet: a posting gives rights, an invitation the way in."""
    if not Unit.objects.where(by, Permission.PEOPLE, on=day_of(at)).exists():
        raise NotAllowed
    name = clean(username).casefold()
    if not _USERNAME.fullmatch(name):
        raise BadUsername
    if not clean(full_name):
        raise NameMissing
    with writing(by=by, at=at, channel=channel):
        _hold_names()
        if User.objects.filter(username=name).exists():
            raise UsernameTaken(username=name)
        user = User(username=name, full_name=full_name, email=email)
        user.set_unusable_password()
        user.save()
        return user


def edit_user(
    *, user: User, full_name: str, email: str, by: User, at: datetime, channel: str = Channel.PAGE
) -> User:
    """Correct a person's name and address; the user name stays."""
    require_person(user=user, by=by, at=at)
    if not clean(full_name):
        raise NameMissing
    with writing(by=by, at=at, channel=channel):
        held = hold_user(user)
        held.full_name, held.email = full_name, email
        held.save()
        return held


def disable_user(*, user: User, by: User, at: datetime, channel: str = Channel.PAGE) -> User:
    """Shut a person out at once: sign-ins, sessions and open invitations end, and what he lent.

    The history stays.
    """
    require_person(user=user, by=by, at=at)
    if user.pk == by.pk:
        raise NotYourself
    with writing(by=by, at=at, channel=channel):
        held = hold_user(user)
        held.is_active = False
        held.save()
        end_invitations(held, at)
        end_lent(holder=held.pk, last=day_of(at) - timedelta(days=1))
        return held


def enable_user(*, user: User, by: User, at: datetime, channel: str = Channel.PAGE) -> User:
    """Let a disabled person in again, with the postings that still hold."""
    require_person(user=user, by=by, at=at)
    with writing(by=by, at=at, channel=channel):
        held = hold_user(user)
        held.is_active = True
        held.save()
        return held


def post(
    *,
    user: User,
    role: str,
    unit: Unit,
    starts_on: date,
    ends_on: date | None = None,
    by: User,
    at: datetime,
    channel: str = Channel.PAGE,
) -> Posting:
    """Give a person a role at a unit from one day to another (the last day counts)."""
    require(by=by, permission=Permission.PEOPLE, unit=unit, at=at)
    if user.pk == by.pk:
        raise NotYourself
    if role not in set(Role) or (ends_on is not None and ends_on < starts_on):
        raise BadPosting
    with writing(by=by, at=at, channel=channel):
        hold_user(user)
        meets = Q(ends_on=None) | Q(ends_on__gte=starts_on)
        if ends_on is not None:
            meets &= Q(starts_on__lte=ends_on)
        if Posting.objects.filter(meets, user=user, role=role, unit=unit).exists():
            raise PostingExists(name=user.full_name, unit=unit.name)
        return Posting.objects.create(user=user, role=role, unit=unit, starts_on=starts_on, ends_on=ends_on)


def end_posting(
    *, posting: Posting, ends_on: date, by: User, at: datetime, channel: str = Channel.PAGE
) -> Posting:
    """Let a posting end with the day `ends_on`, and with it what was lent of it.

    One that was to begin later is removed.
    """
    require(by=by, permission=Permission.PEOPLE, unit=posting.unit, at=at)
    if posting.user_id == by.pk:
        raise NotYourself
    with writing(by=by, at=at, channel=channel):
        hold_user(posting.user)
        held = Posting.objects.select_for_update().get(pk=posting.pk)
        end_lent(holder=held.user_id, last=ends_on, of=held)
        if ends_on < held.starts_on:
            held.delete()
            return held
        held.ends_on = ends_on
        held.save()
        return held


def _hold_names() -> None:
    """Let one new name be taken at a time, so that the second is told instead of failing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7103, 0)")
