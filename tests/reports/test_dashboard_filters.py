"""Which dashboard an address shows: unit, month, plan, organisation, and who may see it."""

from datetime import date

import pytest

from planning.models import Posting, ServiceLine, Succession, Unit
from tests.reports.pages import page, read

M = 1_000_000


@pytest.fixture
def year(world):
    """2018 and 2019 whole for one point of each district."""
    world.books(f"""
        unit     | 2018        | 2019        | target 2019
        cua bac  | {1200 * M} | {1800 * M} | {1500 * M}
        cua dong | {1200 * M} | {1500 * M} | {1600 * M}
    """)
    return world


def test_the_month_under_work_is_shown_once_somebody_has_reported_it(client, world):
    world.open("2019-11")
    world.open("2019-12")
    world.books("unit | 2018 | 2019-10 | 2019-11\n cua bac | 1200 | 100 | 100")
    client.force_login(world.director)

    before = read(client, "/dashboard/")
    world.books("unit | 2019-12\n cua nam | 100")
    after = read(client, "/dashboard/")

    assert "Period Month 11/2019" in before
    assert "month 12/2019 not sent yet" in before
    assert "Period Month 12/2019" in after


def test_every_filter_stays_in_the_links(client, year):
    client.force_login(year.director)

    answer = client.get("/dashboard/", {"month": "2019-11", "plan": "internal", "unit": "vp"})

    content = answer.content.decode()
    assert "/unit/dong-ho/?month=2019-11&amp;plan=internal" in content
    assert "/reports/units.xlsx?unit=vp&amp;month=2019-11&amp;plan=internal" in content
    assert "/dashboard/?month=2019-10&amp;plan=internal&amp;unit=vp" in content


def test_points_are_shown_on_demand(client, year):
    client.force_login(year.director)

    units = page(client, "/dashboard/", month="2019-12").heat
    points = page(client, "/dashboard/", month="2019-12", grain="points").heat

    assert len(units.rows) == 2
    assert "grain=points" in page(client, "/dashboard/", month="2019-12", grain="points").files["units"]
    assert [row.name for row in points.rows] == ["Cửa Bắc", "Cửa Đông", "Cửa Nam", "Cửa Tây"]


def test_a_point_sees_itself_and_no_table_of_units(client, year):
    client.force_login(year.manager)

    shown = page(client, "/dashboard/", month="2019-12")

    assert shown.league is None
    assert shown.heat is None
    assert "1/1 point has sent" in shown.sent


@pytest.mark.parametrize("address", ["/dashboard/?unit=tay-ho", "/dashboard/?unit=vp", "/dashboard/?unit=xx"])
def test_foreign_and_missing_units_answer_alike(client, year, address):
    client.force_login(year.head)

    assert client.get(address).status_code == 404


def test_an_administrator_reads_no_figures(client, year):
    client.force_login(year.administrator)

    assert client.get("/dashboard/").status_code == 404


def test_an_empty_portal_says_what_comes_here(client, world):
    client.force_login(world.director)
    Posting.objects.all().delete()
    for unit in world.units.values():
        unit.offerings.all().delete()
    Unit.objects.exclude(parent=None).exclude(code__in=["dong-ho", "tay-ho"]).delete()
    Unit.objects.exclude(parent=None).delete()
    Unit.objects.all().delete()
    ServiceLine.objects.filter(services=None).delete()

    assert "The portal has no unit yet" in read(client, "/dashboard/")


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        ({"month": "12/2019"}, "“12/2019” is not a month"),
        ({"plan": "wish"}, "“wish” is not a kind of plan"),
        ({"plan": "ambition"}, "There is no plan “ambition” for 2019"),
        ({"grain": "atoms"}, "Select a valid choice"),
    ],
)
def test_a_wrong_filter_is_answered_with_a_sentence(client, year, filters, sentence):
    client.force_login(year.director)
    client.cookies["django_language"] = "en"

    answer = client.get("/dashboard/", {"month": "2019-12", **filters})

    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_converted_figures_are_refused_once_units_were_reorganised(client, year):
    Succession.objects.create(
        old=year.units["cua-nam"], new=year.units["cua-bac"], on=date(2019, 7, 1), kind="merge"
    )
    client.force_login(year.director)

    assert client.get("/dashboard/", {"basis": "as-is"}).status_code == 400
    assert client.get("/dashboard/", {"basis": "as-was"}).status_code == 200
