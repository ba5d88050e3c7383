"""What stands above a month's sheet: whose month, which plan, whose hands, so that paper explains itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from planning.models import Plan, Unit
from planning.month_file.told import month_text
from planning.review import plan_kind
from postoffice.months import Month
from postoffice.words import UNITS


@dataclass(frozen=True, slots=True)
class Made:
    """When and by whom a workbook is made, and the plans in force that its targets are of, by kind."""

    at: datetime
    by: str
    plans: Mapping[str, Plan]


def lines(unit: Unit, month: Month, money: int, made: Made) -> list[tuple[str, str]]:
    """Return the heading as (label, value)."""
    whole = {"at": f"{made.at:%H:%M %d/%m/%Y}", "by": made.by}
    return [
        (_("Unit"), f"{unit.name} ({unit.code})"),
        (_("Month"), month_text(month)),
        (_("Amounts"), _("%(money)s, without VAT") % {"money": UNITS[money]}),
        (_("Plan"), _plan(made.plans.get(plan_kind(unit)))),
        (_("Organisation"), _("As it was at the time")),
        (_("Made at"), _("%(at)s by %(by)s") % whole),
    ]


def _plan(plan: Plan | None) -> str:
    if plan is None:
        return _("none in force")
    return f"{plan.label} ({plan.decision})" if plan.decision else plan.label
