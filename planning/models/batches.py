"""Many figures written at once, by one person, undoable as one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchKind(models.TextChoices):
    """What a batch brought in."""

    OFFICE = "office", _("Office workbook")
    REVENUE = "revenue", _("Monthly figures")
    PAYROLL = "payroll", _("Payroll revenue")
    TARGETS = "targets", _("Targets")
    PASTE = "paste", _("Pasted block")
    FILE = "file", _("Uploaded month")
    PREFILL = "prefill", _("Prefilled drafts")


class Batch(models.Model):
    """A paste, an import or a spreading. `summary` is what the preview promised and was written."""

    kind = models.CharField(max_length=10, choices=BatchKind)
    file_name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    summary = models.JSONField(default=dict)
    by = models.ForeignKey("planning.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("planning.User", models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
