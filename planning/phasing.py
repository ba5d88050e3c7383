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
_CAUTION = Fraction(1, 10)


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

    How Tết is aligned: its season (three weeks before, one after) lies in January, in February or across
    both, and moves. January and February together keep their share of a past year; between them, its revenue
    is moved as the season moves. The season of a year leans by c, from −1 (wholly in February) to 1 (wholly
    in January); the revenue of a day leans by d, likewise. How strongly Tết lifts or empties a month is the s
    in d = s·c that fits the past years best (least squares, held back a little, so that years with the season
    across both months, which tell little, move little). Each year keeps its own d, moved by s times the way
    from its own c to that of the plan year: nothing changes where the season lies alike, and a day of January
    and one of February change places where it goes from one to the other.
    """
    past = {
        year: amounts for year in sorted(years) if year < plan_year and (amounts := _whole_year(years[year]))
    }
    used = {year: past[year] for year in list(past)[-_RECENT_YEARS:]}
    if not used:
        return None
    strength = _strength_of_tet(used)
    shapes = [_aligned(amounts, year, plan_year, strength) for year, amounts in used.items()]
    mean = [max(sum(shape[m] for shape in shapes), Fraction(0)) for m in range(MONTHS)]
    whole = sum(mean)
    return [weight / whole for weight in mean]


def _whole_year(months: Sequence[int | None]) -> list[int] | None:
    """Return the twelve amounts of a year that was reported whole and brought something, else None."""
    amounts = [amount for amount in months if amount is not None]
    return amounts if len(amounts) == len(months) == MONTHS and sum(amounts) > 0 else None


def _strength_of_tet(years: Mapping[int, Sequence[int]]) -> Fraction:
    """Return by how much the revenue of a day leans to the month in which the season of Tết lies."""
    leans = [(_season_lean(year), _day_lean(amounts, year)) for year, amounts in years.items()]
    return sum(c * d for c, d in leans) / (sum(c * c for c, _ in leans) + _CAUTION)


def _season_lean(year: int) -> Fraction:
    return 2 * tet_in_january(year) - 1


def _day_lean(amounts: Sequence[int], year: int) -> Fraction:
    january = Fraction(amounts[0], Month(year, 1).last.day)
    february = Fraction(amounts[1], Month(year, 2).last.day)
    return (january - february) / (january + february) if min(january, february) > 0 else Fraction(0)


def _aligned(amounts: Sequence[int], year: int, plan_year: int, strength: Fraction) -> list[Fraction]:
    """Return a past year's shares with January and February laid as the plan year's Tết asks."""
    shares = [Fraction(amount, sum(amounts)) for amount in amounts]
    both = shares[0] + shares[1]
    if min(shares[:2]) > 0:
        way = _season_lean(plan_year) - _season_lean(year)
        lean = max(Fraction(-1), min(Fraction(1), _day_lean(amounts, year) + strength * way))
        january = (1 + lean) * Month(plan_year, 1).last.day
        february = (1 - lean) * Month(plan_year, 2).last.day
        shares[0] = both * january / (january + february)
        shares[1] = both - shares[0]
    return shares


def _twelve(profile: Sequence[Weight] | None) -> Sequence[Weight]:
    if profile is None or not any(profile):
        return EVEN
    if len(profile) != MONTHS:
        raise ValueError(f"a profile has twelve weights, not {len(profile)}")
    return profile
