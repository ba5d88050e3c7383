"""The office goes out as a workbook and comes back with equal rows."""

from datetime import date
from io import StringIO

import openpyxl
import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from planning.importing import stored
from planning.importing.office import OfficeData
from planning.models import (
    ReportingMonth,
    RevenueRecord,
    Unit,
)
from tests import world as cast
from tests.planning.small_office import load


class Back(Exception):
    """Takes a transaction back."""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_export_into_an_empty_database_and_export_again_gives_equal_rows(db, tmp_path, language):
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    try:
        with transaction.atomic():
            world = cast.build()
            world.books("""
                unit    | 2018 | 2019-11 | target 2019
                cua bac |  120 |       4 |         100
                cua nam |   50 |       . |          30
            """)
            world.target(world.vp, 2020, 5_000)
            for day in RevenueRecord.objects.values_list("month", flat=True).distinct():
                ReportingMonth.objects.create(
                    month=day, due_on=day, opened_at=world.now, closed_2_at=world.now
                )
            Unit.objects.filter(code="cua-nam").update(
                name="=1+1", head="+84 Lan", valid_from=date(2018, 1, 1)
            )
            call_command("export_office", output=str(first), language=language, stdout=StringIO())
            before = stored.whole(date(2020, 1, 3))
            raise Back
    except Back:
        load(str(first))
    call_command("export_office", output=str(second), language=language, stdout=StringIO())

    after = stored.whole(date(2020, 1, 3))
    assert {name: getattr(after, name) for name in OfficeData.__dataclass_fields__} == {
        name: getattr(before, name) for name in OfficeData.__dataclass_fields__
    }
    assert cells(first) == cells(second)


def cells(path) -> dict[str, list[tuple]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_the_export_is_formatted_frozen_and_inert(world, tmp_path):
    Unit.objects.filter(code="cua-nam").update(name="=HYPERLINK(1)", phone="+84")
    path = tmp_path / "a.xlsx"

    with translation.override("vi"):
        call_command("export_office", output=str(path), stdout=StringIO())

    sheet = openpyxl.load_workbook(path)["đơn vị"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "cua-nam")
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert (row[1].value, row[1].data_type, row[1].number_format) == ("=HYPERLINK(1)", "s", "@")


def test_minus_five_stays_a_number(world, tmp_path):
    RevenueRecord.objects.create(
        unit=world.cua_bac, service=world.services["EMS"], month="2019-11-01", revenue=-5
    )
    path = tmp_path / "a.xlsx"

    call_command("export_office", output=str(path), language="en", stdout=StringIO())

    assert openpyxl.load_workbook(path)["revenue"]["D2"].value == -5
