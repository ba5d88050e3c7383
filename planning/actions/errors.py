"""What an action answers instead of writing: each error says what stands in the way and what to do."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from postoffice.months import Month
from postoffice.numbers import DONG, LARGEST_DONG


class Refused(Exception):
    """An action did nothing. `code` is for programs, `status` for HTTP, `str(error)` for people.

    Keyword arguments fill the named placeholders of `sentence` and are kept in `details`; those
    named in `figures` are written with their groups of thousands.
    """

    code = "refused"
    status = 409
    sentence: str | Promise = _("This cannot be done.")
    figures: tuple[str, ...] = ()

    def __init__(self, **details: object) -> None:
        super().__init__(self.code, details)
        self.details = details

    def __str__(self) -> str:
        """Say it in the active language."""
        language = get_language() or "vi"
        return str(self.sentence) % {
            name: DONG.write(value, language) if name in self.figures else written(value)
            for name, value in self.details.items()
        }


def written(value: object) -> str:
    """Write a detail as sentences show it: 06/01/2020 17:30, 06/01/2020, 12/2019, a list with commas."""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Month):
        return f"{value.number:02}/{value.year}"
    if isinstance(value, list | tuple):
        return ", ".join(written(part) for part in value)
    return str(value)


class NotFound(Refused):
    """The thing does not exist for this person; missing and foreign answer alike."""

    code = "not_found"
    status = 404
    sentence = _("There is no such thing here.")


class NotAllowed(Refused):
    """The person may look here but not do this."""

    code = "not_allowed"
    status = 403
    sentence = _("Your posting does not give you the right to do this here.")


class ReasonMissing(Refused):
    """A step that is explained to others came without its reason."""

    code = "reason_missing"
    status = 422
    sentence = _("Please give a reason: it is kept in the history.")


class OutOfRange(Refused):
    """A figure is larger than the books can hold."""

    code = "out_of_range"
    status = 422
    sentence = _("The figure %(value)s is out of range: the largest is %(largest)s.")
    figures = ("value", "largest")

    def __init__(self, value: int) -> None:
        super().__init__(value=value, largest=LARGEST_DONG)


class KeyReused(Refused):
    """An idempotency key came back with other content, or for another report."""

    code = "key_reused"
    status = 422
    sentence = _("This save was sent before with other content. Nothing was changed; please reload the page.")


class MonthNotOpen(Refused):
    """The planner has not opened the month."""

    code = "month_not_open"
    sentence = _("Month %(month)s has not been opened for entry yet.")


class MonthLocked(Refused):
    """The month's time is over; a grace may open it for a unit."""

    code = "month_locked"
    sentence = _("Month %(month)s was locked on %(locks_at)s. Ask the planner for an extension.")


class MonthClosed(Refused):
    """The month has been closed for good."""

    code = "month_closed"
    sentence = _("Month %(month)s is closed. Ask the planner for an adjustment.")


class MonthShut(Refused):
    """The database itself refused a figure of a locked or closed month."""

    code = "month_closed"
    sentence = _("The month was locked or closed in the meantime. Nothing was changed.")


class TakenBack(Refused):
    """What a row refers to went while it was written: only the undo of an import removes such things."""

    code = "taken_back"
    sentence = _(
        "The import that had brought this unit, service or person was undone in the meantime. "
        "Nothing was changed; please reload the page."
    )


class UnitUnderItself(Refused):
    """A unit was put under one of its own units."""

    code = "unit_under_itself"
    status = 422
    sentence = _("A unit cannot lie under itself or under one of its own units.")


BY_CONSTRAINT: dict[str, type[Refused]] = {
    "month_is_open": MonthShut,
    "planning_draftsave_key_key": KeyReused,
    "unit_lies_under_another": UnitUnderItself,
}
"""What a constraint that can be met in a race means to a person."""
