"""Approving, returning, taking back, signing off."""

import pytest

from planning.actions import months
from planning.actions.errors import MonthClosed, NotAllowed, NotFound, ReasonMissing, Refused
from planning.actions.monthly_reports import approve, approve_many, return_report, sign_off, take_back
from planning.models import HistoryEntry, MonthlyReport, Posting, RevenueRecord
from tests.planning.deeds import DECEMBER, booked, report, save, send, sent


@pytest.fixture
def december(world):
    world.open("2019-12")
    return world


@pytest.fixture
def waiting(december):
    """Both points of Đông Hồ await approval: Cửa Bắc sent by its manager, Cửa Nam by the clerk."""
    sent(december, {"EMS": 100})
    sent(december, {"EMS": 50}, unit=december.cua_nam, by=december.clerk)
    return december


def deed(verb, world, unit="cua_bac", by="head", **how):
    return verb(unit=getattr(world, unit), month=DECEMBER, by=getattr(world, by), at=world.now, **how)


def state(world, unit="cua_bac"):
    return report(getattr(world, unit)).state


def test_the_head_approves_what_his_points_sent_so_that_it_says_who_and_when(waiting):
    row = deed(approve, waiting)

    assert (row.state, row.decided_by, row.decided_at) == ("approved", waiting.head, waiting.now)


@pytest.mark.parametrize(
    ("by", "error"),
    [
        ("manager", NotAllowed), ("clerk", NotAllowed), ("director", NotAllowed), ("auditor", NotAllowed),
        ("accountant", NotAllowed), ("stranger", NotFound), ("head_tay", NotFound), ("disabled", NotFound),
        ("administrator", NotFound),
    ],
)  # fmt: skip
@pytest.mark.parametrize("verb", ["approve", "return", "take_back"])
def test_nobody_else_decides(waiting, by, error, verb):
    deeds = {
        "approve": (approve, {}),
        "return": (return_report, {"rows": [], "reason": "Xem lại"}),
        "take_back": (take_back, {"reason": "Xem lại"}),
    }
    act, how = deeds[verb]

    with pytest.raises(error):
        deed(act, waiting, by=by, **how)

    assert state(waiting) == "submitted"


def test_the_planner_approves_any_point(waiting):
    assert deed(approve, waiting, by="planner").state == "approved"


def test_a_head_does_not_approve_what_he_sent_himself_so_that_four_eyes_saw_it(december):
    Posting.objects.create(
        user=december.head, role="branch_manager", unit=december.cua_bac, starts_on=december.now.date()
    )
    sent(december, {"EMS": 100}, by=december.head)

    for act, how in ((approve, {}), (return_report, {"rows": [], "reason": "x"})):
        with pytest.raises(Refused) as refusal:
            deed(act, december, **how)
        assert (refusal.value.code, refusal.value.status) == ("own_submission", 403)
    assert deed(approve, december, by="planner").state == "approved"


def test_a_head_has_no_right_on_his_own_unit(waiting):
    with pytest.raises(NotAllowed):
        deed(approve, waiting, unit="dong_ho")


def test_what_was_not_sent_is_not_approved(december):
    save(december, ("EMS", "revenue", 1, 0))

    for unit in ("cua_bac", "cua_nam"):
        with pytest.raises(Refused) as refusal:
            deed(approve, december, unit=unit)
        assert refusal.value.code == "not_awaiting"


def test_figures_sent_anew_are_not_approved_unseen(waiting):
    seen = report(waiting.cua_bac).version
    deed(return_report, waiting, rows=["EMS"], reason="Xem lại")
    save(waiting, ("EMS", "revenue", 900, 1))
    send(waiting)

    with pytest.raises(Refused) as refusal:
        deed(approve, waiting, version=seen)

    assert refusal.value.code == "changed_since"
    assert deed(approve, waiting, version=report(waiting.cua_bac).version).state == "approved"


def test_many_are_approved_together_or_not_at_all(waiting):
    both = [waiting.cua_bac, waiting.cua_nam]
    deed(approve, waiting, unit="cua_nam")

    with pytest.raises(Refused) as refusal:
        approve_many(units=both, month=DECEMBER, by=waiting.head, at=waiting.now)

    assert waiting.cua_nam.name in str(refusal.value)
    assert state(waiting) == "submitted"


