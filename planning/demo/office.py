"""The demo office as plain rows, ready to be loaded."""

from planning.demo import published
from planning.demo.books import books
from planning.demo.catalogue import offered, services
from planning.demo.corrections import before_correction
from planning.demo.people import people
from planning.demo.places import districts, points
from planning.demo.targets import plans, targets
from planning.importing.office import (
    LineRow,
    MonthRow,
    OfferingRow,
    OfficeData,
    OfficeRow,
    ServiceRow,
    UnitRow,
)
from postoffice.months import Month
from postoffice.working_days import due_on

DECEMBER = published.LAST
JANUARY = DECEMBER + 1


def office_data() -> OfficeData:
    """Return the office on 20 December 2019: months to November closed, December and January to come.

    December's figures are typed afterwards; corrections of closed months are made afterwards, too.
    """
    return OfficeData(
        office=_office(),
        units=_units(),
        service_lines=_lines(),
        services=_services(),
        offerings=_offerings(),
        months=_months(),
        revenue=before_correction(tuple(row for row in books() if row.month < DECEMBER)),
        plans=plans(),
        targets=targets(),
        people=people(),
    )


def december_payroll() -> dict[tuple[str, str], int]:
    """Return December's payroll revenue by (point, service), which the accountant brings."""
    return {
        (row.unit_code, row.service_code): row.payroll_revenue or 0
        for row in books()
        if row.month == DECEMBER
    }


def _office() -> tuple[OfficeRow, ...]:
    return (
        OfficeRow("name", published.OFFICE),
        OfficeRow("superior", "Tổng công ty Bưu điện Việt Nam"),
        OfficeRow("place", "Vĩnh Yên"),
        OfficeRow(
            "signers",
            "Người lập biểu: Chuyên viên KHKD (demo);"
            " Trưởng phòng KHKD: Trưởng phòng (demo);"
            " KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC: Phó Giám đốc (demo)",
        ),
        OfficeRow("report_number_suffix", "BC-BĐT"),
        OfficeRow("entry_unit", "dong"),
        OfficeRow("uses_payroll_revenue", "yes"),
        OfficeRow("due_day", "5"),
        OfficeRow("explain_below_percent", "95"),
        OfficeRow("explain_above", "2000000"),
        OfficeRow("is_demo", "yes"),
    )


def _units() -> tuple[UnitRow, ...]:
    root = UnitRow(published.ROOT, published.OFFICE, "province", head="Giám đốc Bưu điện tỉnh (demo)")
    return (
        root,
        *(
            UnitRow(d.code, d.name, "district", published.ROOT, head=f"Giám đốc BĐ {d.place} (demo)")
            for d in districts()
        ),
        *(UnitRow(p.code, p.name, p.kind, p.district, head=f"Trưởng {p.name} (demo)") for p in points()),
    )


def _lines() -> tuple[LineRow, ...]:
    names = {service.line: service.line_name for service in services()}
    return tuple(LineRow(code, names[code], order) for order, code in enumerate(published.LINES, start=1))


def _services() -> tuple[ServiceRow, ...]:
    return tuple(ServiceRow(s.code, s.name, s.line, s.volume_unit) for s in services())


def _offerings() -> tuple[OfferingRow, ...]:
    return tuple(
        OfferingRow(unit, service, begun.first if begun else None)
        for (unit, service), begun in offered().items()
    )


def _months() -> tuple[MonthRow, ...]:
    closed: list[Month] = []
    month = published.FIRST
    while month < DECEMBER:
        closed.append(month)
        month += 1
    return (
        *(MonthRow(month, due_on(month), 2) for month in closed),
        MonthRow(DECEMBER, due_on(DECEMBER), 0),
    )
