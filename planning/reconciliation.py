"""A month as the accountant reconciles it: unit by unit, with payroll revenue and the last export."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import get_language

from planning import payroll
from planning.models import DraftSave, MonthlyReport, RevenueRecord, Unit
from planning.models.monthly_reports import State
from planning.payroll import PayrollLine
from postoffice.months import Month
from postoffice.numbers import DONG


@dataclass(frozen=True)
class ReconcileLine:
    """A unit that has sent its month; `apart` is its revenue less what the last export brought."""

    figures: PayrollLine
    report: MonthlyReport
    apart: str

    @property
    def is_approved(self) -> bool:
        """Whether there is something to reconcile."""
        return self.report.state == State.APPROVED

    @property
    def is_reconciled(self) -> bool:
        """Whether the accountant has signed it."""
        return self.report.reconciled_at is not None


@dataclass(frozen=True)
class Reconciled:
    """How many units' months are approved, and how many of these are reconciled."""

    approved: int
    reconciled: int

    @property
    def open(self) -> int:
        """Approved months that nobody has reconciled."""
        return self.approved - self.reconciled


def of_units(units: QuerySet[Unit], month: Month) -> list[ReconcileLine]:
    """Return the units with figures of the month, in the order of codes."""
    reports = MonthlyReport.objects.filter(unit__in=units, month=month.first)
    by_code = {report.unit.code: report for report in reports.select_related("unit", "reconciled_by")}
    apart = _apart(units, month)
    return [
        ReconcileLine(line, by_code[line.code], apart.get(by_code[line.code].unit_id, ""))
        for line in payroll.of_units(units, month)
        if line.code in by_code
    ]


def counts(units: QuerySet[Unit], month: Month) -> Reconciled:
    """Count the approved and the reconciled months of units with figures of their own."""
    approved = MonthlyReport.objects.filter(
        unit__in=units.reporting(), month=month.first, state=State.APPROVED
    ).values_list("reconciled_at", flat=True)
    signed = list(approved)
    return Reconciled(len(signed), sum(at is not None for at in signed))


def _apart(units: QuerySet[Unit], month: Month) -> dict[int, str]:
    """Return by unit how far the booked revenue lies from what the last export brought for a service."""
    exported: dict[int, dict[str, int]] = defaultdict(dict)
    saves = DraftSave.objects.filter(report__unit__in=units, report__month=month.first)
    saves = saves.exclude(batch=None).order_by("report", "version")
    for unit, changes in saves.values_list("report__unit", "changes"):
        for change in changes:
            if change["measure"] == "revenue" and change["new"] is not None:
                exported[unit][change["service"]] = change["new"]
    booked = RevenueRecord.objects.filter(unit__in=list(exported), month=month.first)
    found = {(u, s): revenue or 0 for u, s, revenue in booked.values_list("unit", "service__code", "revenue")}
    return {
        unit: _signed(sum(found.get((unit, code), 0) - value for code, value in services.items()))
        for unit, services in exported.items()
    }


def _signed(amount: int) -> str:
    return ("+" if amount > 0 else "") + DONG.write(amount, get_language())
