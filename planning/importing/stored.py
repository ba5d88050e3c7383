"""What the portal keeps, as rows of the office workbook: for comparing a file with it and for the export."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Q

from planning.importing import settings
from planning.importing.office import (
    AnnualHistoryRow,
    Fact,
    LineRow,
    MonthRow,
    OfferingRow,
    OfficeData,
    PersonRow,
    PlanRow,
    RevenueRow,
    ServiceRow,
    SuccessionRow,
    TargetRow,
    UnitRow,
)
from planning.models import (
    AnnualHistory,
    AnnualTarget,
    MonthlyReport,
    Offering,
    Office,
    Plan,
    Posting,
    ReportingMonth,
    Service,
    ServiceLine,
    Succession,
    Unit,
)
from planning.models.monthly_reports import State
from postoffice.months import Month

FigureKey = tuple[str, str, Month]
Figures = tuple[int | None, int | None, int | None, int | None]

_FIGURES = """
SELECT u.code, s.code, r.month, r.revenue, r.payroll_revenue, r.volume, r.balance
FROM planning_revenuerecord r
JOIN planning_unit u ON u.id = r.unit_id JOIN planning_service s ON s.id = r.service_id
WHERE r.month = ANY (%s)
"""
_BOOKS = """
SELECT u.code, s.code, r.month, r.revenue, r.payroll_revenue, r.volume, r.balance,
       coalesce(m.figure_status, '')
