"""The accountant's payroll revenue (DTTL) of a month, beside what the units reported."""

from collections.abc import Mapping
from datetime import datetime

from planning.actions import books
from planning.actions.books import Figures
from planning.actions.drafts import UnknownService
from planning.actions.errors import OutOfRange
from planning.actions.locks import require_open_for_all
from planning.actions.plan_totals import recompute_years
from planning.actions.reconciling import reopen
from planning.actions.rights import require_all
from planning.actions.writing import in_batch, writing
from planning.models import Batch, Service, User
from planning.models.revenue import LIMIT, Measure
from postoffice.access import Permission
from postoffice.months import Month


def record(
    *,
    month: Month,
    amounts: Mapping[tuple[int, int], int | None],
    by: User,
    at: datetime,
    channel: str,
    batch: Batch | None = None,
    reason: str = "",
) -> int:
    """Store payroll revenue by (unit, service) primary keys and return how many records changed.

    None takes a figure back. What the unit reported stays untouched, and no
    longer counts as reconciled. `batch` may be new: it is
    saved with the figures; `reason` goes into the history. All amounts are written, or none.
    """
    for amount in amounts.values():
        if amount is not None and not -LIMIT < amount < LIMIT:
            raise OutOfRange(value=amount)
    units, services = {unit for unit, _service in amounts}, {service for _unit, service in amounts}
    require_all(by=by, permission=Permission.PAYROLL, units=units, at=at)
    missing = services - set(Service.objects.filter(pk__in=services).values_list("pk", flat=True))
    if missing:
        raise UnknownService(service=min(missing))
    with writing(by=by, at=at, channel=channel, reason=reason.strip(), sharing=[month]):
        require_open_for_all(units=units, month=month, at=at)
        if batch is not None:
            batch.save()
            in_batch(batch)
        reopen(units=units, month=month)
        rows = [
            Figures(unit, service, month.first, payroll_revenue=a) for (unit, service), a in amounts.items()
        ]
        changed = books.write(
            [r for r in rows if r.payroll_revenue is not None], measures=[Measure.PAYROLL_REVENUE]
        )
        changed += books.blank_payroll([r for r in rows if r.payroll_revenue is None])
        recompute_years([month.year])
        return changed
