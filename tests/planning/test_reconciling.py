"""The accountant's reconciliation: many at once, undone until the last close, gone when figures go back."""

import pytest

from planning.models import HistoryEntry, MonthlyReport
from postoffice.months import Month

DECEMBER = Month(2019, 12)
ADDRESS = "/reconcile/2019-12/"


@pytest.fixture
def sent(client, world):
    world.open("2019-12")
    world.report(world.cua_bac, DECEMBER, {"EMS": 10_000_000})
    world.report(world.cua_dong, DECEMBER, {"EMS": 5_000_000})
    world.report(world.cua_nam, DECEMBER, {"EMS": 7_000_000}, state="submitted")
    client.force_login(world.accountant)
    return world


def stands() -> dict[str, tuple[bool, str]]:
    """Return by unit whether it is reconciled, and how firm its figures are."""
    rows = MonthlyReport.objects.values_list("unit__code", "reconciled_at", "figure_status")
    return {unit: (at is not None, status) for unit, at, status in rows}


def test_many_are_signed_at_once_so_that_their_figures_are_final(client, sent):
    answer = client.post(ADDRESS, {"units": ["cua-bac", "cua-dong"], "step": "reconcile"})

    assert answer.status_code == 302
    assert stands() == {
        "cua-bac": (True, "final"), "cua-dong": (True, "final"), "cua-nam": (False, "preliminary"),
    }  # fmt: skip
    last = HistoryEntry.objects.filter(noun="report").latest("id")
    assert last.actor == sent.accountant
    assert last.new["figure_status"] == "final"


def test_what_is_not_approved_is_refused_with_all_so_that_nothing_is_final_by_mistake(client, sent):
    answer = client.post(ADDRESS, {"units": ["cua-bac", "cua-nam"], "step": "reconcile"})

    assert answer.status_code == 422
    assert "Cửa Nam" in answer.content.decode()
    assert stands()["cua-bac"] == (False, "preliminary")


@pytest.mark.parametrize("how", ["undo", "take back", "payroll"])
def test_it_is_gone_when_the_figures_move_so_that_final_means_final(client, sent, how):
    client.post(ADDRESS, {"units": ["cua-bac", "cua-dong"], "step": "reconcile"})

    if how == "undo":
        client.post(ADDRESS, {"units": ["cua-bac"], "step": "undo"})
    elif how == "payroll":
        client.post("/payroll/2019-12/?unit=cua-bac", {"EMS": "4.200.000"})
    else:
        client.force_login(sent.planner)
        client.post("/queue/cua-bac/2019-12/take-back/", {"reason": "Xem lại"})

    assert stands()["cua-bac"] == (False, "preliminary")
    assert stands()["cua-dong"] == (True, "final")


def test_after_the_last_close_it_stays_so_that_the_years_books_do_not_move(client, sent):
    client.post(ADDRESS, {"units": ["cua-bac"], "step": "reconcile"})
    client.force_login(sent.planner)
    closing = client.get("/months/2019-12/").content.decode()
    client.post("/months/2019-12/close/2/")
    client.force_login(sent.accountant)

    answer = client.post(ADDRESS, {"units": ["cua-bac"], "step": "undo"})

    assert "1/2" in closing
    assert answer.status_code == 422
    assert stands()["cua-bac"] == (True, "final")
