"""A unit's month as it lies on the desk: the report, the month's dates, and whether one may type."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from planning.actions.errors import MonthClosed, MonthLocked
from planning.checks import Limits
from planning.comparisons import Comparisons, of_unit, of_units
from planning.entry.builder import Builder, Counter
from planning.entry.reference import Reference, reference
from planning.entry.sheet import Sheet, Sold, Typed
from planning.listed import sold_by
from planning.models import DraftSave, Grace, MonthlyReport, Office, ReportingMonth, RowNote, Service, Unit
from planning.models.monthly_reports import notes_of
from planning.models.revenue import ALL
from postoffice.months import Month

MONTHS_TO_CHOOSE = 13


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that says what may be done to one unit's month at one moment.

    `months` are all there are, newest first; `reporting_month` is None where this one is not among
    them. `may_enter` is the right, `is_open` the month's lock; both and the report's state make
    `may_type`.
    """

    unit: Unit
    month: Month
    report: MonthlyReport
    months: Sequence[ReportingMonth]
    reporting_month: ReportingMonth | None
    grace: Grace | None
    may_enter: bool
    at: datetime

    @property
    def is_open(self) -> bool:
        """Whether the month can be written for this unit now."""
        row = self.reporting_month
        if row is None or row.opened_at is None or row.closed_2_at is not None:
            return False
        return not row.is_locked(self.at) or self.grace is not None

    @property
    def ended(self) -> MonthClosed | MonthLocked | None:
        """Why the month takes figures no more as the planner ended it, None where he did not."""
        row = self.reporting_month
        if self.is_open or row is None or row.opened_at is None:
            return None
        if row.closed_2_at is not None:
            return MonthClosed(month=self.month)
        return MonthLocked(month=self.month, locks_at=row.locks_at)

    @property
    def may_type(self) -> bool:
        """Whether the fields are fields."""
        return self.may_enter and self.is_open and self.report.is_editable

    @property
    def days_left(self) -> int | None:
        """Calendar days to the due day, negative when it has passed; None without a due day."""
        row = self.reporting_month
        return None if row is None else (row.due_on - self.at.date()).days

    @property
    def days_late(self) -> int:
        """How many days the due day has passed."""
        return max(0, -(self.days_left or 0))

    @property
    def last_save(self) -> DraftSave | None:
        """The last save of the draft, which "undo" takes back."""
        if self.report.pk is None or not self.report.version:
            return None
        return self.report.saves.select_related("by").order_by("-version").first()


def lay(*, unit: Unit, month: Month, may_enter: bool, at: datetime) -> Desk:
    """Read a unit's month: two queries, one more where the month is locked."""
    return lay_all(units=[unit], month=month, entered={unit.pk} if may_enter else (), at=at)[0]


def lay_all(*, units: Sequence[Unit], month: Month, entered: Collection[int], at: datetime) -> list[Desk]:
    """Read the month of many units, as many queries as for one; `entered` are those one may type for."""
    months = list(ReportingMonth.objects.order_by("-month"))
    row = next((m for m in months if m.month == month.first), None)
    kept = MonthlyReport.objects.filter(unit__in=units, month=month.first)
    reports = {report.unit_id: report for report in kept.select_related("submitted_by", "decided_by")}
    graces: dict[int, Grace] = {}
    if row is not None and row.closed_2_at is None and row.is_locked(at):
        given = Grace.objects.open_at(at).filter(unit__in=units, month=month.first)
        graces = {grace.unit_id: grace for grace in given.order_by("expires_at")}  # the longest comes last
    desks = []
    for unit in units:
        report = reports.get(unit.pk) or MonthlyReport(month=month.first)
        report.unit = unit
        grace = graces.get(unit.pk)
        desks.append(Desk(unit, month, report, months, row, grace, unit.pk in entered, at))
    return desks


