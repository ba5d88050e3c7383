"""The clerk's sheet: one service across all his points, in one form that needs no JavaScript."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext

from planning.models import MonthlyReport, Proposal, ReportingMonth, Unit
from postoffice.months import Month
from tests.planning import deeds
from tests.planning.forms import known

PAGE = "/entry/by-service/EMS/2019-12/"


@pytest.fixture
def clerk(client, world):
    """The clerk's browser; December is open."""
    world.open("2019-12")
    client.force_login(world.clerk)
    return client


def typed(client, **cells):
    """Send the page back as a browser does, with some fields typed into."""
    cells = {name.replace("__", "-"): value for name, value in cells.items()}
    return client.post(PAGE, known(client.get(PAGE).content.decode()) | cells)


def cell(unit, measure="revenue"):
    return deeds.report(unit).draft["EMS"][measure]


def test_it_is_so_that_one_form_types_a_service_for_every_point(clerk, world):
    world.books("| 2018-12 | 2019-11\n cua bac | 4000 | 5000")

    start = clerk.get("/entry/by-service/")
    page = clerk.get(PAGE).content.decode()
    answer = typed(clerk, **{"cua-bac-revenue": "1.000.000", "cua-nam-revenue": "0", "cua-nam-volume": "7"})

    assert start.status_code == 302
    assert "4.000" in page
    assert "5.000" in page
    assert "BC Cửa Đông" not in page
    assert answer.status_code == 302
    assert (cell(world.cua_bac)["value"], cell(world.cua_nam)["value"]) == (1_000_000, 0)
    assert cell(world.cua_nam, "volume")["value"] == 7
    assert cell(world.cua_bac)["by"] == world.clerk.pk


def test_it_is_so_that_a_clash_shows_both_values_and_everything_else_is_saved(clerk, world):
    page = known(clerk.get(PAGE).content.decode())
    deeds.save(world, ("EMS", "revenue", 5_000, 0))

    answer = clerk.post(PAGE, page | {"cua-bac-revenue": "6.000", "cua-nam-revenue": "7.000"})
    text = answer.content.decode()
    mine = re.search(r'name="set" value="(cua-bac-revenue=6000@\d+)"', text)[1]
    solved = clerk.post(PAGE, known(text) | {"cua-bac-revenue": "6.000", "set": mine})

    assert answer.status_code == 422
    at = f"{timezone.localtime(world.now):%H:%M %d/%m}"
    assert all(word in text for word in ("5.000", "6.000", world.manager.full_name, at))
    assert cell(world.cua_nam)["value"] == 7_000
    assert solved.status_code == 302
    assert cell(world.cua_bac)["value"] == 6_000


def test_it_is_so_that_a_month_closed_meanwhile_keeps_each_points_figure_as_a_proposal(clerk, world):
    page = known(clerk.get(PAGE).content.decode())
    ReportingMonth.objects.update(closed_2_at=world.now)

    answer = clerk.post(PAGE, page | {"cua-bac-revenue": "6.000", "cua-nam-revenue": "7.000"})

    kept = {one.unit_id: one.cells["EMS"]["revenue"]["value"] for one in Proposal.objects.all()}
    assert answer.status_code == 409
    assert kept == {world.cua_bac.pk: 6_000, world.cua_nam.pk: 7_000}


def test_it_is_so_that_a_text_that_is_no_figure_is_kept_and_told(clerk, world):
    answer = typed(clerk, **{"cua-bac-revenue": "12a3", "cua-nam-revenue": "7"})

    assert answer.status_code == 422
    assert 'value="12a3"' in answer.content.decode()
    assert cell(world.cua_nam)["value"] == 7


def test_it_is_so_that_the_same_form_twice_is_saved_once(clerk, world):
    form = known(clerk.get(PAGE).content.decode()) | {"key": str(uuid4()), "cua-bac-revenue": "5"}

    clerk.post(PAGE, form)
    clerk.post(PAGE, form)

    assert deeds.report(world.cua_bac).saves.count() == 1


def test_it_is_so_that_a_sent_point_stays_and_a_foreign_one_is_missing(clerk, world):
    deeds.sent(world, {"EMS": 11})
    form = {"key": str(uuid4()), "unit": "1"}

    sent = clerk.post(PAGE, form | {"cua-bac-revenue": "5", "was-cua-bac-revenue": "0:"})
    foreign = clerk.post(PAGE, form | {"cua-dong-revenue": "5", "was-cua-dong-revenue": "0:"})

    assert sent.status_code == 422
    assert cell(world.cua_bac)["value"] == 11
    assert foreign.status_code == 404
    assert not MonthlyReport.objects.filter(unit=world.cua_dong).exists()


def test_it_is_so_that_a_prefilled_figure_is_confirmed_in_its_row(clerk, world):
    from planning.actions import drafts

    drafts.prefill(
        unit=world.cua_bac, month=Month(2019, 12), figures={("EMS", "revenue"): 9}, key=uuid4(),
        by=world.planner, at=world.now, channel="file",
    )  # fmt: skip

    typed(clerk, **{"confirm-row": "cua-bac"})

    assert (cell(world.cua_bac)["value"], cell(world.cua_bac)["origin"]) == (9, "typed")


def test_it_is_so_that_the_history_says_who_typed_for_the_point(clerk, world):
    typed(clerk, **{"cua-bac-revenue": "5"})
    deeds.fill(world, by=world.clerk)
    deeds.save(world, ("EMS", "volume", 1, 0), by=world.clerk)
    deeds.send(world, by=world.clerk)
    deeds.sent(world, {"EMS": 6}, unit=world.cua_nam, by=world.manager_nam)

    page = clerk.get("/history/?noun=record").context["table"]
    told = {(row.record.unit.code, row.get_cell("actor")) for row in page.page.object_list}

    behalf = gettext("entered on behalf by %(name)s") % {"name": world.clerk}
    assert told == {("cua-bac", behalf), ("cua-nam", str(world.manager_nam))}


@pytest.mark.parametrize("points", [5, 50])
def test_it_is_so_that_fifty_points_cost_no_more_queries_than_five(clerk, world, points):
    for number in range(points - 2):
        unit = Unit.objects.create(
            code=f"p{number:02}", name=f"Điểm {number}", kind="agent", parent=world.dong_ho
        )
        unit.offerings.create(service=world.services["EMS"])
    clerk.get(PAGE)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = clerk.get(PAGE)
    with CaptureQueriesContext(connection) as saving:
        typed(clerk, **{f"p{number:02}-revenue": "5" for number in range(points - 2)})

    assert len(page.context["sheet"].lines) == points
    assert len(asked) <= 15, [query["sql"][:90] for query in asked]
    assert len(saving) <= 45
    assert MonthlyReport.objects.count() == points - 2


def test_it_is_so_that_a_point_without_a_list_is_asked_what_its_plan_asks_here_too(clerk, world):
    world.cua_nam.offerings.all().delete()
    world.target(world.cua_nam, 2019, 120, node="EMS")

    page = clerk.get(PAGE)

    assert [line.unit.code for line in page.context["sheet"].lines] == ["cua-bac", "cua-nam"]
