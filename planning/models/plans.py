"""Plans of a year and what they ask of each unit."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from planning.models.months import ReportingMonth
from planning.models.revenue import LIMIT, Measure


class PlanKind(models.TextChoices):
    """Who asks what of whom. The province answers for `assigned`, a unit for `internal`."""

    ASSIGNED = "assigned", _("Assigned by the corporation")
    INTERNAL = "internal", _("Assigned by the province")
    REGISTERED = "registered", _("Registered by the unit")
    COMMITTED = "committed", _("Committed")
    AMBITION = "ambition", _("Ambition")
    SCENARIO = "scenario", _("Scenario")


class PlanQuerySet(models.QuerySet):
    """Finds plans."""

    def in_force(self, year: int, kind: str) -> "PlanQuerySet":
        """Keep the revision of `kind` that holds for `year`; at most one."""
        return self.filter(year=year, kind=kind, in_force=True)

    def with_last_round(self) -> "PlanQuerySet":
        """Add `last_round`, the first day of the last month of the year before that was estimated."""
        rounds = ReportingMonth.objects.rounds().filter(month__year=OuterRef("year") - 1)
        return self.annotate(last_round=Subquery(rounds.order_by("-month").values("month")[:1]))


class Plan(models.Model):
    """One revision of one kind of plan for one year; earlier revisions stay.

    `facts` keeps what a decision stated beside amounts (a total, growth of some lines), so that
    what is left open is never filled in silence: [{"node", "kind", "value"}, …].
    """

    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=PlanKind)
    revision = models.PositiveSmallIntegerField(default=0)
    decision_no = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    in_force = models.BooleanField(default=False)
    facts = models.JSONField(default=list, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "kind", "revision"], name="one_plan_a_revision"),
            models.UniqueConstraint(
                fields=["year", "kind"], condition=Q(in_force=True), name="one_revision_in_force"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The plan's name in addresses: its kind, and `-N` for a revision."""
        return f"{self.kind}-{self.revision}" if self.revision else self.kind

    @property
    def label(self) -> str:
        """The kind in words, with the number of the revision."""
        kind = str(self.get_kind_display())
        if not self.revision:
            return kind
        return gettext("%(plan)s, revision %(number)s") % {"plan": kind, "number": self.revision}

    @property
    def decision(self) -> str:
        """Number and day of the decision; empty where there is none."""
        if not (self.decision_no and self.decided_on):
            return self.decision_no
        told = {"number": self.decision_no, "day": f"{self.decided_on:%d/%m/%Y}"}
        return gettext("%(number)s of %(day)s") % told


class Phasing(models.TextChoices):
    """How a target's months came about."""

    GIVEN = "given", _("given")
    HISTORY = "history", _("by history")
    PARENT = "parent", _("by the unit above")
    EVEN = "even", _("evenly")


def _months_in_range() -> Q:
    return Q(months__len=12)


class AnnualTarget(models.Model):
    """What a plan asks of a unit for a service, a line or ALL, month by month; sums to the year."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="targets")
    node = models.CharField(max_length=20)
    measure = models.CharField(max_length=20, choices=Measure)
    total = models.BigIntegerField()
    months = ArrayField(models.BigIntegerField(), size=12)
    how = models.CharField(max_length=10, choices=Phasing, default=Phasing.GIVEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit", "node", "measure"], name="one_target_a_node"),
            models.CheckConstraint(condition=_months_in_range(), name="target_has_twelve_months"),
            models.CheckConstraint(condition=Q(total__gt=-LIMIT, total__lt=LIMIT), name="target_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.unit_id} {self.node} {self.total}"


class PlanTotal(models.Model):
    """P(unit, node): the answer to "what is the plan here", recomputed whole for each plan.

    `source` tells which rule gave it: stated here, summed from the nodes stated at this unit, or
    summed from the children. `incomplete` marks a sum that lacks a part which has revenue that
    year. `below` is what the parts add up to where the target is stated; the gap is total − below.
    """

    STATED, NODES, CHILDREN = "stated", "nodes", "children"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="totals")
    unit = models.ForeignKey("planning.Unit", models.CASCADE, related_name="plan_totals")
    node = models.CharField(max_length=20)
    measure = models.CharField(max_length=20)
    months = ArrayField(models.BigIntegerField(), size=12)
    total = models.BigIntegerField()
    source = models.CharField(max_length=10)
    incomplete = models.BooleanField(default=False)
    below = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit", "measure", "node"], name="one_plan_total")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.unit_id} {self.node} {self.total}"
