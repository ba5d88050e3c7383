"""The limits by which entries are judged, as the planner sets them."""

import pytest
from django.db import IntegrityError, transaction

from planning.checks import Limits
from planning.models import HistoryEntry, Office
from planning.review import limits

ASKED = {
    "explain_below_percent": "90",
    "explain_above": "3tr",
    "payroll_share_low": "30",
    "payroll_share_high": "60",
    "due_day": "7",
    "reason": "Họp giao ban quyết định",
}


def test_the_planner_sets_them_so_that_only_large_shortfalls_ask_for_words(client, world):
    client.force_login(world.planner)

    answer = client.post("/limits/", ASKED)

    assert answer.status_code == 302
    assert limits() == Limits(below_percent=90, above=3_000_000)
    office = Office.objects.get()
    assert (office.payroll_share_low, office.payroll_share_high, office.due_day) == (30, 60, 7)
    entry = HistoryEntry.objects.filter(noun="office").latest("id")
    assert (entry.actor, entry.reason) == (world.planner, "Họp giao ban quyết định")
    assert entry.new["explain_above"] == 3_000_000


def test_the_page_says_what_they_mean_so_that_nobody_computes(client, world):
    client.force_login(world.planner)
    client.post("/limits/", ASKED | {"explain_above": "12tr"})

    page = client.get("/limits/").content.decode()

    # Of 100 million: 90% are 90 million, but only more than 12 million count.
    assert "88.000.000" in page
    assert "30.000.000" in page
    assert "60.000.000" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"explain_below_percent": "201"},
        {"explain_above": "-1"},
        {"explain_above": ""},
        {"payroll_share_low": "61"},
        {"due_day": "29"},
    ],
    ids=lambda wrong: "-".join(map(str, next(iter(wrong.items())))),
)
def test_a_limit_out_of_its_range_comes_back_so_that_no_check_goes_mad(client, world, wrong):
    client.force_login(world.planner)

    assert client.post("/limits/", ASKED | wrong).status_code == 422
    assert limits() == Limits()


@pytest.mark.parametrize(
    "wrong",
    [{"explain_below_percent": 201}, {"explain_above": -1}, {"payroll_share_low": 53}, {"due_day": 0}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_the_database_keeps_the_ranges_so_that_no_file_brings_others(world, wrong):
    Office.objects.get_or_create()

    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.update(**wrong)
