"""Sending a month: the draft becomes what the unit reported, all of it or nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from planning.actions import months
from planning.actions.errors import MonthClosed, MonthLocked, NotAllowed, NotFound, Refused
from planning.actions.monthly_reports import NeedsReason, NotReady, explain, return_report
from planning.actions.payroll import record
from planning.models import HistoryEntry, Offering, Office, RevenueRecord, RowNote, Service, YearTotals
from postoffice.months import Month
from tests.planning.deeds import DECEMBER, booked, fill, report, save, send, sent


@pytest.fixture
def december(world):
    world.open("2019-12")
    return world


def total(unit, number=12, node="ALL"):
    return YearTotals.objects.get(unit=unit, node=node, measure="revenue", year=2019).months[number - 1]


def test_what_was_sent_stands_in_the_books_and_in_the_totals_of_every_unit_above(december):
    sent(december, {"EMS": 100, "CT": 40})

    assert booked(december.cua_bac) == {"EMS": 100, "CT": 40, "BK": 0, "BAO": 0}
    # 100 + 40 at the point, its district and the province; the line BCCP has EMS alone.
    assert [total(u) for u in (december.cua_bac, december.dong_ho, december.vp)] == [140, 140, 140]
    assert total(december.vp, node="BCCP") == 100


def test_a_report_that_was_sent_says_who_and_when_and_waits(december):
    sent(december, {"EMS": 100}, by=december.clerk)

    row = report(december.cua_bac)
    assert (row.state, row.submitted_by, row.submitted_at) == ("submitted", december.clerk, december.now)
    assert row.first_submitted_at == december.now


def test_every_offered_service_needs_a_revenue_and_zero_is_one(december):
    save(december, ("EMS", "revenue", 0, 0), ("BK", "volume", 3, 0))

    with pytest.raises(NotReady) as refusal:
        send(december)

    problems = [(p.service, p.code) for p in refusal.value.problems]
    assert problems == [("BK", "missing"), ("CT", "missing"), ("BAO", "missing")]
    assert booked(december.cua_bac) == {}
    assert report(december.cua_bac).state == "draft"


def test_a_service_outside_the_list_may_be_added_and_taken_away_again(december):
    Service.objects.create(code="MOI", name="Dịch vụ mới", line=december.services["EMS"].line)
    save(december, ("MOI", "revenue", 9, 0))
    sent(december, {"EMS": 100})
    assert booked(december.cua_bac)["MOI"] == 9

    give_back(december)
    save(december, ("MOI", "revenue", None, 1))
    send(december)

    assert "MOI" not in booked(december.cua_bac)
    assert total(december.vp) == 100


def give_back(world):
    return return_report(
        unit=world.cua_bac, month=DECEMBER, rows=["EMS"], reason="Xem lại", by=world.head, at=world.now
    )


def test_payroll_revenue_of_a_record_stays_whatever_the_unit_sends(december):
    key = (december.cua_bac.pk, december.services["EMS"].pk)
    record(month=DECEMBER, amounts={key: 45}, by=december.accountant, at=december.now, channel="page")
    sent(december, {"EMS": 100})
    give_back(december)
    save(december, ("EMS", "revenue", 120, 1))
    send(december)

    row = RevenueRecord.objects.get(unit=december.cua_bac, service=december.services["EMS"])
    assert (row.revenue, row.payroll_revenue) == (120, 45)


def test_a_removed_service_with_payroll_revenue_keeps_that_alone(december):
    Service.objects.create(code="MOI", name="Dịch vụ mới", line=december.services["EMS"].line)
    save(december, ("MOI", "revenue", 9, 0))
    sent(december, {"EMS": 100})
    key = (december.cua_bac.pk, Service.objects.get(code="MOI").pk)
    record(month=DECEMBER, amounts={key: 4}, by=december.accountant, at=december.now, channel="page")
    give_back(december)
    save(december, ("MOI", "revenue", None, 1))
    send(december)

    row = RevenueRecord.objects.get(unit=december.cua_bac, service__code="MOI")
    assert (row.revenue, row.volume, row.payroll_revenue) == (None, None, 4)


def test_sending_the_same_version_twice_sends_once_so_that_a_double_click_is_harmless(december):
    fill(december)
    first = send(december, version=1)

    again = send(december, version=1)

    assert (again.version, again.submitted_at) == (first.version, first.submitted_at)
    entries = HistoryEntry.objects.filter(noun="record", unit=december.cua_bac)
    assert entries.count() == 4


def test_sending_what_somebody_else_sent_is_refused_with_the_state(december):
    fill(december)
    send(december, version=1)

    with pytest.raises(Refused) as refusal:
        send(december, version=1, by=december.clerk)

    assert refusal.value.code == "not_editable"


def test_an_unusual_figure_needs_a_reason_which_is_kept_with_the_row(december):
    december.report(december.cua_bac, Month(2019, 11), {"EMS": 100})
    save(december, ("EMS", "revenue", 900, 0))
    fill(december)

    with pytest.raises(NeedsReason) as refusal:
        send(december)
    assert [(p.service, p.code, p.stake) for p in refusal.value.problems] == [("EMS", "jump_up", 800)]

    send(december, notes={"EMS": ("season", "Tết đến sớm")})

    note = RowNote.objects.get()
    assert (note.service.code, note.reason, note.text, note.by) == (
        "EMS",
        "season",
        "Tết đến sớm",
        december.manager,
    )
    assert booked(december.cua_bac)["EMS"] == 900


def test_a_reason_given_before_counts_so_that_explaining_and_sending_are_two_tasks(december):
    december.report(december.cua_bac, Month(2019, 11), {"EMS": 100})
    save(december, ("EMS", "revenue", 900, 0))
    fill(december)

    explain(
        unit=december.cua_bac, month=DECEMBER, notes={"EMS": ("staff", "")}, by=december.manager,
        at=december.now, channel="page",
    )  # fmt: skip

    assert send(december).state == "submitted"


@pytest.mark.parametrize(
    ("notes", "code"),
    [
        ({"EMS": ("because", "x")}, "unknown_reason"),
        ({"EMS": ("other", "  ")}, "remark_missing"),
    ],
)
def test_a_reason_is_one_of_the_list_and_other_says_what(december, notes, code):
    fill(december)

    with pytest.raises(Refused) as refusal:
        send(december, notes=notes)

    assert refusal.value.code == code
    assert not RowNote.objects.exists()


def test_a_shortfall_is_explained_only_below_the_percent_and_above_the_amount(december):
    Office.objects.update(explain_below_percent=95, explain_above=1_000)
    # 120.000 a year is 10.000 a month for EMS.
    december.target(december.cua_bac, 2019, 120_000, node="EMS")
    save(december, ("EMS", "revenue", 9_400, 0))
    fill(december)

    # 94% is below 95%, but only 600 are missing.
    assert send(december).state == "submitted"


def test_a_large_shortfall_is_asked_about_with_the_missing_money(december):
    Office.objects.update(explain_below_percent=95, explain_above=500)
    december.target(december.cua_bac, 2019, 120_000, node="EMS", kinds=("internal",))
    save(december, ("EMS", "revenue", 9_400, 0))
    fill(december)

    with pytest.raises(NeedsReason) as refusal:
        send(december)

    (problem,) = refusal.value.problems
    assert (problem.code, problem.stake) == ("below_target", 600)
    with translation.override("en"):
        assert "600 below the month's target of 10,000" in problem.message


def test_a_target_of_the_province_is_no_target_of_the_point(december):
    Office.objects.update(explain_above=0)
    december.target(december.cua_bac, 2019, 120_000, node="EMS", kinds=("assigned",))
    fill(december)

    assert send(december).state == "submitted"


def test_the_whole_is_refused_when_one_figure_is(december):
    december.report(december.cua_bac, Month(2019, 11), {"EMS": 100, "BK": 100})
    save(december, ("EMS", "revenue", 900, 0), ("BK", "revenue", 950, 0))
    fill(december)
    before = report(december.cua_bac).version

    with pytest.raises(NeedsReason):
        send(december, notes={"EMS": ("season", "")})

    assert not RowNote.objects.exists()
    assert (report(december.cua_bac).version, booked(december.cua_bac)) == (before, {})


def test_who_may_not_enter_may_not_send(december):
    fill(december)

    with pytest.raises(NotFound):
        send(december, by=december.stranger)
    with pytest.raises(NotAllowed):
        send(december, by=december.planner)


def test_a_closed_or_locked_month_is_not_sent(december):
    fill(december)
    months.set_dates(
        month=DECEMBER, due_on=DECEMBER.last, locks_at=december.now, by=december.planner, at=december.now
    )
    with pytest.raises(MonthLocked):
        send(december)

    months.close(month=DECEMBER, round=2, by=december.planner, at=december.now)
    with pytest.raises(MonthClosed):
        send(december)
    assert booked(december.cua_bac) == {}


def test_a_grace_is_used_under_its_own_reason_so_that_the_history_tells(december):
    fill(december)
    months.set_dates(
        month=DECEMBER, due_on=DECEMBER.last, locks_at=december.now, by=december.planner, at=december.now
    )
    months.grant_grace(
        unit=december.cua_bac, month=DECEMBER, expires_at=december.now + timedelta(days=1), reason="Mất điện",
        by=december.planner, at=december.now,
    )  # fmt: skip

    send(december)

    entries = HistoryEntry.objects.filter(noun="record", unit=december.cua_bac)
    assert {(e.reason, e.actor, e.channel) for e in entries} == {("Mất điện", december.manager, "grid")}


def test_a_point_with_neither_list_nor_past_has_nothing_to_send(december):
    Offering.objects.filter(unit=december.cua_bac).delete()
    save(december, ("EMS", "revenue", 5, 0))
    save(december, ("EMS", "revenue", None, 1))

    with pytest.raises(NotReady) as refusal:
        send(december)

    assert refusal.value.code == "nothing_to_send"


def test_sending_costs_the_same_queries_however_many_services(december, django_assert_max_num_queries):
    line = december.services["EMS"].line
    for number in range(26):
        service = Service.objects.create(code=f"S{number}", name=f"Dịch vụ {number}", line=line)
        Offering.objects.create(unit=december.cua_bac, service=service)
    fill(december)

    with django_assert_max_num_queries(28):
        send(december)

    assert len(booked(december.cua_bac)) == 30


def test_the_key_of_a_save_is_no_key_of_another_so_that_sending_follows_saving(december):
    key = uuid4()
    save(december, ("EMS", "revenue", 1, 0), key=key)
    fill(december)

    assert send(december).state == "submitted"
