"""The words of the units travel with the figures they explain: to the page, the workbook and JSON."""

import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from planning.actions import payroll
from planning.models import RowNote
from postoffice.months import Month

NOON = datetime(2020, 1, 3, 5, 0, tzinfo=UTC)


@pytest.fixture
def said(client, world):
    """Cửa Bắc says something of EMS that looks like a formula, Cửa Tây says something of parcels."""
    for unit, service, text in (("cua-bac", "EMS", "=1+2 Hết túi\x0b"), ("cua-tay", "BK", "Nghỉ ốm")):
        report = world.report(world.units[unit], Month(2019, 12), {"EMS": 100, "BK": 50})
        RowNote.objects.create(
            report=report, service=world.services[service], reason="out_of_stock", text=text,
            by=world.manager, at=NOON,
        )  # fmt: skip
    client.force_login(world.director)
    return world


def sheets(client, slug: str, **filters: str):
    answer = client.get(f"/reports/{slug}.xlsx", {"unit": "vp", "month": "2019-12", **filters})
    return load_workbook(io.BytesIO(answer.content)).worksheets


def comments(sheet) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def test_a_comment_hangs_on_the_months_figure_so_that_the_meeting_reads_why(client, said):
    form, figures = sheets(client, "performance")

    # Row 12 is the line, 13 and 14 its services by code: BK, EMS; E is the month's actual.
    assert list(comments(form)) == ["E13", "E14"]
    assert "BC Cửa Bắc, EMS trong nước: " in comments(form)["E14"]
    assert "=1+2 Hết túi (" in comments(form)["E14"]
    assert sorted(comments(figures).values()) == sorted(comments(form).values())
    assert form["E14"].value == 200


def test_the_note_is_text_so_that_no_word_becomes_a_formula(client, said):
    form, figures = sheets(client, "performance")

    notes = [cell for sheet in (form, figures) for cell in sheet[14 if sheet is form else 5]]
    assert all(cell.data_type != "f" for cell in notes if isinstance(cell.value, str) and "túi" in cell.value)
    assert form.cell(14, form.max_column).value


def test_words_stand_at_the_unit_that_said_them_so_that_none_is_told_twice(client, said):
    report = client.get("/reports/units.json", {"unit": "vp", "month": "2019-12"}).json()
    rows = {row["key"]: row["remarks"] for row in report["rows"]}

    assert {key for key, remarks in rows.items() if remarks} == {"dong-ho", "tay-ho"}
    (one,) = rows["dong-ho"]
    assert (one["service"], one["text"]) == ("EMS trong nước", "=1+2 Hết túi\x0b")


def test_nobody_reads_the_words_of_others(client, said):
    client.force_login(said.head_tay)

    page = client.get("/reports/performance/", {"unit": "tay-ho", "month": "2019-12"}).content.decode()

    assert "Nghỉ ốm" in page
    assert "Hết túi" not in page


def paid(said, amounts, reason):
    keys = {(said.cua_bac.pk, said.services[code].pk): amount for code, amount in amounts.items()}
    payroll.record(
        month=Month(2019, 12), amounts=keys, by=said.accountant, at=NOON, channel="page", reason=reason
    )


def test_what_the_accountant_said_of_a_payroll_share_travels_too_and_once(client, said):
    said.open("2019-12")
    paid(said, {"EMS": 90, "BK": 40}, "Bù tháng 11")

    report = client.get("/reports/units.json", {"unit": "vp", "month": "2019-12"}).json()
    form, _figures = sheets(client, "performance")
    page = client.get("/reports/performance/", {"unit": "vp", "month": "2019-12"}).content.decode()

    told = [one for row in report["rows"] for one in row["remarks"] if one["text"] == "Bù tháng 11"]
    assert [(one["unit"], one["by"]) for one in told] == [(said.cua_bac.name, said.accountant.full_name)]
    assert all("Bù tháng 11" in text for text in comments(form).values())
    assert "Bù tháng 11" in page


def test_a_payroll_figure_that_was_stored_anew_has_only_its_last_reason(client, said):
    said.open("2019-12")
    paid(said, {"EMS": 90}, "Bù tháng 11")
    paid(said, {"EMS": 50}, "")

    page = client.get("/reports/performance/", {"unit": "vp", "month": "2019-12"}).content.decode()

    assert "Bù tháng 11" not in page
