"""Measures that hold an actual against a plan: same scope, same months, one kind and revision of plan."""

from __future__ import annotations

from fractions import Fraction

from postoffice.measures.reasons import Figure, NoAnswer, Reason, need, need_positive


def completion(actual: Figure, plan: Figure) -> Fraction:
    """Return how much of a plan has been reached (% HTKH): A/P.

    In: actual and target of one unit and of the same span: a month (% HTKH tháng), or the months to date
    against the whole year (% HTKH năm). Out: a ratio.
    No answer: the actual is missing (not_reported); the plan is missing or not above zero (no_target), or
    a sum of targets lacks a part (incomplete_plan, handed in as the plan).

    >>> completion(90 + 10, 100 + 100)
    Fraction(1, 2)
    """
    now = need(actual, Reason.NOT_REPORTED)
    return now / need_positive(plan, Reason.NO_TARGET)


def pace(actual_to_date: Figure, plan_to_date: Figure) -> Fraction:
    """Return how the months to date stand against the same months of the phased plan (% HTKH lũy kế).

    Formula: A to date / P phased to date. In, out and no answer: as `completion`; 1 is exactly on course.

    >>> pace(206, 200)
    Fraction(103, 100)
    """
    return completion(actual_to_date, plan_to_date)


def gap(actual: Figure, plan: Figure) -> int | Fraction:
    """Return what is still missing to the plan (còn thiếu): P − A.

    In: the actual to date and the year's target, one unit. Out: the same unit, an int when both are whole;
    negative once the plan is exceeded.
    No answer: the actual is missing (not_reported); the plan is missing (no_target). A plan of 0 has a gap.

    >>> gap(231, 243)
    12
    """
    now = need(actual, Reason.NOT_REPORTED)
    missing = need(plan, Reason.NO_TARGET) - now
    return missing.numerator if missing.denominator == 1 else missing


def required_rate(actual: Figure, plan: Figure, months_left: int) -> Fraction:
    """Return what each month left must bring to reach the year's plan (bình quân mỗi tháng còn lại phải đạt).

    Formula: (P − A)/months left. In: the actual to date, the year's target, and the number of months of the
    year after the last month counted in the actual. Out: the unit of the figures, a month; zero or negative
    when the plan has already been reached. Divide by the best month so far to see how hard it is.
    No answer: no month is left (year_over); otherwise as `gap`.

    >>> required_rate(240, 243, 2)
    Fraction(3, 2)
    """
    if months_left < 1:
        raise NoAnswer(Reason.YEAR_OVER)
    return Fraction(gap(actual, plan)) / months_left


def plan_over_base(plan: Figure, base: Figure) -> Fraction:
    """Return the plan as a part of what was achieved the year before (KH so TH năm trước): P/B.

    In: this year's target and last year's actual, same scope and months. Out: a ratio. Identity:
    index = plan_over_base × completion.
    No answer: the plan is missing (no_target); the base is missing or not above zero (no_base).

    >>> plan_over_base(243, 215) > 1
    True
    """
    target = need(plan, Reason.NO_TARGET)
    return target / need_positive(base, Reason.NO_BASE)
