"""What is wrong or odd with a unit's row: hard errors block sending, soft warnings ask for a reason.

Pure: figures in, problems out. Nothing here reads the database or the clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from postoffice.numbers import DONG, LARGEST_DONG

JUMP = 8
"""A figure this many times last month's, or this part of it, is off by a power of ten."""

SLIPS = (1_000, 1_000_000)
"""A figure typed in thousands or millions where đồng are asked."""

DIGITS = (10, 100)
"""A figure with one digit or two left out, or typed too often."""

ALWAYS_MONTHS = 3
"""From this many reported months on, all with revenue, a service counts as one that always had some."""

SMALL_VOLUME = 10
"""Below this many pieces a jump of the volume says nothing."""


class Kind(StrEnum):
    """How much a problem weighs."""

    ERROR = "error"
    WARNING = "warning"


SENTENCES: dict[str, Promise] = {
    "missing": _("No revenue entered. Type the figure, or 0 if nothing arose."),
    "out_of_range": _("%(value)s is out of range: the largest is %(limit)s."),
    "negative_volume": _("The volume cannot be negative."),
    "unit_slip": _("You entered %(value)s; last month it was %(usual)s. Did you mean %(suggestion)s?"),
    "jump_up": _("You entered %(value)s; last month it was only %(usual)s. Please say why."),
    "jump_down": _("You entered %(value)s; last month it was %(usual)s. Please say why."),
    "nothing_now": _("This service always had revenue (last month %(usual)s). Please say why there is none."),
    "volume_without_revenue": _("There is a volume of %(volume)s but no revenue. Please say why."),
    "negative": _("The revenue is negative. Please say why."),
    "below_target": _("%(missing)s below the month's target of %(target)s. Please say why."),
    "share_low": _(
        "Payroll revenue is %(share)s of revenue; %(low)s to %(high)s are usual. "
        "Is a service still missing, or a figure one digit short? If it is right, please say why."
    ),
    "share_high": _(
        "Payroll revenue is %(share)s of revenue; %(low)s to %(high)s are usual. "
        "Was a service counted twice, or typed in another unit? If it is right, please say why."
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `params` hold the sentence's figures, `suggestion` the figure that was probably meant.

    `stake` is the money in question, in đồng, by which an approver sorts.
    """

    kind: Kind
    service: str
    measure: str
    code: str
    params: Mapping[str, int] = field(default_factory=dict)
    suggestion: int | None = None
    stake: int = 0

    @property
    def message(self) -> str:
        """The sentence for a person, in the active language, its figures too."""
        return self.sentence(get_language() or "vi")

    def sentence(self, notation: str) -> str:
        """Return the sentence in the active language, its figures in a notation ("vi" or "en")."""
        figures = {**self.params, "suggestion": self.suggestion or 0}
        return str(SENTENCES[self.code]) % {name: DONG.write(v, notation) for name, v in figures.items()}


class Row(NamedTuple):
    """All a check needs to know of one service in one unit's month; None is "not there".

    `required`: the point's list asks for it. `usual` and `usual_volume` are last month's figures,
    `reported` of the 12 months before had a figure, `earning` of those a revenue above zero.
    `target` is the month's phased target.
    """

    service: str
    revenue: int | None
    volume: int | None
    required: bool = True
    usual: int | None = None
    usual_volume: int | None = None
    reported: int = 0
    earning: int = 0
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """From when a shortfall is to be explained: below this percent *and* missing more than this."""

    below_percent: int = 95
    above: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Band:
    """Between which shares of its revenue, in percent, a unit's payroll revenue is usual."""

    low: int = 37
    high: int = 52


def always_earned(usual: int | None, reported: int, earning: int) -> bool:
    """Say whether a service counts as one that always had revenue: last month and in every month reported."""
    return bool(usual) and reported >= ALWAYS_MONTHS and earning == reported


def enough(target: int, limits: Limits) -> int:
    """Return the revenue from which on a shortfall of a target above zero needs no explanation.

    >>> enough(100_000_000, Limits(95, 1_000_000)), enough(10_000_000, Limits(95, 1_000_000))
    (95000000, 9000000)
    """
    return min(-(-target * limits.below_percent // 100), target - limits.above)


def check_share(revenue: int | None, payroll: int | None, band: Band, *, is_complete: bool) -> str | None:
    """Return the code of what is odd with a unit's payroll revenue in a month, or None.

    While services still lack theirs (not `is_complete`), too little says nothing; too much does.

    >>> check_share(100, 53, Band(), is_complete=False), check_share(100, 36, Band(), is_complete=False)
    ('share_high', None)
    """
    if not revenue or revenue < 0 or payroll is None:
        return None
    if payroll * 100 > revenue * band.high:
        return "share_high"
    return "share_low" if is_complete and payroll * 100 < revenue * band.low else None


def check_row(row: Row, limits: Limits) -> list[Problem]:
    """Return what is wrong and what is odd with a row, errors first; an empty list is a clean row.

    >>> [p.code for p in check_row(Row("EMS", 39_800, 10, usual=39_840_000), Limits())]
    ['unit_slip']
    """
    return _errors(row) or _warnings(row, limits)


def check_rows(rows: list[Row], limits: Limits) -> list[Problem]:
    """Return the problems of all rows, in their order."""
    return [problem for row in rows for problem in check_row(row, limits)]


def meant(value: int, usual: int | None, slips: tuple[int, ...] = SLIPS) -> int | None:
    """Return the figure that was meant if `value` was typed in thousands or millions (or the reverse).

    That is the case when the slipped figure lies within half and double of last month's.

    >>> meant(39_800, 39_840_000), meant(39_000_000, 39_840_000)
    (39800000, None)
    """
    if not usual or usual < 0 or value <= 0 or usual <= 2 * value <= 4 * usual:
        return None
    guesses = [value * slip for slip in slips] + [value // slip for slip in slips if value % slip == 0]
    return next((guess for guess in guesses if usual <= 2 * guess <= 4 * usual), None)


def _errors(row: Row) -> list[Problem]:
    found = []
    for measure, value in (("revenue", row.revenue), ("volume", row.volume)):
        if value is not None and abs(value) > LARGEST_DONG:
            params = {"value": value, "limit": LARGEST_DONG}
            found.append(Problem(Kind.ERROR, row.service, measure, "out_of_range", params))
    if row.revenue is None and (row.required or row.volume is not None):
        found.append(Problem(Kind.ERROR, row.service, "revenue", "missing"))
    if row.volume is not None and row.volume < 0:
        found.append(Problem(Kind.ERROR, row.service, "volume", "negative_volume"))
    return found


def _warnings(row: Row, limits: Limits) -> list[Problem]:
    if row.revenue is None:
        return []
    found = [
        _negative(row),
        _nothing(row),
        _jump(row, "revenue"),
        _jump(row, "volume"),
        _shortfall(row, limits),
    ]
    return [problem for problem in found if problem]


def _warning(
    row: Row, measure: str, code: str, *, stake: int, suggestion: int | None = None, **params: int
) -> Problem:
    return Problem(Kind.WARNING, row.service, measure, code, params, suggestion, abs(stake))


def _negative(row: Row) -> Problem | None:
    if row.revenue >= 0:
        return None
    return _warning(row, "revenue", "negative", stake=row.revenue)


def _nothing(row: Row) -> Problem | None:
    """Tell a revenue of 0 where there always was some, or where a volume says that there was business."""
    if row.revenue:
        return None
    if row.volume:
        return _warning(row, "revenue", "volume_without_revenue", stake=row.usual or 0, volume=row.volume)
    if always_earned(row.usual, row.reported, row.earning):
        return _warning(row, "revenue", "nothing_now", stake=row.usual, usual=row.usual)
    return None


def _jump(row: Row, measure: str) -> Problem | None:
    """Tell a figure that is off by a power of ten against last month."""
    value, usual = (row.revenue, row.usual) if measure == "revenue" else (row.volume, row.usual_volume)
    if not value or not usual or value < 0 or usual < 0:
        return None
    if measure == "volume" and max(value, usual) < SMALL_VOLUME * JUMP:
        return None
    stake = value - usual if measure == "revenue" else 0
    if value < JUMP * usual and usual < JUMP * value:
        return None
    params = {"value": value, "usual": usual}
    slipped = meant(value, usual)
    if slipped is not None:
        return _warning(row, measure, "unit_slip", suggestion=slipped, stake=stake, **params)
    code, digit = "jump_up" if value > usual else "jump_down", meant(value, usual, DIGITS)
    return _warning(row, measure, code, suggestion=digit, stake=stake, **params)


def _shortfall(row: Row, limits: Limits) -> Problem | None:
    """Tell a revenue below the month's target, by more than a share and by more than an amount."""
    if row.target is None or row.target <= 0:
        return None
    if row.revenue >= enough(row.target, limits):
        return None
    missing = row.target - row.revenue
    return _warning(row, "revenue", "below_target", stake=missing, missing=missing, target=row.target)
