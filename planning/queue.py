"""The approver's queue: sent months with what is odd about them, exceptions first by money at stake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from planning.checks import Problem
from planning.models import MonthlyReport, ReportingMonth, RevenueRecord, RowNote, Service, Unit
from planning.models.monthly_reports import State
from planning.review import Review, reviews
from postoffice.measures import Reason
from postoffice.months import Month
from postoffice.numbers import COUNT, GROWTH, MILLION, PERCENT
from postoffice.words import figure

_ODD_VOLUME = _("%(service)s: volume %(value)s, last month %(usual)s")
_ODD: dict[str, Promise] = {
    "missing": _("%(service)s: no figure"),
    "unit_slip": _("%(service)s: %(value)s, last month %(usual)s; typed in another unit?"),
    "jump_up": _("%(service)s: %(value)s, last month %(usual)s"),
    "jump_down": _("%(service)s: %(value)s, last month %(usual)s"),
    "nothing_now": _("%(service)s: none, last month %(usual)s"),
    "volume_without_revenue": _("%(service)s: volume %(volume)s without revenue"),
    "negative": _("%(service)s: negative revenue"),
    "below_target": _("%(service)s: %(missing)s below target"),
    "out_of_range": _("%(service)s: out of range"),
    "negative_volume": _("%(service)s: negative volume"),
}


@dataclass(frozen=True)
class Line:
    """One unit's month in the queue, its figures written in million đồng."""

    unit: Unit
    report: MonthlyReport | None
    review: Review | None
    total: str
    growth: str
    growth_tone: str
    completion: str
    stake: str
    odd: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing odd was found."""
        return not self.odd


@dataclass(frozen=True)
class Queue:
    """The month of some units, split by what an approver does next."""

    exceptions: tuple[Line, ...]
    clean: tuple[Line, ...]
    unsent: tuple[Line, ...]
    approved: tuple[Line, ...]

    @property
    def waiting(self) -> int:
        """How many reports wait for a decision."""
        return len(self.exceptions) + len(self.clean)


@dataclass(frozen=True)
class ServiceLine:
    """One service of a unit's month for the approver, written in million đồng."""

    service: Service
    actual: str
    previous: str
    base: str
    difference: str
    tone: str
    volume: str
    note: RowNote | None
    odd: tuple[str, ...]
    returned: bool


def of_units(units: QuerySet[Unit], month: Month) -> Queue:
    """Return the queue of the reporting units among `units` for `month`."""
    reporting = list(units.reporting().active_in(month).select_related("parent").in_order())
    reports = {
        r.unit_id: r
        for r in MonthlyReport.objects.filter(unit__in=reporting, month=month.first).select_related(
            "submitted_by", "decided_by"
        )
    }
    sent = [
        u for u in reporting if u.pk in reports and reports[u.pk].state in (State.SUBMITTED, State.APPROVED)
    ]
    found = reviews(sent, month)
    names = dict(Service.objects.values_list("code", "name"))
    lines = [_line(unit, reports.get(unit.pk), found.get(unit.pk), names) for unit in reporting]
    waiting = [line for line in lines if line.report and line.report.state == State.SUBMITTED]
    by_stake = sorted((w for w in waiting if not w.is_clean), key=lambda line: -line.review.stake)
    return Queue(
        tuple(by_stake),
        tuple(line for line in waiting if line.is_clean),
        tuple(line for line in lines if line.review is None),
        tuple(line for line in lines if line.report and line.report.state == State.APPROVED),
    )


def services_of(report: MonthlyReport, problems: Sequence[Problem]) -> list[ServiceLine]:
    """Return the services of a sent report beside last month and last year, largest change first."""
    month = Month.of(report.month)
    days = {"now": month.first, "previous": (month - 1).first, "base": (month - 12).first}
    figures: dict[tuple[str, date], tuple[int | None, int | None]] = {}
    services: dict[str, Service] = {}
    records = RevenueRecord.objects.filter(unit=report.unit_id, month__in=days.values())
    for record in records.select_related("service").order_by("service__code"):
        services[record.service.code] = record.service
        figures[record.service.code, record.month] = record.revenue, record.volume
    notes = {note.service_id: note for note in report.notes.select_related("by")}
    ordered = sorted(services, key=lambda code: _weight(figures, code, days))
    return [
        _service_line(services[code], figures, days, notes.get(services[code].pk), problems, report)
        for code in ordered
    ]


