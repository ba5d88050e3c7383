"""Months as the planner keeps them: due, locked, closed twice, with a snapshot each."""

from datetime import date, datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q

from planning.models.estimates import Estimate
from postoffice.months import Month


class ReportingMonthQuerySet(models.QuerySet):
    """Finds months."""

    def of(self, month: Month) -> "ReportingMonthQuerySet":
        """Keep the row of `month`."""
        return self.filter(month=month.first)

    def running(self) -> "ReportingMonthQuerySet":
        """Keep opened months that are not closed for good, oldest first."""
        return self.filter(closed_2_at=None).order_by("month")

    def estimated(self, on: date) -> "ReportingMonthQuerySet":
        """Keep running months, not over on a day, of which the planner wants an estimate; oldest first."""
        return self.running().filter(
            opened_at__isnull=False, estimate_due_on__isnull=False, month__gte=on.replace(day=1)
        )

    def rounds(self) -> "ReportingMonthQuerySet":
        """Keep months of which units were asked, or said, what they will bring."""
        said = Estimate.objects.filter(month=OuterRef("month"))
        return self.filter(Q(estimate_due_on__isnull=False) | Exists(said))


class ReportingMonth(models.Model):
    """A month that has been opened. Past `due_on` entries are late but written.

    `estimate_due_on` is the day by which units say what the month will bring; None: nobody asks them.
    `locks_at` refuses writes from that instant on, save by a grace. Round 1 (for the meeting)
    takes a snapshot and stays open; round 2 (reconciled) takes another and locks.
    """

    month = models.DateField(unique=True)
    due_on = models.DateField()
    estimate_due_on = models.DateField(null=True, blank=True)
    locks_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True)
    closed_1_at = models.DateTimeField(null=True, blank=True)
    closed_1_by = models.ForeignKey("planning.User", models.PROTECT, null=True, related_name="+")
    closed_2_at = models.DateTimeField(null=True, blank=True)
    closed_2_by = models.ForeignKey("planning.User", models.PROTECT, null=True, related_name="+")

    objects = ReportingMonthQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="reporting_month_is_a_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def as_month(self) -> Month:
        """The month as a value."""
        return Month.of(self.month)

    def is_locked(self, at: datetime) -> bool:
        """Say whether ordinary writes are refused at `at`; a grace may still open one unit."""
        return self.closed_2_at is not None or (self.locks_at is not None and at >= self.locks_at)


class GraceQuerySet(models.QuerySet):
    """Finds graces."""

    def open_at(self, at: datetime) -> "GraceQuerySet":
        """Keep graces that have not expired at `at`."""
        return self.filter(given_at__lte=at, expires_at__gt=at)


class Grace(models.Model):
    """Lets one unit write one locked month until it expires; never a month closed for good."""

    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="graces")
    month = models.DateField()
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey("planning.User", models.PROTECT, related_name="+")

    objects = GraceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="grace_month_is_a_first_day"),
            models.CheckConstraint(condition=~Q(reason=""), name="grace_has_a_reason"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("given_at")), name="grace_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month:%Y-%m}"


class ClosedFigure(models.Model):
    """A figure as it stood when round 1 or 2 of a month was closed; never changed afterwards.

    Triggers see that its unit and its service are there and stay: once for a whole snapshot. Snapshots are
    found by their month.
    """

    month = models.DateField()
    round = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(
        "planning.Unit", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    service = models.ForeignKey(
        "planning.Service", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    revenue = models.BigIntegerField(null=True)
    payroll_revenue = models.BigIntegerField(null=True)
    volume = models.BigIntegerField(null=True)
    balance = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "round", "unit", "service"], name="one_closed_figure"),
            models.CheckConstraint(condition=Q(round__in=[1, 2]), name="two_rounds_of_closing"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.service_id} {self.month:%Y-%m} round {self.round}"
