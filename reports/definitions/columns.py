"""The columns that reports share: one key means one thing everywhere."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planning.models.revenue import Measure
from postoffice.numbers import GROWTH, MILLION, PERCENT, POINTS, THOUSAND, VOLUME, Format
from reports.report import Column

DONG, RATIO, PIECES = "đồng", "ratio", "pieces"
_MONEY: dict[int, Format] = {1_000_000: MILLION, 1_000: THOUSAND, 1: VOLUME}

_AMOUNTS = {
    "plan_month": ("month", _("Plan of the month"), pgettext_lazy("column", "Plan"), ""),
    "actual_month": ("month", _("Actual of the month"), pgettext_lazy("column", "Actual"), ""),
    "previous_month": ("month", _("Actual of the month before"), pgettext_lazy("column", "Month before"), ""),
    "base_month": ("month", _("Same month last year"), pgettext_lazy("column", "Last year"), ""),
    "plan_to_date": ("to_date", _("Plan to date"), pgettext_lazy("column", "Plan to date"), ""),
    "actual_to_date": ("to_date", _("Actual to date"), pgettext_lazy("column", "Actual"), ""),
    "plan_year": ("to_date", _("Plan of the year"), pgettext_lazy("column", "Plan of the year"), ""),
    "base_to_date": ("to_date", _("Same months last year"), pgettext_lazy("column", "Last year"), ""),
    "gap": (
        "to_date",
        _("Missing to the plan of the year"),
        pgettext_lazy("column", "Missing"),
        "{plan_year} - {actual_to_date}",
    ),
    "required_rate": (
        "to_date",
        _("Needed in each month left"),
        pgettext_lazy("column", "Needed a month"),
        "{gap}/{months_left}",
    ),
}
_RATIOS = {
    "completion_month": (
        "month",
        _("% of the month’s plan"),
        pgettext_lazy("column", "% of plan"),
        "{actual_month}/{plan_month}",
        PERCENT,
    ),
    "growth_month": (
        "month",
        _("Growth of the month (%)"),
        pgettext_lazy("column", "Growth (%)"),
        "{actual_month}/{base_month} - 1",
        GROWTH,
    ),
    "pace": (
        "to_date",
        _("% of the plan to date"),
        pgettext_lazy("column", "% of plan to date"),
        "{actual_to_date}/{plan_to_date}",
        PERCENT,
    ),
    "completion_year": (
        "to_date",
        _("% of the year’s plan"),
        pgettext_lazy("column", "% of the year’s plan"),
        "{actual_to_date}/{plan_year}",
        PERCENT,
    ),
    "index": (
        "to_date",
        _("Compared with last year (index, %)"),
        pgettext_lazy("column", "Index (%)"),
        "{actual_to_date}/{base_to_date}",
        PERCENT,
    ),
    "growth": (
        "to_date",
        _("Growth to date (%)"),
        pgettext_lazy("column", "Growth (%)"),
        "{actual_to_date}/{base_to_date} - 1",
        GROWTH,
    ),
    "share": (
        "to_date",
        _("Share of the total (%)"),
        pgettext_lazy("column", "Share (%)"),
        "{actual_to_date}/{total.actual_to_date}",
        PERCENT,
    ),
    "contribution": (
        "to_date",
        _("Contribution to growth (percentage points)"),
        pgettext_lazy("column", "Contribution (points)"),
        "({actual_to_date} - {base_to_date})/{total.base_to_date}",
        POINTS,
    ),
}

EVERY = (
    "actual_month", "plan_month", "completion_month", "previous_month", "base_month", "growth_month",
    "actual_to_date", "plan_to_date", "pace", "plan_year", "completion_year", "gap",
    "base_to_date", "index", "growth", "share", "contribution", "required_rate",
)  # fmt: skip
"""Every shared column, in the order of screens and files."""

FORM = (
    "plan_month", "actual_month", "completion_month", "previous_month", "base_month", "growth_month",
    "plan_to_date", "actual_to_date", "pace", "plan_year", "completion_year", "base_to_date", "growth",
)  # fmt: skip
"""The columns of the monthly form that offices print and sign, in its order."""


def columns(keys: Iterable[str], measure: str, shown_in: int) -> tuple[Column, ...]:
    """Return the columns of these keys for a measure whose amounts are shown in units of `shown_in`."""
    amount = VOLUME if measure == Measure.VOLUME else _MONEY[shown_in]
    unit = PIECES if measure == Measure.VOLUME else DONG
    made = []
    for key in keys:
        if key in _AMOUNTS:
            group, title, short, formula = _AMOUNTS[key]
            adds = key not in ("required_rate", "gap")
            made.append(Column(key, title, short, unit, amount, group, formula, adds))
        else:
            group, title, short, formula, ratio = _RATIOS[key]
            made.append(Column(key, title, short, RATIO, ratio, group, formula))
    return tuple(made)
