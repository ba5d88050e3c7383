"""The paper of an estimate round: where the units say the year will land, against last year and the plan."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from planning.estimated_year import FORMS
from postoffice.months import Month
from postoffice.numbers import GROWTH
from reports.definitions.columns import DONG, RATIO
from reports.report import Column

SLUG = "estimates"
_GROUPS = {
    "to_date": "estimate", "estimate": "estimate", "year": "estimate", "before": "base", "growth": "base",
    "target": "plan", "completion": "plan", "missed": "missed",
}  # fmt: skip
_FORMULAS = {"growth": "{year}/{before} - 1", "completion": "{year}/{target}"}


def columns(month: Month) -> tuple[Column, ...]:
    """Return the columns of the round of a month, named by it as on the screen."""
    titles = _titles(month)
    shorts = titles | {"before": pgettext("column", "Last year"), "missed": _("Last time")}
    forms = {**FORMS, "missed": GROWTH}
    return tuple(
        Column(
            key,
            titles[key],
            shorts[key],
            RATIO if key in (*_FORMULAS, "missed") else DONG,
            forms[key],
            group,
            _FORMULAS.get(key, ""),
            adds=key not in _FORMULAS and key != "missed",
        )
        for key, group in _GROUPS.items()
    )


def groups() -> Mapping[str, str]:
    """Return the words over the columns."""
    return {
        "estimate": _("Actual and estimate"),
        "base": _("Against last year"),
        "plan": _("Against the plan"),
        "missed": pgettext("group", "Missed by"),
    }


def _titles(month: Month) -> dict[str, str]:
    number = {"number": month.number}
    return {
        "to_date": _("Actual, %(number)s months") % {"number": month.number - 1},
        "estimate": _("Estimate %(month)s") % {"month": f"{month.number:02d}/{month.year}"},
        "year": _("Estimate, %(number)s months") % number,
        "before": _("%(number)s months last year") % number,
        "growth": pgettext("column", "Growth (%)"),
        "target": _("Target, %(number)s months") % number,
        "completion": pgettext("column", "% of plan"),
        "missed": _("Last time missed by"),
    }
