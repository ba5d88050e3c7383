"""The estimate round: what a unit expects, apart from revenue, and how good its word was before."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from planning.actions import estimates as acts
from planning.actions.estimates import Said
from planning.estimating import Course, round_of
from planning.models import (
    Estimate,
    HistoryEntry,
    Office,
    ReportingMonth,
    RevenueRecord,
    Service,
    Unit,
)
from planning.todo.lists import todo
from postoffice.months import Month
from tests.planning.estimating import DECEMBER, PAGE, speak


def form(client, **typed):
    """Return the page's form as it stands, with what is typed over it."""
    fields = client.get(PAGE).context["form"]
    data = {name: fields[name].value() for name in fields.fields}
    return {k: "" if v is None else v for k, v in data.items()} | {"unit": "1", "action": "save"} | typed


def said(unit):
    return dict(
        Estimate.objects.filter(unit=unit, month=DECEMBER.first).values_list("service__code", "revenue")
    )


def test_a_point_says_what_it_expects_so_that_nothing_of_it_counts_as_revenue(client, asked):
    client.force_login(asked.manager)

    answer = client.post(PAGE, form(client, EMS="12tr", BK="0", CT="1.500.000", BAO="300000"))

    assert answer.status_code == 302, answer.content.decode()
    assert said(asked.cua_bac) == {"EMS": 12_000_000, "BK": 0, "CT": 1_500_000, "BAO": 300_000}
    assert not RevenueRecord.objects.filter(month=DECEMBER.first).exists()
    entry = HistoryEntry.objects.filter(noun="estimate").latest("id")
    assert (entry.actor, entry.unit, entry.month) == (asked.manager, asked.cua_bac, DECEMBER.first)


def test_an_estimate_lacks_no_service_so_that_sums_of_points_mean_something(client, asked):
    client.force_login(asked.manager)

    answer = client.post(PAGE, form(client, EMS="12tr", BK="5tr"))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Chuyển tiền trong nước, Phát hành báo chí" in page
    assert 'value="12tr"' in page  # what was typed is still there
    assert said(asked.cua_bac) == {}


def test_the_suggestion_fills_only_what_is_empty_and_saves_nothing(client, asked):
    client.force_login(asked.manager)

    page = client.post(PAGE, form(client, BK="7", action="suggest"))

    # November 31.000 stands over 10.000 the year before, but a pace is believed up to twice.
    assert page.context["form"]["EMS"].value() == "20.000"
    assert page.context["form"]["BK"].value() == "7"
    assert said(asked.cua_bac) == {}


def test_the_suggestion_is_last_year_at_this_years_pace():
    past = {Month(2018, 12): 1_000, Month(2018, 11): 500, Month(2019, 11): 600, Month(2019, 10): 9_999}

    assert Course(past).suggestion(DECEMBER) == 1_200
    assert Course({Month(2019, 11): 61_789, Month(2019, 10): 50_000}).suggestion(DECEMBER) == 55_900
    assert Course({}).suggestion(DECEMBER) is None


def test_the_page_shows_by_how_much_the_last_estimates_missed(client, asked):
    client.force_login(asked.manager)

    sheet = client.get(PAGE).context["sheet"]

    # 34.100 were expected of November, 31.000 came: 10% too much.
    assert [(one.month, one.error) for one in sheet.past] == [(date(2019, 11, 1), "+10,0%")]
    assert sheet.missed == "10,0%"
    assert {line.code: line.error for line in sheet.lines}["EMS"] == "+10,0%"


def test_two_people_do_not_overwrite_each_other(client, asked):
    client.force_login(asked.manager)
    mine = form(client, EMS="5", BK="5", CT="5", BAO="5")
    acts.say(
        unit=asked.cua_bac, month=DECEMBER, by=asked.clerk, at=asked.now,
        said={code: Said(9, None) for code in ("EMS", "BK", "CT", "BAO")},
    )  # fmt: skip

    answer = client.post(PAGE, mine | {"BK": "9"})

    assert answer.status_code == 409
    assert "Người thử clerk" in answer.content.decode()
    assert said(asked.cua_bac) == dict.fromkeys(("EMS", "BK", "CT", "BAO"), 9)
    # Looked at and pressed again, one's own figure stands.
    again = answer.context["form"]
    client.post(PAGE, {name: again[name].value() for name in again.fields} | {"unit": "1", "action": "save"})
    assert said(asked.cua_bac) == {"EMS": 5, "BK": 9, "CT": 5, "BAO": 5}


