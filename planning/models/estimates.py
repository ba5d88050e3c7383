"""What a unit expects a month to bring, said before the month is over (ước thực hiện)."""

from django.db import models
from django.db.models import Q

from planning.models.revenue import LIMIT


class Estimate(models.Model):
    """The revenue a unit expects of one service for a month, in đồng. Never counted as revenue.

    It stays as it was said once the month's figures are sent: the difference is the unit's accuracy.
    """

    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="estimates")
    service = models.ForeignKey("planning.Service", models.PROTECT, related_name="+")
    month = models.DateField()
    revenue = models.BigIntegerField()
    by = models.ForeignKey("planning.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "service", "month"], name="one_estimate"),
            models.CheckConstraint(condition=Q(month__day=1), name="estimate_month_is_a_first_day"),
            models.CheckConstraint(
                condition=Q(revenue__gt=-LIMIT, revenue__lt=LIMIT), name="estimate_in_range"
            ),
        ]
        indexes = [models.Index(fields=["month", "unit"], name="estimate_month_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.service_id} {self.month:%Y-%m} {self.revenue}"
