"""The service list of a point, kept where it is used."""

from datetime import date

import pytest

from planning.models import HistoryEntry, Service
from postoffice.months import Month
from tests.planning import deeds

PAGE = "/units/cua-bac/services/"
DECEMBER = Month(2019, 12)


@pytest.fixture
def planner(client, world):
    """The planner's browser; December is open, the point sells everything but press."""
    world.open("2019-12")
    world.cua_bac.offerings.filter(service__code="BAO").delete()
    client.force_login(world.planner)
    return client


def listed(unit, month=DECEMBER) -> set[str]:
    return set(Service.objects.of_point(unit, month).values_list("code", flat=True))


def end(client, unit, code, day):
    return client.post(PAGE, {"offering": unit.offerings.get(service__code=code).pk, "ends_on": day})


def test_it_is_so_that_a_service_is_filled_from_its_day_on(planner, world):
    answer = planner.post(PAGE, {"service": "BAO", "starts_on": "01/12/2019"})
    again = planner.post(PAGE, {"service": "BAO", "starts_on": "01/12/2019"})

    assert answer.status_code == 302
    assert again.status_code == 422
    assert "BAO" in listed(world.cua_bac)
    assert "BAO" not in listed(world.cua_bac, DECEMBER - 1)
    assert HistoryEntry.objects.filter(noun="offering", actor=world.planner, unit=world.cua_bac).count() == 1


def test_it_is_so_that_a_service_ends_but_not_under_its_figures(planner, world):
    deeds.save(world, ("EMS", "revenue", 5, 0))

    refused = end(planner, world.cua_bac, "EMS", "30/11/2019")
    later = end(planner, world.cua_bac, "EMS", "31/12/2019")
    free = end(planner, world.cua_bac, "BK", "30/11/2019")

    assert (refused.status_code, later.status_code, free.status_code) == (422, 302, 302)
    assert listed(world.cua_bac) == {"EMS", "CT"}
    assert listed(world.cua_bac, DECEMBER + 1) == {"CT"}
    assert world.cua_bac.offerings.get(service__code="BK").valid_to == date(2019, 11, 30)


def test_it_is_so_that_the_first_entry_writes_down_what_the_point_fills_already(planner, world):
    world.report(world.cua_bac, DECEMBER - 1, {"EMS": 5, "BK": 6})
    world.cua_bac.offerings.all().delete()

    planner.post(PAGE, {"service": "CT", "starts_on": "01/12/2019"})

    assert listed(world.cua_bac) == {"EMS", "BK", "CT"}
