"""How the sheets of a workbook are read: names in two languages, notations, totals, what is left out."""

from io import BytesIO, StringIO

import openpyxl
from django.core.management import call_command

from planning.importing import layout
from planning.importing.located import MOST_LISTED
from planning.importing.reading import RawBook, RawSheet
from planning.importing.sheets import read_flat
from planning.models import (
    AnnualTarget,
    Office,
    Plan,
    RevenueRecord,
    Unit,
)
from tests.planning.small_office import REVENUE, SMALL, UNITS, load, refused
from tests.workbooks import workbook


def test_sheets_and_columns_are_known_in_vietnamese_with_or_without_accents(db, file):
    load(
        file(
            **{
                "Đơn vị": "Mã đơn vị | Tên đơn vị | Loại đơn vị | Cấp trên\n'01' | Tỉnh | province | .",
                "nhom dich vu": "ma nhom dich vu | ten nhom dich vu\nBCCP | Bưu chính",
                "DICH VU": "Mã dịch vụ | Tên dịch vụ | Mã nhóm dịch vụ\nEMS | EMS | BCCP",
                "Doanh thu": "Mã điểm | Mã dịch vụ | Tháng | DTPS | Sản lượng\n'01' | EMS | T10/2019 | 9 | 2",
            }
        )
    )

    assert RevenueRecord.objects.get().volume == 2


def test_unknown_sheets_and_columns_are_warned_about_with_the_nearest_known(db, file):
    path = file(**SMALL | {"units": UNITS.replace("parent_code", "parent_cod")}, revenu=REVENUE)
    errors = StringIO()

    call_command("import_office", path, stdout=StringIO(), stderr=errors)

    assert "parent_code" in errors.getvalue() or "cấp trên" in errors.getvalue()
    assert "revenu" in errors.getvalue()
    assert Unit.objects.get(code="0101").parent is None


def test_a_missing_column_is_named(db, file):
    said = refused(file(**SMALL | {"services": "code | name\nEMS | EMS"}))

    assert "line_code" in said or "mã nhóm dịch vụ" in said


def test_a_total_row_is_checked_against_the_rows_above(db, file):
    errors = StringIO()
    path = file(**SMALL | {"revenue": REVENUE + "    Tổng cộng | . | . | 999 | 5\n"})

    call_command("import_office", path, stdout=StringIO(), stderr=errors)

    # 100 + 50 + 110 = 260, not 999; the volumes 2 + 3 = 5 are right.
    assert "260" in errors.getvalue()
    assert errors.getvalue().count("\n") == 1
    assert RevenueRecord.objects.count() == 3


def test_numbers_that_stand_as_text_are_read_in_the_notation_they_prove(db, file):
    revenue = """
        unit_code | service_code | month   | revenue
        '0101'    | EMS          | 2019-10 | '1.234.567'
        '0101'    | BK           | 2019-10 | '2.000'
    """

    load(file(**SMALL | {"revenue": revenue}))

    assert sorted(RevenueRecord.objects.values_list("revenue", flat=True)) == [2_000, 1_234_567]


def test_an_ambiguous_number_is_refused_until_the_notation_is_said(db, file):
    revenue = "unit_code | service_code | month | revenue\n'0101' | EMS | 2019-10 | '49,470'"
    path = file(**SMALL | {"revenue": revenue})

    said = refused(path)
    load(path, notation="en")

    assert "49,470" in said
    assert RevenueRecord.objects.get().revenue == 49_470


def test_an_empty_cell_changes_nothing_and_a_dash_is_zero(db, file):
    months = "month | closed\n2019-10 | no\n2019-11 | no"
    load(file(**SMALL, months=months))
    changed = """
        unit_code | service_code | month   | revenue | volume
        '0101'    | EMS          | 2019-10 |       - |      .
    """

    load(file(**SMALL | {"revenue": changed}))

    record = RevenueRecord.objects.get(month="2019-10-01", service__code="EMS")
    assert (record.revenue, record.volume) == (0, 2)


def test_settings_are_read_in_the_words_of_the_office(db, file):
    office = """
        key        | value
        tên        | Bưu điện tỉnh Vĩnh Phúc
        entry_unit | nghìn
        khoá lạ    | x
        người ký   | Người lập biểu: ; Giám đốc: Trần B
    """

    load(file(**SMALL, office=office))

    kept = Office.objects.get()
    assert (kept.name, kept.entry_unit) == ("Bưu điện tỉnh Vĩnh Phúc", 1_000)
    assert kept.signers == [{"title": "Người lập biểu", "name": ""}, {"title": "Giám đốc", "name": "Trần B"}]


def test_a_formula_without_a_value_is_refused_at_its_place(db, tmp_path):
    path = tmp_path / "a.xlsx"
    book = openpyxl.load_workbook(BytesIO(workbook(**SMALL)))
    book["revenue"]["D3"] = "=10*5"
    book.save(path)

    said = refused(str(path))

    assert "3" in said
    assert not Unit.objects.exists()


def test_facts_of_a_decision_are_kept_as_they_are_stated(db, file):
    plans = [
        ["year", "kind", "facts"],
        [2020, "assigned", "ALL amount 284150000000; BCCP growth 0.44; BCCP share >=0.4"],
    ]

    load(file(**SMALL, plans=plans))

    assert [(fact["node"], fact["kind"], fact["value"]) for fact in Plan.objects.get().facts] == [
        ("ALL", "amount", "284150000000"),
        ("BCCP", "growth", "0.44"),
        ("BCCP", "share", ">=0.4"),
    ]


def test_months_of_a_target_must_add_up_to_its_total(db, file):
    head = "year | kind | unit_code | code | measure | total | m01 | m02"
    right = f"{head}\n2020 | internal | '0101' | EMS | revenue | 30 | 10 | 20"
    wrong = f"{head}\n2020 | internal | '0101' | EMS | revenue | 31 | 10 | 20"

    said = refused(file(**SMALL, targets=wrong))
    load(file(**SMALL, targets=right))

    assert "30" in said
    assert AnnualTarget.objects.get().months == [10, 20] + [0] * 10


def test_repeated_targets_are_summed(db, file):
    targets = """
        year | kind     | unit_code | code | measure | total
        2020 | assigned | '000123'  | ALL  | revenue |   100
        2020 | assigned | '000123'  | ALL  | revenue |    20
    """

    load(file(**SMALL, targets=targets))

    target = AnnualTarget.objects.get()
    assert (target.total, sum(target.months), target.plan.in_force) == (120, 120, True)


def test_repeated_figures_are_an_error_that_names_both_rows(db, file):
    revenue = REVENUE + "    '0101' | EMS | 2019-10 | 7 | 1\n"

    said = refused(file(**SMALL | {"revenue": revenue}))

    assert "5" in said
    assert "2" in said
    assert not Unit.objects.exists()


def test_very_many_faults_are_listed_up_to_a_bound_and_the_rest_is_counted():
    rows = [(1, ["unit_code", "service_code", "month", "revenue"])]
    rows += [(number, ["u", "s", "2019-12", "x"]) for number in range(2, MOST_LISTED + 102)]
    book = RawBook([RawSheet("revenue", rows)], [])

    found = read_flat(book, layout.REVENUE).problems

    # 5,100 wrong rows: 5,000 of them by name, and a line for the 100 that follow.
    assert len(found) == MOST_LISTED + 1
    assert found[-1].params == {"count": 100}
