"""What a plan page may be narrowed to, and the list of all plans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from planning.models import Measure, Plan, PlanTotal, Service, Unit
from planning.models.revenue import ALL
from planning.plan_sheet.figures import Shown, amount


@dataclass(frozen=True)
class Option:
    """One choice of a filter."""

    url: str
    label: str | Promise
    current: bool


@dataclass(frozen=True)
class Pick:
    """A filter of the page."""

    label: Promise
    value: str | Promise
    options: Sequence[Option]


@dataclass(frozen=True)
class Picks:
    """The node and measure a plan page shows, with the filters that change them."""

    node: str
    measure: str
    filters: Sequence[Pick]


def of_request(asked: Mapping[str, str]) -> Picks:
    """Read ?node= and ?measure=; LookupError where one of them is unknown."""
    measure = asked.get("measure", Measure.REVENUE.value)
    volume = measure == Measure.VOLUME
    nodes = _nodes(with_sums=not volume)
    node = asked.get("node", next(iter(nodes), ALL))
    measures = {m.value: m.label for m in Measure if m != Measure.BALANCE}
    if measure not in measures or (nodes and node not in nodes):
        raise LookupError(measure, node)
    kept = {key: asked[key] for key in ("unit",) if key in asked}
    return Picks(
        node,
        measure,
        (
            _pick(_("Measure"), measures, measure, "measure", kept),
            _pick(_("Shown"), nodes, node, "node", kept | {"measure": measure}),
        ),
    )


def _nodes(*, with_sums: bool) -> dict[str, str | Promise]:
    """Return ALL, the lines that have services, and the services, in order; sums only where they exist."""
    services = list(Service.objects.in_order().select_related("line"))
    lines = {service.line.code: service.line.name for service in services} if with_sums else {}
    whole = {ALL: _("All services")} if with_sums else {}
    return whole | lines | {service.code: service.name for service in services}


def _pick(
    label: Promise, named: Mapping[str, str | Promise], current: str, key: str, kept: Mapping[str, str]
) -> Pick:
    options = [
        Option("?" + urlencode({**kept, key: value}), name, value == current) for value, name in named.items()
    ]
    return Pick(label, named.get(current, current), options)


@dataclass(frozen=True)
class PlanLine:
    """A plan in the list, with what it asks of a unit altogether."""

    plan: Plan
    total: Shown


def overview(unit: Unit | None) -> list[PlanLine]:
    """Return every plan, the latest year first, with its whole revenue at a unit."""
    totals = {
        total.plan_id: total.total
        for total in PlanTotal.objects.filter(unit=unit, node=ALL, measure=Measure.REVENUE)
    }
    return [
        PlanLine(plan, amount(totals.get(plan.pk), strong=plan.in_force))
        for plan in Plan.objects.order_by("-year", "kind", "-revision")
    ]
