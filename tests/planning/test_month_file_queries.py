"""The workbook of a whole office: as many queries for twelve points as for three."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from planning.models import DraftSave, RevenueRecord, Unit
from planning.models.history import Channel
from tests.planning.month_files import TOKEN, confirm, row_of, saved, upload


def made(world, count):
    """Give Đông Hồ so many points; every other one lists no services and is asked by its books."""
    for number in range(count - 2):
        unit = Unit.objects.create(
            code=f"p{number:02}", name=f"Điểm {number}", kind="agent", parent=world.dong_ho
        )
        if number % 2:
            unit.offerings.create(service=world.services["EMS"])
        RevenueRecord.objects.create(
            unit=unit, service=world.services["EMS"], month=date(2019, 11, 1), revenue=31_000
        )


@pytest.mark.parametrize("points", [3, 12])
def test_it_is_so_that_twelve_points_cost_no_more_reading_than_three(client, december, points):
    made(december, points)
    client.force_login(december.clerk)
    client.get("/entry/dong-ho/2019-12/template.xlsx")

    with CaptureQueriesContext(connection) as down:
        answer = client.get("/entry/dong-ho/2019-12/template.xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    for sheet in book.worksheets[:points]:
        row_of(sheet, "EMS")[4].value = 310_000
    with CaptureQueriesContext(connection) as up:
        shown = upload(client, saved(book), unit="dong-ho")
    with CaptureQueriesContext(connection) as written:
        confirm(client, shown, unit="dong-ho")

    assert TOKEN in shown.content.decode()
    assert len(shown.context["compared"].questions) == points - 1  # Cửa Nam has no month before
    assert DraftSave.objects.filter(channel=Channel.FILE).count() == points
    assert len(down) <= 18, [query["sql"][:90] for query in down]
    assert len(up) <= 18, [query["sql"][:90] for query in up]
    assert len(written) <= 45 + 2 * points, [query["sql"][:90] for query in written]
