"""An office as plain rows, one frozen dataclass a sheet of the office workbook.

Readers make these rows, the demo makes them, the export makes them from the database, and
`planning.actions.office.load` writes them. None (and an empty text) says nothing about a field:
what is stored stays. `row` is the row of the sheet a value came from, 0 where there is no file;
it is left out of comparisons.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar

from postoffice.months import Month


def _row_number() -> int:
    return field(default=0, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One setting of the office, a field of `planning.models.Office`, as text: ("entry_unit", "nghin")."""

    SHEET: ClassVar[str] = "office"
    key: str
    value: str
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit. Rows may stand in any order; `parent_code` names a unit of the file or of the portal."""

    SHEET: ClassVar[str] = "units"
    code: str
    name: str
    kind: str
    parent_code: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    reports: bool | None = None
    head: str = ""
    phone: str = ""
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class LineRow:
    """A service line; without an order it is listed after those that have one, as in the file."""

    SHEET: ClassVar[str] = "service_lines"
    code: str
    name: str
    order: int | None = None
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service of a line."""

    SHEET: ClassVar[str] = "services"
    code: str
    name: str
    line_code: str
    volume_unit: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class OfferingRow:
    """A point sells a service, from one day to another."""

    SHEET: ClassVar[str] = "offerings"
    unit_code: str
    service_code: str
    valid_from: date | None = None
    valid_to: date | None = None
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month as the planner keeps it. `closed`: 0 open, 1 closed for the meeting, 2 closed for good."""

    SHEET: ClassVar[str] = "months"
    month: Month
    due_on: date | None = None
    closed: int | None = None
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class RevenueRow:
    """What a unit reported for a service and month, in whole đồng and pieces.

    `status` is a FigureStatus value; empty means final in a month that is closed for good, else
    preliminary. It is one for all rows of a unit and month.
    """

    SHEET: ClassVar[str] = "revenue"
    unit_code: str
    service_code: str
    month: Month
    revenue: int | None
    payroll_revenue: int | None = None
    volume: int | None = None
    balance: int | None = None
    status: str = ""
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class AnnualHistoryRow:
    """A year's figure without months; `code` is a service, a line or ALL."""

    SHEET: ClassVar[str] = "annual_history"
    unit_code: str
    code: str
    year: int
    measure: str
    amount: int
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class Fact:
    """What a decision states beside amounts, as `planning.plan_solver` reads it from `Plan.facts`.

    `node` is a line, a service or ALL; `kind` and `value` are the solver's ("growth", "0.44").
    """

    node: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A revision of a plan. Without a word on `in_force`, the first of its kind and year is put in force."""

    SHEET: ClassVar[str] = "plans"
    year: int
    kind: str
    revision: int = 0
    decision_no: str = ""
    decided_on: date | None = None
    in_force: bool | None = None
    facts: tuple[Fact, ...] = ()
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class TargetRow:
    """What a plan asks of a unit for a node and a measure.

    `months` are twelve amounts that add up to `total`; empty means phased by rule. Several rows
    of one key are summed.
    """

    SHEET: ClassVar[str] = "targets"
    year: int
    kind: str
    unit_code: str
    code: str
    measure: str
    total: int
    months: tuple[int, ...] = ()
    revision: int = 0
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person's posting; several rows of one user name are several postings of one person."""

    SHEET: ClassVar[str] = "people"
    username: str
    unit_code: str
    role: str
    full_name: str = ""
    email: str = ""
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    """`new_code` continues `old_code` from the day `on`, taking `weight` of it."""

    SHEET: ClassVar[str] = "successions"
    old_code: str
    new_code: str
    on: date
    kind: str
    weight: Decimal = Decimal(1)
    row: int = _row_number()


@dataclass(frozen=True)
class OfficeData:
    """A whole office, or the part of it that a file speaks of."""

    office: tuple[OfficeRow, ...] = ()
    units: tuple[UnitRow, ...] = ()
    service_lines: tuple[LineRow, ...] = ()
    services: tuple[ServiceRow, ...] = ()
    offerings: tuple[OfferingRow, ...] = ()
    months: tuple[MonthRow, ...] = ()
    revenue: tuple[RevenueRow, ...] = ()
    annual_history: tuple[AnnualHistoryRow, ...] = ()
    plans: tuple[PlanRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    successions: tuple[SuccessionRow, ...] = ()
