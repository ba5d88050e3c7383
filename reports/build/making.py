"""Makes a finished report of what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from planning.models import Office, Plan
from planning.models.revenue import ALL, Measure
from postoffice.measures import Reason
from postoffice.months import Month
from reports import ledger
from reports.build import naming, remarks
from reports.build.cells import YEAR, cells, to_date
from reports.build.rows import NODES, Line, lines, wanted
from reports.build.tracks import Track, track
from reports.definitions.columns import columns
from reports.ledger import Books, Catalogue, Subject, Tree, Wanted
from reports.report import TOTAL, Cell, Definition, Report, Row, Scope

SHOWN_FROM = {1_000_000: 2_000_000_000, 1_000: 10_000_000}  # million đồng from a year of 2 billion on


@dataclass(frozen=True)
class Choice:
    """What was asked, found and checked."""

    definition: Definition
    tree: Tree
    catalogue: Catalogue
    month: Month
    plan: Plan | None
    plan_asked: bool
    split_by: Plan | None
    filters: Mapping[str, str]
    office: Office
    by: str
    at: datetime

    @property
    def may_be_by_level(self) -> bool:
        """Whether the rows are units that answer for another plan than the whole does."""
        return self.definition.rows != NODES and self.plan is not None and self.split_by is not None

    @property
    def by_level(self) -> bool:
        """Whether each unit is measured against the plan that was given to it: the default."""
        return self.may_be_by_level and not self.plan_asked

    @property
    def measure(self) -> str:
        """The measure whose figures are shown."""
        return self.filters["measure"]

    @property
    def node(self) -> str:
        """The service or line asked for, or everything."""
        return self.filters["service"] or self.filters["line"] or ALL


def report(choice: Choice) -> Report:
    """Read the ledger and return the finished report."""
    words = {"total": _("Total"), "own": _("Direct: %(unit)s")}
    asked = lines(choice.definition, choice.tree, choice.catalogue, choice.month, choice.filters, words)
    root = Subject(choice.tree.root.id)
    payroll = _shows_payroll(choice)
    groups = wanted(asked, choice.measure, choice.catalogue)
    if payroll:
        groups.append(Wanted((root,), (ALL,), (Measure.PAYROLL_REVENUE,)))
    books = ledger.read(
        choice.tree, choice.catalogue, choice.month, groups, plan=choice.plan, other_plan=choice.split_by
    )
    rows, tracks = _rows(choice, books, asked)
    beside = (_payroll_row(choice, books, root),) if payroll else ()
    shown_in = _shown_in(choice.measure, tracks[0])
    return Report(
        slug=choice.definition.slug,
        title=str(choice.definition.titles[choice.measure]),
        scope=_scope(choice, books),
        columns=columns(choice.definition.columns, choice.measure, shown_in),
        rows=tuple(rows),
        notes=naming.notes(books, choice.measure, tracks, rows),
        generated_at=choice.at,
        generated_by=choice.by,
        letterhead=naming.letterhead(choice.office),
        groups=_groups(choice.month),
        shown_in=shown_in,
        form=choice.definition.form,
        months_left=YEAR - choice.month.number,
        beside=beside,
    )


def _shows_payroll(choice: Choice) -> bool:
    """Say whether payroll revenue stands under the total: where it is used, for all revenue of a unit."""
    whole = choice.definition.rows == NODES and choice.node == ALL
    return whole and choice.measure == Measure.REVENUE and choice.office.uses_payroll_revenue


def _rows(choice: Choice, books: Books, asked: list[Line]) -> tuple[list[Row], list[Track]]:
    """Return the finished rows; of services and lines only those the unit has to do with."""
    number, by_node = choice.month.number, choice.definition.rows == NODES
    whole = track(books, asked[0].subject, asked[0].node, choice.measure)
    of_parts = replace(books, plan=books.other_plan, other_plan=None) if choice.by_level else books
    said = remarks.of_lines(choice.tree, choice.catalogue, choice.month, asked)
    rows, tracks = [], []
    for line in asked:
        is_total = line.key == TOTAL
        one = whole if is_total else track(of_parts, line.subject, line.node, choice.measure)
        if by_node and not is_total and not _sells(choice, books, line, one):
            continue
        note = naming.row_note(books, line.subject, choice.measure, one, named=not by_node and not is_total)
        unit = _unit(choice, line.node)
        found, words = cells(one, number, whole), said.get(line.key, ())
        rows.append(Row(line.key, str(line.label), line.level, found, unit, note, line.link, words))
        tracks.append(one)
    return rows, tracks


def _sells(choice: Choice, books: Books, line: Line, one: Track) -> bool:
    """Say whether a service or line concerns the unit; a line of volumes does where a service does."""
    services = choice.catalogue.services_of(line.node)
    if line.node in services or choice.measure != Measure.VOLUME:
        return one.is_applicable
    return any(track(books, line.subject, s, choice.measure).is_applicable for s in services)


def _unit(choice: Choice, node: str) -> str:
    if choice.measure != Measure.VOLUME:
        return "đồng"
    sold = choice.catalogue.services.get(node)
    return sold.volume_unit if sold else ""


def _payroll_row(choice: Choice, books: Books, root: Subject) -> Row:
    one = track(books, root, ALL, Measure.PAYROLL_REVENUE)
    found: dict[str, Cell] = cells(one, choice.month.number, one)
    found["share"] = found["contribution"] = Cell(None, Reason.NOT_APPLICABLE)
    return Row(Measure.PAYROLL_REVENUE.value, str(Measure.PAYROLL_REVENUE.label), 0, found)


def _shown_in(measure: str, whole: Track) -> int:
    """Return in what amounts are shown: few digits, and nothing that is there rounds to zero."""
    if measure == Measure.VOLUME:
        return 1
    year = (to_date(whole.actual, YEAR), to_date(whole.base, YEAR), whole.plan_year)
    largest = max((abs(figure) for figure in year if not isinstance(figure, Reason)), default=0)
    return next((size for size, least in SHOWN_FROM.items() if largest >= least), 1)


def _groups(month: Month) -> dict[str, str]:
    names = {"month": f"{month.number:02d}/{month.year}", "count": month.number, "year": month.year}
    return {
        "month": _("Month %(month)s") % names,
        "to_date": _("%(count)s months to date, %(year)s") % names if month.number > 1 else _("Year to date"),
    }


def _scope(choice: Choice, books: Books) -> Scope:
    filters = choice.filters
    return Scope(
        unit=choice.tree.root.code,
        unit_name=choice.tree.root.name,
        month=choice.month,
        plan=naming.plan_name(choice.plan),
        plan_asked=choice.plan_asked,
        parts_plan=naming.plan_name(choice.split_by) if choice.by_level else None,
        measure=choice.measure,
        measure_label=str(Measure(choice.measure).label),
        basis=filters["basis"],
        grain=filters["grain"] if choice.definition.rows != NODES else "",
        coverage=naming.coverage(books, choice.measure),
        line=filters["line"],
        service=filters["service"],
        node_name=choice.catalogue.name(choice.node),
        cut=bool(books.turnouts[choice.measure].absent),
        missing=naming.missing(books, choice.measure),
        new=naming.new(books, choice.measure),
    )
