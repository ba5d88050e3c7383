"""A month file that lost its mark: whose month it is, a person says."""

import pytest

from planning.models import DraftSave, RowNote
from tests.planning.month_files import confirm, row_of, saved, template, type_in, upload, value


@pytest.fixture
def manager(client, december):
    client.force_login(december.manager)
    return client


def test_a_file_that_does_not_say_whose_month_it_is_waits_for_a_person_to_say_so(manager, december):
    book = template(manager)
    row_of(book.worksheets[0], "EMS")[4].value = 31_200
    book.remove(book["_stamp"])

    shown = upload(manager, saved(book))
    again = confirm(manager, shown)
    untouched = value(december)
    done = confirm(manager, again, whose="on")

    assert 'name="whose"' in shown.content.decode()
    assert (again.status_code, untouched) == (422, None)
    assert again.context["whose"].has_error("whose")
    assert done.status_code == 302
    assert value(december) == 31_200


def test_a_file_without_a_mark_is_held_against_what_stands_when_it_is_shown(manager, december):
    shown = upload(manager, b"service,revenue\nEMS,31200\n", "a.csv")
    type_in(december, 32_000)

    answer = confirm(manager, shown, whose="on")
    text = answer.content.decode()
    untouched = value(december)
    confirm(manager, answer, whose="on", **{"cua-bac:EMS:revenue": "mine 1"})

    assert (untouched, value(december)) == (32_000, 31_200)
    assert all(part in text for part in ("Người thử clerk", "32.000", "31.200", 'name="whose"'))


def test_what_was_answered_stays_answered_when_the_preview_is_shown_again(manager, december):
    shown = upload(manager, b"service,revenue\nEMS,310000\nBK,5\n", "a.csv")
    said = {"cua-bac:EMS:reason": "season", "cua-bac:EMS:remark": "Tết sớm"}
    unticked = confirm(manager, shown, **said)
    type_in(december, 32_000, service="BK")

    again = confirm(manager, unticked, whose="on", **said)
    done = confirm(manager, again, whose="on", **said, **{"cua-bac:BK:revenue": "theirs"})

    assert 'value="Tết sớm"' in unticked.content.decode() and 'value="Tết sớm"' in again.content.decode()
    assert "checked" in str(again.context["whose"]["whose"])
    assert done.status_code == 302
    assert (value(december), value(december, "BK")) == (310_000, 32_000)
    assert RowNote.objects.get().text == "Tết sớm"


def test_a_heading_that_speaks_of_another_month_is_told_beside_the_tick(manager):
    shown = upload(manager, "Số liệu tháng 11/2019\nservice;revenue\nEMS;5\n".encode(), "a.csv")

    assert shown.context["headings"] == ["11/2019"]
    assert "11/2019" in shown.content.decode()


def test_another_months_sheet_under_this_months_mark_is_told(manager):
    book = template(manager)
    book.worksheets[0]["A1"], book.worksheets[0]["C3"] = "Số liệu tháng 11/2019", "11/2019"
    row_of(book.worksheets[0], "EMS")[4].value = 31_200

    shown = upload(manager, saved(book))

    assert [warning.params["month"] for warning in shown.context["compared"].warnings] == ["12/2019"]


def test_a_table_that_names_unit_and_month_in_every_row_asks_nothing(manager, december):
    table = b"unit code,month,service,revenue\ncua-bac,2019-12,EMS,31200\n"

    shown = upload(manager, table, "a.csv")
    confirm(manager, shown)

    assert "whose" not in shown.context
    assert value(december) == 31_200


def test_a_whole_office_without_its_mark_is_asked_about_too(client, december):
    client.force_login(december.clerk)
    book = template(client, "dong-ho")
    row_of(book.worksheets[0], "EMS")[4].value = 1_000
    book.remove(book["_stamp"])

    shown = upload(client, saved(book), unit="dong-ho")

    assert 'name="whose"' in shown.content.decode()
    assert confirm(client, shown, unit="dong-ho").status_code == 422
    assert not DraftSave.objects.exists()
