"""Bullets: the whole, its lines and its payroll revenue on one scale, against plan and last year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from postoffice.numbers import PERCENT
from reports.build import Track, standing
from reports.build.cells import YEAR
from reports.build.standing import Standing
from reports.dashboards import charts, findings, links, naming
from reports.dashboards.board import Board
from reports.dashboards.findings import Named
from reports.dashboards.writing import Scale, Shown, mark, shown
from reports.renderers import chart
from reports.renderers.chart.bullets import Bullet


@dataclass(frozen=True)
class BulletRow:
    """A row: its picture and its figures; `of_year` is the part of the year's plan, before its end."""

    label: str
    url: str
    inner: bool
    bullet: Bullet
    actual: Shown
    plan: Shown
    over: Shown
    completion: Shown
    base: Shown
    growth: Shown
    of_year: Shown | None


@dataclass(frozen=True)
class Bullets:
    """The section: in December against the plan of the year, before it against the plan to date."""

    title: str
    rows: Sequence[BulletRow]
    of_year: bool


def bullets(board: Board, scale: Scale) -> Bullets:
    """Return one bullet for the whole, each line, and payroll revenue."""
    catalogue, unit = board.chosen.catalogue, board.chosen.tree.root
    lines = board.nodes(catalogue.lines)
    tracks = [(_("%(unit)s, revenue") % {"unit": naming.short(unit.name)}, "", board.whole, False)]
    for code, track in lines.items():
        tracks.append((catalogue.name(code), links.service_url(board.chosen, unit.code, code), track, True))
    if board.payroll is not None:
        label = _("%(unit)s, payroll revenue") % {"unit": naming.short(unit.name)}
        tracks.append((label, "", board.payroll, False))
    stands = [_stands(track, board.number) for _label, _url, track, _inner in tracks]
    pictures = chart.bullets(
        [chart.BulletMarks(*(mark(c, scale.format) for c in (s.actual, s.plan, s.base))) for s in stands]
    )
    rows = [
        _row(label, url, inner, picture, one, track, board.number, scale)
        for (label, url, track, inner), picture, one in zip(tracks, pictures, stands, strict=True)
    ]
    overs = [
        Named(catalogue.name(code), _stands(one, board.number).over.value) for code, one in lines.items()
    ]
    return Bullets(findings.lines(overs), rows, board.number == YEAR)


def _stands(track: Track, number: int) -> Standing:
    return standing.in_year(track, number) if number == YEAR else standing.up_to(track, number)


def _row(
    label: str, url: str, inner: bool, picture: Bullet, one: Standing, track: Track, number: int, scale: Scale
) -> BulletRow:
    figures = charts.of_span(one, scale.format)
    of_year = None
    if number < YEAR:
        of_year = shown(standing.in_year(track, number).completion, PERCENT)
    return BulletRow(label, url, inner, picture, *figures, of_year)
