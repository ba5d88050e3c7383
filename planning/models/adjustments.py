"""Corrections to a month that was closed, each signed and named by the month it belongs to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from planning.models.revenue import LIMIT, Measure
from postoffice.numbers import COUNT


class Adjustment(models.Model):
    """A logged change of one closed figure; the record carries the result, the snapshot stays.

    `was_missing` tells that nothing had been reported: setting such a figure to 0 is a change.
    """

    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="adjustments")
    service = models.ForeignKey("planning.Service", models.PROTECT, related_name="+")
    month = models.DateField()
    measure = models.CharField(max_length=20, choices=Measure)
    delta = models.BigIntegerField()
    was_missing = models.BooleanField(default=False)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey("planning.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="adjustment_month_is_a_first_day"),
            models.CheckConstraint(condition=~Q(reason=""), name="adjustment_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(delta=0) | Q(was_missing=True), name="adjustment_changes_something"
            ),
            models.CheckConstraint(
                condition=Q(delta__gt=-2 * LIMIT, delta__lt=2 * LIMIT), name="adjustment_in_range"
            ),
        ]
        indexes = [models.Index(fields=["month", "unit"], name="adjustment_month_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.service_id} {self.month:%Y-%m} {self.delta:+}"

    @property
    def signed(self) -> str:
        """The difference as it is shown: grouped, with its sign."""
        sign = "+" if self.delta > 0 else ""
        return sign + COUNT.write(self.delta, get_language())
