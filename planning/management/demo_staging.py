"""Puts the demo office on stage: loads it, then lets its people live December by the portal's own actions.

Every step looks first at what stands already, so that a staging that was cut off is taken up where it
ended. The last step pins the date; before it the demo does not count as complete.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth.hashers import make_password

from planning.actions import adjustments, monthly_reports, months, office, payroll
from planning.actions.monthly_reports import CellChange, NeedsReason
from planning.actions.writing import adjusting, writing
from planning.demo import december as script
from planning.demo import estimates as estimating
from planning.demo import published
from planning.demo.corrections import CORRECTIONS, HERE
from planning.demo.december import DECEMBER, Progress, Stage
from planning.demo.explaining import explanation
from planning.demo.office import december_payroll, office_data
from planning.demo.people import DEMO_PASSWORD, shown
from planning.models import (
    Adjustment,
    Estimate,
    MonthlyReport,
    Office,
    ReportingMonth,
    RevenueRecord,
    Service,
    Unit,
    User,
)
from planning.models.history import Channel
from planning.models.monthly_reports import State

LOADED_AT = datetime(2019, 12, 20, 8, 0, tzinfo=HERE)
OPENED_AT = datetime(2020, 1, 1, 8, 0, tzinfo=HERE)
NEW_YEAR = DECEMBER + 1
SIGNED_OFF_LATE = datetime(2020, 1, 3, 8, 10, tzinfo=HERE)

Say = Callable[[str], None]


@dataclass(frozen=True)
class Stager:
    """Who and what the steps need by code; read once, after the office is loaded."""

    is_complete: bool

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Every unit by its code."""
        return {unit.code: unit for unit in Unit.objects.all()}

    @cached_property
    def services(self) -> dict[str, Service]:
        """Every service by its code, with its line."""
        return {service.code: service for service in Service.objects.select_related("line")}

    @cached_property
    def people(self) -> dict[str, User]:
        """Everyone by user name."""
        return {user.username: user for user in User.objects.all()}

    @cached_property
    def progress(self) -> tuple[Progress, ...]:
        """December at each point, in the order in which the points began."""
        told = script.whole_december() if self.is_complete else script.december()
        return tuple(sorted(told, key=lambda point: (point.entered_at, point.unit_code)))

    def states(self) -> dict[str, str]:
        """Return the state of each December report that stands, by the unit's code."""
        reports = MonthlyReport.objects.filter(month=DECEMBER.first)
        return dict(reports.values_list("unit__code", "state"))


def stage(*, complete: bool, say: Say) -> None:
    """Bring the demo office to the morning of 3 January 2020."""
    say("  Loading two years of figures …")
    load()
    let_people_in()
    stager = Stager(complete)
    remember_estimates(stager)
    correct_closed_months(stager)
    say("  Living December 2019 …")
    open_the_new_year(stager)
    enter_and_send(stager)
    decide(stager)
    bring_payroll_revenue(stager)
    pin_the_date()


def load() -> None:
    """Load units, catalogue, people, plans and the closed months, unless that was done."""
    if not Unit.objects.exists():
        office.load(office_data(), by=None, at=LOADED_AT, channel=Channel.COMMAND, file_name="demo")


def let_people_in() -> None:
    """Give the printed accounts the printed password, hashed once; the load has marked everyone."""
    doors = User.objects.filter(username__in=[account.username for account in shown()], is_demo=True)
    if all(user.has_usable_password() for user in doors):
        return
    with writing(by=None, at=LOADED_AT, channel=Channel.COMMAND):
        doors.update(password=make_password(DEMO_PASSWORD))


def remember_estimates(stager: Stager) -> None:
    """Let the points have said, in both Decembers, what they expected of them."""
    if Estimate.objects.exists():
        return
    with writing(by=None, at=LOADED_AT, channel=Channel.COMMAND):
        adjusting("demo")  # the first of them is closed
        for month in estimating.DECEMBERS:
            ReportingMonth.objects.of(month).update(estimate_due_on=estimating.due_on(month))
        Estimate.objects.bulk_create(
            Estimate(
                unit=stager.units[one.unit_code], service=stager.services[one.service], month=one.month.first,
                revenue=one.revenue, by=stager.people[one.by], at=estimating.written_at(one.month),
            )
            for one in estimating.expected()
        )  # fmt: skip


def correct_closed_months(stager: Stager) -> None:
    """Adjust what was corrected after its month was closed."""
    for correction in CORRECTIONS:
        unit, service = stager.units[correction.unit_code], stager.services[correction.service]
        of_cell = {"unit": unit, "service": service, "month": correction.month.first}
        if Adjustment.objects.filter(**of_cell).exists():
            continue
        adjustments.adjust(
            unit=unit,
            service=service,
            month=correction.month,
            measure="revenue",
            amount=RevenueRecord.objects.get(**of_cell).revenue + correction.delta,
            reason=correction.reason,
            by=stager.people["kehoach"],
            at=correction.at,
        )


