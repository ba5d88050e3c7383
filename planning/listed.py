"""Which services many points must fill in a month."""

from __future__ import annotations

from collections.abc import Sequence

from planning.models import AnnualTarget, Offering, RevenueRecord, Service, Unit
from postoffice.months import Month


def sold_by(units: Sequence[Unit], month: Month) -> dict[int, set[int]]:
    """Return {service key: the units that must fill it}: five queries at most, however many the units.

    The rule of `Service.objects.of_point`, for many points at once.
    """
    sold: dict[int, set[int]] = {}
    keys = [unit.pk for unit in units]
    listed = Offering.objects.filter(unit__in=keys)
    pairs = list(listed.active_in(month).values_list("unit", "service"))
    unlisted = set(keys) - set(listed.values_list("unit", flat=True).distinct())
    if unlisted:
        lately = RevenueRecord.objects.filter(
            unit__in=unlisted, month__gte=(month - 13).first, month__lt=month.first, revenue__isnull=False
        )
        pairs += lately.values_list("unit", "service").distinct()
        pairs += _asked(unlisted, month)
    for unit, service in pairs:
        sold.setdefault(service, set()).add(unit)
    return sold


def _asked(units: set[int], month: Month) -> list[tuple[int, int]]:
    """Return the services for which a plan in force has a target at a unit."""
    targets = AnnualTarget.objects.filter(unit__in=units, plan__year=month.year, plan__in_force=True)
    asked = list(targets.exclude(total=0).values_list("unit", "node").distinct())
    keys = dict(Service.objects.filter(code__in={node for _unit, node in asked}).values_list("code", "pk"))
    return [(unit, keys[node]) for unit, node in asked if node in keys]
