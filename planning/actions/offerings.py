"""Which services a point must fill (danh mục dịch vụ của điểm): added and ended with a day."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from planning.actions.errors import Refused
from planning.actions.rights import require
from planning.actions.writing import writing
from planning.models import MonthlyReport, Offering, RevenueRecord, Service, Unit, User
from planning.models.history import Channel
from postoffice.access import Permission
from postoffice.months import Month


class AlreadyListed(Refused):
    """The point lists the service on that day or later already."""

    code = "already_listed"
    sentence = _("%(unit)s lists %(service)s already.")


class EndsBeforeItStarts(Refused):
    """The last day lies before the first one."""

    code = "ends_before_it_starts"
    status = 422
    sentence = _("The last day lies before the first one, %(valid_from)s.")


class HasFigures(Refused):
    """The point has figures of the service after the day on which it is to end."""

    code = "has_figures"
    sentence = _("%(service)s has figures in %(month)s: let it end in that month or later.")


def add_offering(*, unit: Unit, service: Service, starts_on: date, by: User, at: datetime) -> Offering:
    """Let a point fill a service from a day on.

    A point without a list fills what it lately had; its first entry writes that list down, so that
    nothing falls off.
    """
    require(by=by, permission=Permission.UNITS, unit=unit, at=at)
    with writing(by=by, at=at, channel=Channel.PAGE):
        Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        listed = unit.offerings.filter(service=service)
        if listed.filter(Q(valid_to=None) | Q(valid_to__gte=starts_on)).exists():
            raise AlreadyListed(unit=unit.name, service=service.name)
        if not unit.offerings.exists():
            lately = Service.objects.of_point(unit, Month.of(starts_on)).exclude(pk=service.pk)
            Offering.objects.bulk_create([Offering(unit=unit, service=one) for one in lately])
        return Offering.objects.create(unit=unit, service=service, valid_from=starts_on)


def end_offering(*, offering: Offering, ends_on: date, by: User, at: datetime) -> None:
    """Let a service of a point end on a day, its last one; later months must hold no figure of it."""
    require(by=by, permission=Permission.UNITS, unit=offering.unit, at=at)
    if offering.valid_from and ends_on < offering.valid_from:
        raise EndsBeforeItStarts(valid_from=offering.valid_from)
    with writing(by=by, at=at, channel=Channel.PAGE):
        used = _used_after(offering, Month.of(ends_on))
        if used is not None:
            raise HasFigures(service=offering.service.name, month=used)
        offering.valid_to = ends_on
        offering.save(update_fields=["valid_to"])


def _used_after(offering: Offering, month: Month) -> Month | None:
    """Return the first later month with a figure of the service, typed or in the books."""
    code = offering.service.code
    reports = MonthlyReport.objects.filter(unit=offering.unit, month__gt=month.first)
    drafted = [
        report.month
        for report in reports.select_for_update().order_by("pk")
        if any(cell["value"] for cell in report.draft.get(code, {}).values())
    ]
    some = Q(revenue__isnull=False) & ~Q(revenue=0) | Q(volume__isnull=False) & ~Q(volume=0)
    booked = RevenueRecord.objects.filter(
        some, unit=offering.unit, service=offering.service, month__gt=month.first
    ).values_list("month", flat=True)
    days = sorted({*drafted, *booked})
    return Month.of(days[0]) if days else None
