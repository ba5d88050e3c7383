"""A table of units measures each row against the plan that was given to it, unless a plan is chosen."""

import pytest

from tests.reading import report_cells, report_json


@pytest.fixture
def planned(world):
    """The corporation asks 1.200 of the province; the province asks 900 of Đông Hồ and 360 of Tây Hồ."""
    world.books("""
        unit     | 2018 | 2019
        cua bac  |  600 |  810
        cua dong |  300 |  360
    """)
    world.target(world.vp, 2019, 1_200, kinds=("assigned",))
    world.target(world.dong_ho, 2019, 900, kinds=("internal",))
    world.target(world.tay_ho, 2019, 360, kinds=("internal",))
    return world


def test_by_default_each_unit_answers_for_its_own_plan_so_that_no_row_is_empty(client, planned):
    client.force_login(planned.director)

    rows = report_json(client, "units", unit="vp", month="2019-12")

    # 1.170 of 1.200; 810 of 900; 360 of 360.
    assert rows["total"]["completion_year"] == 0.975
    assert rows["dong-ho"]["completion_year"] == 0.9
    assert rows["tay-ho"]["completion_year"] == 1.0


def test_a_chosen_plan_holds_for_every_row_so_that_what_was_asked_is_what_is_shown(client, planned):
    client.force_login(planned.director)

    rows = report_cells(client, "units", unit="vp", month="2019-12", plan="assigned")

    assert rows["total"]["completion_year"]["value"] == 0.975
    assert rows["dong-ho"]["completion_year"] == {"value": None, "reason": "no_target"}


def test_the_page_says_which_plan_is_whose_and_how_far_they_differ(client, planned):
    client.force_login(planned.director)

    page = client.get("/reports/units/", {"unit": "vp", "month": "2019-12"}).content.decode()

    # 1.200 − (900 + 360).
    assert "TCT giao; đơn vị: BĐT giao" in page
    assert "-60" in page


def test_links_keep_the_default_so_that_a_file_holds_what_the_page_shows(client, planned):
    client.force_login(planned.director)

    page = client.get("/reports/units/", {"unit": "vp", "month": "2019-12"}).content.decode()

    assert "plan=" not in page
