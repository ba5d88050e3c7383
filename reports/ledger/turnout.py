"""Who has reported which month: two years as 24 bits a unit, the earlier year's January lowest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from planning.models.monthly_reports import State
from postoffice.months import Month
from reports.ledger.places import Place, Subject, Tree
from reports.ledger.statements import fetch

MONTHS = 12
YEAR = (1 << MONTHS) - 1  # the twelve bits of one year


# A bit for the month, January of the first year lowest. First days of months lie 30,44 days apart, two days
# more or less, so that rounding finds the month; extract() would, at twice the time of the whole query.
_BIT = "1::bigint << (((month - %(first)s) * 100 + 1522) / 3044)"
_REPORTED = f"""
SELECT unit_id, bit_or({_BIT}), bit_or({_BIT}) FILTER (WHERE state = %(approved)s)
FROM planning_monthlyreport
WHERE unit_id = ANY(%(units)s::bigint[]) AND month BETWEEN %(first)s AND %(last)s
  AND first_submitted_at IS NOT NULL
GROUP BY unit_id
"""  # noqa: S608 - fixed text


@dataclass(frozen=True)
class Attendance:
    """How the points under one subject have reported; every int holds bits of months, as in the turnout.

    `kept`: months of last year that at least one point has which is not missing this year (12 bits).
    `missing`: by month number of this year, the points that are expected and have not reported.
    """

    expected: int
    reported: int
    kept: int
    missing: Mapping[int, tuple[int, ...]]
    awaited: Mapping[int, int]


@dataclass(frozen=True)
class Turnout:
    """The months that units should report, have reported (submitted at least once) and that are approved.

    `year` is the later of the two years. A unit is expected in every month in which it exists and reports.
    """

    tree: Tree
    year: int
    last: Month
    reported: Mapping[int, int]
    approved: Mapping[int, int]

    @cached_property
    def expected(self) -> Mapping[int, int]:
        """The months in which each point should report."""
        first = Month(self.year - 1, 1)
        return {place.id: _expected(self.tree, place, first) for place in self.tree.below.values()}

    @cached_property
    def absent(self) -> Mapping[int, int]:
        """The months of this year up to the last, as 12 bits, in which each point is missing."""
        span = (1 << self.last.number) - 1
        found = {
            unit: ((bits & ~self.reported.get(unit, 0)) >> MONTHS) & span
            for unit, bits in self.expected.items()
        }
        return {unit: bits for unit, bits in found.items() if bits}

    @cached_property
    def pairs(self) -> Mapping[int, frozenset[int]]:
        """The points missing in each month of this year, by month number."""
        return {
            number: units
            for number in range(1, MONTHS + 1)
            if (units := frozenset(u for u, bits in self.absent.items() if bits >> (number - 1) & 1))
        }

    def bit(self, month: Month) -> int:
        """Return the bit of a month of the two years."""
        return 1 << (month - Month(self.year - 1, 1))

    @property
    def latest(self) -> Month | None:
        """The last month up to `last` that anybody has reported; None where the two years have none."""
        span = (1 << (MONTHS + self.last.number)) - 1
        seen = 0
        for bits in self.reported.values():
            seen |= bits & span
        return Month(self.year - 1, 1) + (seen.bit_length() - 1) if seen else None

    def up_to(self, month: Month) -> Turnout | None:
        """Return the same turnout with `month` as the last; None where that lies in another year."""
        return replace(self, last=month) if month.year == self.year else None

    def has(self, unit_id: int, month: Month) -> bool:
        """Say whether the unit itself has reported `month`."""
        return bool(self.reported.get(unit_id, 0) & self.bit(month))

    def counts(self, subject: Subject, month: Month) -> tuple[int, int, int]:
        """Return how many points under `subject` are expected, have reported and are approved for `month`."""
        bit = self.bit(month)
        points = [p.id for p in self.tree.points(subject) if self.expected[p.id] & bit]
        reported = sum(1 for p in points if self.reported.get(p, 0) & bit)
        return len(points), reported, sum(1 for p in points if self.approved.get(p, 0) & bit)

    def attendance(self, subject: Subject) -> Attendance:
        """Return how the points under `subject` have reported; figured out once."""
        if subject not in self._attendance:
            self._attendance[subject] = self._attend(subject)
        return self._attendance[subject]

    @cached_property
    def _attendance(self) -> dict[Subject, Attendance]:
        return {}

    def _attend(self, subject: Subject) -> Attendance:
        expected = reported = kept = 0
        missing: dict[int, list[int]] = {}
        awaited: dict[int, int] = {}
        for place in self.tree.points(subject):
            bits, absent = self.reported.get(place.id, 0), self.absent.get(place.id, 0)
            expected |= self.expected[place.id]
            reported |= bits
            kept |= bits & YEAR & ~absent
            for number in _numbers(absent):
                missing.setdefault(number, []).append(place.id)
        for number in missing:
            bit = 1 << (MONTHS + number - 1)
            awaited[number] = sum(1 for p in self.tree.points(subject) if self.expected[p.id] & bit)
        return Attendance(
            expected, reported, kept, {n: tuple(units) for n, units in missing.items()}, awaited
        )

    def without(self, lacking: Mapping[int, int]) -> Turnout:
        """Return the turnout of a measure that may come in later than revenue (payroll revenue).

        `lacking` holds by unit the months, as bits of the two years, in which revenue is there and the
        measure is not: it has not been delivered yet, which is not zero.
        """
        kept = {unit: bits & ~lacking.get(unit, 0) for unit, bits in self.reported.items()}
        approved = {unit: bits & kept.get(unit, 0) for unit, bits in self.approved.items()}
        return replace(self, reported=kept, approved=approved)


def _numbers(bits: int) -> list[int]:
    return [number for number in range(1, MONTHS + 1) if bits >> (number - 1) & 1]


def _expected(tree: Tree, place: Place, first: Month) -> int:
    if not tree.is_asked(place):
        return 0
    if place.valid_from is None and place.valid_to is None:
        return YEAR << MONTHS | YEAR
    return sum(1 << n for n in range(2 * MONTHS) if place.exists_in(first + n))


def turnout(tree: Tree, last: Month) -> Turnout:
    """Read who has reported which month of the year of `last` and of the year before.

    Points count as missing up to `last` only: later months are not due in this report.
    """
    rows = fetch(
        _REPORTED,
        {
            "units": list(tree.below),
            "first": Month(last.year - 1, 1).first,
            "last": Month(last.year, MONTHS).first,
            "approved": State.APPROVED.value,
        },
    )
    return Turnout(
        tree=tree,
        year=last.year,
        last=last,
        reported={unit: seen for unit, seen, _passed in rows},
        approved={unit: passed or 0 for unit, _seen, passed in rows},
    )
