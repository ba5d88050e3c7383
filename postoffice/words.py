"""Words for what numbers cannot say, translated: kinds of nothing, number errors, units of money."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from postoffice.measures import Figure, Reason
from postoffice.numbers import Format, NumberError

_WIDE: dict[Reason, Promise] = {
    Reason.NOT_REPORTED: _("Not reported"),
    Reason.NOT_APPLICABLE: pgettext_lazy("not applicable", "x"),
    Reason.NO_BASE: _("No figure to compare with"),
    Reason.NO_TARGET: _("No target"),
    Reason.INCOMPLETE_PLAN: _("Plan incomplete"),
    Reason.YEAR_OVER: _("Year is over"),
}

_NARROW: dict[Reason, Promise] = {
    Reason.NOT_REPORTED: pgettext_lazy("narrow: not reported", "…"),
    Reason.NOT_APPLICABLE: pgettext_lazy("not applicable", "x"),
    Reason.NO_BASE: pgettext_lazy("narrow: no figure to compare with", "n/c"),
    Reason.NO_TARGET: pgettext_lazy("narrow: no target", "n/t"),
    Reason.INCOMPLETE_PLAN: pgettext_lazy("narrow: plan incomplete", "p/i"),
    Reason.YEAR_OVER: pgettext_lazy("narrow: year is over", "end"),
}

UNITS: dict[int, Promise] = {
    1: pgettext_lazy("unit of money", "đồng"),
    1_000: pgettext_lazy("unit of money", "thousand đồng"),
    1_000_000: pgettext_lazy("unit of money", "million đồng"),
    1_000_000_000: pgettext_lazy("unit of money", "billion đồng"),
}
"""The units of money by their size in đồng, as a header or a sentence names them."""

SHORT_UNITS: dict[int, Promise] = {
    1: pgettext_lazy("short unit of money", "đ"),
    1_000: pgettext_lazy("short unit of money", "kđ"),
    1_000_000: pgettext_lazy("short unit of money", "mđ"),
    1_000_000_000: pgettext_lazy("short unit of money", "bđ"),
}
"""The same for narrow headers: trđ, tỷ."""

WEEKDAYS: tuple[Promise, ...] = (
    pgettext_lazy("day in a sentence", "Monday"),
    pgettext_lazy("day in a sentence", "Tuesday"),
    pgettext_lazy("day in a sentence", "Wednesday"),
    pgettext_lazy("day in a sentence", "Thursday"),
    pgettext_lazy("day in a sentence", "Friday"),
    pgettext_lazy("day in a sentence", "Saturday"),
    pgettext_lazy("day in a sentence", "Sunday"),
)
"""The days of the week inside a sentence, Monday first: "thứ Hai", not "Thứ Hai"."""

POINTS_WORD: Promise = _("percentage points")


def nothing(reason: Reason | str, narrow: bool = False) -> Promise:
    """Return the word a cell shows where it has no figure; a narrow one needs its footnote.

    A reason is a Reason or its value; an unknown one is a ValueError.
    """
    return (_NARROW if narrow else _WIDE)[Reason(reason)]


def figure(
    value: Figure, form: Format, language: str | None = None, missing: Reason = Reason.NOT_REPORTED
) -> str:
    """Write a figure in its form, or the narrow word for its reason; `missing` is that of a None.

    `language` is the active one unless it is given.
    """
    if value is None or isinstance(value, Reason):
        return str(nothing(value or missing, narrow=True))
    return form.write(value, language or get_language() or "vi")


def footnotes(reasons: set[Reason]) -> list[Promise]:
    """Return the footnotes that explain the narrow words of a table, in the order of `Reason`."""
    return [
        format_lazy("{narrow}: {wide}", narrow=_NARROW[reason], wide=_WIDE[reason])
        for reason in Reason
        if reason in reasons
    ]


def number_error(error: NumberError) -> str:
    """Return the sentence that tells the reader what is wrong with a typed number, in the active language."""
    return gettext(error.sentence) % error.placeholders
