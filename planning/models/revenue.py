"""The books: what each unit reported for each service and month."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LIMIT = 10**15  # exclusive; 999.999.999.999.999 đồng is the largest figure
ALL = "ALL"  # the node of every service together


class Measure(models.TextChoices):
    """What is counted. Volume adds within one service only; a balance never adds over months."""

    REVENUE = "revenue", _("Revenue (DTPS)")
    PAYROLL_REVENUE = "payroll_revenue", _("Payroll revenue (DTTL)")
    VOLUME = "volume", _("Volume")
    BALANCE = "balance", _("Balance")


class RevenueRecord(models.Model):
    """A reported figure set. NULL means not reported; month is the first day of the month.

    Triggers guard every write: month lock, history, the roll-up into YearTotals, and that unit and
    service are there and stay (a foreign key would ask twice a row, ninety thousand times a year).
    """

    unit = models.ForeignKey(
        "planning.Unit", models.PROTECT, related_name="records", db_index=False, db_constraint=False
    )
    service = models.ForeignKey(
        "planning.Service", models.PROTECT, related_name="records", db_constraint=False
    )
    month = models.DateField()
    revenue = models.BigIntegerField(null=True, blank=True)
    payroll_revenue = models.BigIntegerField(null=True, blank=True)
    volume = models.BigIntegerField(null=True, blank=True)
    balance = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "service", "month"], name="one_record_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="record_month_is_a_first_day"),
            *[
                models.CheckConstraint(
                    condition=Q(**{f"{field}__gt": -LIMIT, f"{field}__lt": LIMIT}),
                    name=f"record_{field}_in_range",
                )
                for field in Measure.values
            ],
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.service_id} {self.month:%Y-%m}"


class AnnualHistory(models.Model):
    """A year's figure from before the portal had months; `node` is a service, a line or ALL."""

    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="annual_history")
    node = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=20, choices=Measure)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "node", "year", "measure"], name="one_annual_figure"),
            models.CheckConstraint(
                condition=Q(amount__gt=-LIMIT, amount__lt=LIMIT), name="annual_amount_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.node} {self.year}"
