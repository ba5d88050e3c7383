"""What the office sells: lines, services, and which point sells what."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from planning.models.validity import holds_in
from postoffice.months import Month
from postoffice.names import clean

if TYPE_CHECKING:
    from planning.models.units import Unit


class ServiceLine(models.Model):
    """A group of services (courier, postal finance, media distribution); data, not code.

    Codes of lines and services share one space and never change: totals are kept by code.
    """

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=150)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(code__in=["", "ALL"]), name="line_code_is_free")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        """Store the name in its clean form."""
        self.name = clean(self.name)
        super().save(*args, **kwargs)


class ServiceQuerySet(models.QuerySet):
    """Finds services."""

    def active_on(self, day: date) -> ServiceQuerySet:
        """Keep services that are sold on `day`; `valid_to` is the last day."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )

    def active_in(self, month: Month) -> ServiceQuerySet:
        """Keep services that are sold on a day of `month`."""
        return self.filter(holds_in(month))

    def of_point(self, unit: Unit, month: Month) -> ServiceQuerySet:
        """Keep what `unit` must fill in `month`: the danh mục dịch vụ of the point.

        Its offerings that hold on a day of the month; where it has no offerings at all, what it
        brought revenue with in the 13 months before, or has a target for in a plan in force.
        """
        if unit.offerings.exists():
            listed = unit.offerings.active_in(month)
            return self.active_in(month).filter(Exists(listed.filter(service=OuterRef("pk"))))
        lately = unit.records.filter(
            month__gte=(month - 13).first, month__lt=month.first, revenue__isnull=False
        )
        asked = unit.targets.filter(plan__year=month.year, plan__in_force=True).exclude(total=0)
        return self.active_in(month).filter(
            Exists(lately.filter(service=OuterRef("pk"))) | Exists(asked.filter(node=OuterRef("code")))
        )

    def in_order(self) -> ServiceQuerySet:
        """Order by line, then by code, as tables and reports print them."""
        return self.order_by("line__order", "line__code", "code")


class Service(models.Model):
    """A service of one line. Its line is fixed once it has figures."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=150)
    line = models.ForeignKey(ServiceLine, models.PROTECT, related_name="services")
    volume_unit = models.CharField(max_length=30, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(code__in=["", "ALL"]), name="service_code_is_free")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        """Store the name in its clean form."""
        self.name = clean(self.name)
        super().save(*args, **kwargs)

    def is_active_in(self, month: Month) -> bool:
        """Say whether the service is sold on a day of `month`."""
        return (self.valid_from is None or self.valid_from <= month.last) and (
            self.valid_to is None or self.valid_to >= month.first
        )


class OfferingQuerySet(models.QuerySet):
    """Finds what points sell."""

    def active_in(self, month: Month) -> OfferingQuerySet:
        """Keep offerings that hold on a day of `month`."""
        return self.filter(holds_in(month))

    def active_on(self, day: date) -> OfferingQuerySet:
        """Keep offerings that hold on `day`."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )


class Offering(models.Model):
    """A point sells a service between two days (danh mục dịch vụ của điểm)."""

    unit = models.ForeignKey("planning.Unit", models.CASCADE, related_name="offerings")
    service = models.ForeignKey(Service, models.CASCADE, related_name="offerings")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = OfferingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "service", "valid_from"], name="one_offering_a_start", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="offering_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.service_id}"