def page_sheet(desk: Desk, *, office: Office, unit: int, typed: Typed, added: str = "") -> Sheet:
    """Build the sheet of what lies on the desk: at most seven queries, whatever the number of services.

    `unit` is the page's unit of money, `typed` what could not be saved, `added` the code of a service
    that is to be shown although the point does not list it.
    """
    beside = of_unit(desk.unit, desk.month)
    listed = Sold.of(Service.objects.of_point(desk.unit, desk.month), desk.month, required=True)
    return _sheet(desk.report, Reference(tuple(listed), beside), office, unit, typed, beside.seen | {added})


def page_sheets(desks: Sequence[Desk], *, office: Office, unit: int) -> list[Sheet]:
    """Build the sheets of many desks of one month, as many queries as for one."""
    month, units = desks[0].month, [desk.unit for desk in desks]
    beside = of_units(units, month)
    sold = sold_by(units, month)
    notes: dict[int, list[RowNote]] = {}
    for note in RowNote.objects.filter(report__in=[desk.report for desk in desks if desk.report.pk]):
        notes.setdefault(note.report_id, []).append(note)
    every = Sold.of(Service.objects.all(), month, required=False)
    sheets = []
    for desk in desks:
        known = beside[desk.unit.pk]
        listed = {one.code for one in every if one.open and desk.unit.pk in sold.get(one.key, ())}
        shown = listed | known.seen | set(desk.report.draft)
        rows = [replace(one, required=one.code in listed) for one in every if one.code in shown]
        kept = notes.get(desk.report.pk, ())
        sheets.append(_builder(Builder, desk.report, known, kept, office, unit, Typed()).sheet(rows))
    return sheets


def draft_sheet(
    report: MonthlyReport, *, office: Office, unit: int, typed: Typed, notes: Sequence[RowNote] | None = None,
    touched: Collection[str] | None = None,
) -> Sheet:  # fmt: skip
    """Build the sheet of a draft for its checks alone, without the books.

    It asks what has become of the reference, one query or five, and for the `notes` unless they are known.
    Where `touched` names services, only their rows are written; the others are there to be counted.
    """
    known = reference(report.unit, Month.of(report.month))
    return _sheet(report, known, office, unit, typed, set(), notes, touched)


def not_listed(sheet: Sheet, month: Month) -> list[Service]:
    """Return the services that are sold in `month` and not on the sheet."""
    shown = [row.code for row in sheet.rows]
    return list(Service.objects.active_in(month).exclude(code__in=shown).in_order())


def _sheet(
    report: MonthlyReport, known: Reference, office: Office, unit: int, typed: Typed, others: set[str],
    notes: Sequence[RowNote] | None = None, touched: Collection[str] | None = None,
) -> Sheet:  # fmt: skip
    listed = list(known.listed)
    shown = others | set(report.draft) | {code for code, _measure in (*typed.values, *typed.refusals)}
    extra = shown - {sold.code for sold in listed}
    if extra:
        services = Service.objects.filter(code__in=extra)
        listed += Sold.of(services, Month.of(report.month), required=False)
        listed.sort(key=lambda sold: sold.order)
    if notes is None:
        notes = notes_of.all(report=report.pk) if report.pk else ()
    told = report, known.beside, notes, office, unit, typed
    builder = _builder(Builder, *told)
    if touched is None:
        return builder.sheet(listed)
    counter = _builder(partial(Counter, counted=known.counted), *told)
    rows = [(builder if sold.code in touched else counter).row(sold) for sold in listed]
    return Sheet([], counter.group(ALL, "", []), rows)


def _builder(
    kind: Callable[..., Builder], report: MonthlyReport, beside: Comparisons, notes: Iterable[RowNote],
    office: Office, unit: int, typed: Typed,
) -> Builder:  # fmt: skip
    limits = Limits(office.explain_below_percent, office.explain_above)
    return kind(report=report, beside=beside, notes=notes, limits=limits, unit=unit, typed=typed)
