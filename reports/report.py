"""A finished report, plain and frozen, that every renderer shows alike, and the declaration of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from django.utils.functional import Promise

from postoffice.measures import Reason
from postoffice.months import Month
from postoffice.numbers import Format

Text = str | Promise
TOTAL = "total"
EXPLAINED = "actual_month"  # the column on whose figures remarks hang
OWN = ":own"  # ends the key of a parent's figures of its own


@dataclass(frozen=True)
class Column:
    """One column of a report.

    `unit` names the unit of the value ("đồng", "ratio", "piece"), whatever the screen scales it to. `title`
    is complete by itself; `short` stands under the group's head ("month", "to_date" or ""). `formula` tells
    what a computed column is made of, in column keys: "{actual_to_date}/{plan_year}"; {total.KEY} is the
    total's cell and {months_left} a number. `adds` says that the total of the column is the sum of its
    parts.
    """

    key: str
    title: Text
    short: Text
    unit: str
    format: Format
    group: str = ""
    formula: str = ""
    adds: bool = False


@dataclass(frozen=True)
class Definition:
    """A report as it is declared: its rows ("nodes" of one unit, or "units" under it) and its columns.

    `titles` name the paper by its measure; `form` are the columns of the printed form.
    """

    slug: str
    title: Text
    titles: Mapping[str, Text]
    summary: Text
    rows: str
    columns: tuple[str, ...]
    form: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """A figure, or the reason why there is none. Money is whole đồng, ratios are exact.

    A plan that lacks a part is shown and marked: it has both a value and the reason `incomplete_plan`.
    """

    value: int | Fraction | None
    reason: Reason | None = None


@dataclass(frozen=True)
class Remark:
    """What a unit said about its figure of a service: a reason from the list, words, by whom and when."""

    unit: str
    service: str
    reason: Text
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Row:
    """One row: level 0 is the total, 1 a group (a line, a unit below), 2 its parts (services, points).

    `unit` is the unit of its money or volume ("đồng", "bưu gửi"); `note` says in a word what is special
    about it. `link` holds the filters that lead one step down, or nothing. `remarks` explain the month's
    figure; they stand where it is not split further.
    """

    key: str
    label: str
    level: int
    cells: Mapping[str, Cell]
    unit: str = "đồng"
    note: Text = ""
    link: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Coverage:
    """How many points were expected to report a month, have reported it, and are approved."""

    reported: int
    approved: int
    expected: int

    @property
    def is_full(self) -> bool:
        """Whether nobody is missing."""
        return self.reported >= self.expected


@dataclass(frozen=True)
class PlanName:
    """A plan as reports name it: the key of addresses, its kind in words, and its decision."""

    key: str
    label: Text
    decision: str = ""


@dataclass(frozen=True)
class Scope:
    """What a report is about, as chosen or by default; also printed on every output.

    `cut` tells that last year and the plan to date count only the points that have reported (like for like).
    `missing` names the points whose month is not in, `new` those that have no month last year to compare
    with. `plan_asked` tells a chosen plan from the default; `parts_plan` is the plan the units below answer
    for, where the report took for each row the plan that was given to it.
    """

    unit: str
    unit_name: str
    month: Month
    plan: PlanName | None
    measure: str
    measure_label: Text
    basis: str
    grain: str
    coverage: Coverage
    line: str = ""
    service: str = ""
    node_name: str = ""
    cut: bool = False
    plan_asked: bool = True
    parts_plan: PlanName | None = None
    missing: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letterhead:
    """The office as its papers show it; signers from left to right, each (title, name)."""

    name: str
    superior: str
    place: str
    number_suffix: str
    signers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class About:
    """What a paper says of itself where the words of the monthly reports (plan, coverage) do not fit it.

    `period` stands under the title, `sentences` under the table.
    """

    period: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """A finished report: `rows` hold the total first; `beside` stands under the total (payroll revenue).

    `shown_in` is how many đồng (or pieces) one of the shown unit is: 1_000_000 prints triệu đồng. `groups`
    are the words over the columns of a group. `about` is None for the monthly reports.
    """

    slug: str
    title: str
    scope: Scope
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    generated_at: datetime
    generated_by: str
    letterhead: Letterhead
    groups: Mapping[str, str]
    shown_in: int
    form: tuple[str, ...]
    months_left: int
    beside: tuple[Row, ...] = ()
    about: About | None = None

    @property
    def total(self) -> Row:
        """The row of the whole."""
        return self.rows[0]

    def column(self, key: str) -> Column:
        """Return the column of this key."""
        return next(column for column in self.columns if column.key == key)
