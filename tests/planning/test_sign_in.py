"""Who comes in, where they land, and what strangers learn."""

import pytest
from django.urls import reverse

from planning.actions.invitations import invite
from planning.models import Invitation, Office
from tests.world import PASSWORD


def try_in(client, username="manager", password=PASSWORD, **more):
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def test_a_person_signs_in_with_any_case_so_that_caps_lock_locks_nobody_out(client, world):
    answer = try_in(client, username="Manager")

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(world.manager.pk)


@pytest.mark.parametrize(
    ("username", "password"),
    [("manager", "sai mật khẩu"), ("nobody", PASSWORD), ("disabled", PASSWORD), ("manager", "")],
)
def test_a_wrong_pair_is_refused_in_words_so_that_the_person_can_try_again(client, world, username, password):
    answer = try_in(client, username=username, password=password)

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_unknown_and_disabled_people_get_one_answer_so_that_names_cannot_be_guessed(client, world):
    texts = {
        tuple(try_in(client, username=name, password="sai").context["form"].non_field_errors())
        for name in ("manager", "nobody", "disabled")
    }

    assert len(texts) == 1


@pytest.mark.parametrize("name", ["a\x00b", "a" * 61, "' OR 1=1 --", "\u202e", " "])
def test_odd_user_names_are_refused_so_that_no_input_breaks_the_page(client, world, name):
    answer = try_in(client, username=name)

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_the_way_back_is_kept_so_that_a_link_opens_after_signing_in(client, world):
    assert try_in(client, next="/health/").headers["Location"] == "/health/"


@pytest.mark.parametrize(
    "goal",
    [
        "https://evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "\\\\evil.example",
        "evil",
        "\x00//evil.example",
        "/\\evil.example",
    ],
)
def test_the_way_back_stays_here_so_that_no_stranger_gets_the_visitor(client, world, goal):
    assert "evil" not in try_in(client, next=goal).headers["Location"]


def test_signing_out_needs_a_post_so_that_a_link_cannot_do_it(client, world):
    client.force_login(world.manager)

    refused = client.get(reverse("sign-out"))
    done = client.post(reverse("sign-out"))

    assert refused.status_code == 405
    assert done.headers["Clear-Site-Data"] == '"storage"'
    assert "_auth_user_id" not in client.session


def test_demo_people_are_offered_only_by_a_demo_office_so_that_a_real_one_shows_nobody(client, world):
    world.planner.is_demo = True
    world.planner.save()

    real = client.get("/sign-in/").content.decode()
    Office.objects.update(is_demo=True)
    demo = client.get("/sign-in/").content.decode()

    assert 'value="planner"' not in real
    assert 'value="planner"' in demo
    assert 'value="manager"' not in demo


def test_the_language_changes_before_signing_in_so_that_everybody_can_read_the_form(client, world):
    client.post(reverse("set_language"), {"language": "en", "next": "/sign-in/"})

    assert "Sign in" in client.get("/sign-in/").content.decode()


@pytest.fixture
def invited(world):
    """A person without a password, and the address of the invitation."""
    person = world.manager
    person.set_unusable_password()
    person.save()
    return f"/invitation/{invite(user=person, by=world.administrator, at=world.now)}/"


def choose(client, address, password, again=None):
    return client.post(address, {"password": password, "again": password if again is None else again})


def test_an_invited_person_chooses_a_password_once_and_signs_in_with_it(client, world, invited):
    assert world.manager.username in client.get(invited).content.decode()

    answer = choose(client, invited, "một mật khẩu đủ dài")

    assert answer.headers["Location"] == reverse("sign-in")
    assert try_in(client, password="một mật khẩu đủ dài").status_code == 302
    assert client.get(invited).status_code == 404


@pytest.mark.parametrize(
    ("password", "again"), [("ngắn", None), ("password123", None), ("một mật khẩu đủ dài", "khác"), ("", "")]
)
def test_a_weak_or_mistyped_password_is_refused_in_words(client, world, invited, password, again):
    answer = choose(client, invited, password, again)

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    world.manager.refresh_from_db()
    assert not world.manager.has_usable_password()


def test_ended_and_unknown_invitations_answer_alike(client, world, invited):
    Invitation.objects.update(expires_at=world.now)

    ended, unknown = client.get(invited), client.get("/invitation/none/")

    assert (ended.status_code, unknown.status_code) == (404, 404)
    assert choose(client, invited, "một mật khẩu đủ dài").status_code == 404
