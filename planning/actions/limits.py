"""The limits by which entries are judged, set by the planner of the whole office."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from django.utils.translation import gettext_lazy as _

from planning.actions.errors import Refused
from planning.actions.rights import require_everywhere
from planning.actions.writing import writing
from planning.models import Office, User
from planning.models.history import Channel
from planning.models.office import LARGEST_PERCENT
from postoffice.access import Permission
from postoffice.numbers import LARGEST_DONG

RANGES: Mapping[str, tuple[int, int]] = {
    "explain_below_percent": (0, LARGEST_PERCENT),
    "explain_above": (0, LARGEST_DONG),
    "payroll_share_low": (0, LARGEST_PERCENT),
    "payroll_share_high": (0, LARGEST_PERCENT),
    "due_day": (1, 28),
}


class LimitsSet(TypedDict):
    """What a planner may set, by the fields of the office."""

    explain_below_percent: int
    explain_above: int
    payroll_share_low: int
    payroll_share_high: int
    due_day: int


class BadLimits(Refused):
    """A limit outside its range, or a band whose ends are swapped."""

    code = "bad_limits"
    status = 422
    sentence = _("These limits do not fit: look at the ranges beside the fields.")


def set_limits(
    *, limits: LimitsSet, by: User, at: datetime, channel: str = Channel.PAGE, reason: str = ""
) -> Office:
    """Set all limits together; they count from the next check on, months that are sent stay as they are."""
    require_everywhere(by=by, permission=Permission.MONTHS, at=at)
    outside = any(not low <= limits[name] <= high for name, (low, high) in RANGES.items())
    if outside or limits["payroll_share_low"] > limits["payroll_share_high"]:
        raise BadLimits
    with writing(by=by, at=at, channel=channel, reason=reason.strip()):
        Office.objects.bulk_create([Office()], ignore_conflicts=True)
        office = Office.objects.select_for_update().get()
        for name in RANGES:
            setattr(office, name, limits[name])
        office.save(update_fields=list(RANGES))
        return office
