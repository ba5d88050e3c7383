"""People and postings: the administrator's pages."""

import re
from datetime import date

from planning.models import Posting, User


def test_a_new_person_is_added_posted_and_invited_so_that_nobody_knows_a_password(client, world):
    client.force_login(world.administrator)

    client.post("/people/new/", {"username": "an.bh", "full_name": "Người thử An", "email": ""})
    client.post("/people/an.bh/posting/", {"role": "clerk", "unit": "tay-ho", "starts_on": "03/01/2020"})
    page = client.post("/people/an.bh/invitation/").content.decode()

    posting = Posting.objects.get(user__username="an.bh")
    assert (posting.role, posting.unit.code, posting.starts_on) == ("clerk", "tay-ho", date(2020, 1, 3))
    assert not User.objects.get(username="an.bh").has_usable_password()
    assert re.search(r"http://testserver/invitation/[\w-]{40,}/", page)


def test_a_taken_name_is_refused_with_a_sentence_so_that_nothing_typed_is_lost(client, world):
    client.force_login(world.administrator)

    answer = client.post("/people/new/", {"username": "head", "full_name": "Người thử khác"})

    assert "Người thử khác" in answer.content.decode()
    assert User.objects.filter(username="head").count() == 1


def test_ending_a_posting_takes_the_right_at_once_so_that_a_hand_over_is_safe(client, world):
    posting = world.manager.postings.get()
    client.force_login(world.administrator)

    client.post(f"/people/manager/posting/{posting.pk}/end/")

    posting.refresh_from_db()
    assert posting.ends_on == date(2020, 1, 3)


def test_nobody_else_keeps_people_so_that_rights_come_from_one_hand(client, world):
    for person in (world.planner, world.director, world.head):
        client.force_login(person)

        assert client.get("/people/").status_code == 403
        assert client.post("/people/manager/state/").status_code == 403

    assert User.objects.get(username="manager").is_active


def test_people_are_found_without_accents_so_that_a_phone_keyboard_suffices(client, world):
    User(username="thu", full_name="Người thử Nguyễn Thị Thủy").save()
    client.force_login(world.administrator)

    page = client.get("/people/", {"q": "nguyen thi thuy"}).content.decode()

    assert "Nguyễn Thị Thủy" in page
    assert "Người thử head" not in page
