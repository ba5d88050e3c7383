"""A workbook with plans comes in while somebody writes the same plans on the page: one after the other."""

import pytest
from django.db import OperationalError, connection, transaction

from planning.actions import plans
from planning.actions.office import load
from planning.importing.office import OfficeData, PlanRow, TargetRow
from planning.models import Plan
from tests.planning.races import together

pytestmark = pytest.mark.django_db(transaction=True)
SHEETS = {
    "plans": {"plans": (PlanRow(2020, "internal"),)},
    "targets": {"targets": (TargetRow(2020, "internal", "cua-bac", "ALL", "revenue", 12),)},
}


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_load_waits_for_who_writes_plans_of_its_kind(world, sheet):
    Plan.objects.create(year=2020, kind="internal", revision=1)

    def loading():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        return load(OfficeData(**SHEETS[sheet]), by=world.planner, at=world.now, channel="file")

    with transaction.atomic():
        plans.hold_kind(2020, "internal")
        (waited,) = together(loading)
    (done,) = together(loading)

    assert isinstance(waited, OperationalError)
    assert "lock timeout" in str(waited)
    assert done.batch is not None
