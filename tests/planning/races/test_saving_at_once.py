"""Two people, two tabs, two clicks at the same moment: nothing lost, nothing doubled."""

from uuid import uuid4

import pytest

from planning.actions import people
from planning.actions.adjustments import adjust
from planning.actions.errors import KeyReused, Refused
from planning.actions.monthly_reports import approve, return_report, sign_off, take_back
from planning.actions.months import close
from planning.models import Adjustment, DraftSave, HistoryEntry, MonthlyReport, YearTotals
from tests.planning.deeds import DECEMBER, booked, fill, report, save, send, sent
from tests.planning.races import raised, together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


@pytest.fixture
def december(world):
    world.open("2019-12")
    return world


def test_the_first_two_saves_of_a_month_meet_and_both_are_kept(december):
    answers = together(
        lambda: save(december, ("EMS", "revenue", 1, 0)),
        lambda: save(december, ("BK", "revenue", 2, 0), by=december.clerk),
    )

    assert raised(answers) == []
    row = report(december.cua_bac)
    assert ({*row.draft}, row.version, row.saves.count()) == ({"EMS", "BK"}, 2, 2)


def test_the_same_save_sent_twice_at_once_is_written_once_and_acknowledged_twice(december):
    for number in range(ROUNDS):
        key = uuid4()
        cell = ("EMS", "revenue", 100 + number, number)

        answers = together(*[lambda k=key, c=cell: save(december, c, key=k) for _ in range(4)])

        assert raised(answers) == []
        assert {a.saved["EMS", "revenue"] for a in answers} == {number + 1}
        assert sorted(a.replayed for a in answers) == [False, True, True, True]
    assert DraftSave.objects.count() == ROUNDS


def test_one_key_for_two_reports_at_once_stands_for_one_of_them(december):
    for _ in range(ROUNDS):
        key = uuid4()

        answers = together(
            lambda k=key: save(december, ("EMS", "revenue", None, 0), ("BK", "revenue", 5, 0), key=k),
            lambda k=key: save(
                december, ("BK", "revenue", 5, 0), key=k, unit=december.cua_nam, by=december.clerk
            ),
        )

        assert raised(answers, but=(KeyReused,)) == []
        assert DraftSave.objects.filter(key=key).count() == 1
        MonthlyReport.objects.all().delete()


def test_two_people_type_one_cell_at_once_so_that_one_is_saved_and_the_other_is_asked(december):
    for number in range(ROUNDS):
        seen = report(december.cua_bac).draft["EMS"]["revenue"]["version"] if number else 0

        answers = together(
            lambda v=seen, n=number: save(december, ("EMS", "revenue", 10 + n, v)),
            lambda v=seen, n=number: save(december, ("EMS", "revenue", 90 + n, v), by=december.clerk),
        )

        assert sorted(len(a.conflicts) for a in answers) == [0, 1]
        (conflict,) = [c for a in answers for c in a.conflicts]
        assert conflict.theirs == report(december.cua_bac).draft["EMS"]["revenue"]["value"]


def test_many_tabs_count_versions_without_a_gap_or_a_clash(december):
    def type_on(code):
        for value in range(5):
            version = save(december, (code, "revenue", value, value and type_on.seen[code])).saved[
                code, "revenue"
            ]
            type_on.seen[code] = version

    type_on.seen = {}

    answers = together(*[lambda c=code: type_on(c) for code in ("EMS", "BK", "CT", "BAO")])

    assert raised(answers) == []
    versions = list(DraftSave.objects.order_by("version").values_list("version", flat=True))
    assert versions == list(range(1, 21))


def test_a_double_click_on_send_sends_once(december):
    fill(december)

    answers = together(*[lambda: send(december, version=1) for _ in range(3)])

    assert raised(answers) == []
    assert {a.version for a in answers} == {2}
    assert HistoryEntry.objects.filter(noun="record", unit=december.cua_bac).count() == 4


def test_typing_and_sending_at_once_never_sends_what_nobody_saw(december):
    fill(december)

    _typed, went = together(
        lambda: save(december, ("EMS", "revenue", 70, 1), by=december.clerk),
        lambda: send(december, version=1),
    )

    if isinstance(went, Refused):
        assert (went.code, booked(december.cua_bac)) == ("stale", {})
    else:
        assert booked(december.cua_bac)["EMS"] == 0


def test_approving_and_returning_at_once_has_one_winner(december):
    sent(december, {"EMS": 100})

    answers = together(
        lambda: approve(unit=december.cua_bac, month=DECEMBER, by=december.head, at=december.now),
        lambda: return_report(
            unit=december.cua_bac, month=DECEMBER, rows=[], reason="x", by=december.planner, at=december.now
        ),
    )

    (lost,) = raised(answers)
    assert lost.code == "not_awaiting"


def test_signing_off_and_taking_back_at_once_never_leaves_a_signed_cluster_with_an_open_point(december):
    for unit in (december.cua_bac, december.cua_nam):
        sent(december, {"EMS": 100}, unit=unit, by=december.clerk)
        approve(unit=unit, month=DECEMBER, by=december.head, at=december.now)

    together(
        lambda: sign_off(unit=december.dong_ho, month=DECEMBER, by=december.head, at=december.now),
        lambda: take_back(
            unit=december.cua_bac, month=DECEMBER, reason="x", by=december.head, at=december.now
        ),
    )

    signed = MonthlyReport.objects.filter(unit=december.dong_ho, state="approved").exists()
    assert signed == (report(december.cua_bac).state == "approved")


def test_adjustments_at_once_add_up_to_the_live_figure(december):
    sent(december, {"EMS": 100})
    close(month=DECEMBER, round=2, by=december.planner, at=december.now)

    answers = together(
        *[
            lambda a=amount: adjust(
                unit=december.cua_bac, service=december.services["EMS"], month=DECEMBER, measure="revenue",
                amount=a, reason="Đối soát", by=december.planner, at=december.now,
            )
            for amount in (110, 90, 105, 95)
        ]
    )  # fmt: skip

    assert raised(answers) == []
    deltas = sum(Adjustment.objects.values_list("delta", flat=True))
    assert 100 + deltas == booked(december.cua_bac)["EMS"]
    assert YearTotals.objects.unsigned_changes() == []


def test_an_invitation_taken_twice_at_once_lets_one_in(december):
    token = people.invite(user=december.clerk, by=december.administrator, at=december.now)

    answers = together(
        *[
            lambda p=password: people.accept_invitation(token=token, password=p, at=december.now)
            for password in ("một-mật-khẩu-dài-1", "một-mật-khẩu-dài-2")
        ]
    )

    (lost,) = raised(answers)
    assert lost.code == "invitation_over"


def test_one_user_name_is_given_once(december):
    answers = together(
        *[
            lambda: people.add_user(
                username="moi", full_name="Mới", by=december.administrator, at=december.now
            )
            for _ in range(3)
        ]
    )

    assert [error.code for error in raised(answers)] == ["username_taken"] * 2
