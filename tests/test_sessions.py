"""A session belongs to one person, and ends when it should."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from planning.actions import people
from planning.models import Posting
from planning.signed_in import SessionStore
from tests.world import PASSWORD


@pytest.fixture
def signed_in(client, world):
    client.post("/sign-in/", {"username": "manager", "password": PASSWORD})
    return client


def is_in(client) -> bool:
    answer = client.get("/entry/")
    return answer.status_code != 302 or "/sign-in/" not in answer.headers["Location"]


def test_signing_in_begins_a_new_session_so_that_a_planted_one_is_worth_nothing(client, world):
    client.get("/sign-in/")
    session = client.session
    session["language"] = "vi"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted

    client.post("/sign-in/", {"username": "manager", "password": PASSWORD})

    assert client.cookies["sessionid"].value != planted
    assert not is_in(Client(headers={"cookie": f"sessionid={planted}"}))


def test_signing_out_ends_the_session_so_that_a_kept_cookie_opens_nothing(signed_in):
    kept = signed_in.cookies["sessionid"].value

    signed_in.post("/sign-out/")

    assert not is_in(Client(headers={"cookie": f"sessionid={kept}"}))


def test_a_session_that_has_run_out_opens_nothing(signed_in):
    assert is_in(signed_in)

    Session.objects.update(expire_date=timezone.now())

    assert not is_in(signed_in)


@pytest.mark.parametrize("key", ["a" * 32, "\0" + "a" * 31], ids=["unknown", "with a NUL"])
def test_a_key_that_the_portal_did_not_give_is_not_taken_over(key, world):
    chosen = SessionStore(key)

    chosen["language"] = "vi"
    chosen.save()

    assert chosen.session_key != key


def test_a_new_password_ends_every_session_so_that_a_thief_is_out(signed_in, world):
    assert is_in(signed_in)
    token = people.invite(user=world.manager, by=world.administrator, at=world.now)

    Client().post(f"/invitation/{token}/", {"password": "mot-mat-khau-khac", "again": "mot-mat-khau-khac"})

    assert not is_in(signed_in)


def test_disabling_ends_every_session_at_once(signed_in, world):
    people.disable_user(user=world.manager, by=world.administrator, at=world.now)

    assert not is_in(signed_in)


def test_rights_are_read_at_each_request_so_that_a_posting_that_ends_is_over(signed_in, world):
    world.open("2019-12")
    before = signed_in.get("/entry/cua-bac/2019-12/").status_code

    Posting.objects.filter(user=world.manager).update(ends_on="2020-01-02")

    assert (before, signed_in.get("/entry/cua-bac/2019-12/").status_code) == (200, 404)


def test_two_postings_open_both_units_and_nothing_else(signed_in, world):
    world.open("2019-12")
    Posting.objects.create(
        user=world.manager, role="branch_manager", unit=world.cua_dong, starts_on="2020-01-01"
    )

    answers = {unit: signed_in.get(f"/entry/{unit}/2019-12/").status_code for unit in world.units}

    assert {unit for unit, status in answers.items() if status == 200} == {"cua-bac", "cua-dong"}
    assert {status for unit, status in answers.items() if unit not in ("cua-bac", "cua-dong")} == {404}


def test_a_new_key_signs_nobody_out_while_the_old_one_is_remembered(signed_in, settings):
    old, new = settings.SECRET_KEY, "khoa-moi-" * 8

    with override_settings(SECRET_KEY=new, SECRET_KEY_FALLBACKS=[old]):
        assert is_in(signed_in)


def test_a_new_key_alone_signs_everybody_out(signed_in):
    with override_settings(SECRET_KEY="khoa-moi-" * 8):
        assert not is_in(signed_in)
