"""The one way in which actions open a transaction: signed, timed, and acknowledged only when durable."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from planning.actions.errors import BY_CONSTRAINT, TakenBack
from planning.models import Batch, User, kept_plans
from postoffice.months import Month

_SIGN = """
SELECT set_config('portal.actor', %s, true), set_config('portal.channel', %s, true),
       set_config('portal.reason', %s, true), set_config('portal.batch', %s, true),
       set_config('portal.now', %s, true), set_config('portal.adjustment', '', true),
"""
SHARE = """
(SELECT count(pg_advisory_xact_lock_shared(7102, planning_month_key(month)))
 FROM (SELECT DISTINCT unnest(%s::date[]) AS month ORDER BY 1) AS months)
"""
_NO_SUCH_ROW = "23503"  # foreign key violation
_NOT_DURABLE = "might not have been replicated"


class NotDurable(OperationalError):
    """The commit was not confirmed by the standby: answered as trouble, never as saved."""


@contextmanager
def writing(
    *, by: User | None, at: datetime, channel: str, reason: str = "", batch: Batch | None = None,
    sharing: Iterable[Month] = (),
) -> Iterator[None]:  # fmt: skip
    """Open the transaction of one action; the triggers write who, how, why into the history.

    `by` is None for the operator at the console. `at` is the portal's time, by which locks and
    graces are judged. The months of `sharing` are held from the start, as `locks.share_months` does.
    A constraint that only a race can meet is raised as its Refused; a commit that the standby did
    not confirm is raised as database trouble (answered 503).
    """
    try:
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                actor = str(by.pk) if by else ""
                months = [month.first for month in sharing]
                said = [actor, channel, reason, _key(batch), at.isoformat(), months]
                kept_plans.execute(cursor, _SIGN + SHARE, said)
            del connection.connection.notices[:]
            yield
    except IntegrityError as error:
        refusal = BY_CONSTRAINT.get(_constraint(error))
        if refusal is None and getattr(error.__cause__, "pgcode", None) == _NO_SUCH_ROW:
            refusal = TakenBack
        if refusal is None:
            raise
        raise refusal() from error
    _confirm()


def because(reason: str) -> None:
    """Give the history the reason of what follows in the open transaction."""
    _set("portal.reason", reason)


def in_batch(batch: Batch) -> None:
    """Write what follows in the open transaction into the history as part of `batch`."""
    _set("portal.batch", _key(batch))


def adjusting(reason: str) -> None:
    """Let the open transaction change figures of a closed month: it is a signed adjustment."""
    _set("portal.adjustment", reason)


def _set(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def _key(batch: Batch | None) -> str:
    return str(batch.pk) if batch and batch.pk else ""


def _constraint(error: DatabaseError) -> str:
    """Return the name of the constraint that refused, or an empty string."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def _confirm() -> None:
    """Raise NotDurable when the server warned that a commit stands on one machine only."""
    notices = getattr(connection.connection, "notices", [])
    if any(_NOT_DURABLE in notice for notice in notices):
        raise NotDurable(_NOT_DURABLE)
