"""Standing in: who is away lends his posting until a day, and nothing else."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from planning.actions.batches import undo
from planning.actions.office import load
from planning.importing import stored
from planning.importing.office import OfficeData, PersonRow
from planning.models import HistoryEntry, MonthlyReport, Posting
from postoffice.months import Month

DECEMBER = Month(2019, 12)


@pytest.fixture
def january(world, settings):
    settings.PORTAL_TODAY = "2020-01-03"
    world.open("2019-12", due_on=date(2020, 1, 6))
    return world


def lend(client, holder, user="manager_nam", starts_on="03/01/2020", ends_on="10/01/2020"):
    client.force_login(holder)
    own = Posting.objects.filter(user=holder, stands_in_for=None).first()
    body = {"posting": own.pk, "user": user, "starts_on": starts_on, "ends_on": ends_on}
    return client.post("/stand-in/", body)


def test_a_colleague_enters_until_the_last_day_and_not_after(client, january, settings):
    assert lend(client, january.manager).status_code == 302
    client.force_login(january.manager_nam)
    assert client.get("/entry/cua-bac/2019-12/").status_code == 200
    home = client.get("/").content.decode()
    assert january.manager.full_name in home and "10/01/2020" in home

    settings.PORTAL_TODAY = "2020-01-11"

    client.force_login(january.manager_nam)
    assert client.get("/entry/cua-bac/2019-12/").status_code == 404


def test_the_history_says_who_lent_it_to_whom(client, january):
    lend(client, january.manager)

    last = HistoryEntry.objects.filter(noun="posting").order_by("-pk").first()
    assert last.actor == january.manager
    assert last.new["stands_in_for_id"] == january.manager.pk
    assert last.new["user_id"] == january.manager_nam.pk


@pytest.mark.parametrize(
    ("user", "starts_on", "ends_on"),
    [
        ("stranger", "03/01/2020", "10/01/2020"),  # of another district
        ("manager", "03/01/2020", "10/01/2020"),  # the holder himself
        ("disabled", "03/01/2020", "10/01/2020"),
        ("manager_nam", "03/01/2020", ""),
        ("manager_nam", "02/01/2020", "10/01/2020"),  # begins yesterday
        ("manager_nam", "10/01/2020", "03/01/2020"),
        ("manager_nam", "03/01/2020", "03/03/2020"),  # the 61st day
    ],
)
def test_what_cannot_be_is_refused(client, january, user, starts_on, ends_on):
    answer = lend(client, january.manager, user, starts_on, ends_on)

    assert answer.status_code == 422
    assert not Posting.objects.exclude(stands_in_for=None).exists()


def test_a_lent_posting_is_not_passed_on_and_not_lent_twice(client, january):
    lend(client, january.manager)
    lent = Posting.objects.get(stands_in_for=january.manager)
    assert lend(client, january.manager, "clerk").status_code == 422

    client.force_login(january.manager_nam)
    body = {"posting": lent.pk, "user": "clerk", "starts_on": "03/01/2020", "ends_on": "05/01/2020"}
    assert client.post("/stand-in/", body).status_code == 422
    assert Posting.objects.exclude(stands_in_for=None).count() == 1


def test_the_holder_takes_it_back_at_once_and_nobody_else_does(client, january):
    lend(client, january.manager)
    lent = Posting.objects.get(stands_in_for=january.manager)
    client.force_login(january.manager_nam)
    assert client.post(f"/stand-in/{lent.pk}/end/").status_code == 404

    client.force_login(january.manager)
    assert client.post(f"/stand-in/{lent.pk}/end/").status_code == 302

    client.force_login(january.manager_nam)
    assert client.get("/entry/cua-bac/2019-12/").status_code == 404


def test_a_stand_in_of_the_head_approves_others_but_not_what_he_sent(client, january):
    lend(client, january.head, "clerk")
    for unit in (january.cua_bac, january.cua_nam):
        january.report(unit, DECEMBER, {"EMS": 5}, state="submitted")
    MonthlyReport.objects.filter(unit=january.cua_bac).update(submitted_by=january.clerk)
    MonthlyReport.objects.filter(unit=january.cua_nam).update(submitted_by=january.manager_nam)

    client.force_login(january.clerk)
    for code in ("cua-bac", "cua-nam"):
        client.post("/queue/approve/", {"month": "2019-12", "units": code})

    states = dict(MonthlyReport.objects.values_list("unit__code", "state"))
    assert states == {"cua-bac": "submitted", "cua-nam": "approved"}


def test_a_lent_posting_does_not_become_a_lasting_one_by_way_of_the_office_workbook(client, january):
    lend(client, january.manager)

    rows = stored.people(date(2020, 1, 3))

    assert [row.unit_code for row in rows if row.username == "manager_nam"] == ["cua-nam"]


def test_the_database_keeps_a_lent_posting_from_lasting_for_ever(january):
    with pytest.raises(IntegrityError, match="standing_in_ends"), transaction.atomic():
        Posting.objects.create(
            user=january.clerk, role="unit_head", unit=january.dong_ho, starts_on=date(2020, 1, 1),
            stands_in_for=january.head,
        )  # fmt: skip


def test_what_is_lent_ends_with_the_posting_it_was_lent_of(client, january):
    lend(client, january.manager)
    own = Posting.objects.get(user=january.manager, stands_in_for=None)
    client.force_login(january.administrator)

    client.post(f"/people/manager/posting/{own.pk}/end/")

    assert Posting.objects.get(stands_in_for=january.manager).ends_on == date(2020, 1, 3)


def test_a_holder_who_is_dismissed_leaves_nobody_in_his_place(client, january):
    lend(client, january.manager)
    Posting.objects.filter(stands_in_for=january.manager).update(starts_on=date(2020, 1, 1))
    client.force_login(january.administrator)

    client.post("/people/manager/state/")

    client.force_login(january.manager_nam)
    assert client.get("/entry/cua-bac/2019-12/").status_code == 404
    last = HistoryEntry.objects.filter(noun="posting").order_by("-pk").first()
    assert (last.actor, last.new) == (january.administrator, {"ends_on": "2020-01-02"})


def lend_for(client, who, user="manager_nam", ends_on="10/01/2020", holder="manager"):
    client.force_login(who)
    own = Posting.objects.get(user__username=holder, stands_in_for=None)
    body = {"posting": own.pk, "user": user, "starts_on": "03/01/2020", "ends_on": ends_on}
    return client.post(f"/people/{holder}/stand-in/", body)


def test_an_administrator_lends_for_who_fell_ill_and_signs_for_it(client, january):
    assert lend_for(client, january.administrator).status_code == 302

    last = HistoryEntry.objects.filter(noun="posting").order_by("-pk").first()
    assert (last.actor, last.new["stands_in_for_id"]) == (january.administrator, january.manager.pk)
    page = client.get("/people/manager/stand-in/").content.decode()
    assert january.manager_nam.full_name in page
    client.force_login(january.manager_nam)
    assert client.get("/entry/cua-bac/2019-12/").status_code == 200

    client.force_login(january.administrator)
    lent = Posting.objects.get(stands_in_for=january.manager)
    client.post(f"/people/manager/stand-in/{lent.pk}/end/")

    assert not Posting.objects.exclude(stands_in_for=None).exists()


def test_an_administrator_lends_nothing_without_an_end_or_to_himself_or_of_the_dismissed(client, january):
    Posting.objects.create(
        user=january.administrator, role="auditor", unit=january.dong_ho, starts_on=date(2019, 1, 1)
    )

    without_end = lend_for(client, january.administrator, ends_on="").status_code
    to_himself = lend_for(client, january.administrator, user="administrator").status_code
    client.post("/people/manager/state/")
    of_the_dismissed = lend_for(client, january.administrator).status_code

    assert (without_end, to_himself, of_the_dismissed) == (422, 403, 422)
    assert not Posting.objects.exclude(stands_in_for=None).exists()


def test_a_posting_that_an_import_brought_stays_while_it_is_lent(client, january):
    data = OfficeData(people=(PersonRow("manager", "dong-ho", "clerk", january.manager.full_name),))
    batch = load(data, by=None, at=january.now, channel="command").batch
    brought = Posting.objects.get(user=january.manager, role="clerk")
    client.force_login(january.manager)
    body = {"posting": brought.pk, "user": "head", "starts_on": "03/01/2020", "ends_on": "10/01/2020"}
    client.post("/stand-in/", body)

    result = undo(batch=batch, by=january.administrator, at=january.now)

    assert [one.noun for one in result.left] == ["posting"]
    assert Posting.objects.filter(pk=brought.pk).exists()
