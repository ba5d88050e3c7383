"""Every output of a report shows the same figures."""

from fractions import Fraction
from math import isclose

import pytest

from reports.definitions.columns import EVERY, FORM
from tests.reports import reading

RATIOS = {
    "completion_month",
    "growth_month",
    "pace",
    "completion_year",
    "index",
    "growth",
    "share",
    "contribution",
}
REPORTS = {
    "performance": ("performance", {"unit": "vp"}, 1_000_000),
    "performance of payroll revenue": (
        "performance",
        {"unit": "vp", "measure": "payroll_revenue"},
        1_000,
    ),
    "performance of a point": ("performance", {"unit": "cua-bac"}, 1_000),
    "volume": ("performance", {"unit": "vp", "measure": "volume"}, 1),
    "units": ("units", {"unit": "vp"}, 1_000_000),
    "points": ("units", {"unit": "vp", "grain": "points"}, 1_000_000),
    "a service in units": ("units", {"unit": "vp", "service": "EMS"}, 1_000_000),
    "a volume in units": ("units", {"unit": "vp", "measure": "volume", "service": "EMS"}, 1),
    "in mid-year": ("units", {"unit": "vp", "month": "2019-05"}, 1_000_000),
}
TINY = Fraction(1, 10**9)


@pytest.fixture
def books(world):
    """Uneven books: falls and rises, zeros, one point is missing, one has no target, one is new."""
    world.books("""
        unit     |          2018 |          2019 | target 2019
        cua bac  |   876.543.210 |   912.345.678 |  900.000.001
        cua nam  |   123.456.789 |   100.000.007 |            .
        cua dong | 1.500.000.011 | 1.234.567.891 | 1.400.000.003
        cua tay  |             . |        12.345 |   10.000.000
    """)
    world.books("unit | 2018 | 2019\n cua bac | 24.000.001 | 0", service="CT")
    world.books("""
        unit     |        2018 |        2019 | target 2019
        cua bac  | 390.000.001 | 400.000.003 | 380.000.000
        cua dong | 600.000.000 | 555.555.555 |           .
    """, field="payroll_revenue")  # fmt: skip
    world.books("""
        unit     | 2018 | 2019
        cua bac  | 9871 | 8765
        cua dong |    . | 4321
    """, field="volume")  # fmt: skip
    world.units["cua-tay"].monthly_reports.filter(month="2019-12-01").delete()
    return world


def answer(client, case: str, kind: str, **more: str) -> bytes:
    slug, filters, _shown_in = REPORTS[case]
    address = f"/reports/{slug}.{kind}" if kind else f"/reports/{slug}/"
    reply = client.get(address, {"month": "2019-12", **filters, **more})
    assert reply.status_code == 200
    return reply.content


def form_rows(figures: reading.Figures, case: str) -> list[str]:
    """Return the row keys as the form has them: parts first, then the total, then payroll revenue."""
    beside = (
        ["payroll_revenue"] if REPORTS[case][0] == "performance" and "measure" not in REPORTS[case][1] else []
    )
    return [*list(figures)[1:], "total", *beside]


def apart(seen: dict, expected: dict) -> dict:
    """Return the columns in which two rows differ by more than a float's last digits."""
    return {
        column: (seen[column], value)
        for column, value in expected.items()
        if not (
            value == seen[column]
            or (None not in (value, seen[column]) and isclose(value, seen[column], rel_tol=1e-12))
        )
    }


def csv_apart(client, case: str, expected: reading.Figures) -> list:
    """Compare both notations of the CSV with the JSON: full precision, no tolerance."""
    vietnamese = reading.of_csv(answer(client, case, "csv"), decimal=",")
    client.cookies["django_language"] = "en"
    english = reading.of_csv(answer(client, case, "csv"), decimal=".")
    client.cookies["django_language"] = "vi"
    return [notation for notation in (vietnamese, english) if notation != expected]


def page_apart(client, case: str, expected: reading.Figures) -> list:
    """Compare the page with the JSON up to the page's rounding: half of the last digit that is shown."""
    page = reading.of_page(answer(client, case, ""))
    wrong = []
    for key, row in expected.items():
        for column, text in zip(EVERY, page[key], strict=True):
            digit = Fraction(1, 1000) if column in RATIOS else Fraction(REPORTS[case][2])
            scale = Fraction(1, 100) if column in RATIOS else digit
            value, seen = row[column], reading.shown(text)
            near = (
                value is not None
                and seen is not None
                and abs(seen * scale - Fraction(value)) <= digit / 2 + TINY
            )
            if not near and (value, seen) != (None, None):
                wrong.append((key, column, text, value))
    return wrong


def workbook_apart(client, case: str, expected: reading.Figures) -> list:
    """Compare both sheets of the workbook, as previews see them, with the JSON."""
    book = reading.book(answer(client, case, "xlsx"))
    figures, form = reading.of_figures(book), reading.of_form(book, form_rows(expected, case))
    wrong = [apart(figures[key], row) for key, row in expected.items()]
    wrong += [apart(form[key], {c: row[c] for c in FORM}) for key, row in expected.items()]
    return [difference for difference in wrong if difference]


@pytest.mark.parametrize("difference", [csv_apart, page_apart, workbook_apart], ids=["csv", "page", "xlsx"])
def test_every_output_shows_what_the_json_says(client, books, difference):
    client.force_login(books.director)

    wrong = {
        case: difference(client, case, reading.of_json(answer(client, case, "json"))) for case in REPORTS
    }

    assert wrong == {case: [] for case in REPORTS}


def test_libreoffice_calculates_what_the_json_says(client, books, tmp_path):
    client.force_login(books.director)
    expected = {case: reading.of_json(answer(client, case, "json")) for case in REPORTS}

    opened = reading.recalculated({case: answer(client, case, "xlsx") for case in REPORTS}, tmp_path)

    for case, rows in expected.items():
        form = reading.of_form(opened[case], form_rows(rows, case))
        for key, row in rows.items():
            assert apart(form[key], {column: row[column] for column in FORM}) == {}, (case, key)


def test_the_command_writes_what_the_portal_answers(client, books, tmp_path):
    from io import StringIO

    from django.core.management import call_command

    client.force_login(books.director)
    expected = reading.of_json(answer(client, "points", "json"))
    asked = {"unit": "vp", "month": "2019-12", "grain": "points", "username": "director"}

    read = {}
    for kind in ("json", "csv", "xlsx"):
        file = tmp_path / f"báo cáo.{kind}"
        call_command("export_report", "units", **asked, format=kind, output=file, stdout=StringIO())
        read[kind] = file.read_bytes()

    assert reading.of_json(read["json"]) == expected
    assert reading.of_csv(read["csv"], decimal=",") == expected
    assert apart(reading.of_figures(reading.book(read["xlsx"]))["total"], expected["total"]) == {}
