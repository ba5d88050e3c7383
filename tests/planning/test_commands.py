"""Commands of the operator: invite, verify_totals."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from planning import clock
from planning.actions import months, people
from planning.actions.adjustments import adjust
from planning.models import RevenueRecord
from tests.planning.deeds import DECEMBER, sent


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().strip()


def test_an_invitation_is_printed_as_a_link_that_works(world):
    link = run("invite", "Clerk", "--site", "https://kehoach.example.vn/")

    assert link.startswith("https://kehoach.example.vn/")
    token = link.strip("/").rsplit("/", 1)[1]
    assert people.invitation_of(token, clock.now()).user == world.clerk


@pytest.mark.parametrize("username", ["nobody", "disabled"])
def test_nobody_unknown_or_disabled_is_invited(world, username):
    with pytest.raises(CommandError):
        run("invite", username)


def test_totals_that_agree_are_counted(world):
    world.books("""
        unit    | 2019-12
        cua bac |     120
    """)

    # BCCP and ALL at the point; with EMS at the district and the province.
    assert run("verify_totals") == "8 totals agree with their records."


def test_a_closed_figure_changed_around_the_portal_is_found_and_an_adjustment_is_not(world):
    world.open("2019-12")
    sent(world, {"EMS": 100})
    months.close(month=DECEMBER, round=2, by=world.planner, at=world.now)
    adjust(
        unit=world.cua_bac, service=world.services["EMS"], month=DECEMBER, measure="revenue", amount=90,
        reason="Đối soát", by=world.planner, at=world.now,
    )  # fmt: skip
    assert "agree" in run("verify_totals")

    _force(world)

    with pytest.raises(CommandError, match="1 closed figures changed without an adjustment"):
        run("verify_totals")


def _force(world):
    """Pass the lock as a hand at the database could."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.adjustment', 'x', true)")
    RevenueRecord.objects.filter(unit=world.cua_bac, service__code="EMS").update(revenue=91)
