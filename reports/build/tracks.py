"""Like for like: a row's twelve months with last year and the plan cut to the points that have reported.

From the base and from the plan to date every (unit, month) is taken out that is expected this year and has
not been reported. Units without a month last year stay in the actual; they are named as new. A unit that
has ended is not expected any more, so its last year stays in the base. With full coverage nothing is taken
out.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from planning.models.revenue import ALL, Measure
from postoffice.measures import Reason
from reports.ledger import Books, Figures, PlanRow, Subject
from reports.ledger.turnout import YEAR, Attendance

Figure = int | Reason


@dataclass(frozen=True)
class Track:
    """Twelve months of one row, January first: each a whole number or the reason why there is none.

    `earlier` is last year uncut, for "the month before" of a January. `plan_year` is never cut. `guessed`
    tells that the plan's cut was estimated, because the plan is not given to points.
    """

    actual: tuple[Figure, ...]
    base: tuple[Figure, ...]
    plan: tuple[Figure, ...]
    earlier: tuple[Figure, ...]
    plan_year: Figure
    incomplete: bool = False
    guessed: bool = False

    @property
    def is_applicable(self) -> bool:
        """Whether the row can have figures at all."""
        return self.plan_year is not Reason.NOT_APPLICABLE


NOT_COMPARED: tuple[Figure, ...] = (Reason.NO_BASE,) * 12
NOT_APPLICABLE = Track(*[(Reason.NOT_APPLICABLE,) * 12] * 4, Reason.NOT_APPLICABLE)


def track(books: Books, subject: Subject, node: str, measure: str, *, with_base: bool = True) -> Track:
    """Return the months of a subject's node, like for like.

    Without base nothing is compared with last year, which then need not have been read.
    """
    now = books.figure(subject, node, measure, books.year)
    before = books.figure(subject, node, measure, books.year - 1)
    target = books.target(subject, node, measure)
    if measure == Measure.VOLUME and node not in books.catalogue.services:
        return NOT_APPLICABLE
    if now is None and before is None and target is None and node != ALL:
        return NOT_APPLICABLE
    attendance = books.attendance(subject, measure)
    earlier = _earlier(subject, attendance, before) if with_base else NOT_COMPARED
    plan, guessed = _plan(books, subject, node, measure, target)
    return Track(
        actual=_actual(books, subject, measure, attendance, now, before),
        base=_base(books, subject, node, measure, attendance, earlier) if with_base else NOT_COMPARED,
        plan=plan,
        earlier=earlier,
        plan_year=target.total if target else Reason.NO_TARGET,
        incomplete=bool(target and target.incomplete),
        guessed=guessed,
    )


def _is_in(subject: Subject, attendance: Attendance, figures: Figures | None) -> tuple[int, int]:
    """Return the bits of the months in which any point has reported, last year's and this year's.

    A parent that is not asked for reports may still have figures of its own.
    """
    own = 0
    if subject.own and figures is not None:
        own = sum(1 << place for place, amount in enumerate(figures) if amount)
    return attendance.reported & YEAR | own, attendance.reported >> 12 | own


def _actual(
    books: Books,
    subject: Subject,
    measure: str,
    attendance: Attendance,
    now: Figures | None,
    before: Figures | None,
) -> tuple[Figure, ...]:
    _last_year, reported = _is_in(subject, attendance, now)
    expected = attendance.expected >> 12
    if now is None:
        # Volume may be left out by everyone; money that nobody earned is zero.
        left_out = measure == Measure.VOLUME and before is None
        now = (None,) * 12
        absent: Figure = Reason.NOT_REPORTED if left_out else 0
    else:
        alone = subject.own or not books.tree.children(subject.unit_id)
        absent = Reason.NOT_REPORTED if alone else 0
    return tuple(
        (absent if amount is None else amount)
        if reported >> place & 1
        else (Reason.NOT_REPORTED if expected >> place & 1 else Reason.NOT_APPLICABLE)
        for place, amount in enumerate(now)
    )


def _earlier(subject: Subject, attendance: Attendance, before: Figures | None) -> tuple[Figure, ...]:
    reported, _this_year = _is_in(subject, attendance, before)
    amounts = before if before is not None else (0,) * 12
    return tuple(
        (amount or 0) if reported >> place & 1 else Reason.NO_BASE for place, amount in enumerate(amounts)
    )


def _base(
    books: Books,
    subject: Subject,
    node: str,
    measure: str,
    attendance: Attendance,
    earlier: tuple[Figure, ...],
) -> tuple[Figure, ...]:
    """Return last year's months without the points that have not reported this year's."""
    if not attendance.missing:
        return earlier
    months = list(earlier)
    for number in attendance.missing:
        amount = months[number - 1]
        if isinstance(amount, Reason):
            continue
        if not attendance.kept >> (number - 1) & 1:
            months[number - 1] = Reason.NOT_REPORTED
        else:
            months[number - 1] = amount - books.base_of_missing(subject, node, measure, number)
    return tuple(months)


def _plan(
    books: Books, subject: Subject, node: str, measure: str, target: PlanRow | None
) -> tuple[tuple[Figure, ...], bool]:
    """Return the plan's months like for like, and whether a cut had to be estimated."""
    if target is None:
        return (Reason.NO_TARGET,) * 12, False
    attendance = books.attendance(subject, measure)
    months: list[Figure] = list(target.months)
    guessed = False
    for number, missing in attendance.missing.items():
        if len(missing) == attendance.awaited[number]:
            months[number - 1] = Reason.NOT_REPORTED
            continue
        cut, estimated = _cut(books, subject, node, measure, number)
        months[number - 1] = target.months[number - 1] - cut
        guessed |= estimated
    return tuple(months), guessed


