"""The sheet: a unit's month by line and service, every text ready to be printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import QuerySet

from planning.checks import Kind
from planning.models import RowNote, Service
from planning.models.monthly_reports import NoteReason
from postoffice.measures import Reason
from postoffice.months import Month
from postoffice.numbers import NumberError
from postoffice.words import footnotes

Name = tuple[str, str]  # service code, measure


@dataclass(frozen=True, slots=True)
class Sold:
    """A service as a row of the sheet: `required` by the point's list, `open` when sold in the month."""

    key: int
    code: str
    name: str
    volume_unit: str
    line: tuple[str, str]
    order: tuple[int, str, str]
    required: bool
    open: bool

    @classmethod
    def of(cls, services: QuerySet[Service], month: Month, *, required: bool) -> list[Sold]:
        """Return services in the order of their lines."""
        rows = services.in_order().values_list(
            "pk",
            "code",
            "name",
            "volume_unit",
            "line__code",
            "line__name",
            "line__order",
            "valid_from",
            "valid_to",
        )
        return [
            cls(
                key, code, name, unit, (line, title), (order, line, code), required,
                (begins or month.last) <= month.last and (ends or month.first) >= month.first,
            )
            for key, code, name, unit, line, title, order, begins, ends in rows
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clash:
    """What somebody else saved into a cell that was typed here, too."""

    mine: int | None
    theirs: int | None
    version: int
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form holds that is not in the draft (yet): shown again, never lost.

    By (service, measure): `values` that were read, `refusals` of texts that are no figure, `clashes`
    with others; by service: `notes` as (reason, remark).
    """

    values: Mapping[Name, int | None] = field(default_factory=dict)
    refusals: Mapping[Name, NumberError] = field(default_factory=dict)
    clashes: Mapping[Name, Clash] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class Figure(NamedTuple):
    """A finished figure: its text, the reason where it is none, the amount in đồng where it is one."""

    text: str = ""
    reason: Reason | None = None
    amount: int | None = None


class Field(NamedTuple):
    """One field: what it shows, what the server last knew, how it is marked.

    `was` is "version:value" (value empty where nothing stands), by which the next save is judged.
    `mark` holds "error" or "warning", and "prefilled" where the figure waits to be confirmed. A `held`
    field shows what could not be saved.
    """

    service: str
    measure: str
    value: int | None
    text: str
    was: str
    mark: str
    held: bool = False

    @property
    def name(self) -> str:
        """The name of the form field."""
        return f"{self.service}-{self.measure}"


@dataclass(frozen=True, slots=True)
class Cure:
    """A figure that was probably meant: the button says `text`, pressing it sets `value` in đồng.

    `version` is set where pressing it also accepts what somebody else saved.
    """

    name: str
    text: str
    value: str
    version: int | None = None


class Say(NamedTuple):
    """A sentence under a row, with its cures. `kind` is "error", "warning" or "clash"."""

    kind: str
    text: str
    cures: tuple[Cure, ...] = ()


class Row(NamedTuple):
    """A service: two fields, four figures beside them, what is wrong or odd, and why it is so.

    `number` is the service's primary key, for anchors; `required` and `open` as for a Sold.
    `reason` and `remark` are the row's explanation, typed or kept.
    """

    number: int
    code: str
    name: str
    volume_unit: str
    required: bool
    open: bool
    revenue: Field
    volume: Field
    previous: Figure
    base: Figure
    target: Figure
    completion: Figure
    says: tuple[Say, ...]
    reason: str
    remark: str
    note: RowNote | None
    named_in_return: bool

    @property
    def fields(self) -> tuple[Field, Field]:
        """Revenue and volume."""
        return self.revenue, self.volume

    @property
    def reason_label(self) -> str:
        """The reason in words."""
        return str(dict(NoteReason.choices).get(self.reason, self.reason))

    @property
    def is_blank(self) -> bool:
        """Whether no revenue has been entered."""
        return self.revenue.value is None and not self.revenue.text

    @property
    def errors(self) -> list[Say]:
        """What blocks sending whatever the reason."""
        return [say for say in self.says if say.kind != Kind.WARNING]

    @property
    def warnings(self) -> list[Say]:
        """What asks for a reason."""
        return [say for say in self.says if say.kind == Kind.WARNING]

    @property
    def to_fix(self) -> bool:
        """Whether the row stands in the way of sending; being blank is another matter."""
        return bool(self.errors or (self.warnings and not self.reason))

    @property
    def is_prefilled(self) -> bool:
        """Whether a figure waits to be confirmed."""
        return any("prefilled" in cell.mark for cell in self.fields)


class Group(NamedTuple):
    """A line, or ALL: its rows and its sums."""

    code: str
    name: str
    rows: Sequence[Row]
    total: Figure
    previous: Figure
    base: Figure
    target: Figure
    completion: Figure


@dataclass(frozen=True)
class Sheet:
    """The whole sheet. `total` is the group of every row. What is asked of it is counted once."""

    groups: Sequence[Group]
    total: Group
    rows: Sequence[Row]

    @cached_property
    def required(self) -> list[Row]:
        """The rows that the point's list asks for."""
        return [row for row in self.rows if row.required]

    @cached_property
    def filled(self) -> list[Row]:
        """Required rows with a revenue."""
        return [row for row in self.required if not row.is_blank]

    @cached_property
    def blank(self) -> list[Row]:
        """Required rows without."""
        return [row for row in self.required if row.is_blank]

    @cached_property
    def to_fix(self) -> list[Row]:
        """Rows that stand in the way."""
        return [row for row in self.rows if row.to_fix]

    @cached_property
    def cells_to_fix(self) -> int:
        """How many fields are marked as wrong or odd."""
        return sum(cell.mark not in ("", "prefilled") for row in self.rows for cell in row.fields)

    @cached_property
    def prefilled(self) -> list[Row]:
        """Rows that wait to be confirmed."""
        return [row for row in self.rows if row.is_prefilled]

    @cached_property
    def returned(self) -> list[Row]:
        """Rows that the approver named when returning the month."""
        return [row for row in self.rows if row.named_in_return]

    @cached_property
    def uncounted(self) -> int:
        """Rows whose text is no figure and so in no total."""
        return sum(row.revenue.value is None and bool(row.revenue.text) for row in self.rows)

    @cached_property
    def footnotes(self) -> list[str]:
        """What the narrow words of the table mean."""
        parts = (*self.rows, *self.groups, self.total)
        figures = [figure for part in parts for figure in (part.previous, part.base, part.target)]
        return footnotes({figure.reason for figure in figures if figure.reason})