FROM planning_revenuerecord r
JOIN planning_unit u ON u.id = r.unit_id JOIN planning_service s ON s.id = r.service_id
LEFT JOIN planning_monthlyreport m ON m.unit_id = r.unit_id AND m.month = r.month
WHERE num_nonnulls(r.revenue, r.payroll_revenue, r.volume, r.balance) > 0
ORDER BY r.month, u.code, s.code
"""


def units() -> tuple[UnitRow, ...]:
    """Return every unit, by code."""
    rows = Unit.objects.order_by("code").values_list(
        "code", "name", "kind", "parent__code", "valid_from", "valid_to", "reports", "head", "phone"
    )
    return tuple(UnitRow(c, n, k, p or "", f, t, r, h, ph) for c, n, k, p, f, t, r, h, ph in rows)


def service_lines() -> tuple[LineRow, ...]:
    """Return every line, in order."""
    return tuple(
        LineRow(*row)
        for row in ServiceLine.objects.order_by("order", "code").values_list("code", "name", "order")
    )


def services() -> tuple[ServiceRow, ...]:
    """Return every service, in order."""
    rows = Service.objects.in_order().values_list(
        "code", "name", "line__code", "volume_unit", "valid_from", "valid_to"
    )
    return tuple(ServiceRow(*row) for row in rows)


def offerings() -> tuple[OfferingRow, ...]:
    """Return what each point sells."""
    rows = Offering.objects.order_by("unit__code", "service__code", "valid_from", "pk").values_list(
        "unit__code", "service__code", "valid_from", "valid_to"
    )
    return tuple(OfferingRow(*row) for row in rows)


def months() -> tuple[MonthRow, ...]:
    """Return the months that were opened, with how far they are closed."""
    return tuple(
        MonthRow(m.as_month, m.due_on, 2 if m.closed_2_at else 1 if m.closed_1_at else 0)
        for m in ReportingMonth.objects.order_by("month")
    )


def figures(of_months: Collection[Month]) -> dict[FigureKey, Figures]:
    """Return what is in the books for some months: revenue, payroll revenue, volume, balance."""
    as_month = {month.first: month for month in of_months}
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, [sorted(as_month)])
        return {
            (unit, service, as_month[day]): tuple(amounts)
            for unit, service, day, *amounts in cursor.fetchall()
        }


def revenue() -> tuple[RevenueRow, ...]:
    """Return the whole of the books, with the status of each unit and month."""
    with connection.cursor() as cursor:
        cursor.execute(_BOOKS)
        return tuple(
            RevenueRow(unit, service, Month.of(day), *rest) for unit, service, day, *rest in cursor.fetchall()
        )


def annual_history() -> tuple[AnnualHistoryRow, ...]:
    """Return the years without months."""
    rows = AnnualHistory.objects.order_by("unit__code", "year", "node", "measure").values_list(
        "unit__code", "node", "year", "measure", "amount"
    )
    return tuple(AnnualHistoryRow(*row) for row in rows)


def plans() -> tuple[PlanRow, ...]:
    """Return every revision of every plan."""
    return tuple(
        PlanRow(p.year, p.kind, p.revision, p.decision_no, p.decided_on, p.in_force, facts_of(p.facts))
        for p in Plan.objects.order_by("year", "kind", "revision")
    )


def facts_of(stored: list[dict[str, object]]) -> tuple[Fact, ...]:
    """Return the facts of a plan as rows keep them."""
    return tuple(Fact(str(f["node"]), str(f["kind"]), str(f["value"])) for f in stored)


def targets(of_plans: Collection[tuple[int, str, int]] | None = None) -> tuple[TargetRow, ...]:
    """Return the targets of some plans (year, kind, revision), or of all."""
    found = AnnualTarget.objects.order_by(
        "plan__year", "plan__kind", "plan__revision", "unit__code", "node", "measure"
    )
    if of_plans is not None:
        wanted = Q(pk__in=[])
        for year, kind, revision in of_plans:
            wanted |= Q(plan__year=year, plan__kind=kind, plan__revision=revision)
        found = found.filter(wanted)
    rows = found.values_list(
        "plan__year", "plan__kind", "unit__code", "node", "measure", "total", "months", "plan__revision"
    )
    return tuple(TargetRow(y, k, u, n, m, t, tuple(ms), r) for y, k, u, n, m, t, ms, r in rows)


def people(on: date | None) -> tuple[PersonRow, ...]:
    """Return the postings that hold on a day or later (None: all there ever were), with their people.

    The sheet has no dates: a posting that is lent for a time is left out, or it would come back for good.
    """
    holding = Posting.objects.all()
    if on is not None:
        holding = holding.not_over(on).filter(stands_in_for=None)
    rows = holding.order_by("user__username", "unit__code", "role", "pk").values_list(
        "user__username", "unit__code", "role", "user__full_name", "user__email"
    )
    return tuple(dict.fromkeys(PersonRow(*row) for row in rows))


def successions() -> tuple[SuccessionRow, ...]:
    """Return who continues whom."""
    rows = Succession.objects.order_by("on", "old__code", "new__code").values_list(
        "old__code", "new__code", "on", "kind", "weight"
    )
    return tuple(SuccessionRow(o, n, on, k, Decimal(w).normalize()) for o, n, on, k, w in rows)


def whole(on: date) -> OfficeData:
    """Return the whole office as it stands on a day: what `export_office` writes."""
    return OfficeData(
        office=settings.of(Office.objects.current()),
        units=units(),
        service_lines=service_lines(),
        services=services(),
        offerings=offerings(),
        months=months(),
        revenue=revenue(),
        annual_history=annual_history(),
        plans=plans(),
        targets=targets(),
        people=people(on),
        successions=successions(),
    )


@dataclass(frozen=True)
class KeptReport:
    """A unit's month as it stands: what an import may not quietly write over."""

    state: str
    figure_status: str
    was_sent: bool
    has_draft: bool

    @property
    def is_ones_work(self) -> bool:
        """Whether somebody typed or sent it: a report that only an import made is nobody's work."""
        if self.state == State.APPROVED:
            return self.was_sent
        return self.has_draft or self.state != State.DRAFT or self.was_sent


def reports(of_months: Collection[Month]) -> dict[tuple[str, Month], KeptReport]:
    """Return the reports of some months by unit code and month."""
    rows = (
        MonthlyReport.objects.filter(month__in=[month.first for month in of_months])
        .annotate(has_draft=~Q(draft={}))
        .values_list("unit__code", "month", "state", "figure_status", "submitted_by", "has_draft")
    )
    return {
        (unit, Month.of(day)): KeptReport(state, status, by is not None, draft)
        for unit, day, state, status, by, draft in rows
    }


def shut(of_months: Collection[Month], at: datetime) -> set[Month]:
    """Return the months among these that are closed for good or locked at a time."""
    rows = ReportingMonth.objects.filter(month__in=[month.first for month in of_months])
    return {row.as_month for row in rows if row.is_locked(at)}
