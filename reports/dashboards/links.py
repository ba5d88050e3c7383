"""Addresses of dashboards and of their files: every filter that was chosen travels along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from planning.models import Plan
from reports import ledger
from reports.dashboards.asking import Chosen
from reports.forms import AS_IS, AS_WAS

Address = Callable[..., str]


@dataclass(frozen=True)
class Option:
    """One choice of a filter: a link to the same page with it."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Pick:
    """A filter as a list of links."""

    label: str
    value: str
    options: Sequence[Option]


@dataclass(frozen=True)
class Way:
    """A named link: a step up, a neighbour, whoever is missing."""

    label: str
    url: str


def unit_url(chosen: Chosen, code: str, **changed: str) -> str:
    """Return the page of a unit at the same month."""
    return _with(_path("unit", code), chosen, changed)


def service_url(chosen: Chosen, code: str, node: str, **changed: str) -> str:
    """Return the page of one service or line of a unit at the same month."""
    return _with(_path("unit-service", code, node), chosen, changed)


def dashboard_url(chosen: Chosen, code: str, **changed: str) -> str:
    """Return the dashboard of a unit."""
    return _with(_path("dashboard"), chosen, {"unit": code, **changed})


def file_url(chosen: Chosen, slug: str, plan: Plan | None, **filters: str) -> str:
    """Return the Excel file of the report with the same figures."""
    query = {"unit": chosen.tree.root.code, "month": str(chosen.month)}
    if plan is not None:
        query["plan"] = ledger.plan_key(plan)
    if chosen.basis != AS_WAS:
        query["basis"] = chosen.basis
    return _path("report-file", slug, "xlsx") + "?" + urlencode({**query, **filters})


def asked_plan(chosen: Chosen, plan: Plan | None) -> Plan | None:
    """Return the plan where somebody chose one; by default the report takes each level's own by itself."""
    return plan if "plan" in chosen.given else None


@lru_cache(maxsize=4096)
def _path(name: str, *args: str) -> str:
    """Return an address; a page has dozens of them, and each takes Django longer than a figure takes us."""
    return reverse(name, args=args)


def _with(address: str, chosen: Chosen, changed: Mapping[str, str]) -> str:
    if not changed:
        return address + chosen.query
    query = {**chosen.filters, **changed}
    return address + "?" + urlencode({name: value for name, value in query.items() if value})


def month_name(chosen: Chosen) -> str:
    """Return the month as filters and captions write it."""
    return _("Month %(month)s") % {"month": f"{chosen.number}/{chosen.month.year}"}


def month_pick(chosen: Chosen, at: Address) -> Pick:
    """Return the months to choose from; `at` gives the page's own address with changed filters."""
    options = [Option(f"{m.number:02}/{m.year}", at(month=str(m)), m == chosen.month) for m in chosen.months]
    return Pick(pgettext("filter", "Period"), month_name(chosen), options)


def plan_pick(chosen: Chosen, at: Address) -> Pick:
    """Return the plans of the year to choose from."""
    options = [Option(p.label, at(plan=ledger.plan_key(p)), p == chosen.plan) for p in chosen.plans]
    value = chosen.plan.label if chosen.plan else _("none in force")
    return Pick(_("Plan"), value, options)


def basis_pick(chosen: Chosen, at: Address) -> Pick:
    """Return the two ways to arrange figures by organisation."""
    labels = {AS_WAS: pgettext("organisation", "of the time"), AS_IS: pgettext("organisation", "of today")}
    options = [Option(label, at(basis=key), key == chosen.basis) for key, label in labels.items()]
    return Pick(_("Organisation"), labels[chosen.basis], options)