def test_a_sent_month_keeps_its_estimate_so_that_the_past_cannot_be_improved(client, asked):
    client.force_login(asked.manager)
    typed = form(client, EMS="5", BK="5", CT="5", BAO="5")
    asked.report(asked.cua_bac, DECEMBER, {"EMS": 31_000}, state="submitted")

    assert client.post(PAGE, typed).status_code == 409
    assert said(asked.cua_bac) == {}
    assert '<input class="money' not in client.get(PAGE).content.decode()


def test_a_month_that_is_over_takes_no_estimate_so_that_nobody_is_wise_afterwards(client, asked, settings):
    client.force_login(asked.manager)
    typed = form(client, EMS="5", BK="5", CT="5", BAO="5")
    settings.PORTAL_TODAY = "2020-01-01"

    assert client.post(PAGE, typed).status_code == 409
    assert said(asked.cua_bac) == {}


def test_who_is_not_asked_cannot_say_and_a_closed_month_takes_nothing_from_anybody(client, asked):
    client.force_login(asked.manager)
    typed = form(client, EMS="5", BK="5", CT="5", BAO="5")
    ReportingMonth.objects.update(estimate_due_on=None)
    assert client.post(PAGE, typed).status_code == 409

    ReportingMonth.objects.update(estimate_due_on=date(2019, 12, 10), closed_2_at=asked.now)
    assert client.post(PAGE, typed).status_code == 409
    with pytest.raises(IntegrityError), transaction.atomic():
        Estimate.objects.create(
            unit=asked.cua_bac, service=asked.services["EMS"], month=DECEMBER.first, revenue=1,
            by=asked.manager, at=asked.now,
        )  # fmt: skip


def test_the_planner_asks_while_the_month_lasts(client, asked):
    def due_on():
        return ReportingMonth.objects.get(month=DECEMBER.first).estimate_due_on

    client.force_login(asked.planner)

    for wrong in ("08/12/2019", "01/01/2020", "khi nào đó"):  # gone by, after the month, no day
        assert client.post("/estimates/2019-12/round/", {"due_on": wrong}).status_code == 302
        assert due_on() == date(2019, 12, 10)
    client.post("/estimates/2019-12/round/", {"due_on": "31/12/2019"})
    assert due_on() == date(2019, 12, 31)
    client.post("/estimates/2019-12/round/", {"due_on": ""})
    assert due_on() is None


def test_what_a_point_sells_may_change_after_its_estimate(client, asked):
    client.force_login(asked.manager)
    speak(asked, asked.cua_bac, 5)
    Service.objects.filter(code="BK").update(valid_to=date(2019, 11, 30))
    fresh = asked.services["EMS"].line.services.create(code="MOI", name="Dịch vụ mới")

    # A service that has ended keeps its estimate, or gives it back; the others can be corrected.
    assert client.post(PAGE, form(client, EMS="6")).status_code == 302
    assert client.post(PAGE, form(client, BK="")).status_code == 302
    assert said(asked.cua_bac) == {"EMS": 6, "CT": 5, "BAO": 5}
    assert asked.cua_bac not in round_of(Unit.objects.all(), DECEMBER).waiting

    asked.cua_bac.offerings.create(service=fresh)
    assert asked.cua_bac in round_of(Unit.objects.all(), DECEMBER).waiting

    # What was sold earlier in the year counts in it, listed or not.
    asked.report(asked.cua_bac, Month(2019, 2), {"BK": 1_000_000})
    assert client.get(PAGE).context["sheet"].year == "1.031.016"


def test_a_point_that_sells_nothing_is_not_waited_for(client, asked):
    asked.cua_nam.offerings.all().delete()
    client.force_login(asked.manager_nam)

    answer = client.post("/estimates/cua-nam/2019-12/", {"unit": "9" * 5_000, "action": "save"})

    assert answer.status_code == 422
    assert asked.cua_nam not in round_of(Unit.objects.all(), DECEMBER).points


def test_home_asks_until_it_is_said(rf, asked):
    def task():
        request = rf.get("/")
        request.user, request.now, request.office = asked.manager, asked.now, Office.objects.current()
        return next(t for t in todo(request).tasks if t.url == PAGE)

    assert not task().done
    acts.say(
        unit=asked.cua_bac, month=DECEMBER, by=asked.manager, at=asked.now,
        said={code: Said(9, None) for code in ("EMS", "BK", "CT", "BAO")},
    )  # fmt: skip
    assert task().done
