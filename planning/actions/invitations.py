"""One-time links by which people choose a password and come in."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from planning.actions.errors import Refused
from planning.actions.locks import hold_user
from planning.actions.rights import require_person
from planning.actions.writing import writing
from planning.models import Invitation, User
from planning.models.history import Channel

INVITATION_LASTS = timedelta(days=7)


class InvitationOver(Refused):
    """A link that was used, replaced, or is too old; unknown ones answer alike."""

    code = "invitation_over"
    status = 404
    sentence = _("This invitation is not valid any more. Ask the administrator for a new one.")


class WeakPassword(Refused):
    """A password that is too easy to guess; `messages` say why."""

    code = "weak_password"
    status = 422
    sentence = "%(messages)s"

    def __init__(self, messages: list[str]) -> None:
        super().__init__(messages=" ".join(messages))
        self.messages = messages


class Disabled(Refused):
    """A disabled person is not invited."""

    code = "disabled"
    sentence = _("%(name)s is disabled; enable the account first.")


def invite(*, user: User, by: User | None, at: datetime, channel: str = Channel.PAGE) -> str:
    """Return the token of a new one-time link, good for a week; earlier links of the person end.

    Only the token's digest is stored: it cannot be shown a second time. `by` is None at the console.
    """
    if by is not None:
        require_person(user=user, by=by, at=at)
    with writing(by=by, at=at, channel=channel):
        held = hold_user(user)
        if not held.is_active:
            raise Disabled(name=held.full_name)
        end_invitations(held, at)
        token = secrets.token_urlsafe(32)
        Invitation.objects.create(
            user=held, digest=digest(token), made_by=by, made_at=at, expires_at=at + INVITATION_LASTS
        )
        return token


def invitation_of(token: str, at: datetime) -> Invitation:
    """Return the open invitation of a token; InvitationOver where there is none."""
    found = Invitation.objects.select_related("user").filter(digest=digest(token)).first()
    if found is None or not found.is_open(at):
        raise InvitationOver
    return found


def accept_invitation(*, token: str, password: str, at: datetime, channel: str = Channel.PAGE) -> User:
    """Set the password of the invited person; the link works once, and older sessions end."""
    with writing(by=None, at=at, channel=channel):
        invitation = invitation_of(token, at)
        held = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if not held.is_open(at):
            raise InvitationOver
        user = hold_user(invitation.user)
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise WeakPassword(error.messages) from error
        user.set_password(password)
        user.save()
        held.used_at = at
        held.save()
        return user


def digest(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def end_invitations(user: User, at: datetime) -> None:
    """End the links of a person that are still open."""
    user.invitations.filter(used_at=None, expires_at__gt=at).update(expires_at=at)