def test_many_cost_as_many_queries_as_one(waiting, django_assert_num_queries):
    sent(waiting, {"EMS": 3}, unit=waiting.cua_dong, by=waiting.stranger)
    both = [waiting.cua_bac, waiting.cua_nam]

    # Rights, signature and month held, month asked, reports, parents, update, reading; and the savepoint.
    with django_assert_num_queries(10):
        approve_many(units=[waiting.cua_dong], month=DECEMBER, by=waiting.planner, at=waiting.now)
    with django_assert_num_queries(10):
        approved = approve_many(units=both, month=DECEMBER, by=waiting.planner, at=waiting.now)

    assert [row.unit_id for row in approved] == [waiting.cua_bac.pk, waiting.cua_nam.pk]


def test_one_foreign_unit_among_many_stops_them_all(waiting):
    with pytest.raises(NotFound):
        approve_many(
            units=[waiting.cua_bac, waiting.cua_dong], month=DECEMBER, by=waiting.head, at=waiting.now
        )

    assert state(waiting) == "submitted"


def test_a_return_names_rows_and_reason_and_leaves_the_facts_in_the_books(waiting):
    row = deed(return_report, waiting, rows=["BK", "EMS", "EMS"], reason=" Xem lại EMS ")

    assert (row.state, row.return_reason, row.return_rows) == ("returned", "Xem lại EMS", ["BK", "EMS"])
    assert booked(waiting.cua_bac)["EMS"] == 100
    assert report(waiting.cua_bac).draft["EMS"]["revenue"]["value"] == 100


def test_a_return_brings_the_books_into_the_draft_so_that_work_starts_from_the_facts(waiting):
    RevenueRecord.objects.filter(unit=waiting.cua_bac, service__code="EMS").update(revenue=111)

    row = deed(return_report, waiting, rows=[], reason="Xem lại")

    cell = report(waiting.cua_bac).draft["EMS"]["revenue"]
    assert (cell["value"], cell["version"], cell["by"]) == (111, row.version, None)
    assert report(waiting.cua_bac).draft["CT"]["revenue"]["version"] < row.version
    # An old page still shows 100 under its old version: it is told, not obeyed.
    (conflict,) = save(waiting, ("EMS", "revenue", 105, 1)).conflicts
    assert (conflict.theirs, conflict.by_name) == (111, "")


@pytest.mark.parametrize("reason", ["", "   "])
def test_returning_and_taking_back_need_a_reason(waiting, reason):
    with pytest.raises(ReasonMissing):
        deed(return_report, waiting, rows=[], reason=reason)
    deed(approve, waiting)
    with pytest.raises(ReasonMissing):
        deed(take_back, waiting, reason=reason)


def test_a_return_names_services_that_exist(waiting):
    with pytest.raises(Refused) as refusal:
        deed(return_report, waiting, rows=["NONE"], reason="Xem lại")

    assert refusal.value.status == 404


def test_what_is_returned_can_be_sent_again_and_counts_from_its_first_time(waiting):
    first = report(waiting.cua_bac).first_submitted_at
    deed(return_report, waiting, rows=["EMS"], reason="Xem lại")
    save(waiting, ("EMS", "revenue", 120, 1))

    row = send(waiting)

    assert (row.state, row.first_submitted_at) == ("submitted", first)
    assert booked(waiting.cua_bac)["EMS"] == 120


def test_an_approval_is_taken_back_with_its_reason_in_the_history(waiting):
    deed(approve, waiting)

    row = deed(take_back, waiting, reason="Sai dịch vụ")

    assert (row.state, row.return_reason) == ("returned", "Sai dịch vụ")
    entry = HistoryEntry.objects.filter(noun="report", row=row.pk).latest("pk")
    assert (entry.actor, entry.reason, entry.old["state"], entry.new["state"]) == (
        waiting.head, "Sai dịch vụ", "approved", "returned",
    )  # fmt: skip


