"""A report costs the same number of queries for five units and for fifty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planning.models import Unit

MOST = 15
PAGES = [
    ("performance", {}),
    ("performance", {"measure": "payroll_revenue"}),
    ("performance", {"measure": "volume"}),
    ("units", {}),
    ("units", {"grain": "points"}),
    ("units", {"grain": "points", "service": "EMS"}),
    ("units", {"grain": "points", "line": "BCCP", "plan": "assigned"}),
]


def queries(client, slug: str, filters: dict[str, str]) -> int:
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(f"/reports/{slug}/", {"unit": "vp", "month": "2019-12", **filters})
    assert answer.status_code == 200
    return len(seen)


@pytest.mark.parametrize(("slug", "filters"), PAGES)
def test_queries_do_not_grow_with_the_units(client, world, slug, filters):
    # Both times some points with a past have not reported, which takes a query of its own.
    world.books("unit | 2018-12 | 2019-11 | target 2019\n cua bac | 100 | 100 | 1200")
    world.books("unit | 2018-12 | 2019-12\n cua nam | 100 | 120")
    client.force_login(world.planner)
    queries(client, slug, filters)

    few = queries(client, slug, filters)
    for number in range(50):
        parent = world.units["dong-ho" if number % 2 else "tay-ho"]
        point = Unit.objects.create(code=f"p{number:03}", name=f"Điểm {number}", kind="agent", parent=parent)
        world.units[point.code] = point
        world.books(f"unit | 2018-12 | 2019-12\n {point.code} | 100 | 120")
        if number % 3 == 0:
            point.monthly_reports.filter(month="2019-12-01").delete()
    many = queries(client, slug, filters)

    assert few == many
    assert many <= MOST
