"""A file that was filled while its month ended: nothing of it is lost, the planner decides."""

from datetime import timedelta

import pytest

from planning.models import Batch, Grace, Proposal, ReportingMonth
from tests.planning.month_files import DECEMBER, confirm, row_of, saved, template, upload, value


@pytest.mark.parametrize("ended", ["closed_2_at", "locks_at"])
@pytest.mark.parametrize("before", ["the upload", "the confirmation"])
def test_a_file_of_a_month_that_has_ended_becomes_a_proposal(client, december, ended, before):
    client.force_login(december.manager)
    book = template(client)
    ems = row_of(book.worksheets[0], "EMS")
    ems[4].value, ems[5].value = 31_200, 412
    shown = upload(client, saved(book)) if before == "the confirmation" else None
    ReportingMonth.objects.of(DECEMBER).update(**{ended: december.now})
    shown = shown or upload(client, saved(book))

    confirm(client, shown)
    again = confirm(client, shown)

    proposal = Proposal.objects.get()
    assert (proposal.unit, proposal.by) == (december.cua_bac, december.manager)
    measures = {name: cell["value"] for name, cell in proposal.cells["EMS"].items()}
    assert measures == {"revenue": 31_200, "volume": 412}
    assert (value(december), Batch.objects.count(), again.status_code) == (None, 0, 302)


def test_the_preview_says_so_before_anybody_presses(client, december):
    client.force_login(december.manager)
    client.cookies["django_language"] = "en"
    book = template(client)
    row_of(book.worksheets[0], "EMS")[4].value = 31_200
    ReportingMonth.objects.of(DECEMBER).update(closed_2_at=december.now)

    page = upload(client, saved(book)).content.decode()

    assert "goes to the planner as a proposal" in page
    assert "Propose it to the planner" in page


def test_what_still_takes_figures_gets_them_and_only_the_rest_waits(client, december):
    client.force_login(december.clerk)
    book = template(client, unit="dong-ho")
    for sheet in book.worksheets[:2]:
        row_of(sheet, "EMS")[4].value = 31_200
    ReportingMonth.objects.of(DECEMBER).update(locks_at=december.now)
    Grace.objects.create(
        unit=december.cua_nam, month=DECEMBER.first, given_at=december.now, reason="Mất điện",
        expires_at=december.now + timedelta(days=9), by=december.planner,
    )  # fmt: skip

    confirm(client, upload(client, saved(book), unit="dong-ho"), unit="dong-ho")

    assert value(december, unit="cua-nam") == 31_200
    assert Batch.objects.get().summary["units"] == 1
    assert [proposal.unit for proposal in Proposal.objects.all()] == [december.cua_bac]