def line_of(unit: Unit, report: MonthlyReport, review: Review) -> Line:
    """Return the queue's line of one unit."""
    return _line(unit, report, review, dict(Service.objects.values_list("code", "name")))


def default_month() -> Month | None:
    """Return the oldest month that is open and not closed for good: the one under work."""
    running = ReportingMonth.objects.running().exclude(opened_at=None).first()
    return running.as_month if running else None


def _weight(figures, code: str, days: dict[str, date]) -> tuple[int, str]:
    now = figures.get((code, days["now"]), (None, None))[0] or 0
    before = figures.get((code, days["previous"]), (None, None))[0] or 0
    return -abs(now - before), code


def _service_line(
    service: Service,
    figures: dict[tuple[str, date], tuple[int | None, int | None]],
    days: dict[str, date],
    note: RowNote | None,
    problems: Sequence[Problem],
    report: MonthlyReport,
) -> ServiceLine:
    now, volume = figures.get((service.code, days["now"]), (None, None))
    before = figures.get((service.code, days["previous"]), (None, None))[0]
    base = figures.get((service.code, days["base"]), (None, None))[0]
    change = now - before if now is not None and before is not None else Reason.NO_BASE
    tenth = MILLION.places(1)
    own = [p for p in problems if p.service == service.code]
    return ServiceLine(
        service,
        figure(now, tenth),
        figure(before, tenth, missing=Reason.NO_BASE),
        figure(base, tenth, missing=Reason.NO_BASE),
        figure(change, tenth.with_sign, missing=Reason.NO_BASE),
        _tone(change),
        figure(volume, COUNT),
        note,
        tuple(_sentence(p, service.name) for p in own),
        service.code in report.return_rows,
    )


def _line(unit: Unit, report: MonthlyReport | None, review: Review | None, names: dict[str, str]) -> Line:
    if review is None:
        return Line(unit, report, None, "", "", "", "", "", ())
    return Line(
        unit,
        report,
        review,
        figure(review.total, MILLION),
        figure(review.growth, GROWTH.places(0), missing=Reason.NO_BASE),
        _tone(review.growth),
        figure(review.completion, PERCENT.places(0), missing=Reason.NO_TARGET),
        MILLION.write(review.stake, get_language()) if review.stake else "",
        tuple(_sentence(problem, names.get(problem.service, problem.service)) for problem in review.problems),
    )


def _sentence(problem: Problem, service: str) -> str:
    """Say what is odd to who decides, in million đồng where it is money."""
    written = {
        key: COUNT.write(value, get_language())
        if key == "volume" or problem.measure == "volume"
        else MILLION.places(1).write(value, get_language())
        for key, value in problem.params.items()
    }
    is_jump = problem.measure == "volume" and "usual" in problem.params
    return str(_ODD_VOLUME if is_jump else _ODD[problem.code]) % {"service": service, **written}


def _tone(value: object) -> str:
    if value is None or isinstance(value, Reason) or value == 0:
        return ""
    return "good" if value > 0 else "bad"


@dataclass(frozen=True)
class SignOff:
    """A unit whose subtree can be signed off, or the points that still stand in the way."""

    unit: Unit
    report: MonthlyReport | None
    missing: int

    @property
    def is_signed(self) -> bool:
        """Whether it has been signed off."""
        return bool(self.report and self.report.state == State.APPROVED)


def sign_offs(units: QuerySet[Unit], month: Month) -> list[SignOff]:
    """Return the units whose whole subtree lies in `units`, from the bottom up, with what is missing."""
    approved = MonthlyReport.objects.filter(month=month.first, state=State.APPROVED)
    own = {r.unit_id: r for r in MonthlyReport.objects.filter(month=month.first)}
    open_chains = [
        set(u.chain) for u in units.reporting().active_in(month).exclude(pk__in=approved.values("unit"))
    ]
    held = [unit.path for unit in units]
    outside = {key for unit in Unit.objects.exclude(path__in=held) for key in unit.chain[:-1]}
    above = {key for unit in units for key in unit.chain[:-1]} - outside
    parents = Unit.objects.filter(pk__in=above).exclude(pk__in=Unit.objects.reporting().values("pk"))
    counts = {p.pk: sum(p.pk in chain for chain in open_chains) for p in parents}
    return [SignOff(p, own.get(p.pk), counts[p.pk]) for p in parents.order_by("-path")]
