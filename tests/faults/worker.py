"""A process of the portal that works until it is killed: python -m tests.faults.worker DEED FIRST.

It prints the number of each deed once it was acknowledged. `check` prints what is wrong afterwards.
"""

import json
import sys
from collections.abc import Callable
from uuid import NAMESPACE_OID, uuid5

EARLY = [(year, number) for year in range(2010, 2018) for number in range(1, 13)]
"""Months that are closed one after the other."""

IMPORTED = [(2018, number) for number in range(1, 7)]
"""Months that are imported together, all figures alike."""


def prepare() -> None:
    """Make the schema, the cast and the months."""
    from django.core.management import call_command

    from postoffice.months import Month
    from tests import world as cast

    call_command("migrate", verbosity=0)
    world = cast.build()
    for year, number in [*EARLY, *IMPORTED, (2019, 12)]:
        world.open(str(Month(year, number)))
    for year, number in EARLY:
        world.report(world.cua_bac, Month(year, number), {"EMS": 1, "BK": 2})


def save(number: int) -> None:
    """Save the next figure of one cell; content and key of a repeat are the same."""
    from planning.actions.monthly_reports import CellChange, save_draft
    from planning.models import Unit, User
    from postoffice.months import Month
    from tests.world import PAST

    save_draft(
        unit=Unit.objects.get(code="cua-bac"), month=Month(2019, 12), by=User.objects.get(username="manager"),
        changes=[CellChange("EMS", "revenue", number, number - 1)], key=uuid5(NAMESPACE_OID, str(number)),
        at=PAST, channel="grid",
    )  # fmt: skip


def import_all(number: int) -> None:
    """Import six months of two points, every figure alike."""
    from planning.actions.figures import import_figures
    from planning.importing.office import RevenueRow
    from planning.models import User
    from postoffice.months import Month
    from tests.world import PAST

    rows = [
        RevenueRow(unit, service, Month(year, month), revenue=number, volume=number)
        for unit in ("cua-nam", "cua-dong")
        for service in ("EMS", "BK", "CT", "BAO")
        for year, month in IMPORTED
    ]
    import_figures(
        rows=rows, kind="revenue", by=User.objects.get(username="planner"), at=PAST, channel="file",
        replace=True, reason="x",
    )  # fmt: skip


def close(number: int) -> None:
    """Close the next month; one that was closed before the answer came is told so."""
    from planning.actions import months
    from planning.models import User
    from postoffice.months import Month
    from tests.world import PAST

    planner = User.objects.get(username="planner")
    try:
        months.close(month=Month(*EARLY[number]), round=2, by=planner, at=PAST)
    except months.AlreadyClosed:
        return


def check() -> dict[str, object]:
    """Return what stands in the database, and what is half done in it."""
    from planning.models import (
        ClosedFigure,
        DraftSave,
        MonthlyReport,
        ReportingMonth,
        RevenueRecord,
        YearTotals,
    )

    report = MonthlyReport.objects.filter(unit__code="cua-bac", month="2019-12-01").first()
    saved = sorted(DraftSave.objects.values_list("version", flat=True))
    closed = set(ReportingMonth.objects.exclude(closed_2_at=None).values_list("month", flat=True))
    frozen = list(ClosedFigure.objects.values_list("month", flat=True))
    imported = RevenueRecord.objects.filter(month__year=2018)
    cell = report.draft["EMS"]["revenue"] if report else {"value": 0, "version": 0}
    return {
        "saved": len(saved),
        "gaps": saved != list(range(1, len(saved) + 1)),
        "draft": [cell["value"], cell["version"], report.version if report else 0],
        "imported": sorted(
            {*imported.values_list("revenue", flat=True), *imported.values_list("volume", flat=True)}
        ),
        "records": imported.count(),
        "closed": len(closed),
        "half closed": len(closed ^ set(frozen)) + sum(frozen.count(month) != 2 for month in closed),
        "differences": len(YearTotals.objects.differences()),
        "unsigned": len(YearTotals.objects.unsigned_changes()),
    }


def work(deed: Callable[[int], None], first: int) -> None:
    """Do a deed with one number after the other, and say each that was acknowledged."""
    number = first
    while True:
        deed(number)
        print(number, flush=True)
        number += 1


def main(what: str, first: str = "0") -> None:
    """Do what was asked with the database of DATABASE_URL."""
    import django

    django.setup()
    if what == "prepare":
        prepare()
    elif what == "check":
        print(json.dumps(check()))
    else:
        work({"save": save, "import": import_all, "close": close}[what], int(first))


if __name__ == "__main__":
    main(*sys.argv[1:])
