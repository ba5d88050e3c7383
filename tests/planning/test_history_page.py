"""The history: who may trace what, and what a line says."""

from datetime import date

from planning.models import Posting
from postoffice.months import Month


def test_a_changed_figure_shows_old_and_new_so_that_an_auditor_can_trace_it(client, world):
    world.report(world.cua_bac, Month(2019, 12), {"EMS": 31_200_000})
    world.report(world.cua_bac, Month(2019, 12), {"EMS": 39_800_000})
    client.force_login(world.auditor)

    page = client.get("/history/", {"unit": "cua-bac", "noun": "record"}).content.decode()

    assert "<s>31.200.000</s> → <b>39.800.000</b>" in page
    assert "EMS trong nước" in page


def test_a_foreign_unit_is_not_in_the_history_so_that_no_figure_leaks(client, world):
    world.report(world.cua_dong, Month(2019, 12), {"EMS": 77_777_777})
    client.force_login(world.head)

    page = client.get("/history/").content.decode()

    assert "77.777.777" not in page


def test_people_are_traced_by_the_administrator_alone_so_that_figures_and_people_stay_apart(client, world):
    world.report(world.cua_dong, Month(2019, 12), {"EMS": 77_777_777})
    client.force_login(world.administrator)

    page = client.get("/history/").content.decode()

    assert "Người thử head" in page
    assert "77.777.777" not in page


def test_fifty_lines_cost_as_many_queries_as_five_so_that_a_long_history_stays_quick(
    client, world, django_assert_max_num_queries
):
    for number in range(1, 13):
        world.report(
            world.cua_bac, Month(2019, number), {"EMS": number, "BK": number, "CT": number, "BAO": 1}
        )
    client.force_login(world.auditor)

    with django_assert_max_num_queries(15):
        answer = client.get("/history/")

    assert answer.status_code == 200


def test_an_administrator_of_a_district_traces_its_people_and_not_those_of_others(client, world):
    Posting.objects.create(
        user=world.clerk, role="administrator", unit=world.dong_ho, starts_on=date(2018, 1, 1)
    )
    client.force_login(world.clerk)

    page = client.get("/history/", {"noun": "posting"}).content.decode()
    units = client.get("/history/", {"noun": "unit"}).content.decode()
    people = client.get("/history/", {"noun": "user"}).content.decode()

    assert ("Cửa Bắc" in page, "Cửa Đông" in page) == (True, False)
    assert ("Cửa Bắc" in units, "Cửa Đông" in units) == (True, False)
    assert ("Người thử manager" in people, "Người thử stranger" in people) == (True, False)
