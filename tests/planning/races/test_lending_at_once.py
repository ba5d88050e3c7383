"""A posting is lent while its holder is dismissed or moved: whoever is first, nothing lent outlives it."""

from datetime import date, timedelta

import pytest

from planning.actions import people, standing_in
from planning.actions.errors import Refused
from planning.models import Posting
from tests.planning.races import raised, together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("ending", ["dismissed", "moved"])
def test_what_is_lent_ends_with_its_holder_whoever_is_first(world, ending):
    own, today = Posting.objects.get(user=world.manager), world.now.date()
    signed = {"by": world.administrator, "at": world.now}

    def lend():
        return standing_in.stand_in(
            posting=own, user=world.manager_nam, starts_on=today, ends_on=today + timedelta(days=9), **signed
        )

    def end():
        if ending == "dismissed":
            return people.disable_user(user=world.manager, **signed)
        return people.end_posting(posting=own, ends_on=today, **signed)

    for _ in range(5):
        answers = together(lend, end)

        assert raised(answers, but=(Refused,)) == []
        lent = Posting.objects.filter(stands_in_for=world.manager)
        assert not lent.on(date(2020, 1, 3)).exists(), answers
        lent.delete()
        Posting.objects.filter(pk=own.pk).update(ends_on=None)
        people.enable_user(user=world.manager, **signed)
