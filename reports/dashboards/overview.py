"""The director's dashboard: one scope at a glance, each section a finding with its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from postoffice.months import Month
from reports.dashboards import bars, charts, findings, links, naming, parts, sentences, units
from reports.dashboards.asking import Chosen
from reports.dashboards.board import PAYROLL, Board, read
from reports.dashboards.links import Option, Pick, Way
from reports.dashboards.writing import footnotes, scale_of
from reports.forms import POINTS
from reports.renderers.chart.coverage import Segment


@dataclass(frozen=True)
class Overview:
    """All that the template of a dashboard shows; a section without figures is None or empty."""

    picks: Sequence[Pick]
    is_in: bool
    headline: str
    lead: str
    coverage: Sequence[Segment]
    sent: str
    complete: str
    missing: Sequence[Way]
    missing_url: str
    status: str
    unit: str
    bullets: bars.Bullets
    pulled: parts.Pulled
    months_title: str
    months: charts.Months
    months_rows: Sequence[charts.MonthRow]
    growth: parts.Growth
    league: units.League | None
    heat: units.Heat | None
    plan: str
    units_plan: str
    files: Mapping[str, str]
    notes: Sequence[str]
    footnotes: Sequence[str]


def overview(chosen: Chosen, tops: Sequence[tuple[str, str]]) -> Overview:
    """Return the dashboard of what was chosen.

    `tops` are further units that the reader may choose, as (code, name).
    """
    board = read(chosen, measures=(PAYROLL,) if chosen.uses_payroll else ())
    scale = scale_of(board.sizes)
    year = charts.year(board.whole, board.number)
    services = board.nodes(chosen.catalogue.services)
    sent, complete = sentences.coverage(board)
    bullets, league, heat = bars.bullets(board, scale), units.league(board, scale), units.heat(board)
    return Overview(
        picks=_picks(chosen, tops),
        is_in=board.is_in,
        headline=sentences.headline(board),
        lead=sentences.lead(board),
        coverage=parts.coverage(board),
        sent=sent,
        complete=complete,
        missing=parts.missing(board),
        missing_url=reverse("month-missing", kwargs={"month": chosen.month}) if league else "",
        status=sentences.status(board),
        unit=scale.unit,
        bullets=bullets,
        pulled=parts.pulled(board, services),
        months_title=findings.year_by_month(year.overs(scale), year.highest, board.lacking),
        months=charts.months(year, scale, lambda n: _of_month(chosen, n)),
        months_rows=charts.table(year, scale, _flag(chosen), to_date=False),
        growth=parts.growth(board, services, scale),
        league=league,
        heat=heat,
        plan=chosen.plan.label if chosen.plan else _("(not given)"),
        units_plan=parts.units_plan(board),
        files=_files(board),
        notes=[*sentences.notes(board), *parts.plans_apart(board)],
        footnotes=footnotes(*_shown(bullets, league, heat)) if board.is_in else [],
    )


def _files(board: Board) -> dict[str, str]:
    """Return the Excel files with the figures of the sections."""
    chosen = board.chosen
    return {
        "whole": links.file_url(chosen, "performance", chosen.plan),
        "services": links.file_url(chosen, "performance", board.units_plan),
        "units": links.file_url(
            chosen, "units", links.asked_plan(chosen, board.units_plan), **_grain(chosen)
        ),
    }


def _grain(chosen: Chosen) -> dict[str, str]:
    return {"grain": POINTS} if chosen.by_points else {}


def _flag(chosen: Chosen) -> Callable[[int], str]:
    return lambda number: sentences.tet(Month(chosen.month.year, number))


def _shown(bullets: bars.Bullets, league: units.League | None, heat: units.Heat | None) -> list[list]:
    """Return the cells of the tables, whose words may need a footnote."""
    cells = [[row.actual, row.plan, row.completion, row.base, row.growth] for row in bullets.rows]
    cells += [[row.actual, row.completion, row.growth] for row in (league.rows if league else ())]
    return cells + [list(row.cells) for row in (heat.rows if heat else ())]


def _of_month(chosen: Chosen, number: int) -> str:
    month = chosen.month + (number - chosen.number)
    return links.dashboard_url(chosen, chosen.tree.root.code, month=str(month))


def _picks(chosen: Chosen, tops: Sequence[tuple[str, str]]) -> list[Pick]:
    root, tree = chosen.tree.root, chosen.tree
    around = [*tree.above, root, *tree.children(root.id), *tree.beside]
    named = dict([(p.code, p.name) for p in around] + list(tops))
    scope = [Option(name, links.dashboard_url(chosen, c), c == root.code) for c, name in named.items()]
    whole = root.parent_id is None and bool(tree.children(root.id))
    value = pgettext("scope", "whole") if whole else naming.short(root.name)
    at = partial(links.dashboard_url, chosen, root.code)
    return [
        Pick(pgettext("filter", "Scope"), value, scope),
        links.month_pick(chosen, at),
        links.plan_pick(chosen, at),
        links.basis_pick(chosen, at),
    ]
