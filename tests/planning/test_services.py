"""What a point has to fill in a month."""

from planning.models import Offering, Service
from postoffice.months import Month
from tests.planning.deeds import DECEMBER


def test_a_point_without_a_list_fills_what_it_had_or_has_a_target_for(world):
    Offering.objects.filter(unit=world.cua_bac).delete()
    world.report(world.cua_bac, Month(2019, 11), {"EMS": 100})
    world.report(world.cua_bac, Month(2018, 10), {"CT": 100})
    world.target(world.cua_bac, 2019, 12, node="BAO")

    asked = Service.objects.of_point(world.cua_bac, DECEMBER).in_order()

    # October 2018 lies 14 months back.
    assert [s.code for s in asked] == ["EMS", "BAO"]


def test_a_point_with_a_list_fills_what_is_on_it_in_that_month(world):
    Offering.objects.filter(unit=world.cua_bac, service__code="EMS").update(valid_to=Month(2019, 11).last)
    Offering.objects.filter(unit=world.cua_bac, service__code="BK").update(valid_from=Month(2019, 12).last)
    world.report(world.cua_bac, Month(2019, 11), {"EMS": 100})

    asked = Service.objects.of_point(world.cua_bac, DECEMBER).in_order()

    assert [s.code for s in asked] == ["BK", "CT", "BAO"]
