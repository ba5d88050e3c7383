"""Figures on the pages for typing come back as they went out, in both languages and every unit of money."""

import html
import re

import pytest

from planning.actions.cells import CellChange
from planning.actions.drafts import save_draft
from planning.models import DraftSave, Estimate, MonthlyReport, ReportingMonth, User
from planning.models.history import Channel
from postoffice.months import Month

DECEMBER = Month(2019, 12)
AMOUNTS = {"EMS": 1_234, "BK": 1_234_000, "CT": 49_470_000_000, "BAO": 290}


def fields(page):
    """Return the form's inputs as a browser would send them back."""
    inputs = re.findall(r"<input[^>]*>", page)
    named = {re.search(r'name="([^"]*)"', one)[1]: one for one in inputs if 'name="' in one}
    texts = {name: re.search(r'value="([^"]*)"', one) for name, one in named.items()}
    return {name: html.unescape(text[1]) if text else "" for name, text in texts.items()}


def unchanged(client, page):
    """Open a page, send it back as it is, and return the answer."""
    return client.post(page, fields(client.get(page).content.decode()) | {"action": "save"})


@pytest.fixture(params=[("en", 1), ("en", 1_000), ("vi", 1), ("vi", 1_000)], ids=lambda p: f"{p[0]}-{p[1]}")
def clerk(request, client, december, settings):
    """The clerk, reading in one language and typing in one unit of money."""
    language, unit = request.param
    client.force_login(december.clerk)
    client.cookies["django_language"] = language
    User.objects.filter(pk=december.clerk.pk).update(entry_unit=unit)
    return client


@pytest.mark.parametrize("page", ["/entry/cua-bac/2019-12/", "/entry/by-service/BK/2019-12/"])
def test_a_sheet_that_is_only_looked_at_changes_nothing(clerk, december, page):
    changes = [CellChange(code, "revenue", amount, 0) for code, amount in AMOUNTS.items()]
    save_draft(
        unit=december.cua_bac, month=DECEMBER, changes=changes, key="6a1c0c1e-7c52-4b53-9d0d-3f3f0f0b8f11",
        by=december.clerk, at=december.now, channel=Channel.GRID,
    )  # fmt: skip

    assert unchanged(clerk, page).status_code == 302

    draft = MonthlyReport.objects.of(december.cua_bac, DECEMBER).get().draft
    assert {code: draft[code]["revenue"]["value"] for code in AMOUNTS} == AMOUNTS
    assert DraftSave.objects.count() == 1


def test_an_estimate_that_is_only_looked_at_changes_nothing(clerk, december, settings):
    settings.PORTAL_TODAY = "2019-12-09"
    ReportingMonth.objects.update(estimate_due_on=DECEMBER.first)
    for code, amount in AMOUNTS.items():
        Estimate.objects.create(
            unit=december.cua_bac, service=december.services[code], month=DECEMBER.first, revenue=amount,
            by=december.manager, at=december.now,
        )  # fmt: skip

    assert unchanged(clerk, "/estimates/cua-bac/2019-12/").status_code == 302

    kept = Estimate.objects.values_list("service__code", "revenue", "by__username")
    assert set(kept) == {(code, amount, "manager") for code, amount in AMOUNTS.items()}
