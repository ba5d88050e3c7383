"""Reminders that were sent: the proof of who was told what on which day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReminderKind(models.TextChoices):
    """What a reminder is about."""

    BEFORE = "before", _("Due soon")
    DUE = "due", _("Due today")
    LATE = "late", _("Late")
    APPROVE = "approve", _("Waits for approval")
    ESTIMATE = "estimate", _("Estimate due")


class ReminderChannel(models.TextChoices):
    """How a person was told; who has no e-mail address finds it on the home page alone."""

    EMAIL = "email", _("e-mail")
    PORTAL = "portal", _("home page only")


class Reminder(models.Model):
    """One person was told about one unit's month on one day; never twice of the same on a day."""

    user = models.ForeignKey("planning.User", models.CASCADE, related_name="+")
    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="reminders")
    month = models.DateField()
    kind = models.CharField(max_length=10, choices=ReminderKind)
    channel = models.CharField(max_length=10, choices=ReminderChannel)
    sent_on = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "month", "kind", "sent_on"], name="one_reminder_a_day"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="reminder_month_is_a_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.unit_id} {self.month:%Y-%m} {self.kind}"
