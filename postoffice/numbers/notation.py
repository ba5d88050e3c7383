"""The notations "vi" 1.234.567,5 and "en" 1,234,567.5, and what a plain number proves about them."""

from __future__ import annotations

import re
from decimal import Context, Decimal, Inexact
from enum import Enum

EXACT = Context(prec=500, traps=[Inexact])
"""Arithmetic that never rounds: what does not fit raises instead."""

_BODY = {
    "vi": re.compile(
        r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+))(?:,(?P<decimals>[0-9]+))?"
    ),
    "en": re.compile(
        r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+))(?:\.(?P<decimals>[0-9]+))?"
    ),
}
_DIGITS_AND_SEPARATORS = re.compile(r"[0-9](?:[0-9., ]*[0-9])?")
_LONE_COMMA = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")


class Proof(Enum):
    """What one number proves about the notation of those around it."""

    NOTHING = "nothing"
    VI = "vi"
    EN = "en"


def value_in(body: str, notation: str) -> Decimal | None:
    """Return the value of digits and separators in one notation, exactly; None where they do not fit it."""
    written = _BODY[notation].fullmatch(body)
    if written is None:
        return None
    whole = re.sub(r"[., ]", "", written["whole"])
    return Decimal(f"{whole}.{written['decimals']}" if written["decimals"] else whole)


def proof(body: str) -> Proof:
    """Return which notation a plain number proves: the one it fits when it does not fit the other.

    >>> [proof(body).value for body in ("1.234.567", "1,5", "1.5", "1,234", "1.234")]
    ['vi', 'vi', 'en', 'nothing', 'nothing']
    """
    vi, en = value_in(body, "vi") is not None, value_in(body, "en") is not None
    if vi == en:
        return Proof.NOTHING
    return Proof.VI if vi else Proof.EN


def is_lone_comma(body: str) -> bool:
    """Tell whether a number such as 49,470 is a decimal in one notation and thousands in the other."""
    return _LONE_COMMA.fullmatch(body) is not None


def fault(body: str, notation: str) -> str:
    """Return the error code of digits that do not fit the notation."""
    if _DIGITS_AND_SEPARATORS.fullmatch(body) is None:
        return "not a number"
    other = "en" if notation == "vi" else "vi"
    group, point = (".", ",") if notation == "vi" else (",", ".")
    both_swapped = group in body and point in body and body.index(point) < body.rindex(group)
    grouped_otherwise = body.count(point) > 1 and value_in(body, other) is not None
    return "mixed notation" if both_swapped or grouped_otherwise else "grouping"
