"""One unit, or one service or line of it: its months, the year as it adds up, the causes, the way down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.models.revenue import ALL
from planning.models.units import UnitQuerySet
from postoffice.months import Month
from reports.build import Track, standing
from reports.build.naming import plan_name
from reports.dashboards import (
    charts,
    findings,
    links,
    naming,
    parts,
    remarks,
    sentences,
    units,
    volumes,
    ways,
)
from reports.dashboards.asking import Chosen
from reports.dashboards.board import PAYROLL, VOLUME, Board, read
from reports.dashboards.links import Pick, Way
from reports.dashboards.writing import Scale, Shown, footnotes, like, scale_of, text
from reports.renderers.chart.cumulative import Cumulative
from reports.renderers.chart.months import Months

CAUSES = 2


@dataclass(frozen=True)
class Cause:
    """A service or unit that explains a distance from the plan, with its part of it."""

    name: str
    url: str
    amount: str
    value: int


@dataclass(frozen=True)
class Drawn:
    """The year of the unit: its months, as they add up, and both as rows; `part` tells what they count."""

    months_title: str
    months: Months
    sums_title: str
    sums: Cumulative
    reached: str
    rows: Sequence[charts.MonthRow]
    part: str


@dataclass(frozen=True)
class UnitPage:
    """All that the template of a unit shows; a section that does not concern it is None or empty."""

    picks: Sequence[Pick]
    around: ways.Around
    is_in: bool
    title: str
    remark: str
    causes: Sequence[Cause]
    payroll: str
    sub: Sequence[str]
    missing: Sequence[Way]
    unit: str
    year: Drawn
    league: units.League | None
    services: units.League | None
    volumes: volumes.Volumes | None
    explained: Sequence[remarks.Explained]
    changes: Sequence[remarks.ChangeRow]
    trace: str
    files: Mapping[str, str]
    notes: Sequence[str]
    footnotes: Sequence[str]


def unit(chosen: Chosen, node: str, history: UnitQuerySet | None) -> UnitPage:
    """Return the page of the chosen unit: of everything (ALL), or of one service or line.

    `history` are the units whose changes the person may trace, or None.
    """
    measures = [PAYROLL] if chosen.uses_payroll else []
    if node in chosen.catalogue.services:
        measures.append(VOLUME)
    board = read(chosen, node, measures=measures)
    scale = scale_of(board.sizes)
    services = board.nodes(chosen.catalogue.services_of(node))
    at = ways.address(chosen, node)
    causes, year = _causes(board, services), _drawn(board, scale, at)
    league = units.league(board, scale)
    of_services = units.services(board, services, scale) if len(services) > 1 else None
    return UnitPage(
        picks=[links.month_pick(chosen, at), links.plan_pick(chosen, at)],
        around=ways.around(chosen, node),
        is_in=board.is_in,
        title=sentences.title(board, ways.subject(chosen, node), scale),
        remark=_remark(board, causes, services),
        causes=causes,
        payroll=sentences.payroll(board) if board.payroll is not None else "",
        sub=_sub(board),
        missing=parts.missing(board),
        unit=scale.unit,
        year=year,
        league=league,
        services=of_services,
        volumes=volumes.volumes(board, scale) if node != ALL else None,
        explained=remarks.explained(board, services, scale),
        changes=remarks.changed(board, history) if history is not None else [],
        trace=_trace(chosen) if history is not None else "",
        files=_files(board, node),
        notes=sentences.notes(board),
        footnotes=footnotes(*(row.cells for row in year.rows), *map(_cells, (league, of_services))),
    )


def _drawn(board: Board, scale: Scale, at: Callable[..., str]) -> Drawn:
    year = charts.year(board.whole, board.number)
    names = {"count": board.number, "amount": text(board.up_to.actual, scale.format)}
    return Drawn(
        months_title=findings.year_by_month(year.overs(scale), year.highest, board.lacking),
        months=charts.months(year, scale, _of_month(board.chosen, at)),
        sums_title=findings.cumulated(year.overs_to_date(scale), is_in=year.is_in),
        sums=charts.cumulative(year, scale, _of_month(board.chosen, at)),
        reached=_("Actual, %(count)s months: %(amount)s") % names,
        rows=charts.table(year, scale, _part_of(board), to_date=True),
        part=_part(board),
    )


def _of_month(chosen: Chosen, at: Callable[..., str]) -> Callable[[int], str]:
    return lambda number: at(month=str(chosen.month + (number - chosen.number)))


def _causes(board: Board, services: Mapping[str, Track]) -> list[Cause]:
    """Return the services, or of one service the units, that lie furthest from plan on the whole's side."""
    over, chosen = board.up_to.over.value, board.chosen
    if not over:
        return []
    code = chosen.tree.root.code
    found = [
        (naming.service(chosen.catalogue.name(s)), links.service_url(chosen, code, s), track)
        for s, track in services.items()
    ]
    if len(services) < 2:
        found = [
            (naming.short(m.place.name), ways.address(chosen, board.node, m.place.code)(), m.track)
            for m in board.members
            if not m.subject.own
        ]
    overs = [(name, url, standing.up_to(track, board.number).over.value) for name, url, track in found]
    same = [(name, url, value) for name, url, value in overs if value and (value > 0) == (over > 0)]
    furthest = sorted(same, key=lambda each: abs(each[2]), reverse=True)[:CAUSES]
    return [Cause(name, url, like(value, over), value) for name, url, value in furthest]