def _cut(books: Books, subject: Subject, node: str, measure: str, number: int) -> tuple[int, bool]:
    """Return what the plan asks of the missing points in a month, and whether that is an estimate.

    First what the plan itself asks of them. Where it asks only of the unit as a whole: the cuts of its
    parts when these make up the whole; else the missing points' part in the province's own plan; else their
    part in last year's month. An amount that cannot be split by any of these is not cut.
    """
    target = books.target(subject, node, measure)
    if target is None:
        return 0, False
    missing = _without_own(books, subject, measure, number)
    asked = [books.target(Subject(unit), node, measure) for unit in missing]
    if not target.is_stated or all(row is not None for row in asked):
        return sum(row.months[number - 1] for row in asked if row is not None), False
    parts = {part: books.target(subject, part, measure) for part in books.catalogue.parts(node)}
    of_parts = [row.months[number - 1] for row in parts.values() if row is not None]
    if of_parts and sum(of_parts) == target.months[number - 1]:
        cuts = [_cut(books, subject, part, measure, number) for part in parts]
        return sum(cut for cut, _guessed in cuts), any(guessed for _cut, guessed in cuts)
    weight, whole = _weights(books, subject, node, measure, number)
    return _part(target.months[number - 1], weight, whole), True


def _weights(books: Books, subject: Subject, node: str, measure: str, number: int) -> tuple[int, int]:
    """Return the missing points' amount and the whole's, by which a plan given to the whole is split."""
    if books.other_plan is not None:
        whole = books.target(subject, node, measure, books.other_plan)
        missing = _without_own(books, subject, measure, number)
        rows = [books.target(Subject(unit), node, measure, books.other_plan) for unit in missing]
        if whole is not None and whole.months[number - 1] > 0 and any(row is not None for row in rows):
            return sum(row.months[number - 1] for row in rows if row is not None), whole.months[number - 1]
    one = node if measure == Measure.VOLUME else ALL
    figures = books.figure(subject, one, measure, books.year - 1)
    amount = (figures[number - 1] or 0) if figures is not None else 0
    return (books.base_of_missing(subject, one, measure, number), amount) if amount > 0 else (0, 1)


def _without_own(books: Books, subject: Subject, measure: str, number: int) -> list[int]:
    """Return the missing points that a plan can ask something of: a parent's own figures have no target."""
    missing = books.attendance(subject, measure).missing[number]
    return [unit for unit in missing if not books.tree.children(unit)]


def _part(amount: int, weight: int, whole: int) -> int:
    """Return amount × weight/whole to the nearest đồng, half away from zero."""
    exact = Fraction(amount * weight, whole)
    size = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return -size if exact < 0 else size
