"""Estimates of December 2019 as people say them."""

from planning.actions import estimates as acts
from planning.actions.estimates import Said
from planning.models import Unit
from postoffice.months import Month
from tests.world import World

DECEMBER = Month(2019, 12)
PAGE = "/estimates/cua-bac/2019-12/"


def speak(world: World, unit: Unit, amount: int, *services: str) -> None:
    """Let somebody say the same of each service, of all four unless told."""
    said = {code: Said(amount, None) for code in services or ("EMS", "BK", "CT", "BAO")}
    acts.say(unit=unit, month=DECEMBER, by=world.people["chief"], at=world.now, said=said)
