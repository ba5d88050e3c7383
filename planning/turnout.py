"""How far a month has come: who was expected to report, who has, who is approved."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from planning.models import MonthlyReport, Unit
from planning.models.monthly_reports import State
from postoffice.months import Month


@dataclass(frozen=True)
class Turnout:
    """Counts of reporting units in one month; `reported` counts units that ever submitted."""

    expected: int
    reported: int
    approved: int

    @property
    def missing(self) -> int:
        """Units that have not sent anything."""
        return self.expected - self.reported

    @property
    def is_full(self) -> bool:
        """Whether everyone has reported."""
        return self.missing == 0


def expected(units: QuerySet[Unit], month: Month) -> QuerySet[Unit]:
    """Keep those of `units` that report `month`, each with `has_reported` and `is_approved`."""
    own = MonthlyReport.objects.filter(unit=OuterRef("pk"), month=month.first)
    return (
        units.reporting()
        .active_in(month)
        .annotate(has_reported=Exists(own.reported()), is_approved=Exists(own.filter(state=State.APPROVED)))
    )


def turnout(units: QuerySet[Unit], month: Month) -> Turnout:
    """Count the turnout of `units` for `month` in one query."""
    counts = expected(units, month).aggregate(
        expected=Count("pk"),
        reported=Count("pk", filter=Q(has_reported=True)),
        approved=Count("pk", filter=Q(is_approved=True)),
    )
    return Turnout(**counts)