def open_the_new_year(stager: Stager) -> None:
    """Open January 2020, which has begun."""
    if not ReportingMonth.objects.of(NEW_YEAR).exists():
        months.open_month(month=NEW_YEAR, by=stager.people["kehoach"], at=OPENED_AT, channel=Channel.COMMAND)


def enter_and_send(stager: Stager) -> None:
    """Let each point type what it has, and send it if it has all."""
    states = stager.states()
    for point in stager.progress:
        if states.get(point.unit_code, State.DRAFT) == State.DRAFT:
            version = enter(stager, point)
            if point.stage not in (Stage.NOT_BEGUN, Stage.TYPING):
                send(stager, point, version)


def enter(stager: Stager, point: Progress) -> int:
    """Lay in what a system knows, save what the point typed, and return the report's version."""
    unit, by = stager.units[point.unit_code], stager.people[point.enters]
    version = 0
    if point.prefilled:
        version = monthly_reports.prefill(
            unit=unit,
            month=DECEMBER,
            figures={(service, measure): value for service, measure, value in point.prefilled},
            key=uuid5(NAMESPACE_URL, f"demo:prefilled:{point.unit_code}"),
            by=stager.people["kehoach"],
            at=script.MORNING,
            channel=Channel.COMMAND,
        ).version
    if point.typed:
        version = monthly_reports.save_draft(
            unit=unit,
            month=DECEMBER,
            changes=[CellChange(service, measure, value, 0) for service, measure, value in point.typed],
            key=uuid5(NAMESPACE_URL, f"demo:typed:{point.unit_code}"),
            by=by,
            at=point.entered_at,
            channel=Channel.GRID,
        ).version
    return version


def send(stager: Stager, point: Progress, version: int) -> None:
    """Send a point's month with its notes; what else the portal finds odd is explained when it asks."""
    words = {
        "unit": stager.units[point.unit_code],
        "month": DECEMBER,
        "version": version,
        "by": stager.people[point.enters],
        "at": point.sent_at,
        "channel": Channel.GRID,
    }
    try:
        monthly_reports.submit(notes=point.notes, **words)
    except NeedsReason as asked:
        said = {
            p.service: explanation(p.service, stager.services[p.service].line.code) for p in asked.problems
        }
        monthly_reports.submit(notes=said | dict(point.notes), **words)


def decide(stager: Stager) -> None:
    """Let the head of each district approve and return; districts that are through sign off."""
    for code, told in by_district(stager.progress).items():
        states = stager.states()
        waiting = [p for p in told if states.get(p.unit_code) == State.SUBMITTED]
        head = stager.people[told[0].approves]
        approved = [stager.units[p.unit_code] for p in waiting if p.stage is Stage.APPROVED]
        if approved:
            monthly_reports.approve_many(units=approved, month=DECEMBER, by=head, at=script.APPROVED_AT)
        for point in waiting:
            if point.stage is Stage.RETURNED:
                give_back(stager, point, head)
        if (stager.is_complete or code in script.SIGNED_OFF) and code not in states:
            at = SIGNED_OFF_LATE if stager.is_complete else script.SIGNED_OFF_AT
            monthly_reports.sign_off(unit=stager.units[code], month=DECEMBER, by=head, at=at)


def pin_the_date() -> None:
    """Say that the demo is complete, by the date at which it stands."""
    with writing(by=None, at=SIGNED_OFF_LATE, channel=Channel.COMMAND):
        Office.objects.update(pinned_today=published.TODAY)


def by_district(progress: Sequence[Progress]) -> Mapping[str, list[Progress]]:
    """Return the points of each district, by its code."""
    told: dict[str, list[Progress]] = {}
    for point in sorted(progress, key=lambda point: point.unit_code):
        told.setdefault(point.unit_code[:2], []).append(point)
    return told


def give_back(stager: Stager, point: Progress, head: User) -> None:
    """Return a point's month, naming the rows."""
    monthly_reports.return_report(
        unit=stager.units[point.unit_code],
        month=DECEMBER,
        rows=point.return_rows,
        reason=point.return_reason,
        by=head,
        at=script.RETURNED_AT,
    )


def bring_payroll_revenue(stager: Stager) -> None:
    """Let the accountant bring December's payroll revenue of the points that have sent."""
    sent = {p.unit_code for p in stager.progress if p.stage not in (Stage.NOT_BEGUN, Stage.TYPING)}
    payroll.record(
        month=DECEMBER,
        amounts={
            (stager.units[unit].pk, stager.services[service].pk): amount
            for (unit, service), amount in december_payroll().items()
            if unit in sent
        },
        by=stager.people["ketoan"],
        at=script.PAYROLL_AT,
        channel=Channel.COMMAND,
    )
