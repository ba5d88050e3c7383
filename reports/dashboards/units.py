"""Units side by side: the league by money, and the heat map of their months, in one order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from postoffice.numbers import GROWTH, PERCENT
from reports.build import Track, standing
from reports.build.standing import Standing
from reports.dashboards import charts, findings, links, naming, ways
from reports.dashboards.board import Board, Member
from reports.dashboards.findings import Named
from reports.dashboards.writing import DEVIATION, Scale, Shown, mark, shown, text
from reports.renderers import chart
from reports.renderers.chart.sparkline import Sparkline
from reports.renderers.chart.variance import Signed
from reports.report import Cell


class Entrant(NamedTuple):
    """Who takes part in a league; `part` tells how many of its points have sent the month."""

    name: str
    url: str
    part: str
    track: Track


@dataclass(frozen=True)
class LeagueRow:
    """A unit of the league; `part` tells how many of its points have sent the month."""

    name: str
    url: str
    part: str
    actual: Shown
    completion: Shown
    growth: Shown
    bar: Signed
    pin: Signed
    trend: Sparkline


@dataclass(frozen=True)
class League:
    """Units side by side, the one furthest ahead first."""

    title: str
    peers: str
    rows: Sequence[LeagueRow]


@dataclass(frozen=True)
class HeatCell:
    """A month of a unit: the deviation as a number and a shade, or the reason why there is none."""

    text: str
    css: str
    reason: str


@dataclass(frozen=True)
class HeatRow:
    """A unit of the heat map."""

    name: str
    url: str
    cells: Sequence[HeatCell]


@dataclass(frozen=True)
class Heat:
    """Units by months: how far from the plan of the month."""

    title: str
    numbers: Sequence[int]
    rows: Sequence[HeatRow]
    by_points: bool
    other: str
    has_part: bool


def league(board: Board, scale: Scale) -> League | None:
    """Return the units by the money they are ahead of their plan to date."""
    if len(board.members) < 2:
        return None
    members = in_order(board)
    names = naming.shorts([member.place.name for member in members])
    entrants = [
        Entrant(
            _("%(unit)s (own)") % {"unit": name} if member.subject.own else name,
            "" if member.subject.own else ways.address(board.chosen, board.node, member.place.code)(),
            f"{member.reported}/{member.expected}" if not member.is_full and member.expected > 1 else "",
            member.track,
        )
        for member, name in zip(members, names, strict=True)
    ]
    return _league(board, scale, entrants, board.kind)


def services(board: Board, tracks: Mapping[str, Track], scale: Scale) -> League:
    """Return the services by the money they are ahead of their plan to date."""
    code, name = board.chosen.tree.root.code, board.chosen.catalogue.name
    stands = {each: standing.up_to(one, board.number) for each, one in tracks.items()}
    order = sorted(tracks, key=lambda each: _rank(stands[each], each))
    entrants = [
        Entrant(naming.service(name(s)), links.service_url(board.chosen, code, s), "", tracks[s])
        for s in order
    ]
    return _league(board, scale, entrants, findings.SERVICES)


def _league(board: Board, scale: Scale, entrants: Sequence[Entrant], kind: str) -> League:
    form = scale.format
    stands = [standing.up_to(one.track, board.number) for one in entrants]
    bars = chart.variance_bars([mark(one.over, form.with_sign) for one in stands])
    pins = chart.pins([mark(one.growth, GROWTH) for one in stands])
    rows = [
        LeagueRow(
            name=entrant.name,
            url=entrant.url,
            part=entrant.part,
            actual=shown(one.actual, form, strong=True),
            completion=shown(one.completion, PERCENT),
            growth=shown(one.growth, GROWTH, toned=True),
            bar=bar,
            pin=pin,
            trend=charts.trend(entrant.track, board.number, form),
        )
        for entrant, one, bar, pin in zip(entrants, stands, bars, pins, strict=True)
    ]
    named = [Named(entrant.name, one.over.value) for entrant, one in zip(entrants, stands, strict=True)]
    return League(findings.league(named, kind), findings.counted(len(rows), kind), rows)


def in_order(board: Board) -> list[Member]:
    """Return the units in the order that league and heat map share: most money ahead first."""
    return sorted(board.members, key=lambda member: _rank(member.up_to, member.place.code))


def _rank(one: Standing, code: str) -> tuple:
    if one.over.value is not None:
        return (0, -one.over.value, code)
    return (1, -(one.actual.value or 0), code)


def heat(board: Board) -> Heat | None:
    """Return the map of units by months, or of all points."""
    if len(board.members) < 2:
        return None
    by_points = board.chosen.by_points
    members = board.points if by_points else in_order(board)
    names = naming.shorts([member.place.name for member in members])
    numbers = range(1, board.number + 1)
    found = [[standing.in_month(m.track, n).deviation for n in numbers] for m in members]
    rows = [
        HeatRow(name, links.unit_url(board.chosen, member.place.code), _heat_cells(member, cells))
        for member, name, cells in zip(members, names, found, strict=True)
    ]
    told = [(name, [cell.value for cell in cells]) for name, cells in zip(names, found, strict=True)]
    has_plan = any(cell is not None for _name, cells in told for cell in cells)
    return Heat(
        title=findings.heat(told),
        numbers=numbers,
        rows=rows if has_plan else [],
        by_points=by_points,
        other=links.dashboard_url(
            board.chosen, board.chosen.tree.root.code, grain="" if by_points else "points"
        ),
        has_part=any(member.part for member in members),
    )


def _heat_cells(member: Member, cells: Sequence[Cell]) -> list[HeatCell]:
    made = []
    for number, cell in enumerate(cells, 1):
        css = chart.heat(cell.value) + (" part" if number in member.part else "")
        made.append(HeatCell(text(cell, DEVIATION), css, "" if cell.value is not None else str(cell.reason)))
    return made
