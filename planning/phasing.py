"""Lays a year's target on its twelve months (phân khai), from history aligned to Tết, or evenly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from planning.allocation import Weight, allocate
from postoffice.months import Month
from postoffice.working_days import tet_in_january

MONTHS = 12
EVEN: tuple[Fraction, ...] = (Fraction(1, MONTHS),) * MONTHS
"""The profile of a year about which nothing is known."""

_RECENT_YEARS = 3


class NegativeRest(ValueError):
    """More has been done than the year's total: what is left is negative, which must be confirmed."""

    def __init__(self, rest: int) -> None:
        super().__init__(f"what is left to phase is {rest}")
        self.rest = rest


def phase(total: int, profile: Sequence[Weight] | None) -> tuple[int, ...]:
    """Return the twelve monthly targets of a year's total; their sum is the total exactly.

    `profile` holds twelve weights, January first; None or weights that sum to zero mean evenly.

    >>> phase(100, None)
    (9, 9, 9, 9, 8, 8, 8, 8, 8, 8, 8, 8)
    """
    return tuple(allocate(total, _twelve(profile)))


def rephase(
    total: int,
    done: Sequence[int | None],
    profile: Sequence[Weight] | None,
    *,
    allow_negative: bool = False,
) -> tuple[int, ...]:
    """Return twelve months whose sum is still the year's total: what was done stays, the rest is phased anew.

    `done` holds the actual of each month from January on, None (or nothing) where a month has not been
    reported: a month not reported is not zero, it keeps its part of what is left. The rest falls on the open
    months in the proportion of the profile. Raises NegativeRest when more has been done than the total and
    `allow_negative` does not confirm it; AllHeld when no month is open and a rest remains; ZeroBase when the
    open months have no weight.

    >>> rephase(120, [20, None, 10], None)
    (20, 9, 10, 9, 9, 9, 9, 9, 9, 9, 9, 9)
    """
    held = {month: amount for month, amount in enumerate(done) if amount is not None}
    rest = total - sum(held.values())
    if rest < 0 and not allow_negative:
        raise NegativeRest(rest)
    return tuple(allocate(total, _twelve(profile), held))


def profile_from_history(years: Mapping[int, Sequence[int | None]], plan_year: int) -> list[Fraction] | None:
    """Return the shape of a year as twelve shares that sum to 1, learned from past years and aligned to Tết.

    `years` maps a year to its twelve months (one unit, one node, one measure), None where a month was not
    reported. Used are the latest three years before the plan year that have all twelve months and a total
    above zero; each counts alike, whatever its size. Returns None where there is none: take the parent's
    profile, else `EVEN`.

    How Tết is aligned: the season of Tết (three weeks before, one after; `postoffice.working_days`) stands in
    January, in February or across both, and moves. January and February together keep their share of the
    year. If the season of the past year and of the plan year lie alike, nothing changes. If the past year had
    it wholly in February and the plan year has it wholly in January, the two months exchange their revenue a
    day, so that whichever of them Tết lifts or empties, the right month of the plan year gets it. In between,
    as large a part of the exchange is made as the part of the season that moves. Months of 28, 29 and 31 days
    are accounted for.
    """
    whole = {
        year: amounts for year in sorted(years) if year < plan_year and (amounts := _whole_year(years[year]))
    }
    shapes = [_aligned(whole[year], year, plan_year) for year in list(whole)[-_RECENT_YEARS:]]
    if not shapes:
        return None
    mean = [max(sum(shape[m] for shape in shapes), Fraction(0)) for m in range(MONTHS)]
    return [weight / sum(mean) for weight in mean]


def _whole_year(months: Sequence[int | None]) -> list[int] | None:
    """Return the twelve amounts of a year that was reported whole and brought something, else None."""
    amounts = [amount for amount in months if amount is not None]
    return amounts if len(amounts) == len(months) == MONTHS and sum(amounts) > 0 else None


def _aligned(months: Sequence[int], year: int, plan_year: int) -> list[Fraction]:
    """Return a past year's shares with January and February laid as the plan year's Tết asks."""
    amounts = [Fraction(amount) for amount in months]
    moved = abs(tet_in_january(plan_year) - tet_in_january(year))
    january, february = amounts[0], amounts[1]
    a_day = january / Month(year, 1).last.day, february / Month(year, 2).last.day
    january_days, february_days = Month(plan_year, 1).last.day, Month(plan_year, 2).last.day
    start = (a_day[0] + moved * (a_day[1] - a_day[0])) * january_days
    end = (a_day[1] + moved * (a_day[0] - a_day[1])) * february_days
    if start + end > 0:
        amounts[0] = (january + february) * start / (start + end)
        amounts[1] = (january + february) * end / (start + end)
    whole = sum(amounts)
    return [amount / whole for amount in amounts]


def _twelve(profile: Sequence[Weight] | None) -> Sequence[Weight]:
    if profile is None or not any(profile):
        return EVEN
    if len(profile) != MONTHS:
        raise ValueError(f"a profile has twelve weights, not {len(profile)}")
    return profile
