"""Lists that people sort, page and filter; django-tables2 classes, 25 rows a page."""

import django_tables2 as tables
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from planning.importing import layout
from planning.models import Batch
from planning.models.batches import BatchKind
from planning.models.history import Channel, HistoryEntry, Noun
from planning.models.monthly_reports import NoteReason, State
from planning.models.people import ROLE_LABELS
from planning.models.proposals import ProposalState
from postoffice.access import Role
from postoffice.numbers import COUNT

PER_PAGE = 25

FIELD_LABELS = {
    "revenue": _("revenue"),
    "payroll_revenue": _("payroll revenue"),
    "volume": _("volume"),
    "balance": _("balance"),
    "state": _("state"),
    "total": _("year’s target"),
    "months": _("months"),
    "due_on": _("due date"),
    "estimate_due_on": _("estimates due"),
    "locks_at": _("locks at"),
    "closed_1_at": _("closed, round 1"),
    "closed_2_at": _("closed, round 2"),
    "in_force": _("in force"),
    "delta": _("difference"),
    "reason": _("reason"),
    "text": _("remark"),
    "role": _("role"),
    "is_active": _("active"),
    "name": _("name"),
    "full_name": _("full name"),
    "parent_id": _("unit above"),
    "starts_on": _("from"),
    "ends_on": _("until"),
    "valid_from": _("from"),
    "valid_to": _("until"),
    "return_reason": _("reason for returning"),
    "expires_at": _("expires"),
}


def written(field: str, value: object) -> str:
    """Write one stored value of the history for a reader."""
    if value is None:
        return "…"
    if field == "state":
        return str((State if value in State.values else ProposalState)(value).label)
    if field == "reason" and value in NoteReason.values:
        return str(NoteReason(value).label)
    if field == "role":
        return str(ROLE_LABELS[Role(value)])
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int) and not field.endswith("_id"):
        return COUNT.write(value, get_language())
    if isinstance(value, list):
        return " · ".join(COUNT.write(v, get_language()) if isinstance(v, int) else str(v) for v in value)
    return str(value)


def changes(entry: HistoryEntry) -> list[tuple[str, str, str]]:
    """Return (field, before, after) of an entry, for the fields a reader knows."""
    old, new = entry.old or {}, entry.new or {}
    return [
        (str(label), written(field, old.get(field)), written(field, new.get(field)))
        for field, label in FIELD_LABELS.items()
        if old.get(field) != new.get(field)
    ]


