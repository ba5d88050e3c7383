"""The codes by which other systems call our units and services, kept by the planner."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ForeignKind(models.TextChoices):
    """What a foreign code names."""

    UNIT = "unit", _("unit")
    SERVICE = "service", _("service")


class ForeignCode(models.Model):
    """What one code of one system means here: a unit, a service, or nothing (`ignored`).

    Several foreign codes may mean one of ours: an export knows finer services than the office keeps.
    """

    source = models.CharField(max_length=30)
    kind = models.CharField(max_length=10, choices=ForeignKind)
    code = models.CharField(max_length=60)
    unit = models.ForeignKey("planning.Unit", models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey("planning.Service", models.PROTECT, null=True, related_name="+")
    ignored = models.BooleanField(default=False)
    by = models.ForeignKey("planning.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "code"], name="one_meaning_a_foreign_code"),
            models.CheckConstraint(
                condition=Q(ignored=True, unit=None, service=None)
                | Q(ignored=False, kind=ForeignKind.UNIT, unit__isnull=False, service=None)
                | Q(ignored=False, kind=ForeignKind.SERVICE, unit=None, service__isnull=False),
                name="a_foreign_code_means_one_thing",
            ),
            models.CheckConstraint(condition=~Q(source="") & ~Q(code=""), name="a_foreign_code_is_named"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.kind} {self.code}"
