"""The planner's months: opened, closed twice, extended, corrected."""

from datetime import date, timedelta

from planning.models import Adjustment, ClosedFigure, Grace, Posting, ReportingMonth, RevenueRecord
from postoffice.months import Month

DECEMBER = Month(2019, 12)


def test_the_running_month_is_opened_due_on_a_working_day_so_that_nobody_is_late_on_a_sunday(client, world):
    world.open("2019-11")
    client.force_login(world.planner)

    client.post("/months/2019-12/open/")

    # 05/01/2020 is a Sunday.
    assert ReportingMonth.objects.get(month=date(2019, 12, 1)).due_on == date(2020, 1, 6)


def test_a_month_that_has_not_begun_is_not_opened_so_that_no_figure_precedes_its_month(client, world):
    client.force_login(world.planner)

    client.post("/months/2020-02/open/")

    assert not ReportingMonth.objects.exists()


def test_closing_freezes_a_snapshot_so_that_a_later_adjustment_can_be_compared(client, world):
    world.open("2019-12")
    world.report(world.cua_bac, DECEMBER, {"EMS": 100})
    client.force_login(world.planner)
    asked = {"month": "2019-12", "unit": "cua-bac", "service": "EMS", "measure": "revenue"}
    asked |= {"amount": "1.150", "reason": "Đối soát với đối tác"}

    client.post("/months/2019-12/close/1/")
    client.post("/months/2019-12/close/2/")
    client.post("/adjustments/", asked)

    assert RevenueRecord.objects.get().revenue == 1_150
    assert sorted(ClosedFigure.objects.values_list("round", "revenue")) == [(1, 100), (2, 100)]
    assert Adjustment.objects.get().delta == 1_050


def test_an_adjustment_without_a_reason_comes_back_as_typed_so_that_nothing_is_lost(client, world):
    world.open("2019-12")
    client.force_login(world.planner)

    page = client.post("/adjustments/", {"month": "2019-12", "unit": "cua-bac", "service": "EMS",
                                         "measure": "revenue", "amount": "1.150", "reason": ""})  # fmt: skip

    assert page.status_code == 422
    assert 'value="1.150"' in page.content.decode()


def test_the_page_names_who_is_missing_so_that_the_meeting_knows(client, world):
    world.open("2019-12")
    world.report(world.cua_bac, DECEMBER, {"EMS": 100})
    client.force_login(world.planner)

    page = client.get("/months/2019-12/").content.decode()

    assert "1/4" in page
    assert "BC Cửa Đông" in page


def test_an_extension_needs_a_locked_month_and_a_reason_so_that_it_is_an_exception(client, world):
    month = world.open("2019-12")
    client.force_login(world.planner)
    asked = {"unit": "cua-bac", "expires_at": "2020-01-05T17:00", "reason": "Mất điện"}

    client.post("/months/2019-12/grace/", asked)
    assert not Grace.objects.exists()

    ReportingMonth.objects.filter(pk=month.pk).update(locks_at=world.now)
    client.post("/months/2019-12/grace/", asked)
    assert Grace.objects.get().unit == world.cua_bac


def test_months_are_the_planners_so_that_a_unit_head_cannot_close_one(client, world):
    world.open("2019-12")
    client.force_login(world.head)

    assert client.get("/months/").status_code == 403
    assert client.post("/months/2019-12/close/2/").status_code == 403
    assert ReportingMonth.objects.get().closed_2_at is None


def test_a_planner_of_a_district_sees_no_grace_and_no_adjustment_of_another(client, world):
    world.open("2019-12")
    there, reason = world.cua_dong, "Lý do của huyện khác"
    Grace.objects.create(
        unit=there, month=DECEMBER.first, given_at=world.now, expires_at=world.now + timedelta(days=1),
        reason=reason, by=world.planner,
    )  # fmt: skip
    Adjustment.objects.create(
        unit=there, service=world.services["EMS"], month=DECEMBER.first, measure="revenue", delta=77_777_777,
        reason=reason, by=world.planner, at=world.now,
    )  # fmt: skip
    Posting.objects.create(user=world.head, role="planner", unit=world.dong_ho, starts_on=date(2018, 1, 1))
    client.force_login(world.head)

    page = client.get("/months/2019-12/").content.decode()

    assert [hidden for hidden in (reason, "77.777.777", there.name) if hidden in page] == []
