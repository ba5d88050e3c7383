"""A service that was sold no more before the month: a hand-made request writes nothing of it."""

import json
from datetime import date
from uuid import uuid4

import pytest

from planning.models import DraftSave, Estimate, MonthlyReport, Service
from tests.planning.estimating import DECEMBER, PAGE, speak
from tests.planning.month_files import upload

ENTRY = "/entry/cua-bac/2019-12/"
ALL = ("EMS", "BK", "CT", "BAO")


def autosave(client):
    cell = {"service": "CT", "measure": "revenue", "text": "5", "version": 0}
    body = {"key": str(uuid4()), "unit": 1, "cells": [cell]}
    return client.post(f"{ENTRY}draft.json", json.dumps(body), content_type="application/json")


def form(client, **more):
    typed = {"CT-revenue": "5", "was-CT-revenue": "0:"} | more
    return client.post(ENTRY, {"key": str(uuid4()), "unit": "1", "version": "0", "action": "save"} | typed)


def by_service(client):
    typed = {"cua-bac-revenue": "5", "was-cua-bac-revenue": "0:"}
    return client.post("/entry/by-service/CT/2019-12/", {"key": str(uuid4()), "unit": "1"} | typed)


def month_file(client):
    return upload(client, b"unit code,month,service,revenue\ncua-bac,2019-12,CT,5\n", "a.csv")


WAYS = {
    "autosave": (autosave, 409),
    "form": (form, 409),
    "form beside a service that is sold": (
        lambda client: form(client, **{"EMS-revenue": "7", "was-EMS-revenue": "0:"}), 409,
    ),
    "by service": (by_service, 409),
    "month file": (month_file, 422),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_no_way_in_types_into_a_service_that_has_ended(client, december, way):
    Service.objects.filter(code="CT").update(valid_to=date(2019, 11, 30))
    client.force_login(december.manager)
    act, status = WAYS[way]

    assert act(client).status_code == status
    assert not DraftSave.objects.exists()
    assert not MonthlyReport.objects.filter(month=DECEMBER.first).exclude(draft={}).exists()


@pytest.mark.parametrize(("stood", "status"), [(None, 302), (1, 409)])
def test_an_estimate_of_a_service_that_has_ended_is_neither_made_nor_changed(client, asked, stood, status):
    if stood:
        speak(asked, asked.cua_bac, stood)
    Service.objects.filter(code="CT").update(valid_to=date(2019, 11, 30))
    client.force_login(asked.manager)
    seen = {f"seen-{code}": stood or "" for code in ALL}

    answer = client.post(PAGE, dict.fromkeys(ALL, "5") | seen | {"unit": "1", "action": "save"})

    kept = Estimate.objects.filter(unit=asked.cua_bac, month=DECEMBER.first)
    # Where it stood already nothing is written; where it did not, the page has no field for it.
    expected = dict.fromkeys(ALL, stood) if stood else dict.fromkeys(("EMS", "BK", "BAO"), 5)
    assert answer.status_code == status
    assert dict(kept.values_list("service__code", "revenue")) == expected
