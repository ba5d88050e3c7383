"""People, postings, invitations."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate

from planning.actions import people
from planning.actions.errors import NotAllowed, NotFound, Refused
from planning.models import HistoryEntry, Invitation, Posting, Unit, User
from postoffice.access import Permission

PASSWORD = "một-mật-khẩu-đủ-dài-2020"


def add(world, username="moi", full_name="Nguyễn Văn Mới", by="administrator"):
    return people.add_user(
        username=username, full_name=full_name, email="moi@example.vn", by=getattr(world, by), at=world.now
    )


def post(
    world,
    user,
    *,
    role="branch_manager",
    unit="cua_bac",
    starts=date(2020, 1, 1),
    ends=None,
    by="administrator",
):
    return people.post(
        user=user, role=role, unit=getattr(world, unit), starts_on=starts, ends_on=ends,
        by=getattr(world, by), at=world.now,
    )  # fmt: skip


def code_of(refusal):
    return refusal.value.code


def test_a_new_person_cannot_sign_in_until_invited(world):
    user = add(world, username=" Moi ")

    assert (user.username, user.has_usable_password(), user.postings.count()) == ("moi", False, 0)
    entry = HistoryEntry.objects.filter(noun="user", row=user.pk).latest("pk")
    assert (entry.actor, entry.verb) == (world.administrator, "insert")


@pytest.mark.parametrize("by", ["planner", "director", "head", "manager", "disabled"])
def test_only_an_administrator_keeps_people(world, by):
    with pytest.raises(NotAllowed):
        add(world, by=by)
    with pytest.raises(NotAllowed):
        people.disable_user(user=world.clerk, by=getattr(world, by), at=world.now)
    with pytest.raises(NotAllowed):
        people.invite(user=world.clerk, by=getattr(world, by), at=world.now)
    with pytest.raises((NotAllowed, NotFound)):
        post(world, world.clerk, by=by)


@pytest.mark.parametrize(
    ("username", "code"),
    [("manager", "username_taken"), ("MANAGER", "username_taken"), ("a", "bad_username"),
     ("có dấu", "bad_username"),
     ("a b", "bad_username"), ("x" * 61, "bad_username"), ("=cmd", "bad_username")],
)  # fmt: skip
def test_a_user_name_is_plain_and_belongs_to_one(world, username, code):
    with pytest.raises(Refused) as refusal:
        add(world, username=username)

    assert code_of(refusal) == code


def test_a_person_has_a_name(world):
    with pytest.raises(Refused) as refusal:
        add(world, full_name=" \u200b ")

    assert code_of(refusal) == "name_missing"


def test_editing_keeps_the_user_name_and_finds_the_person_by_the_new_one(world):
    people.edit_user(
        user=world.clerk, full_name="Đỗ Thị Hoà", email="hoa@example.vn", by=world.administrator, at=world.now
    )

    (found,) = User.objects.matching("do thi hoa")
    assert (found.username, found.full_name, found.email) == ("clerk", "Đỗ Thị Hoà", "hoa@example.vn")


def test_a_posting_gives_rights_from_its_first_to_its_last_day(world):
    user = add(world)
    post(world, user, role="unit_head", unit="dong_ho", starts=date(2020, 1, 10), ends=date(2020, 1, 20))

    reached = [
        Unit.objects.where(user, Permission.APPROVE, on=date(2020, 1, day)).count() for day in (9, 10, 20, 21)
    ]
    assert reached == [0, 2, 2, 0]


def test_two_postings_give_the_union(world):
    user = add(world)
    post(world, user, role="clerk", unit="dong_ho")
    post(world, user, role="branch_manager", unit="cua_tay")

    reached = Unit.objects.where(user, Permission.ENTER, on=world.now.date())
    assert {u.code for u in reached} == {"dong-ho", "cua-bac", "cua-nam", "cua-tay"}


def test_the_same_posting_is_not_given_twice_in_one_time(world):
    user = add(world)
    post(world, user, ends=date(2020, 1, 31))

    with pytest.raises(Refused) as refusal:
        post(world, user, starts=date(2020, 1, 31))
    assert code_of(refusal) == "posting_exists"
    assert post(world, user, starts=date(2020, 2, 1)).pk


@pytest.mark.parametrize("wrong", [{"role": "king"}, {"ends": date(2019, 12, 31)}])
def test_a_posting_has_a_known_role_and_an_order_of_days(world, wrong):
    with pytest.raises(Refused) as refusal:
        post(world, world.clerk, unit="tay_ho", **wrong)

    assert code_of(refusal) == "bad_posting"


def test_nobody_gives_himself_rights_or_locks_himself_out(world):
    own = Posting.objects.get(user=world.administrator)
    deeds = (
        lambda: post(world, world.administrator, role="planner", unit="vp"),
        lambda: people.end_posting(
            posting=own, ends_on=date(2020, 1, 1), by=world.administrator, at=world.now
        ),
        lambda: people.disable_user(user=world.administrator, by=world.administrator, at=world.now),
    )

    for deed in deeds:
        with pytest.raises(Refused) as refusal:
            deed()
        assert code_of(refusal) == "not_yourself"


def test_an_administrator_of_a_part_keeps_the_people_of_that_part(world):
    user = add(world)
    post(world, user, role="administrator", unit="dong_ho")

    world.people["moi"] = user
    post(world, world.manager, role="clerk", unit="cua_nam", by="moi")
    with pytest.raises((NotAllowed, NotFound)):
        post(world, world.manager, role="clerk", unit="cua_dong", by="moi")
    with pytest.raises(NotAllowed):
        people.disable_user(user=world.stranger, by=user, at=world.now)
    with pytest.raises(NotAllowed):
        people.invite(user=world.planner, by=user, at=world.now)


def test_an_ended_posting_stays_in_the_books_and_a_future_one_vanishes(world):
    posting = Posting.objects.get(user=world.clerk)
    later = post(world, world.clerk, role="clerk", unit="tay_ho", starts=date(2021, 1, 1))

    people.end_posting(posting=posting, ends_on=date(2020, 1, 1), by=world.administrator, at=world.now)
    people.end_posting(posting=later, ends_on=date(2020, 1, 1), by=world.administrator, at=world.now)

    assert list(Posting.objects.filter(user=world.clerk).values_list("ends_on", flat=True)) == [
        date(2020, 1, 1)
    ]
    assert not Unit.objects.where(world.clerk, Permission.ENTER, on=world.now.date()).exists()


def test_an_invitation_lets_its_person_in_once(world):
    user = add(world)
    token = people.invite(user=user, by=world.administrator, at=world.now)

    people.accept_invitation(token=token, password=PASSWORD, at=world.now)

    assert authenticate(username="moi", password=PASSWORD) == user
    for late in (token, "never-given"):
        with pytest.raises(Refused) as refusal:
            people.accept_invitation(token=late, password=PASSWORD, at=world.now)
        assert (code_of(refusal), refusal.value.status) == ("invitation_over", 404)


def test_only_the_digest_of_a_link_is_kept(world):
    token = people.invite(user=world.clerk, by=world.administrator, at=world.now)

    assert len(token) >= 40
    kept = Invitation.objects.values().get()
    assert token not in str(kept)


def test_a_newer_link_and_a_week_end_a_link(world):
    first = people.invite(user=world.clerk, by=world.administrator, at=world.now)
    second = people.invite(user=world.clerk, by=world.administrator, at=world.now + timedelta(hours=1))

    with pytest.raises(Refused):
        people.accept_invitation(token=first, password=PASSWORD, at=world.now + timedelta(hours=2))
    with pytest.raises(Refused):
        people.accept_invitation(token=second, password=PASSWORD, at=world.now + timedelta(days=7, hours=1))
    assert people.invitation_of(second, world.now + timedelta(days=7)).user == world.clerk


def test_a_weak_password_is_refused_with_its_reasons_and_the_link_stays_good(world):
    token = people.invite(user=world.clerk, by=world.administrator, at=world.now)

    with pytest.raises(Refused) as refusal:
        people.accept_invitation(token=token, password="clerk", at=world.now)
    assert (code_of(refusal), len(refusal.value.messages) > 0) == ("weak_password", True)

    assert people.accept_invitation(token=token, password=PASSWORD, at=world.now) == world.clerk


def test_disabling_ends_sign_in_links_and_rights_at_once(world):
    token = people.invite(user=world.clerk, by=world.administrator, at=world.now)

    people.disable_user(user=world.clerk, by=world.administrator, at=world.now)

    world.clerk.refresh_from_db()
    assert not Unit.objects.where(world.clerk, Permission.READ, on=world.now.date()).exists()
    with pytest.raises(Refused):
        people.accept_invitation(token=token, password=PASSWORD, at=world.now)
    with pytest.raises(Refused) as refusal:
        people.invite(user=world.clerk, by=world.administrator, at=world.now)
    assert code_of(refusal) == "disabled"

    people.enable_user(user=world.clerk, by=world.administrator, at=world.now)
    world.clerk.refresh_from_db()
    assert Unit.objects.where(world.clerk, Permission.READ, on=world.now.date()).exists()


def test_the_history_of_a_password_says_nothing_of_it(world):
    token = people.invite(user=world.clerk, by=world.administrator, at=world.now)
    before = HistoryEntry.objects.filter(noun="user", row=world.clerk.pk).count()

    people.accept_invitation(token=token, password=PASSWORD, at=world.now)

    assert HistoryEntry.objects.filter(noun="user", row=world.clerk.pk).count() == before


def test_a_district_administrator_does_not_invite_who_will_stand_elsewhere(world):
    theirs = add(world, username="quan-tri-huyen")
    post(world, theirs, role="administrator", unit="dong_ho")
    director = add(world, username="giam-doc-moi")
    post(world, director, role="director", unit="vp", starts=date(2020, 2, 1))

    with pytest.raises(NotAllowed):
        people.invite(user=director, by=theirs, at=world.now)
