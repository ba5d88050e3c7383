"""The entry page as a form, and its autosave: everything through a client and an address."""

import json
from uuid import uuid4

import pytest

from planning.models import MonthlyReport, RevenueRecord
from postoffice.months import Month

URL = "/entry/cua-bac/2019-12/"
DRAFT = URL + "draft.json"
DECEMBER = Month(2019, 12)


@pytest.fixture
def december(world):
    """December is open; every point has a year of books and a target behind it."""
    world.open("2019-12")
    world.books("""
        unit    | 2018   | 2019-11 | target 2019
        cua bac | 120000 |   31000 |      384000
    """)
    return world


@pytest.fixture
def manager(client, december):
    client.force_login(december.manager)
    return client


def report(world, unit="cua-bac"):
    return MonthlyReport.objects.of(world.units[unit], DECEMBER).get()


def value(world, service="EMS", measure="revenue"):
    cell = report(world).draft.get(service, {}).get(measure)
    return cell and cell["value"]


def autosave(client, *cells, url=DRAFT, key=None, unit=1, **more):
    body = {
        "key": str(key or uuid4()),
        "unit": unit,
        "cells": [
            {"service": service, "measure": measure, "text": text, "version": version}
            for service, measure, text, version in cells
        ],
        **more,
    }
    return client.post(url, json.dumps(body), content_type="application/json")


def full(**typed):
    """A whole form: revenue and volume of the four services, nothing known before."""
    form = {"key": str(uuid4()), "unit": "1", "version": "0"}
    for service in ("EMS", "BK", "CT", "BAO"):
        for measure in ("revenue", "volume"):
            form[f"{service}-{measure}"] = ""
            form[f"was-{service}-{measure}"] = "0:"
    return form | typed


def test_the_page_shows_what_stands_beside_each_field_so_that_a_figure_is_typed_knowingly(manager):
    text = manager.get(URL).content.decode()

    # November 31.000, December 2018 120.000 / 12, December's target 384.000 / 12.
    assert all(figure in text for figure in ("31.000", "10.000", "32.000"))
    assert "BC Cửa Bắc" in text
    assert 'name="EMS-revenue"' in text


def test_the_form_saves_without_javascript_so_that_any_browser_will_do(manager, december):
    answer = manager.post(URL, full(**{"EMS-revenue": "31.200", "EMS-volume": "412"}))

    assert answer.status_code == 302
    assert value(december) == 31_200
    assert value(december, measure="volume") == 412
    assert not RevenueRecord.objects.filter(month=DECEMBER.first).exists()
