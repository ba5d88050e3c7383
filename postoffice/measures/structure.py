"""Measures of composition and effort: shares, their change, and productivity."""

from __future__ import annotations

from fractions import Fraction

from postoffice.measures.reasons import Figure, Reason, need, need_positive


def share(part: Figure, total: Figure) -> Fraction:
    """Return a part of its total (tỷ trọng): part/total.

    In: two figures of one unit, the total holding the part. Out: a ratio; the shares of all parts add up to
    1. No answer: the part or the total is missing (not_reported); the total is not above zero (no_base).

    >>> share(106, 212)
    Fraction(1, 2)
    """
    piece = need(part, Reason.NOT_REPORTED)
    whole = need(total, Reason.NOT_REPORTED)
    return piece / need_positive(whole, Reason.NO_BASE)


def share_change(share_now: Figure, share_before: Figure) -> Fraction:
    """Return by how much a share moved, in percentage points (điểm phần trăm): share − share before.

    In: two shares as ratios. Out: a signed ratio; 1/4 is shown as "+25,0" điểm phần trăm, never as "+25%".
    No answer: today's share is missing (not_reported); the earlier one is missing (no_base).

    >>> share_change(Fraction(3, 4), Fraction(1, 2))
    Fraction(1, 4)
    """
    now = need(share_now, Reason.NOT_REPORTED)
    return now - need(share_before, Reason.NO_BASE)


def productivity(revenue: Figure, headcount: Figure) -> Fraction:
    """Return the revenue a person brings (năng suất lao động theo DTPS or DTTL): revenue / average headcount.

    In: revenue of a span in đồng and the average number of people in the same span (not a last day's count;
    it may have decimals). Out: đồng a person for that span; shown as trđ/người/năm for a year. No answer: the
    revenue or the headcount is missing (not_reported); the headcount is not above zero (no_base).

    >>> productivity(258_500_000_000, 500)
    Fraction(517000000, 1)
    """
    money = need(revenue, Reason.NOT_REPORTED)
    people = need(headcount, Reason.NOT_REPORTED)
    return money / need_positive(people, Reason.NO_BASE)
