"""What was said and done about a month: explanations of units, and the last changes of its figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from planning.models import HistoryEntry, RevenueRecord, RowNote
from planning.models.history import Noun
from planning.models.monthly_reports import NoteReason
from planning.models.revenue import Measure
from planning.models.units import UnitQuerySet
from postoffice.months import Month
from reports.ledger.among import among
from reports.ledger.places import Tree

PAYROLL = "payroll"


class Explanation(NamedTuple):
    """Why a service of a unit is as it is: a reason from the list, a remark, by whom and when.

    What the accountant said of payroll revenue, as of a share out of its band, has the reason PAYROLL.
    """

    service: str
    unit_id: int
    reason: str
    text: str
    by: str
    at: datetime

    @property
    def label(self) -> str:
        """The reason in words."""
        if self.reason == PAYROLL:
            return str(Measure.PAYROLL_REVENUE.label)
        return str(NoteReason(self.reason).label)


class Change(NamedTuple):
    """A changed row with the name of the service it speaks of."""

    entry: HistoryEntry
    subject: str


def explanations(tree: Tree, month: Month, services: Sequence[str]) -> list[Explanation]:
    """Read what the units of the tree explained about these services in a month, the latest first."""
    notes = RowNote.objects.filter(
        among("report__unit_id", tree.below),
        among("service__code", services),
        report__month=month.first,
    )
    fields = ("service__code", "report__unit_id", "reason", "text", "by__full_name", "at")
    said = notes.values_list(*fields).union(_of_payroll(tree, month), all=True)
    asked = set(services)
    found = [Explanation(*row) for row in said if row[0] in asked]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _of_payroll(tree: Tree, month: Month) -> QuerySet:
    """Return why payroll revenue stands as it does: the reason given at the last change of each figure."""
    code = RevenueRecord.objects.filter(pk=OuterRef("row")).values("service__code")
    return (
        HistoryEntry.objects.of_payroll(month)
        .filter(among("unit_id", tree.below))
        .annotate(code=Subquery(code), kind=Value(PAYROLL), author=Coalesce("actor__full_name", Value("")))
        .values_list("code", "unit_id", "kind", "reason", "author", "at")
    )


def changes(scope: UnitQuerySet, tree: Tree, month: Month, most: int) -> list[Change]:
    """Read the last changes of a month's figures and reports within the history scope of a person.

    First entries are not changes: a figure must have been another one before.
    """
    figures = Q(noun=Noun.RECORD, verb="update", old__has_key="revenue") & ~Q(old__revenue=None)
    states = Q(noun=Noun.REPORT, verb="update", new__has_key="state") | Q(noun=Noun.ADJUSTMENT)
    record = RevenueRecord.objects.filter(pk=OuterRef("row"))
    entries = (
        HistoryEntry.objects.filter(
            figures | states,
            month=month.first,
            unit_id__in=scope.filter(path__startswith=tree.root.path).order_by().values("pk"),
        )
        .select_related("actor", "unit")
        .annotate(service=Case(When(noun=Noun.RECORD, then=Subquery(record.values("service__name")))))
        .order_by("-id")[:most]
    )
    return [Change(entry, entry.service or "") for entry in entries]
