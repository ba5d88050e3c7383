"""Where a unit's page lies: the steps above it, its neighbours, and the way down to units and services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from planning.models.revenue import ALL
from reports.dashboards import links, naming
from reports.dashboards.asking import Chosen
from reports.dashboards.links import Option, Pick, Way


@dataclass(frozen=True)
class Around:
    """What lies around a page: the steps to it, its own name, the units below, its neighbours."""

    crumbs: Sequence[Way]
    here: str
    down: Pick | None
    before: Way | None
    after: Way | None


def around(chosen: Chosen, node: str) -> Around:
    """Return what lies around the page of a unit or of one service of it."""
    before, after = _neighbours(chosen, node)
    return Around(_crumbs(chosen, node), _here(chosen, node), _down(chosen, node), before, after)


def address(chosen: Chosen, node: str, code: str = "") -> Callable[..., str]:
    """Return what gives the address of this page, or the same page of another unit, with changed filters."""
    unit = code or chosen.tree.root.code
    if node == ALL:
        return partial(links.unit_url, chosen, unit)
    return partial(links.service_url, chosen, unit, node)


def _crumbs(chosen: Chosen, node: str) -> list[Way]:
    """Return the steps down to this page: the dashboard, the units between, the unit of a service."""
    tree = chosen.tree
    top, between = tree.above[:1], tree.above[1:]
    steps = [Way(naming.short(place.name), links.dashboard_url(chosen, place.code)) for place in top]
    steps += [Way(naming.short(place.name), links.unit_url(chosen, place.code)) for place in between]
    if node != ALL:
        steps.append(Way(naming.short(tree.root.name), links.unit_url(chosen, tree.root.code)))
        if node in chosen.catalogue.services:
            line = chosen.catalogue.services[node].line
            steps.append(Way(chosen.catalogue.name(line), links.service_url(chosen, tree.root.code, line)))
    return steps


def _here(chosen: Chosen, node: str) -> str:
    """Return the name at the end of the steps."""
    return naming.short(chosen.tree.root.name) if node == ALL else naming.service(chosen.catalogue.name(node))


def subject(chosen: Chosen, node: str) -> str:
    """Return what the page is about, as its title begins with it."""
    unit = naming.short(chosen.tree.root.name)
    return unit if node == ALL else f"{unit}, {naming.inside(_here(chosen, node))}"


def _down(chosen: Chosen, node: str) -> Pick | None:
    """Return the units right below, to choose from; None where there is none."""
    children = chosen.tree.children(chosen.tree.root.id)
    if not children:
        return None
    options = [Option(place.name, address(chosen, node, place.code)(), False) for place in children]
    are_points = not any(chosen.tree.children(place.id) for place in children)
    label = _("Point") if are_points else _("Unit")
    return Pick(label, pgettext("units", "all %(count)s") % {"count": len(children)}, options)


def _neighbours(chosen: Chosen, node: str) -> tuple[Way | None, Way | None]:
    """Return the unit before and the unit after among those beside, in order of code."""
    beside = chosen.tree.beside
    at = next((n for n, place in enumerate(beside) if place.id == chosen.tree.root.id), None)
    if at is None:
        return None, None
    before = beside[at - 1] if at else None
    after = beside[at + 1] if at + 1 < len(beside) else None
    return tuple(
        Way(naming.short(place.name), address(chosen, node, place.code)()) if place else None
        for place in (before, after)
    )