def _remark(board: Board, causes: Sequence[Cause], services: Mapping[str, Track]) -> str:
    over = board.up_to.over.value
    together = sum(cause.value for cause in causes)
    return sentences.remark(over, len(causes), together, are_units=len(services) < 2)


def _sub(board: Board) -> list[str]:
    """Return the small print under the title: head, coverage, plan with its decision, how firm it is."""
    chosen = board.chosen
    plan = plan_name(chosen.plan)
    told = [chosen.tree.root.head and _("Head of the unit: %(name)s") % {"name": chosen.tree.root.head}]
    told.append(sentences.sent(board))
    if plan is not None:
        names = {"plan": plan.label, "decision": plan.decision}
        told.append(_("plan: %(plan)s, decision %(decision)s") % names if plan.decision else str(plan.label))
    told.append(sentences.status(board))
    return [part for part in told if part]


def _part_of(board: Board) -> Callable[[int], str]:
    """Return what tells of a month how many of its points are in, where some are missing."""
    attendance = board.books.attendance(board.root, board.measure)

    def part(number: int) -> str:
        missing = len(attendance.missing.get(number, ()))
        awaited = attendance.awaited.get(number, 0)
        names = {"reported": awaited - missing, "expected": awaited}
        found = [_("%(reported)s/%(expected)s points") % names] if missing and awaited > 1 else []
        found.append(sentences.tet(Month(board.chosen.month.year, number)))
        return ", ".join(word for word in found if word)

    return part


def _part(board: Board) -> str:
    """Say of a month with missing points that all its figures are of the same points."""
    expected, reported, _approved = board.counts
    if reported >= expected or not reported:
        return ""
    sentence = ngettext(
        "month %(month)s counts the %(count)s point that has sent, in actual, plan and last year alike",
        "month %(month)s counts the %(count)s points that have sent, in actual, plan and last year alike",
        reported,
    )
    return sentence % {"month": board.number, "count": reported}


def _cells(league: units.League | None) -> list[Shown]:
    """Return the cells of a league, whose words may need a footnote."""
    return [
        cell for row in (league.rows if league else ()) for cell in (row.actual, row.completion, row.growth)
    ]


def _trace(chosen: Chosen) -> str:
    return f"{reverse('history')}?unit={chosen.tree.root.code}&month={chosen.month}"


def _files(board: Board, node: str) -> dict[str, str]:
    chosen, catalogue = board.chosen, board.chosen.catalogue
    of_node = {"service": node} if node in catalogue.services else {"line": node} if node != ALL else {}
    return {
        "whole": links.file_url(chosen, "performance", chosen.plan, **of_node),
        "units": links.file_url(chosen, "units", links.asked_plan(chosen, board.units_plan), **of_node),
    }
