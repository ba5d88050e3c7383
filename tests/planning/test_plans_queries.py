"""The pages of plans and imports cost as many queries with many units as with few, and at most fifteen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planning.actions import plans
from planning.actions.plans import AskedTarget
from planning.models import Unit
from planning.models.history import Channel

PAGES = [
    "/plans/",
    "/plans/2020/internal/",
    "/plans/2020/internal/vp/",
    "/plans/2020/internal/cua-bac/",
    "/imports/",
    "/import/",
]
MOST = 15


def grow(world, districts: int):
    """Add districts with a point each, all asked for something."""
    plan = plans.create_plan(year=2020, kind="internal", by=world.planner, at=world.now, channel=Channel.PAGE)
    asked = []
    for number in range(districts):
        district = Unit.objects.create(
            code=f"d{number}", name=f"Huyện {number}", kind="district", parent=world.vp
        )
        point = Unit.objects.create(code=f"p{number}", name=f"Điểm {number}", kind="agent", parent=district)
        asked += [AskedTarget(place.pk, "ALL", "revenue", 10) for place in (district, point)]
    plans.write_targets(plan=plan, targets=asked, by=world.planner, at=world.now, channel=Channel.PAGE)


def queries(client, page: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(page).status_code == 200
    return len(caught)


@pytest.mark.parametrize("districts", [5, 50])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_at_most_fifteen_queries_however_many_units(client, world, page, districts):
    grow(world, districts)
    world.books("""
        unit    | 2019
        cua bac |  120
    """)
    client.force_login(world.planner)
    client.get(page)

    assert queries(client, page) <= MOST
