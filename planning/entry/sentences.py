"""The sentences under a row: what is wrong or odd, and the figures that were probably meant."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from planning.checks import SLIPS, Problem
from planning.entry.notation import NOTATION
from planning.entry.sheet import Clash, Cure, Name, Say
from postoffice.numbers import NumberError, parse
from postoffice.words import UNITS, number_error

Write = Callable[[Name, int | None], str]


def of_problem(problem: Problem, write: Write) -> Say:
    """Say what a check found."""
    name = (problem.service, problem.measure)
    cures = () if problem.suggestion is None else (_cure(name, problem.suggestion, write),)
    return Say(problem.kind.value, problem.sentence(NOTATION), cures)


def of_refusal(name: Name, error: NumberError, unit: int, usual: int | None, write: Write) -> Say:
    """Say why a text is no figure; where last month shows which figure was meant, ask for that one."""
    readings = _readings(name, error, unit)
    if error.code == "fraction" and name[1] == "revenue":
        meant = _slipped(error, unit, usual)
        if meant is not None:
            figures = {"usual": write(name, usual), "meant": write(name, meant)}
            told = slip_words() % {"text": error.text, "unit": UNITS[unit], **figures}
            return Say("error", told, (_cure(name, meant, write),))
    if error.code == "fraction" and name[1] == "volume":
        return Say("error", fraction_words() % {"text": error.text})
    return Say("error", number_error(error), tuple(_cure(name, value, write) for value in readings))


def of_clash(name: Name, clash: Clash, write: Write) -> Say:
    """Say what somebody else saved meanwhile, and let the person choose."""
    at = f"{timezone.localtime(clash.at):%H:%M %d/%m}"
    theirs, mine = write(name, clash.theirs) or _("nothing"), write(name, clash.mine) or _("nothing")
    text = _("%(name)s saved %(theirs)s at %(at)s while you typed %(mine)s. Which one is right?") % {
        "name": clash.by_name or _("Somebody"), "theirs": theirs, "at": at, "mine": mine,
    }  # fmt: skip
    return Say(
        "clash",
        text,
        tuple(
            Cure(f"{name[0]}-{name[1]}", label, "" if value is None else str(value), clash.version)
            for label, value in (
                (_("Take %(theirs)s") % {"theirs": theirs}, clash.theirs),
                (_("Keep %(mine)s") % {"mine": mine}, clash.mine),
            )
        ),
    )


def slip_words() -> str:
    """Return the sentence on a fraction of a đồng that makes sense in another unit."""
    return _("You entered %(text)s %(unit)s; last month it was %(usual)s. Did you mean %(meant)s?")


def fraction_words() -> str:
    """Return the sentence on a part of a piece."""
    return _("“%(text)s” is not a whole number of pieces.")


def cure_words() -> str:
    """Return what a button says that puts in the figure which was meant."""
    return _("Change to %(value)s")


def _cure(name: Name, value: int, write: Write) -> Cure:
    return Cure(f"{name[0]}-{name[1]}", cure_words() % {"value": write(name, value)}, str(value))


def _readings(name: Name, error: NumberError, unit: int) -> list[int]:
    """Return the whole figures that a refused text may mean, in đồng or pieces."""
    found = [Decimal(reading) for reading in error.readings]
    if error.code in ("mixed notation", "grouping"):
        try:
            found = [parse(error.text, unit, "en")]
        except NumberError:
            return []
    scale = unit if name[1] == "revenue" else 1
    return [int(value * scale) for value in found if value is not None and value * scale % 1 == 0]


def _slipped(error: NumberError, unit: int, usual: int | None) -> int | None:
    """Return what a fraction of a đồng means in thousands or millions, where last month fits that."""
    if not usual:
        return None
    value = parse(error.text, unit, "vi")
    for slip in SLIPS:
        guess = value * slip
        if guess % 1 == 0 and usual <= 2 * guess <= 4 * usual:
            return int(guess)
    return None
