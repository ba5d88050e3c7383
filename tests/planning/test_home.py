"""Home answers one question: what must I do this month, by when, and how much is left."""

import re

import pytest
from django.urls import reverse

from planning.models import MonthlyReport, Unit
from planning.models.monthly_reports import State
from postoffice.access import ROLES
from postoffice.months import Month
from postoffice.navigation import DESTINATIONS, IN_THE_BAR, destinations

DECEMBER = Month(2019, 12)


def tasks(client, person):
    """What the person's home says, in English: {title: task} and the page."""
    client.force_login(person)
    client.cookies["django_language"] = "en"
    answer = client.get("/")
    assert answer.status_code == 200, answer.headers.get("Location")
    return {task.title: task for task in answer.context["todo"].tasks}, answer.content.decode()


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_manager_reads_what_and_by_when_in_the_title(client, december):
    found, page = tasks(client, december.manager)

    # 3 January; due on Monday 6 January.
    assert "This month’s work: 0/2 done. 3 days left until figures are due, Monday 06/01." in text(page)
    assert [task.done for task in found.values()] == [False, False]
    assert found["Enter figures"].url == "/entry/cua-bac/2019-12/"


def test_a_returned_month_says_so_with_its_reason(client, december):
    december.report(december.cua_bac, DECEMBER, {"EMS": 31_000}, state="submitted")
    MonthlyReport.objects.update(state=State.RETURNED, return_reason="Xem lại bưu kiện")

    found, _page = tasks(client, december.manager)

    assert found["Correct figures"].tag == "Returned"
    assert "Xem lại bưu kiện" in found["Correct figures"].text


def test_a_sent_month_fades_so_that_only_what_is_left_stands_out(client, december):
    december.report(december.cua_bac, DECEMBER, {"EMS": 31_000}, state="submitted")

    found, page = tasks(client, december.manager)

    assert all(task.done for task in found.values())
    assert "btn main" not in page


def test_a_clerk_sees_the_points_as_one_task(client, december):
    december.report(december.cua_bac, DECEMBER, {"EMS": 31_000}, state="submitted")

    found, _page = tasks(client, december.clerk)

    assert "1/2 points sent. Left: Điểm BĐ-VHX Cửa Nam." in found["Enter figures for the points"].text


def test_a_head_sees_who_waits_and_who_is_late(client, december):
    december.report(december.cua_bac, DECEMBER, {"EMS": 31_000}, state="submitted")

    found, page = tasks(client, december.head)

    assert found["Approve the points’ figures"].tag == "1 waiting"
    assert "Cửa Nam" in found["Remind who has not sent"].text
    assert found["Sign off Bưu điện huyện Đông Hồ"].url == ""
    assert '<span class="count">1</span>' in page


def test_a_head_signs_off_once_everything_below_is_approved(client, december):
    for unit in (december.cua_bac, december.cua_nam):
        december.report(unit, DECEMBER, {"EMS": 31_000})

    found, _page = tasks(client, december.head)

    assert found["Sign off Bưu điện huyện Đông Hồ"].url == "/queue/dong-ho/2019-12/"


def test_a_planner_sees_months_and_the_coming_plan(client, december):
    december.target(december.vp, 2020, 12 * 10**9, kinds=("assigned",))

    found, _page = tasks(client, december.planner)

    assert "0/4 points sent" in found["Close 12/2019, round 1"].text
    assert "Open 01/2020 for entry" in found
    assert "12.00 billion đồng" in found["Give the units the plan of 2020"].text


def test_an_accountant_sees_what_payroll_revenue_is_missing(client, december):
    december.report(december.cua_bac, DECEMBER, {"EMS": 31_000})

    found, _page = tasks(client, december.accountant)

    assert "0/1" in found["Record payroll revenue of 12/2019"].text


def test_an_administrator_sees_who_cannot_come_in(client, december):
    december.manager.set_unusable_password()
    december.manager.save()

    found, _page = tasks(client, december.administrator)

    assert found["Invite people"].text.startswith("1 ")
    assert found["Give postings"].done


@pytest.mark.parametrize("person", ["director", "auditor"])
def test_who_only_reads_lands_on_the_figures(client, december, person):
    client.force_login(december.people[person])

    assert client.get("/").headers["Location"] == reverse("dashboard")


def test_a_person_without_posting_is_told_whom_to_ask(client, december):
    december.manager.postings.all().delete()

    found, page = tasks(client, december.manager)

    assert not found
    assert "You are posted nowhere today" in page


def test_an_empty_portal_leads_to_its_first_steps(client, db):
    answer = client.get("/", follow=True)

    assert answer.redirect_chain[-1][0] == reverse("welcome")
    assert answer.status_code == 200


def test_a_manager_sees_how_the_year_stands_beneath(client, december):
    _found, page = tasks(client, december.manager)

    # January to November 2019: only November has a figure, 31.000 against 11/12 of 384.000.
    assert client.get("/").context["glance"].count == 11
    assert "bullets" in page


def test_home_of_a_point_costs_the_same_whatever_the_services(
    client, december, django_assert_max_num_queries
):
    for number in range(40):
        made = december.services["EMS"].line.services.create(code=f"S{number}", name=f"Dịch vụ {number}")
        december.cua_bac.offerings.create(service=made)
    client.force_login(december.manager)

    with django_assert_max_num_queries(28):
        client.get("/")


@pytest.mark.parametrize("person", ["clerk", "head", "planner", "accountant", "administrator"])
def test_home_costs_the_same_for_any_number_of_units(client, december, person, django_assert_max_num_queries):
    for number in range(40):
        unit = Unit.objects.create(
            code=f"p{number}", name=f"Điểm {number}", kind="agent", parent=december.dong_ho
        )
        december.report(unit, DECEMBER, {"EMS": number}, state="submitted")
    client.force_login(december.people[person])

    with django_assert_max_num_queries(16):
        client.get("/")


@pytest.mark.parametrize(
    "person",
    ["manager", "clerk", "head", "planner", "accountant", "director", "auditor", "administrator"],
)
def test_every_destination_opens_for_whom_it_is_shown_to(client, december, person):
    client.force_login(december.people[person])
    answer = client.get("/", follow=True)
    places = [*answer.context["navigation"], *answer.context["menu"]]

    answers = {place["url"]: client.get(place["url"], follow=True).status_code for place in places}

    assert places
    assert set(answers.values()) == {200}, answers


def test_the_place_one_is_at_is_marked_in_the_bar(client, december):
    client.force_login(december.manager)

    current = [p["url"] for p in client.get("/entry/cua-bac/2019-12/").context["navigation"] if p["current"]]

    assert current == ["/entry/"]


def test_each_role_has_its_destinations_within_one_bar():
    for role, rights in ROLES.items():
        places = destinations(set(rights))
        assert places, role
        assert len(places[:IN_THE_BAR]) <= 6
    assert len({place.name for place in DESTINATIONS}) == len(DESTINATIONS)


def test_the_next_step_says_by_how_many_days_it_is_late(client, december, settings):
    settings.PORTAL_TODAY = "2020-01-09"

    found, _page = tasks(client, december.manager)

    # Due on Monday 6 January.
    assert [task.tag for task in found.values() if "late" in task.tag] == ["3 days late"]