def test_a_subtree_is_signed_off_only_when_every_point_is_approved_and_the_missing_are_named(waiting):
    deed(approve, waiting)

    with pytest.raises(Refused) as refusal:
        deed(sign_off, waiting, unit="dong_ho")

    assert refusal.value.units == [waiting.cua_nam]
    assert waiting.cua_nam.name in str(refusal.value)
    assert not MonthlyReport.objects.filter(unit=waiting.dong_ho).exists()

    deed(approve, waiting, unit="cua_nam")
    row = deed(sign_off, waiting, unit="dong_ho")

    assert (row.state, row.decided_by, row.draft) == ("approved", waiting.head, {})


def test_a_point_that_ended_before_the_month_is_not_waited_for(waiting):
    deed(approve, waiting)
    waiting.cua_nam.valid_to = DECEMBER.first.replace(year=2018)
    waiting.cua_nam.save()

    assert deed(sign_off, waiting, unit="dong_ho").state == "approved"


def test_who_heads_a_part_does_not_sign_off_the_whole(waiting):
    with pytest.raises(NotAllowed):
        deed(sign_off, waiting, unit="vp")


def test_a_point_has_nothing_below_to_sign_off(waiting):
    with pytest.raises(NotAllowed):
        deed(sign_off, waiting, unit="cua_bac", by="planner")


def test_taking_back_goes_from_the_top_down(waiting):
    deed(approve, waiting)
    deed(approve, waiting, unit="cua_nam")
    deed(sign_off, waiting, unit="dong_ho")

    with pytest.raises(Refused, match=waiting.dong_ho.name):
        deed(take_back, waiting, reason="Sai")

    deed(take_back, waiting, unit="dong_ho", reason="Còn sai")
    assert deed(take_back, waiting, reason="Sai").state == "returned"
    with pytest.raises(Refused) as refusal:
        deed(sign_off, waiting, unit="dong_ho")
    assert refusal.value.units == [waiting.cua_bac]


def test_a_parent_with_figures_of_its_own_is_approved_only_after_its_points(waiting):
    waiting.dong_ho.reports = True
    waiting.dong_ho.save()
    waiting.dong_ho.offerings.create(service=waiting.services["EMS"])
    sent(waiting, {"EMS": 7}, unit=waiting.dong_ho, by=waiting.clerk)
    deed(approve, waiting)

    with pytest.raises(Refused) as refusal:
        deed(approve, waiting, unit="dong_ho", by="planner")
    assert refusal.value.units == [waiting.cua_nam]

    deed(approve, waiting, unit="cua_nam")
    assert deed(approve, waiting, unit="dong_ho", by="planner").state == "approved"


def test_a_closed_month_is_decided_on_no_more(waiting):
    deed(approve, waiting)
    months.close(month=DECEMBER, round=2, by=waiting.planner, at=waiting.now)

    for act, unit, how in (
        (approve, "cua_nam", {}),
        (take_back, "cua_bac", {"reason": "x"}),
        (return_report, "cua_nam", {"rows": [], "reason": "x"}),
        (sign_off, "dong_ho", {}),
    ):
        with pytest.raises(MonthClosed):
            deed(act, waiting, unit=unit, by="planner", **how)


def test_a_month_past_its_lock_is_still_approved(waiting):
    months.set_dates(
        month=DECEMBER, due_on=DECEMBER.last, locks_at=waiting.now, by=waiting.planner, at=waiting.now
    )

    assert deed(approve, waiting).state == "approved"


def test_a_head_does_not_take_back_the_approval_of_his_own_figures(waiting):
    waiting.dong_ho.reports = True
    waiting.dong_ho.save()
    for unit in ("cua_bac", "cua_nam"):
        deed(approve, waiting, unit=unit)
    waiting.report(waiting.dong_ho, DECEMBER, {"EMS": 7}, state="approved")

    with pytest.raises(NotAllowed):
        deed(take_back, waiting, unit="dong_ho", reason="Xem lại")

    assert deed(take_back, waiting, unit="dong_ho", by="planner", reason="Xem lại").state == "returned"
