"""The sections of a dashboard that explain: who has not sent, who pulls down, what made the growth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.models.revenue import ALL
from postoffice.numbers import GROWTH
from reports.build import Track, standing
from reports.build.standing import Standing
from reports.dashboards import findings, links, naming, writing
from reports.dashboards.board import REVENUE, Board, Member
from reports.dashboards.findings import Named
from reports.dashboards.links import Way
from reports.dashboards.writing import Scale, amount, like, mark, percent
from reports.renderers import chart
from reports.renderers.chart import NOTHING
from reports.renderers.chart.coverage import Segment
from reports.renderers.chart.waterfall import Waterfall
from reports.report import Cell

WORST, CAUSES = 3, 2
RISING, FALLING = 7, 3


@dataclass(frozen=True)
class PulledRow:
    """A unit or service that pulls down: its money, its comparisons, its causes."""

    name: str
    url: str
    amount: str
    told: str
    causes: str


@dataclass(frozen=True)
class Pulled:
    """The parts furthest behind their plan to date."""

    title: str
    are_units: bool
    rows: Sequence[PulledRow]


@dataclass(frozen=True)
class Growth:
    """What made the growth, by service."""

    title: str
    waterfall: Waterfall


def coverage(board: Board) -> tuple[Segment, ...]:
    """Draw who has sent the month, unit by unit."""
    if len(board.members) < 2:
        return ()
    return chart.coverage(
        [chart.Reporting(naming.short(m.place.name), m.reported, m.expected) for m in board.members]
    )


def missing(board: Board) -> list[Way]:
    """Name the units that lack points, with their number, or the points themselves."""
    found = []
    for member in board.members:
        lacks = member.expected - member.reported
        if lacks < 1:
            continue
        name = naming.short(member.place.name)
        if member.expected > 1:
            label = ngettext("%(unit)s %(count)s point", "%(unit)s %(count)s points", lacks)
            name = label % {"unit": name, "count": lacks}
        found.append(Way(name, links.unit_url(board.chosen, member.place.code)))
    return found


def pulled(board: Board, services: Mapping[str, Track]) -> Pulled:
    """Return the three units that lack most money to their plan to date; of a single point, its services."""
    if len(board.members) > 1:
        stands = [(member, member.up_to) for member in board.members]
        worst = _worst(stands)
        services_of = board.services_of([member for member, _one in worst])
        rows = [
            _pulled_unit(board, member, one, of_member)
            for (member, one), of_member in zip(worst, services_of, strict=True)
        ]
        return Pulled(_pulled_title(stands, worst, board.kind), True, rows)
    names, code_of = board.chosen.catalogue.name, board.chosen.tree.root.code
    of_services = [(code, standing.up_to(one, board.number)) for code, one in services.items()]
    worst = _worst(of_services)
    rows = [
        PulledRow(
            naming.service(names(code)), links.service_url(board.chosen, code_of, code),
            amount(one.over.value, currency=False), _compared(one), "",
        )
        for code, one in worst
    ]  # fmt: skip
    return Pulled(_pulled_title(of_services, worst, findings.SERVICES), False, rows)


def _pulled_title(stands: Sequence[tuple], worst: Sequence[tuple], kind: str) -> str:
    shown = worst or stands
    return findings.pulled_down([Named("", one.over.value) for _key, one in shown], kind)


def _worst(stands: Sequence[tuple]) -> list[tuple]:
    behind = [(key, one) for key, one in stands if one.over.value is not None and one.over.value < 0]
    return sorted(behind, key=lambda pair: pair[1].over.value)[:WORST]


def _pulled_unit(board: Board, member: Member, one: Standing, services: Mapping[str, Track]) -> PulledRow:
    catalogue = board.chosen.catalogue
    of_services = {code: standing.up_to(track, board.number) for code, track in services.items()}
    worst = _worst(list(of_services.items()))[:CAUSES]
    names = [naming.service(catalogue.name(code)) for code, _each in worst]
    causes = ", ".join(
        f"{name} {like(each.over.value, one.over.value)}"
        for name, (_code, each) in zip(names, worst, strict=True)
    )
    told = " · ".join(part for part in (member.place.head, _compared(one)) if part)
    url = links.unit_url(board.chosen, member.place.code)
    return PulledRow(
        naming.short(member.place.name), url, amount(one.over.value, currency=False), told, causes
    )


def _compared(one: Standing) -> str:
    told = [_("%(part)s of plan") % {"part": percent(one.completion.value)}]
    if one.growth.value is not None:
        told.append(writing.write(GROWTH, one.growth.value))
    return " · ".join(told)


def growth(board: Board, services: Mapping[str, Track], scale: Scale) -> Growth:
    """Return the contributions of services to the growth; money and points add up to it exactly."""
    whole, catalogue = board.up_to, board.chosen.catalogue
    if whole.growth.value is None:
        return Growth(findings.growth([], None, {}), chart.waterfall([], chart.Part("", NOTHING)))
    changes = {code: standing.up_to(one, board.number).change for code, one in services.items()}
    changes = {code: cell for code, cell in changes.items() if cell.value}
    order = sorted(changes, key=lambda code: changes[code].value, reverse=True)
    rising = [code for code in order if changes[code].value > 0]
    falling = [code for code in order if changes[code].value < 0]
    first = rising if len(rising) <= RISING + 1 else rising[:RISING]
    last = falling if len(falling) <= FALLING + 1 else falling[-FALLING:]
    rest = [code for code in order if code not in first and code not in last]
    steps = [_step(board, c, catalogue.name(c), changes[c], scale) for c in first]
    if rest:
        label = ngettext("%(count)s other service", "%(count)s other services", len(rest))
        both = standing.added([changes[code] for code in rest])
        steps.append(_step(board, "", label % {"count": len(rest)}, both, scale))
    steps += [_step(board, c, catalogue.name(c), changes[c], scale) for c in last]
    label = _("Total fall") if (whole.change.value or 0) < 0 else _("Total growth")
    money = mark(whole.change, scale.format.with_sign)
    total = chart.Part(label, money, mark(whole.growth, writing.POINTS))
    shares = {naming.service(catalogue.name(code)): standing.share_of_change(cell, whole).value or Fraction(0)
              for code, cell in changes.items()}  # fmt: skip
    named = [Named(naming.service(catalogue.name(code)), cell.value) for code, cell in changes.items()]
    return Growth(findings.growth(named, whole.change.value, shares), chart.waterfall(steps, total))


def _step(board: Board, code: str, name: str, change: Cell, scale: Scale) -> chart.Part:
    url = links.service_url(board.chosen, board.chosen.tree.root.code, code) if code else ""
    part = standing.contribution(change, board.up_to)
    return chart.Part(
        naming.service(name), mark(change, scale.format.with_sign), mark(part, writing.POINTS), url
    )


def units_plan(board: Board) -> str:
    """Name the plan of the units, with what it asks of the whole."""
    if board.units_plan is None:
        return _("(not given)")
    row = board.books.target(board.root, ALL, REVENUE, board.units_plan)
    label = board.units_plan.label
    return f"{label} {amount(row.total, currency=False)}" if row else label


def plans_apart(board: Board) -> list[str]:
    """Say how the units' plan and the whole's differ, where they are two."""
    plan, units = board.chosen.plan, board.units_plan
    if plan is None or units is None or plan == units:
        return []
    mine, theirs = (board.books.target(board.root, ALL, REVENUE, one) for one in (plan, units))
    if mine is None or theirs is None:
        return []
    return [findings.plans_apart(units.label, plan.label, theirs.total - mine.total)]
