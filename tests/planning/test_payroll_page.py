"""The accountant's page of payroll revenue."""

import pytest

from planning.models import HistoryEntry, RevenueRecord
from postoffice.months import Month

DECEMBER = Month(2019, 12)


@pytest.fixture
def sent(world):
    world.open("2019-12")
    world.report(world.cua_bac, DECEMBER, {"EMS": 10_000_000, "BK": 4_000_000})
    return world


def test_payroll_revenue_is_stored_beside_revenue_so_that_the_wage_base_has_its_own_hand(client, sent):
    client.force_login(sent.accountant)

    client.post("/payroll/2019-12/?unit=cua-bac", {"EMS": "4,2tr", "BK": ""})

    ems = RevenueRecord.objects.get(service__code="EMS")
    assert (ems.revenue, ems.payroll_revenue) == (10_000_000, 4_200_000)
    assert RevenueRecord.objects.get(service__code="BK").payroll_revenue is None
    last = HistoryEntry.objects.filter(noun="record").order_by("-id").first()
    assert (last.actor, last.new) == (sent.accountant, {"payroll_revenue": 4_200_000})


def test_a_misread_amount_comes_back_as_typed_so_that_nothing_is_lost(client, sent):
    client.force_login(sent.accountant)

    answer = client.post("/payroll/2019-12/?unit=cua-bac", {"EMS": "4.2", "BK": "1.000"})

    assert answer.status_code == 422
    assert 'value="4.2"' in answer.content.decode()
    assert not RevenueRecord.objects.exclude(payroll_revenue=None).exists()


def test_the_share_stands_beside_so_that_a_wrong_base_is_seen(client, sent):
    RevenueRecord.objects.filter(service__code="EMS").update(payroll_revenue=4_200_000)
    client.force_login(sent.accountant)

    page = client.get("/payroll/2019-12/").content.decode()

    # 4,2 of 14 million.
    assert "30,0%" in page


@pytest.mark.parametrize("who", ["planner", "manager", "director"])
def test_nobody_else_writes_it_so_that_wages_have_one_source(client, sent, who):
    client.force_login(getattr(sent, who))

    assert client.post("/payroll/2019-12/?unit=cua-bac", {"EMS": "1"}).status_code == 403


def test_a_page_that_is_out_of_date_overwrites_nobody_so_that_an_import_is_not_lost(client, sent):
    client.force_login(sent.accountant)
    page = typed_of(client.get("/payroll/2019-12/?unit=cua-bac"))
    RevenueRecord.objects.filter(service__code="EMS").update(payroll_revenue=4_200_000)

    answer = client.post("/payroll/2019-12/?unit=cua-bac", page | {"BK": "1.700.000"})

    # What the page had for EMS is not what was changed on it: only Bưu kiện is written.
    assert answer.status_code == 302
    assert paid() == {"EMS": 4_200_000, "BK": 1_700_000}


def test_two_hands_on_one_figure_are_told_so_that_neither_is_lost_in_silence(client, sent):
    client.force_login(sent.accountant)
    page = typed_of(client.get("/payroll/2019-12/?unit=cua-bac"))
    RevenueRecord.objects.filter(service__code="EMS").update(payroll_revenue=4_200_000)

    answer = client.post("/payroll/2019-12/?unit=cua-bac", page | {"EMS": "5.000.000"})

    assert answer.status_code == 422
    assert "4.200.000" in answer.content.decode()
    assert paid()["EMS"] == 4_200_000


def typed_of(page) -> dict[str, str]:
    """Return what a browser would send back of the page's form."""
    form = page.context["form"]
    return {field.html_name: field.value() or "" for field in form}


def paid() -> dict[str, int | None]:
    return dict(RevenueRecord.objects.values_list("service__code", "payroll_revenue"))
