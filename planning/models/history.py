"""What was changed, by whom, when and how: written by triggers, never by the portal's code."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from planning.models.estimates import Estimate
from planning.models.monthly_reports import RowNote
from planning.models.people import Posting, User
from planning.models.revenue import RevenueRecord
from planning.models.units import Unit
from postoffice.access import Permission
from postoffice.months import Month


class Channel(models.TextChoices):
    """The ways a change can come in."""

    GRID = "grid", _("entry page")
    PASTE = "paste", _("pasted block")
    FILE = "file", _("file")
    COMMAND = "command", _("command")
    UNDO = "undo", _("undo")
    PAGE = "page", _("page")
    API = "api", _("other program")
    SQL = "sql", _("outside the portal")


class Noun(models.TextChoices):
    """What the history speaks of."""

    RECORD = "record", _("figure")
    REPORT = "report", _("monthly report")
    NOTE = "note", _("explanation")
    MONTH = "month", _("month")
    GRACE = "grace", _("grace")
    ADJUSTMENT = "adjustment", _("adjustment")
    PROPOSAL = "proposal", _("proposal")
    ESTIMATE = "estimate", _("estimate")
    ANNUAL = "annual", _("annual figure")
    PLAN = "plan", _("plan")
    TARGET = "target", _("target")
    UNIT = "unit", _("unit")
    SUCCESSION = "succession", _("reorganisation")
    LINE = "line", _("service line")
    SERVICE = "service", _("service")
    OFFERING = "offering", _("service of a point")
    POSTING = "posting", _("posting")
    USER = "user", _("person")
    OFFICE = "office", _("office")
    HOLIDAY = "holiday", _("holiday")
    MAPPING = "mapping", _("code of another system")


OF_UNITS = (
    Noun.RECORD, Noun.REPORT, Noun.GRACE, Noun.ADJUSTMENT, Noun.PROPOSAL, Noun.ESTIMATE, Noun.ANNUAL,
    Noun.TARGET, Noun.UNIT, Noun.SUCCESSION, Noun.OFFERING, Noun.MAPPING,
)  # fmt: skip
OF_EVERYONE = (Noun.MONTH, Noun.PLAN)
OF_CATALOGUE = (Noun.LINE, Noun.SERVICE, Noun.OFFICE, Noun.HOLIDAY)
OF_PLACES = (Noun.POSTING, Noun.OFFERING, Noun.UNIT)


class HistoryEntryQuerySet(models.QuerySet):
    """Finds what a person may trace."""

    def visible_to(self, user: User, *, on: date) -> "HistoryEntryQuerySet":
        """Keep changes of units in the person's history scope, and of the people whom he keeps.

        Months, plans and foreign codes of services concern everyone who has a history scope at all,
        lines and services everyone who keeps the catalogue.
        """
        scope = Unit.objects.where(user, Permission.HISTORY, on=on)
        explained = RowNote.objects.filter(report__unit__in=scope).values("pk")
        allowed = Q(noun__in=OF_UNITS, unit__in=scope) | Q(noun=Noun.NOTE, row__in=explained)
        if scope.exists():
            allowed |= Q(noun__in=OF_EVERYONE) | Q(noun=Noun.MAPPING, unit=None)
        kept = Unit.objects.where(user, Permission.HISTORY_OF_PEOPLE, on=on)
        if kept.exists():
            people = User.objects.kept_by(kept).values("pk")
            allowed |= Q(noun__in=OF_CATALOGUE) | Q(noun__in=OF_PLACES, unit__in=kept)
            allowed |= Q(noun=Noun.USER, row__in=people)
        return self.filter(allowed)

    def of_payroll(self, month: Month) -> "HistoryEntryQuerySet":
        """Keep the last change of each payroll figure of a month, where it still stands with a reason.

        A reason given with the revenue itself, as in an import, explains something else.
        """
        paid = HistoryEntry.objects.filter(noun=Noun.RECORD, new__has_key="payroll_revenue")
        later = paid.filter(row=OuterRef("row"), id__gt=OuterRef("id"))
        alone = Q(new__revenue=None) | ~Q(new__has_key="revenue")
        last = self.filter(alone, ~Exists(later), noun=Noun.RECORD, new__has_key="payroll_revenue")
        return last.filter(month=month.first).exclude(Q(reason="") | Q(new__payroll_revenue=None))

    def on_behalf(self, entries: list["HistoryEntry"]) -> set[int]:
        """Return the keys of entries in which somebody typed or sent figures of another's point."""
        typed = [
            entry
            for entry in entries
            if entry.noun in (Noun.RECORD, Noun.REPORT)
            and entry.channel in (Channel.GRID, Channel.PASTE)
            and entry.actor_id
            and entry.unit_id
        ]
        postings = Posting.objects.filter(user__in={entry.actor_id for entry in typed})
        own = set(postings.values_list("user", "unit")) if typed else set()
        return {entry.pk for entry in typed if (entry.actor_id, entry.unit_id) not in own}

    def subjects(self, entries: list["HistoryEntry"]) -> dict[int, str]:
        """Return {entry key: the name of the row it speaks of} for one page of entries."""
        plain = {e.pk: str((e.new or e.old or {}).get("node") or (e.new or e.old or {}).get("name") or "")
                 for e in entries}  # fmt: skip
        for noun, model in ((Noun.RECORD, RevenueRecord), (Noun.ESTIMATE, Estimate)):
            rows = {entry.row for entry in entries if entry.noun == noun}
            names = dict(model.objects.filter(pk__in=rows).values_list("pk", "service__name")) if rows else {}
            plain |= {e.pk: names.get(e.row, "") for e in entries if e.noun == noun}
        return plain


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

    objects = HistoryEntryQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "planning_history"

    def __str__(self) -> str:
        return f"{self.noun} {self.row} {self.verb}"
