"""The estimate round (ước thực hiện): the planner asks, units say what a month will bring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from planning.actions.drafts import require_reporting, require_services
from planning.actions.errors import OutOfRange, Refused
from planning.actions.locks import (
    hold_month_alone,
    hold_report,
    require_not_closed,
    require_open,
)
from planning.actions.rights import day_of, require, require_everywhere
from planning.actions.writing import writing
from planning.models import Estimate, ReportingMonth, Service, Unit, User
from planning.models.history import Channel
from planning.models.revenue import LIMIT
from postoffice.access import Permission
from postoffice.months import Month


class NotAsked(Refused):
    """The planner has not asked for an estimate of the month."""

    code = "not_asked"
    sentence = _("Nobody has asked for an estimate of %(month)s.")


class EstimateOver(Refused):
    """The month is over or sent: who estimates now knows too much, and his word would be worth nothing."""

    code = "estimate_over"
    sentence = _("%(month)s is over or has been sent; its estimate stays as it was said.")


class EstimateIncomplete(Refused):
    """An estimate of a month speaks of every service of the point, or of none."""

    code = "estimate_incomplete"
    status = 422
    sentence = _("Nothing is saved yet. No estimate for: %(services)s. Write 0 where nothing is expected.")


class BadEstimateDay(Refused):
    """An estimate is asked for while the month lasts."""

    code = "bad_estimate_day"
    status = 422
    sentence = _("The estimate of %(month)s has to be due between %(first)s and %(last)s.")


@dataclass(frozen=True, slots=True)
class Said:
    """What a unit expects of a service, in đồng; `seen` is what stood there when typing began."""

    revenue: int | None
    seen: int | None


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A service somebody else has estimated meanwhile."""

    theirs: int | None
    by_name: str
    at: datetime | None


def ask(
    *, month: Month, due_on: date | None, by: User, at: datetime, channel: str = Channel.PAGE
) -> ReportingMonth:
    """Ask all units for an estimate of an open month by `due_on`; None stops asking, what was said stays."""
    require_everywhere(by=by, permission=Permission.MONTHS, at=at)
    with writing(by=by, at=at, channel=channel):
        hold_month_alone(month)
        row = require_not_closed(month=month)
        if due_on is not None and due_on != row.estimate_due_on:
            _require_within(month, due_on, day_of(at))
        row.estimate_due_on = due_on
        row.save(update_fields=["estimate_due_on"])
        return row


def say(
    *,
    unit: Unit,
    month: Month,
    said: Mapping[str, Said],
    by: User,
    at: datetime,
    channel: str = Channel.PAGE,
) -> Mapping[str, Overtaken]:
    """Keep what a unit expects, by code of the service; return what somebody else estimated meanwhile.

    Those services keep the other's figure. With the rest every service of the point has a figure, or
    none has: else EstimateIncomplete, and nothing is written.
    """
    for one in said.values():
        if one.revenue is not None and not -LIMIT < one.revenue < LIMIT:
            raise OutOfRange(value=one.revenue)
    require(by=by, permission=Permission.ENTER, unit=unit, at=at)
    with writing(by=by, at=at, channel=channel, sharing=[month]):
        report = hold_report(unit=unit, month=month)
        if require_open(unit=unit, month=month, at=at).estimate_due_on is None:
            raise NotAsked(month=month)
        if report.first_submitted_at is not None or day_of(at) > month.last:
            raise EstimateOver(month=month)
        require_reporting(unit=unit, month=month)
        standing = _standing(unit, month)
        require_services(_new(said, standing), month=month)
        overtaken = {code: _theirs(standing.get(code)) for code in said if _clashes(code, said, standing)}
        _write(unit, month, {c: one.revenue for c, one in said.items() if c not in overtaken}, by, at)
        _require_whole(unit, month)
        return overtaken


def _require_within(month: Month, due_on: date, today: date) -> None:
    """Pass a day of the month that has not gone by; nothing else can be waited for."""
    if today > month.last:
        raise EstimateOver(month=month)
    first = max(month.first, today)
    if not first <= due_on <= month.last:
        raise BadEstimateDay(month=month, first=first, last=month.last)


def _standing(unit: Unit, month: Month) -> dict[str, Estimate]:
    kept = Estimate.objects.filter(unit=unit, month=month.first).select_related("service", "by")
    return {estimate.service.code: estimate for estimate in kept}


def _new(said: Mapping[str, Said], standing: Mapping[str, Estimate]) -> set[str]:
    """Return the services that get another figure; what stands may have ended since, and stays or goes."""
    return {
        code
        for code, one in said.items()
        if one.revenue is not None and (code not in standing or standing[code].revenue != one.revenue)
    }


def _clashes(code: str, said: Mapping[str, Said], standing: Mapping[str, Estimate]) -> bool:
    stands = standing[code].revenue if code in standing else None
    return stands not in (said[code].seen, said[code].revenue)


def _theirs(estimate: Estimate | None) -> Overtaken:
    if estimate is None:
        return Overtaken(None, "", None)
    return Overtaken(estimate.revenue, estimate.by.full_name, estimate.at)


def _write(unit: Unit, month: Month, values: Mapping[str, int | None], by: User, at: datetime) -> None:
    """Write what differs from what stands; None takes an estimate back."""
    here = Estimate.objects.filter(unit=unit, month=month.first)
    here.filter(service__code__in=[code for code, value in values.items() if value is None]).delete()
    stands = dict(here.values_list("service__code", "revenue"))
    new = {code: value for code, value in values.items() if value is not None and stands.get(code) != value}
    Estimate.objects.bulk_create(
        [
            Estimate(unit=unit, service=service, month=month.first, revenue=new[service.code], by=by, at=at)
            for service in Service.objects.filter(code__in=new).in_order()
        ],
        update_conflicts=True,
        unique_fields=["unit", "service", "month"],
        update_fields=["revenue", "by", "at"],
    )


def _require_whole(unit: Unit, month: Month) -> None:
    """Pass a unit that has spoken of every service of its list, or of none."""
    estimated = set(Estimate.objects.filter(unit=unit, month=month.first).values_list("service", flat=True))
    if not estimated:
        return
    left: Sequence[Service] = Service.objects.of_point(unit, month).exclude(pk__in=estimated).in_order()
    if left:
        raise EstimateIncomplete(services=[service.name for service in left])
