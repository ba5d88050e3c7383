"""One service across all points a person enters for (nhập theo dịch vụ), every text ready to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from planning import review
from planning.entry import sentences
from planning.entry.notation import FIELD_FORMATS, NOTATION, SIDE_FORMATS
from planning.entry.sheet import Field, Figure, Name, Say, Typed
from planning.listed import sold_by
from planning.models import Grace, MonthlyReport, ReportingMonth, RevenueRecord, Service, Unit
from planning.models.revenue import Measure
from postoffice.measures import Reason, add
from postoffice.months import Month
from postoffice.numbers import VOLUME
from postoffice.words import nothing

_TYPED = (Measure.REVENUE.value, Measure.VOLUME.value)
_NOTHING = {"value": None, "version": 0, "origin": ""}


@dataclass(frozen=True, slots=True)
class Line:
    """One point: its fields (or its figures, where it takes nothing), what stands beside, what is said."""

    number: int
    unit: Unit
    report: MonthlyReport
    fields: Sequence[Field]
    previous: Figure
    base: Figure
    target: Figure
    says: Sequence[Say]
    may_type: bool

    @property
    def is_prefilled(self) -> bool:
        """Whether a figure of a system waits to be confirmed."""
        return any("prefilled" in field.mark for field in self.fields)


@dataclass(frozen=True, slots=True)
class ServiceSheet:
    """A service's month over many points; `services` are those that any of the points sells."""

    service: Service
    month: Month
    dates: ReportingMonth | None
    lines: Sequence[Line]
    services: Sequence[Service]
    total: str
    beside: Sequence[Figure]

    @property
    def may_type(self) -> bool:
        """Whether any field is one."""
        return any(line.may_type for line in self.lines)

    @property
    def neighbours(self) -> tuple[Service | None, Service | None]:
        """The services before and after this one."""
        codes = [service.code for service in self.services]
        if self.service.code not in codes:
            return None, None
        at = codes.index(self.service.code)
        after = self.services[at + 1] if at + 1 < len(codes) else None
        return (self.services[at - 1] if at else None), after


def service_sheet(
    *, service: Service, month: Month, units: Sequence[Unit], unit: int, at: datetime, typed: Typed
) -> ServiceSheet:
    """Lay a service out over the points that sell it: nine queries, whatever the number of points."""
    units = [one for one in units if one.is_active_in(month)]
    sold = sold_by(units, month)
    services = list(Service.objects.active_in(month).filter(pk__in=sold).in_order())
    keys = [one.pk for one in units]
    reports = {r.unit_id: r for r in MonthlyReport.objects.filter(unit__in=keys, month=month.first)}
    mine = [
        one
        for one in units
        if one.pk in sold.get(service.pk, ()) or (one.pk in reports and service.code in reports[one.pk].draft)
    ]
    months = ReportingMonth.objects.filter(month=month.first).first()
    build = _Builder(service, month, unit, typed, _takes(months, keys, at), _facts(service, mine, month))
    build.targets = review.targets(mine, month)
    lines = [build.line(n, one, reports.get(one.pk)) for n, one in enumerate(mine, start=1)]
    values = [field.value for line in lines for field in line.fields if field.measure == "revenue"]
    beside = [
        build.amount(add(getattr(line, name).amount for line in lines))
        for name in ("previous", "base", "target")
    ]
    return ServiceSheet(service, month, months, lines, services, build.text("revenue", add(values)), beside)


def _takes(row: ReportingMonth | None, units: Iterable[int], at: datetime) -> set[int]:
    """Return the units for which the month is open now."""
    if row is None or row.opened_at is None or row.closed_2_at is not None:
        return set()
    if not row.is_locked(at):
        return set(units)
    return set(
        Grace.objects.open_at(at).filter(unit__in=units, month=row.month).values_list("unit", flat=True)
    )


def _facts(service: Service, units: Sequence[Unit], month: Month) -> Mapping[tuple[int, object], tuple]:
    """Return {(unit key, first day): (revenue, volume)} of the month, the last, and the same last year."""
    days = Q(month__in=[month.first, (month - 1).first, (month - 12).first])
    rows = RevenueRecord.objects.filter(days, service=service, unit__in=units)
    return {(u, day): (revenue, volume) for u, day, revenue, volume in
            rows.values_list("unit", "month", "revenue", "volume")}  # fmt: skip


@dataclass
class _Builder:
    service: Service
    month: Month
    scale: int
    typed: Typed
    takes: set[int]
    facts: Mapping[tuple[int, object], tuple]

    def __post_init__(self) -> None:
        self.targets: Mapping[tuple[int, str], int | Reason] = {}

    def line(self, number: int, unit: Unit, report: MonthlyReport | None) -> Line:
        report = report or MonthlyReport(unit=unit, month=self.month.first)
        may_type = report.is_editable and unit.pk in self.takes
        says = [say for measure in _TYPED for say in self.says((unit.code, measure))]
        target = self.targets.get((unit.pk, self.service.code))
        return Line(
            number, unit, report, [self.field(unit, report, measure) for measure in _TYPED],
            self.amount(self.fact(unit, self.month - 1)), self.amount(self.fact(unit, self.month - 12)),
            self.amount(None if isinstance(target, Reason) else target), says, may_type,
        )  # fmt: skip

    def says(self, name: Name) -> Iterable[Say]:
        def write(_name: Name, value: int | None) -> str:
            return self.text(name[1], value)

        if name in self.typed.refusals:
            scale = self.scale if name[1] == "revenue" else 1
            yield sentences.of_refusal(name, self.typed.refusals[name], scale, None, write)
        if name in self.typed.clashes:
            yield sentences.of_clash(name, self.typed.clashes[name], write)

    def field(self, unit: Unit, report: MonthlyReport, measure: str) -> Field:
        name = (unit.code, measure)
        cell = report.draft.get(self.service.code, {}).get(measure) or _NOTHING
        refusal, clash = self.typed.refusals.get(name), self.typed.clashes.get(name)
        stored, version = (clash.theirs, clash.version) if clash else (cell["value"], cell["version"])
        value = self.typed.values.get(name, cell["value"])
        if not report.is_editable:
            value = self.facts.get((unit.pk, self.month.first), (None, None))[_TYPED.index(measure)]
        mark = "error" if refusal or clash else ""
        if cell["origin"] == "prefilled" and value == stored and report.is_editable:
            mark = f"{mark} prefilled".strip()
        text = refusal.text if refusal else self.text(measure, value)
        was = f"{version}:{'' if stored is None else stored}"
        return Field(*name, None if refusal else value, text, was, mark, bool(refusal or clash))

    def fact(self, unit: Unit, month: Month) -> int | None:
        return self.facts.get((unit.pk, month.first), (None, None))[0]

    def text(self, measure: str, value: int | None) -> str:
        if value is None:
            return ""
        form = FIELD_FORMATS[self.scale] if measure == "revenue" else VOLUME
        return form.write(value, NOTATION)

    def amount(self, value: int | None) -> Figure:
        if value is None:
            return Figure(str(nothing(Reason.NOT_REPORTED, narrow=True)), Reason.NOT_REPORTED)
        return Figure(SIDE_FORMATS[self.scale].write(value, NOTATION), None, value)
