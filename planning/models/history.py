"""What was changed, by whom, when and how: written by triggers, never by the portal's code."""

from django.db import models


class Channel(models.TextChoices):
    """The ways a change can come in."""

    GRID = "grid"
    PASTE = "paste"
    FILE = "file"
    COMMAND = "command"
    UNDO = "undo"
    PAGE = "page"
    API = "api"


class HistoryEntry(models.Model):
    """One changed row. `old` and `new` hold the columns that differ; UPDATE and DELETE are refused.

    `actor` is empty for a change that went around the portal (`channel` "sql").
    Unmanaged, so that a flush of the test database does not touch it.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor = models.ForeignKey("planning.User", models.DO_NOTHING, null=True, db_constraint=False)
    channel = models.CharField(max_length=10)
    reason = models.TextField()
    batch = models.ForeignKey("planning.Batch", models.DO_NOTHING, null=True, db_constraint=False)
    noun = models.CharField(max_length=30)
    row = models.BigIntegerField()
    unit = models.ForeignKey("planning.Unit", models.DO_NOTHING, null=True, db_constraint=False)
    month = models.DateField(null=True)
    verb = models.CharField(max_length=6)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    class Meta:
        managed = False
        db_table = "planning_history"

    def __str__(self) -> str:
        return f"{self.noun} {self.row} {self.verb}"
