"""Who has not sent: the list for the meeting, by scope, the worst first."""

from datetime import UTC, date, datetime

import pytest

from planning.models import MonthlyReport, Reminder
from postoffice.months import Month

DECEMBER = Month(2019, 12)
ADDRESS = "/months/2019-12/missing/"


@pytest.fixture
def december(world, settings):
    """Due on the 6th, today the 9th; only Cửa Tây has sent, on the 8th."""
    settings.PORTAL_TODAY = "2020-01-09"
    world.open("2019-12", due_on=date(2020, 1, 6))
    world.books("""
        unit     | 2019-11
        cua bac  | 31000000
        cua nam  | 52000000
        cua dong | .
    """)
    world.report(world.cua_tay, DECEMBER, {"EMS": 1}, state="submitted")
    MonthlyReport.objects.filter(unit=world.cua_tay, month=DECEMBER.first).update(
        first_submitted_at=datetime(2020, 1, 8, 3, 0, tzinfo=UTC)
    )
    world.units["cua-nam"].phone = "0211 3 888 888"
    world.units["cua-nam"].save()
    return world


def page(client, person):
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client.get(ADDRESS)


def test_the_latest_and_the_most_money_come_first_by_district(client, december):
    answer = page(client, december.director)

    listed = answer.context["page"].open
    groups = {group.unit.code: [one.unit.code for one in group.absent] for group in listed}
    # Đông Hồ lacks two points, Tây Hồ one; Cửa Nam sent more than Cửa Bắc in November.
    assert list(groups.items()) == [
        ("dong-ho", ["cua-nam", "cua-bac"]), ("tay-ho", ["cua-dong", "cua-tay"]),
    ]  # fmt: skip
    text = answer.content.decode()
    assert "1/4 points sent (0/2 units complete)" in text
    assert "3 days late" in text and "sent 2 days late" in text and "0211 3 888 888" in text


def test_the_last_reminder_and_the_days_of_sending_stand_on_it(client, december):
    told = datetime(2020, 1, 9, 1, 5, tzinfo=UTC)
    Reminder.objects.create(
        user=december.manager, unit=december.cua_bac, month=DECEMBER.first, kind="late", channel="email",
        sent_on=date(2020, 1, 9), sent_at=told,
    )  # fmt: skip

    answer = page(client, december.planner)

    assert "08:05 09/01" in answer.content.decode()
    assert [(day.day.day, day.count, day.offset) for day in answer.context["page"].days] == [(8, 1, 2)]


def test_a_unit_head_sees_his_own_units_and_a_manager_none(client, december):
    answer = page(client, december.head)

    assert "Cửa Nam" in answer.content.decode() and "Cửa Đông" not in answer.content.decode()
    assert page(client, december.manager).status_code == 403


def test_it_costs_the_same_for_one_district_as_for_all(client, december, django_assert_max_num_queries):
    client.force_login(december.director)
    with django_assert_max_num_queries(15):
        client.get(ADDRESS)
