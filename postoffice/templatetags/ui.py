"""What templates need to print a finished figure: a table cell, the short names of the series."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from postoffice.words import WEEKDAYS

register = template.Library()

SERIES = {
    "actual": pgettext_lazy("series", "Act."),
    "plan": pgettext_lazy("series", "Plan"),
    "base": pgettext_lazy("series", "LY"),
    "forecast": pgettext_lazy("series", "Fcst"),
    "gap": pgettext_lazy("series", "Act. − Plan"),
}


@register.simple_tag
def cell(figure, label: str = "") -> SafeString:
    """Write a finished cell as a table cell, coloured by its tone, quiet where it has only a reason.

    `figure` has `text`, `reason`, `tone` ("good", "bad", "flat" or "") and `strong`. `label` names the column
    where the row becomes a card on a phone.
    """
    classes = ["n", figure.tone if figure.tone in ("good", "bad") else "", "a" if figure.strong else ""]
    if figure.reason:
        classes[1:] = ["none"]
    named = format_html(' data-label="{}"', label) if label else ""
    return format_html('<td class="{}"{}>{}</td>', " ".join(filter(None, classes)), named, figure.text)


@register.filter
def series(kind: str) -> str:
    """Return the short name of a series: actual is TH, plan KH, base CK, forecast DB."""
    return SERIES[kind]


@register.filter
def told(marks) -> str:
    """Return the written figures of a month or row with the names of their series, for the hover text."""
    figures = ((name, getattr(marks, kind, None)) for kind, name in SERIES.items())
    return " · ".join(f"{name} {mark.text}" for name, mark in figures if mark and mark.text)


@register.filter
def weekday(day: date) -> str:
    """Return the day of the week as it stands inside a sentence."""
    return str(WEEKDAYS[day.weekday()])
