"""A portal without a unit, a month or a plan: every page of plans and imports says what to do."""

import pytest

from planning.models import User


@pytest.mark.parametrize("page", ["/plans/", "/imports/", "/import/", "/welcome/"])
def test_an_empty_portal_answers_with_the_way_in(client, db, page):
    nobody = User(username="moi", full_name="Người mới")
    nobody.set_unusable_password()
    nobody.save()
    client.force_login(nobody)

    answer = client.get(page)

    assert answer.status_code == 200
    assert "import_office" in answer.content.decode()
