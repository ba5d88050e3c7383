"""An import is undone while its new point is typed into: the point stays with what was typed, or is gone."""

from time import sleep

import pytest

from planning.actions.batches import undo
from planning.actions.errors import Refused
from planning.actions.office import load
from planning.importing.office import OfficeData, RevenueRow, UnitRow
from planning.models import DraftSave, Unit, YearTotals
from planning.models.history import Channel
from tests.planning.deeds import DECEMBER, save
from tests.planning.races import raised, together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 12


def brought(world, number):
    """Import a new point under Cửa Bắc's district and a figure of another one."""
    units = (UnitRow(f"moi-{number}", f"Điểm mới {number}", "agent", "dong-ho"),)
    figures = (RevenueRow("cua-nam", "EMS", DECEMBER, number),)
    data = OfficeData(units=units, revenue=figures)
    return load(data, by=world.planner, at=world.now, channel=Channel.FILE).batch


def test_what_is_typed_into_a_point_while_its_import_is_undone_is_never_half_kept(world):
    world.open("2019-12")
    for number in range(1, ROUNDS + 1):
        batch = brought(world, number)
        point = Unit.objects.get(code=f"moi-{number}")

        def late(point=point, number=number):
            sleep(number * 0.02)
            return save(world, ("EMS", "revenue", 5, 0), unit=point, by=world.clerk)

        answers = together(lambda batch=batch: undo(batch=batch, by=world.planner, at=world.now), late)

        told = raised(answers)
        assert all(isinstance(error, Refused) for error in told)
        kept = Unit.objects.filter(pk=point.pk).exists()
        assert kept == DraftSave.objects.filter(report__unit_id=point.pk).exists()
        assert kept == (not told)
    assert YearTotals.objects.differences() == []
