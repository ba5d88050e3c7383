"""The demo office on 3 January 2020: December is partly in, and its dashboard says what that means."""

import gzip

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planning.models import User
from tests.demo_office import staged
from tests.reports.pages import page, read

pytestmark = pytest.mark.django_db  # so that the file runs alone, too

PAGES = [
    "/dashboard/",
    "/dashboard/?month=2019-11",
    "/unit/06/",
    "/unit/06/PPTT04/",
    "/unit/0601/",
    "/unit/vp/",
]
LARGEST = 25_000  # bytes of a page as it travels


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with staged(django_db_blocker) as told:
        yield told


@pytest.fixture
def director(demo, client):
    client.force_login(User.objects.get(username="giamdoc"))
    return client


def test_the_director_sees_the_year_in_one_sentence(director):
    text = read(director, "/dashboard/")

    assert (
        "In 2019 257.3 billion đồng came in, 105.9% of the year’s plan (14.3 billion more), up 18.7%" in text
    )
    assert "13 points have not sent month 12." in text
    assert "118/131 points have sent (7/9 units complete)" in text
    assert "not yet sent: Bình Xuyên 3 points, Vĩnh Tường 10 points" in text


def test_the_three_that_pull_down_are_the_three_furthest_behind(director):
    shown = page(director, "/dashboard/")

    assert [row.name for row in shown.pulled.rows] == ["Tam Đảo", "Bình Xuyên", "Lập Thạch"]
    behind = [row.bar.mark.value for row in shown.league.rows if row.bar.mark.value < 0]
    assert len(behind) == 3
    assert shown.pulled.title == "Three units pull down 2.2 billion đồng against the plan"
    assert round(sum(behind) / 1e9, 1) == -2.2


def test_lines_and_units_add_up_to_the_whole(director):
    shown = page(director, "/dashboard/?month=2019-11")

    whole, *lines, payroll = shown.bullets.rows
    assert sum(row.bullet.marks.actual.value for row in lines) == whole.bullet.marks.actual.value
    assert sum(row.bullet.marks.plan.value for row in lines) == whole.bullet.marks.plan.value
    overs = sum(row.bar.mark.value for row in shown.league.rows)
    assert overs == whole.bullet.marks.actual.value - whole.bullet.marks.plan.value
    assert payroll.bullet.marks.actual.value < whole.bullet.marks.actual.value


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_light_and_asks_little(director, address):
    director.get(address)

    with CaptureQueriesContext(connection) as seen:
        answer = director.get(address)

    assert answer.status_code == 200
    assert len(gzip.compress(answer.content)) <= LARGEST
    assert len(seen) <= 15, [query["sql"][:80] for query in seen.captured_queries]
