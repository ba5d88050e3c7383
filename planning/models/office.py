"""The office that runs this portal: one row of names, signers and habits."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.models.prepared import Asked, prepared
from postoffice.numbers import LARGEST_DONG

LARGEST_PERCENT = 200


class EntryUnit(models.IntegerChoices):
    """The unit of money in which a page takes its figures; the value is đồng per unit."""

    DONG = 1, _("đồng")
    THOUSAND = 1_000, _("thousand đồng")
    MILLION = 1_000_000, _("million đồng")


class OfficeQuerySet(models.QuerySet):
    """Finds the one office."""

    def current(self) -> "Office":
        """Return the office, or an unsaved nameless one in an empty portal."""
        return _only.first() or Office()


@prepared
def _only() -> models.QuerySet["Office"]:
    return Office.objects.all()


def asked_of_office() -> Asked:
    """Return what `current` asks, to be asked together with more."""
    return _only.of()


class Office(models.Model):
    """The letterhead, the pinned date of a demo, and the limits a planner sets.

    `pinned_today` fixes the portal's calendar date (a demo, a training); None follows the clock.
    A variance is to be explained only below `explain_below_percent` of the month's target and
    when more than `explain_above` đồng are missing. Payroll revenue below `payroll_share_low` or
    above `payroll_share_high` percent of a unit's revenue is odd.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=200, blank=True)
    superior = models.CharField(max_length=200, blank=True, default="Tổng công ty Bưu điện Việt Nam")
    place = models.CharField(max_length=100, blank=True)
    signers = models.JSONField(default=list, blank=True)  # [{"title": …, "name": …}, …] left to right
    report_number_suffix = models.CharField(max_length=50, blank=True, default="BC-BĐT")
    entry_unit = models.PositiveIntegerField(choices=EntryUnit, default=EntryUnit.DONG)
    uses_payroll_revenue = models.BooleanField(default=True)
    due_day = models.PositiveSmallIntegerField(default=5)
    explain_below_percent = models.PositiveSmallIntegerField(default=95)
    explain_above = models.BigIntegerField(default=1_000_000)
    payroll_share_low = models.PositiveSmallIntegerField(default=37)
    payroll_share_high = models.PositiveSmallIntegerField(default=52)
    pinned_today: date | None = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_office"),
            models.CheckConstraint(
                condition=models.Q(due_day__range=(1, 28)), name="office_due_day_in_every_month"
            ),
            models.CheckConstraint(
                condition=models.Q(explain_below_percent__lte=LARGEST_PERCENT),
                name="office_explains_below_a_percent",
            ),
            models.CheckConstraint(
                condition=models.Q(explain_above__range=(0, LARGEST_DONG)), name="office_explains_above"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    payroll_share_low__lte=models.F("payroll_share_high"),
                    payroll_share_high__lte=LARGEST_PERCENT,
                ),
                name="office_payroll_share_is_a_band",
            ),
        ]

    def __str__(self) -> str:
        return self.name
