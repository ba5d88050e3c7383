"""Two people estimate one month at the same time: every service keeps one word, the other is told."""

import pytest

from planning.actions import estimates as acts
from planning.actions.estimates import EstimateIncomplete, Said
from planning.models import Estimate
from tests.planning.estimating import DECEMBER, speak
from tests.planning.races import raised, together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5
ALL = ("EMS", "BK", "CT", "BAO")


def say(world, who, amounts, seen=None):
    said = {code: Said(amount, seen) for code, amount in amounts.items()}
    return lambda: acts.say(unit=world.cua_bac, month=DECEMBER, said=said, by=world.people[who], at=world.now)


def stands(world):
    kept = Estimate.objects.filter(unit=world.cua_bac, month=DECEMBER.first).select_related("by", "service")
    return {one.service.code: (one.by.username, one.revenue) for one in kept}


def forget():
    Estimate.objects.filter(month=DECEMBER.first).delete()


def test_of_two_whole_estimates_one_stands_and_the_other_is_told_whose(asked):
    names = ("manager", "clerk")
    for _ in range(ROUNDS):
        answers = together(
            say(asked, "manager", dict.fromkeys(ALL, 5)), say(asked, "clerk", dict.fromkeys(ALL, 9))
        )

        assert raised(answers) == []
        (winner,) = (name for name, told in zip(names, answers, strict=True) if not told)
        (told,) = (told for told in answers if told)
        person, amount = asked.people[winner], {"manager": 5, "clerk": 9}[winner]
        assert {code: (one.by_name, one.theirs) for code, one in told.items()} == dict.fromkeys(
            ALL, (person.full_name, amount)
        )
        assert stands(asked) == dict.fromkeys(ALL, (winner, amount))
        forget()


def test_two_corrections_both_stand_where_they_differ_and_one_is_told_where_they_meet(asked):
    for _ in range(ROUNDS):
        speak(asked, asked.cua_bac, 1)
        answers = together(
            say(asked, "manager", {"EMS": 5, "BK": 5}, seen=1),
            say(asked, "clerk", {"EMS": 9, "CT": 9}, seen=1),
        )

        assert raised(answers) == []
        assert sorted(map(list, answers)) == [[], ["EMS"]]
        winner = ("manager", 5) if not answers[0] else ("clerk", 9)
        assert stands(asked) == {
            "EMS": winner, "BK": ("manager", 5), "CT": ("clerk", 9), "BAO": ("chief", 1),
        }  # fmt: skip
        forget()


def test_taken_back_and_corrected_at_once_leaves_all_of_it_or_none(asked):
    for _ in range(ROUNDS):
        speak(asked, asked.cua_bac, 1)
        back, corrected = together(
            say(asked, "clerk", dict.fromkeys(ALL), seen=1), say(asked, "manager", {"EMS": 5}, seen=1)
        )

        assert raised([back, corrected], but=(EstimateIncomplete,)) == []
        if back == {}:
            assert (stands(asked), list(corrected)) == ({}, ["EMS"])
        else:
            assert isinstance(back, EstimateIncomplete)
            assert stands(asked) == dict.fromkeys(ALL, ("chief", 1)) | {"EMS": ("manager", 5)}
        forget()
