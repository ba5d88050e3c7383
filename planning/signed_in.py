"""Who is asking: the session and the person, which every page looks up before anything else.

Both are Django's own; only their two questions are prepared.
"""

from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from planning.models import User
from planning.models.prepared import Asked, prepared


class SessionStore(db.SessionStore):
    """Keeps sessions in the database; the settings name this module as the session engine."""

    def _get_session_from_db(self) -> Session | None:
        found = None
        if self.session_key and "\0" not in self.session_key:  # no text of the database holds a NUL
            found = _lasting.first(key=self.session_key, at=timezone.now())
        if found is None:
            self._session_key = None
        return found


@prepared
def _lasting(key: str, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=at)


class Backend(ModelBackend):
    """Signs people in by name and password."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person of a session, None once he may not sign in any more."""
        found = _person.first(key=user_id)
        return found if found is not None and self.user_can_authenticate(found) else None


def asked_of_person(request: HttpRequest) -> list[Asked]:
    """Return what is asked to know whose session a request belongs to; nothing where it has none."""
    key = request.session.get(SESSION_KEY)
    return [_person.of(key=User._meta.pk.to_python(key))] if key else []


@prepared
def _person(key: int) -> QuerySet[User]:
    return User.objects.filter(pk=key)
