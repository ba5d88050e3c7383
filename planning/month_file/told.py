"""What a file says of a month, where it says it, and whether it belongs here at all."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from planning.importing.located import Located
from planning.importing.reading import RawBook
from planning.month_file.stamp import VERSION, Place, Stamp, Unstamped, read_stamp
from postoffice.months import Month


class NotThisFile(Exception):
    """The file as a whole does not belong here; `str(error)` says why."""

    def __init__(self, reason: Promise, **params: object) -> None:
        super().__init__(reason, params)
        self.reason, self.params = reason, params

    def __str__(self) -> str:
        return str(self.reason) % self.params if self.params else str(self.reason)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the file a value stands."""

    sheet: str
    row: int
    column: str
    value: str

    def problem(self, reason: Promise | str, **params: object) -> Located:
        """Return what is wrong at this spot."""
        return Located(self.sheet, self.row, self.column, self.value, reason, params)


@dataclass
class Filled:
    """What a file says: figures in đồng or pieces and notes, each with its spot, and what is wrong.

    A file is `silent` where some figure says nowhere whose month it is: no stamp, and no unit and month
    in its row. `headings` are the months that stand above the tables: a hint, never taken as said.
    """

    stamp: Stamp | None
    figures: dict[Place, int] = field(default_factory=dict)
    spots: dict[Place, Spot] = field(default_factory=dict)
    notes: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    problems: list[Located] = field(default_factory=list)
    warnings: list[Located] = field(default_factory=list)
    is_silent: bool = False
    headings: list[Month] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class How:
    """What the person said about a file without a stamp, and how repeated rows are taken."""

    unit: str
    month: Month
    money: int = 1
    notation: str = ""
    sum_repeated: bool = False


def checked_stamp(book: RawBook, how: How) -> Stamp | None:
    """Return the stamp of a file of this unit and month, None where it has none."""
    try:
        stamp = read_stamp(book)
    except Unstamped as edited:
        raise NotThisFile(
            _("The hidden sheet of the template was changed. Download the template again.")
        ) from edited
    if stamp is None:
        return None
    if stamp.version != VERSION:
        raise NotThisFile(
            _("The template has the version %(found)s, the portal reads %(known)s. Download it again."),
            found=stamp.version, known=VERSION,
        )  # fmt: skip
    if stamp.unit != how.unit:
        raise NotThisFile(
            _("The file is of the unit %(found)s, this page of %(wanted)s."),
            found=stamp.unit,
            wanted=how.unit,
        )
    if stamp.month != how.month:
        raise NotThisFile(
            _("The file is of the month %(found)s, this page of %(wanted)s."),
            found=month_text(stamp.month), wanted=month_text(how.month),
        )  # fmt: skip
    return stamp


def month_text(month: Month) -> str:
    """Return a month as a sentence shows it."""
    return f"{month.number:02}/{month.year}"
