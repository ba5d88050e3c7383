"""Which points' months take figures: asked once for many points, with the months held."""

from collections.abc import Collection, Sequence
from datetime import datetime

from planning.actions.drafts import NotEditable, NotReporting
from planning.actions.errors import MonthLocked, Refused
from planning.actions.locks import require_not_closed
from planning.models import Grace, MonthlyReport, ReportingMonth, Unit
from postoffice.months import Month


def shut_months(months: Sequence[Month]) -> dict[Month, Refused]:
    """Return why months take nothing from anybody."""
    shut = {}
    for month in months:
        try:
            require_not_closed(month=month)
        except Refused as refusal:
            shut[month] = refusal
    return shut


class Gate:
    """Knows which point's month takes figures."""

    def __init__(self, units: Collection[int], months: Sequence[Month], at: datetime) -> None:
        self.units = Unit.objects.in_bulk(units)
        self.shut = shut_months(months)
        self.locked = {
            row.as_month: row.locks_at
            for row in ReportingMonth.objects.filter(month__in=[month.first for month in months])
            if row.is_locked(at)
        }
        graces = Grace.objects.open_at(at).filter(unit__in=units, month__in=[m.first for m in self.locked])
        self.excused = {
            (Month.of(day), unit): reason
            for day, unit, reason in graces.values_list("month", "unit", "reason")
        }
        self.reporting = {
            month: set(
                Unit.objects.reporting().active_in(month).filter(pk__in=units).values_list("pk", flat=True)
            )
            for month in months
        }

    @property
    def reason(self) -> str:
        """Why locked months take figures at all: the reasons of the graces, for the history."""
        return "; ".join(sorted(set(self.excused.values())))

    def refusal(self, month: Month, unit: int, report: MonthlyReport | None) -> Refused | None:
        """Say why a point's month takes nothing, None where it does."""
        if month in self.shut:
            return self.shut[month]
        if unit not in self.reporting[month]:
            return NotReporting(unit=self.units[unit].name, month=month)
        if month in self.locked and (month, unit) not in self.excused:
            return MonthLocked(month=month, locks_at=self.locked[month])
        if report is not None and not report.is_editable:
            return NotEditable(month=month, state=report.get_state_display())
        return None
