"""Figures typed for a month that took nothing any more, waiting for the planner's decision."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ProposalState(models.TextChoices):
    """Where a proposal stands."""

    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class ProposalQuerySet(models.QuerySet):
    """Finds proposals."""

    def waiting(self) -> "ProposalQuerySet":
        """Keep those nobody has decided on."""
        return self.filter(state=ProposalState.WAITING)


class Proposal(models.Model):
    """What one person typed into one unit's month after it was locked or closed.

    `cells`: {service code: {measure: {"value": int, "version": int}}}, the version being that of the
    draft's cell the person had seen. `notes`: {service code: [reason, remark]}. Whatever he types before
    the decision joins the same proposal; `saves` remembers {idempotency key: digest} of what did.
    """

    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="proposals")
    month = models.DateField()
    cells = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    saves = models.JSONField(default=dict)
    by = models.ForeignKey("planning.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.WAITING)
    decided_by = models.ForeignKey("planning.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month", "by"],
                condition=Q(state=ProposalState.WAITING),
                name="one_waiting_proposal",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="proposal_month_is_a_first_day"),
            models.CheckConstraint(
                condition=Q(state=ProposalState.WAITING, decided_by=None)
                | (~Q(state=ProposalState.WAITING) & Q(decided_by__isnull=False)),
                name="a_decision_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.DECLINED) | ~Q(reason=""), name="declining_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month:%Y-%m} {self.state}"
