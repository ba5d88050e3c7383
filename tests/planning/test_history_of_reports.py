"""The history lets go of saved drafts; whatever else changes in a report it tells."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection

from planning.models import HistoryEntry, MonthlyReport
from tests.planning.deeds import save

BOOKKEEPING = {"id", "draft", "version", "saved_at"}
TOLD = [f for f in MonthlyReport._meta.concrete_fields if f.column not in BOOKKEEPING]


@pytest.fixture
def december(world):
    world.open("2019-12")
    return world


@pytest.mark.parametrize("field", TOLD, ids=lambda field: field.column)
def test_each_column_that_is_no_bookkeeping_is_told_when_it_changes(december, field):
    """A column that the trigger's list forgets would change without a word."""
    save(december, ("EMS", "revenue", 100, 0))
    sent = december.now - timedelta(days=1)
    reconciled = {"reconciled_at": sent, "reconciled_by": december.director}
    MonthlyReport.objects.update(
        state="approved", first_submitted_at=sent, submitted_at=sent, decided_at=sent,
        decided_by=december.director, **(reconciled if field.column.startswith("reconciled") else {}),
    )  # fmt: skip
    other = {
        "unit_id": december.cua_nam.pk, "month": date(2019, 11, 1), "state": "submitted",
        "figure_status": "final", "return_reason": "vì sao", "return_rows": ["EMS"],
    }  # fmt: skip
    value = other.get(field.column, december.manager.pk if field.is_relation else december.now)
    before = HistoryEntry.objects.count()

    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE planning_monthlyreport SET {field.column} = %s WHERE unit_id = %s",
            [json.dumps(value) if field.column == "return_rows" else value, december.cua_bac.pk],
        )

    [entry] = HistoryEntry.objects.order_by("pk")[before:]
    assert (entry.noun, entry.verb, list(entry.new)) == ("report", "update", [field.column])