class HistoryTable(tables.Table):
    """Who changed what, when, from, to. `subjects` names the row of each entry."""

    at = tables.DateTimeColumn(format="d/m/Y H:i:s", verbose_name=_("When"))
    actor = tables.Column(verbose_name=_("Who"), order_by="actor__order_key", default="")
    unit = tables.Column(verbose_name=_("Unit"), order_by="unit__code", default="")
    noun = tables.Column(verbose_name=_("What"))
    change = tables.Column(
        accessor="pk", verbose_name=_("Before → after"), orderable=False, attrs={"td": {"class": "words"}}
    )
    channel = tables.Column(verbose_name=_("By way of"))
    reason = tables.Column(
        verbose_name=_("Reason"), default="", orderable=False, attrs={"td": {"class": "words"}}
    )

    class Meta:
        model = HistoryEntry
        fields = ("at", "actor", "unit", "noun", "change", "channel", "reason")
        order_by = "-at"
        empty_text = _("Nothing was changed in this selection.")
        template_name = "_table.html"

    def __init__(self, *args, subjects: dict[int, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.subjects = subjects

    def order_at(self, queryset, is_descending: bool):
        """Order by the entry's number, which is the order in which changes were written."""
        return queryset.order_by("-id" if is_descending else "id"), True

    def render_noun(self, record: HistoryEntry) -> str:
        """Name the noun, the row and its month."""
        words = [str(Noun(record.noun).label), self.subjects.get(record.pk, "")]
        if record.month:
            words.append(f"{record.month:%m/%Y}")
        return " · ".join(word for word in words if word)

    def render_actor(self, record: HistoryEntry) -> str:
        """Name the person; figures of somebody else's point are told as entered on behalf of it."""
        if not hasattr(self, "on_behalf"):
            self.on_behalf = HistoryEntry.objects.on_behalf([row.record for row in self.page.object_list])
        if record.pk in self.on_behalf:
            return gettext("entered on behalf by %(name)s") % {"name": record.actor}
        return str(record.actor)

    def render_channel(self, value: str) -> str:
        """Name the channel."""
        return str(Channel(value).label)

    def render_change(self, record: HistoryEntry) -> SafeString:
        """List the changed fields."""
        return render_to_string("planning/_change.html", {"changes": changes(record)})


class PeopleTable(tables.Table):
    """People and where they are posted."""

    full_name = tables.Column(
        linkify=("person", {"username": tables.A("username")}),
        verbose_name=_("Full name"),
        order_by="order_key",
    )
    username = tables.Column(verbose_name=_("User name"))
    postings = tables.TemplateColumn(
        template_name="planning/_postings.html", verbose_name=_("Postings"), orderable=False
    )
    email = tables.Column(verbose_name=_("E-mail"), default="")
    is_active = tables.Column(verbose_name=pgettext_lazy("column", "State"))

    class Meta:
        fields = ("full_name", "username", "postings", "email", "is_active")
        order_by = "full_name"
        empty_text = _("Nobody is found. Clear the search or add a person.")
        template_name = "_table.html"

    def render_is_active(self, value: bool) -> str:
        """Say whether the person may sign in."""
        return gettext("active") if value else gettext("disabled")


def counts(batch: Batch) -> str:
    """Write what a batch brought: "doanh thu: 3 mới, 1 thay đổi"; unchanged rows are not worth a word."""
    words = []
    for sheet in (key for key in layout.SHEETS if isinstance(batch.summary.get(key), dict)):
        said = batch.summary[sheet]
        parts = []
        if said.get("added"):
            parts.append(gettext("%(count)s new") % {"count": COUNT.write(said["added"], get_language())})
        if said.get("changed"):
            parts.append(
                gettext("%(count)s changed") % {"count": COUNT.write(said["changed"], get_language())}
            )
        if parts:
            words.append(f"{layout.title(sheet)}: {', '.join(parts)}")
    return "; ".join(words)


class BatchTable(tables.Table):
    """Many figures written at once, and whether they still stand."""

    at = tables.DateTimeColumn(
        format="d/m/Y H:i", verbose_name=_("When"), linkify=("batch", {"key": tables.A("pk")})
    )
    kind = tables.Column(verbose_name=_("What"))
    file_name = tables.Column(verbose_name=_("File"), default="")
    summary = tables.Column(verbose_name=_("Changes"), orderable=False, attrs={"td": {"class": "words"}})
    by = tables.Column(verbose_name=_("Who"), order_by="by__order_key", default="")
    undone_at = tables.DateTimeColumn(format="d/m/Y H:i", verbose_name=_("Undone"), default="")

    class Meta:
        order_by = "-at"
        empty_text = _("Nothing has been imported yet.")
        template_name = "_table.html"

    def order_at(self, queryset, is_descending: bool):
        """Order by the batch's number, which is the order in which batches were written."""
        return queryset.order_by("-pk" if is_descending else "pk"), True

    def render_kind(self, record: Batch) -> str:
        """Name the kind."""
        return str(BatchKind(record.kind).label)

    def render_summary(self, record: Batch) -> str:
        """Count what the batch brought."""
        return counts(record)


def page_of(request: HttpRequest, table: tables.Table) -> tables.Table:
    """Sort and page a list as the address says; columns and pages that there are not are ignored."""
    table.request = request
    chosen = [alias for alias in request.GET.getlist("sort") if alias.removeprefix("-") in table.base_columns]
    if chosen:
        table.order_by = chosen
    table.paginate(per_page=PER_PAGE)
    table.page = table.paginator.get_page(request.GET.get("page"))
    return table
