"""What a draft is checked against is kept in memory, and never older than the database."""

import psycopg2
import pytest
from django.db import connection

from planning.entry.reference import reference
from planning.models import Service
from tests.planning.deeds import DECEMBER as MONTH

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere():
    """Return a connection of somebody else's."""
    asked = connection.get_connection_params()
    asked.pop("cursor_factory", None)
    return psycopg2.connect(
        **{k: v for k, v in asked.items() if k in ("dbname", "user", "host", "port", "password")}
    )


def names(world):
    return {sold.name for sold in reference(world.cua_bac, MONTH).listed}


def test_a_change_that_is_committed_after_a_later_one_is_seen_so_that_nobody_is_judged_by_old_rows(world):
    first, second = Service.objects.of_point(world.cua_bac, MONTH).in_order()[:2]
    slow = elsewhere()
    try:
        with slow.cursor() as cursor:
            cursor.execute("UPDATE planning_service SET name = 'slow' WHERE id = %s", [first.pk])
        Service.objects.filter(pk=second.pk).update(name="quick")
        assert "quick" in names(world) and "slow" not in names(world)
        slow.commit()
    finally:
        slow.close()

    assert "slow" in names(world)
