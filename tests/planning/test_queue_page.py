"""The approver's queue: exceptions first, approve together, return naming rows, take back, sign off."""

import pytest

from planning.models import MonthlyReport
from postoffice.months import Month

DECEMBER = Month(2019, 12)


def state_of(unit) -> str:
    return MonthlyReport.objects.get(unit=unit, month=DECEMBER.first).state


@pytest.fixture
def sent(world):
    """Cửa Bắc sent ten times last month's EMS; Cửa Nam sent as usual."""
    world.open("2019-12")
    usual = {"EMS": 10_000_000, "BK": 5_000_000, "CT": 2_000_000, "BAO": 1_000_000}
    for unit in (world.cua_bac, world.cua_nam):
        world.report(unit, Month(2019, 11), usual)
    world.report(world.cua_bac, DECEMBER, usual | {"EMS": 100_000_000}, state="submitted")
    world.report(world.cua_nam, DECEMBER, usual, state="submitted")
    return world


def test_the_odd_month_stands_first_so_that_attention_goes_where_the_money_is(client, sent):
    client.force_login(sent.head)

    page = client.get("/queue/").content.decode()

    # 100 − 10 = 90 million are to be looked at.
    assert page.index("BC Cửa Bắc") < page.index("Cửa Nam")
    assert ">90<" in page
    assert "EMS trong nước: 100,0, tháng trước 10,0" in page


def test_clean_months_are_approved_together_so_that_time_is_left_for_the_others(client, sent):
    client.force_login(sent.head)

    client.post("/queue/approve/", {"month": "2019-12", "units": ["cua-nam"], "version-cua-nam": "0"})

    assert (state_of(sent.cua_bac), state_of(sent.cua_nam)) == ("submitted", "approved")


def test_a_month_sent_anew_is_not_approved_unseen_so_that_a_decision_is_about_what_was_read(client, sent):
    MonthlyReport.objects.filter(unit=sent.cua_nam, month=DECEMBER.first).update(version=5)
    client.force_login(sent.head)

    client.post("/queue/approve/", {"month": "2019-12", "units": ["cua-nam"], "version-cua-nam": "0"})

    assert state_of(sent.cua_nam) == "submitted"


def test_a_return_names_rows_and_reason_so_that_the_point_knows_what_to_do(client, sent):
    client.force_login(sent.head)

    client.post("/queue/cua-bac/2019-12/return/", {"rows": ["EMS"], "reason": "Thừa một chữ số 0?"})

    report = MonthlyReport.objects.get(unit=sent.cua_bac, month=DECEMBER.first)
    assert (report.state, report.return_rows, report.return_reason) == (
        "returned",
        ["EMS"],
        "Thừa một chữ số 0?",
    )


def test_a_return_without_a_reason_is_asked_for_one_so_that_nobody_guesses(client, sent):
    client.force_login(sent.head)

    answer = client.post("/queue/cua-bac/2019-12/return/", {"rows": ["EMS"], "reason": ""})

    assert answer.status_code == 422
    assert state_of(sent.cua_bac) == "submitted"


def test_sign_off_waits_for_every_point_so_that_a_total_is_whole(client, sent):
    client.force_login(sent.head)
    client.post("/queue/cua-nam/2019-12/approve/")

    client.post("/queue/dong-ho/2019-12/sign-off/")
    assert not MonthlyReport.objects.filter(unit=sent.dong_ho).exists()

    client.post("/queue/cua-bac/2019-12/approve/")
    client.post("/queue/dong-ho/2019-12/sign-off/")
    assert state_of(sent.dong_ho) == "approved"


def test_taking_back_goes_from_the_top_so_that_no_signed_total_changes_below(client, sent):
    client.force_login(sent.head)
    for unit in ("cua-nam", "cua-bac"):
        client.post(f"/queue/{unit}/2019-12/approve/")
    client.post("/queue/dong-ho/2019-12/sign-off/")

    client.post("/queue/cua-bac/2019-12/take-back/", {"reason": "Sai số"})
    assert state_of(sent.cua_bac) == "approved"

    client.post("/queue/dong-ho/2019-12/take-back/", {"reason": "Sai số"})
    client.post("/queue/cua-bac/2019-12/take-back/", {"reason": "Sai số"})
    assert state_of(sent.cua_bac) == "returned"


@pytest.mark.parametrize(("who", "status"), [("head_tay", 404), ("manager", 403), ("director", 403)])
def test_others_do_not_decide_so_that_approval_means_something(client, sent, who, status):
    client.force_login(getattr(sent, who))

    assert client.post("/queue/cua-bac/2019-12/approve/").status_code == status
    assert state_of(sent.cua_bac) == "submitted"


def test_the_queue_costs_the_same_for_two_points_and_four_so_that_a_province_is_as_quick(
    client, sent, django_assert_max_num_queries
):
    client.force_login(sent.planner)

    with django_assert_max_num_queries(15 + 12):
        client.get("/queue/")
