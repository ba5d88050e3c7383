"""What people of the cast do, in one line each, so that a story reads like one."""

from uuid import uuid4

from planning.actions import monthly_reports
from planning.actions.monthly_reports import CellChange, DraftResult
from planning.models import MonthlyReport, RevenueRecord
from planning.models.history import Channel
from postoffice.months import Month

DECEMBER = Month(2019, 12)


def save(
    world, *changes, unit=None, month=DECEMBER, by=None, key=None, at=None, channel=Channel.GRID
) -> DraftResult:
    """Type cells: ("EMS", "revenue", 5, 0) is service, measure, value, version last seen."""
    return monthly_reports.save_draft(
        unit=unit or world.cua_bac,
        month=month,
        changes=[CellChange(*change) for change in changes],
        key=key or uuid4(),
        by=by or world.manager,
        at=at or world.now,
        channel=channel,
    )


def fill(world, *, unit=None, month=DECEMBER, by=None, at=None) -> DraftResult:
    """Click "no more this month"."""
    return monthly_reports.fill_with_nil(
        unit=unit or world.cua_bac, month=month, key=uuid4(), by=by or world.manager, at=at or world.now,
        channel=Channel.GRID,
    )  # fmt: skip


def send(world, *, unit=None, month=DECEMBER, by=None, version=None, notes=None, at=None) -> MonthlyReport:
    """Send the month as it stands, or the version named."""
    unit = unit or world.cua_bac
    if version is None:
        version = report(unit, month).version
    return monthly_reports.submit(
        unit=unit, month=month, version=version, notes=notes or {}, by=by or world.manager,
        at=at or world.now, channel=Channel.GRID,
    )  # fmt: skip


def report(unit, month=DECEMBER) -> MonthlyReport:
    """Read a unit's report as the database has it."""
    return MonthlyReport.objects.of(unit, month).get()


def seen(unit, service, month=DECEMBER) -> int:
    """Return the version of a revenue cell, as a page that was just opened shows it."""
    return report(unit, month).draft[service]["revenue"]["version"]


def sent(world, amounts, *, unit=None, month=DECEMBER, by=None) -> MonthlyReport:
    """Type revenues by service, leave the rest nil, and send."""
    save(
        world,
        *[(code, "revenue", amount, 0) for code, amount in amounts.items()],
        unit=unit,
        month=month,
        by=by,
    )
    save(world, *[(code, "volume", 1, 0) for code in amounts], unit=unit, month=month, by=by)
    fill(world, unit=unit, month=month, by=by)
    return send(world, unit=unit, month=month, by=by)


def booked(unit, month=DECEMBER, measure="revenue") -> dict[str, int]:
    """Return what the books say of a unit's month, by service."""
    records = RevenueRecord.objects.filter(unit=unit, month=month.first)
    return dict(records.order_by("service__code").values_list("service__code", measure))
