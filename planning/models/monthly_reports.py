"""A unit's month on its way from typing to approval."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from planning.models.prepared import prepared
from planning.models.units import Unit
from postoffice.months import Month


class State(models.TextChoices):
    """Where a report stands; closed for good is said by its month, not here."""

    DRAFT = "draft", _("Being entered")
    SUBMITTED = "submitted", _("Awaiting approval")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")


class FigureStatus(models.TextChoices):
    """How firm the figures are."""

    ESTIMATE = "estimate", _("Estimate")
    PRELIMINARY = "preliminary", _("Preliminary")
    FINAL = "final", _("Final")


class NoteReason(models.TextChoices):
    """The list from which a unit explains an unusual figure."""

    LESS_CUSTOM = "less_custom", _("Customers send less")
    PARTNER_POLICY = "partner_policy", _("A partner changed its policy")
    STAFF = "staff", _("Too few staff")
    SEASON = "season", _("Season / Tết")
    OUT_OF_STOCK = "out_of_stock", _("Out of stock")
    OTHER = "other", _("Other")


class MonthlyReportQuerySet(models.QuerySet):
    """Finds reports by month, scope and state."""

    def of(self, unit: Unit, month: Month) -> "MonthlyReportQuerySet":
        """Keep the report of `unit` for `month`."""
        return self.filter(unit=unit, month=month.first)

    def reported(self) -> "MonthlyReportQuerySet":
        """Keep reports that were ever submitted: the ones coverage counts."""
        return self.exclude(first_submitted_at=None)


class MonthlyReport(models.Model):
    """One unit's month: its state, and the draft that is being typed.

    `draft`: {service code: {measure: {"value": int | None, "version": int, "by": user id,
    "at": ISO time, "origin": "typed" | "prefilled"}}}. The books hold only what was submitted;
    after a return or a take-back the facts stay in the books until the next submit.
    `version` counts every saved change and guards against overwriting someone's work.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="monthly_reports")
    month = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    figure_status = models.CharField(
        max_length=12, choices=FigureStatus, default=FigureStatus.PRELIMINARY
    )
    version = models.PositiveIntegerField(default=0)
    draft = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    saved_at = models.DateTimeField(null=True)
    first_submitted_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey("planning.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("planning.User", models.PROTECT, null=True, related_name="+")
    return_reason = models.TextField(blank=True)
    return_rows = models.JSONField(default=list)  # codes of the services to be corrected
    reconciled_at = models.DateTimeField(null=True)
    reconciled_by = models.ForeignKey("planning.User", models.PROTECT, null=True, related_name="+")

    objects = MonthlyReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="one_report_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="report_month_is_a_first_day"),
            models.CheckConstraint(
                condition=~Q(state=State.RETURNED) | ~Q(return_reason=""), name="a_return_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.RETURNED]) | Q(first_submitted_at__isnull=False),
                name="what_was_decided_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(reconciled_at=None, reconciled_by=None)
                | Q(reconciled_at__isnull=False, reconciled_by__isnull=False, state=State.APPROVED),
                name="what_is_reconciled_is_approved",
            ),
        ]
        indexes = [models.Index(fields=["month", "state"], name="report_month_state")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month:%Y-%m} {self.state}"

    @property
    def is_editable(self) -> bool:
        """Whether the unit may type into it (the month's lock is another question)."""
        return self.state in (State.DRAFT, State.RETURNED)


class DraftSave(models.Model):
    """One acknowledged autosave: idempotency store, history of the draft, and undo.

    `key` comes from the browser and is bound to the report and to `digest` of its content.
    `changes`: [{"service", "measure", "old", "was", "new"}, …]; `was` is the origin of the old value.
    """

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="saves")
    version = models.PositiveIntegerField()
    key = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)
    changes = models.JSONField(encoder=DjangoJSONEncoder)
    by = models.ForeignKey("planning.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    channel = models.CharField(max_length=10)
    batch = models.ForeignKey("planning.Batch", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "version"], name="one_save_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} v{self.version}"


class RowNote(models.Model):
    """Why a figure is what it is: a reason from the list and a remark, per service of a report."""

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="notes")
    service = models.ForeignKey("planning.Service", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=NoteReason)
    text = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("planning.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "service"], name="one_note_a_row")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.service_id} {self.reason}"


@prepared
def notes_of(report: int) -> models.QuerySet[RowNote]:
    """Ask for the explanations of a report, by its primary key."""
    return RowNote.objects.filter(report=report)
