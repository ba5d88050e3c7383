"""The office workbook by command: all or nothing, located errors, a second time without effect."""

from datetime import date

import pytest

from planning.models import (
    Adjustment,
    AnnualTarget,
    ClosedFigure,
    HistoryEntry,
    MonthlyReport,
    Posting,
    ReportingMonth,
    RevenueRecord,
    Service,
    Unit,
    User,
)
from tests.planning.small_office import LINES, REVENUE, SERVICES, SMALL, UNITS, everything, load, refused


def test_an_empty_portal_becomes_the_office(db, file):
    load(file(**SMALL))

    point = Unit.objects.get(code="0101")
    assert [u.code for u in Unit.objects.order_by("path")] == ["000123", "01", "0101"]
    assert point.parent.parent.code == "000123"
    assert dict(RevenueRecord.objects.values_list("service__code", "revenue").filter(month="2019-10-01")) == {
        "EMS": 100,
        "BK": 50,
    }


def test_imported_figures_count_as_approved_and_past_months_are_closed_with_a_snapshot(db, file):
    load(file(**SMALL))

    reports = MonthlyReport.objects.values_list("month", "state", "figure_status")
    october = ReportingMonth.objects.get(month="2019-10-01")
    assert {(str(m), s, f) for m, s, f in reports} == {
        ("2019-10-01", "approved", "final"),
        ("2019-11-01", "approved", "final"),
    }
    assert october.closed_2_at is not None
    assert ClosedFigure.objects.filter(round=2).count() == 3


def test_the_month_that_is_still_due_stays_open(db, file):
    # The suite's clock stands at 03/01/2020: December is due on 06/01.
    december = REVENUE + "    '0101' | EMS | 2019-12 | 120 | 3\n"

    load(file(**SMALL | {"revenue": december}))

    assert ReportingMonth.objects.get(month="2019-12-01").closed_2_at is None
    assert MonthlyReport.objects.get(month="2019-12-01").figure_status == "preliminary"


def test_the_sheet_of_months_says_otherwise(db, file):
    months = "month | due_on | closed\n2019-11 | 2019-12-05 | no"

    load(file(**SMALL, months=months))

    november = ReportingMonth.objects.get(month="2019-11-01")
    assert (november.closed_2_at, november.due_on) == (None, date(2019, 12, 5))


def test_a_second_import_changes_nothing_and_leaves_no_history(db, file):
    path = file(**SMALL)
    load(path)
    before, history = everything(), HistoryEntry.objects.count()

    said = load(path)

    assert everything() == before
    assert HistoryEntry.objects.count() == history
    assert "Imported" not in said


def test_a_rehearsal_writes_nothing(db, file):
    before = everything()

    said = load(file(**SMALL), dry_run=True)

    assert everything() == before
    assert "3" in said


@pytest.mark.parametrize("at", [2, 3, 4])
def test_a_bad_row_anywhere_leaves_the_database_as_it_was(db, file, at):
    rows = [["unit_code", "service_code", "month", "revenue"]]
    rows += [["0101", "EMS", f"2019-0{n}", n] for n in range(1, 4)]
    rows[at - 1][1] = "EMZ"
    before = everything()

    said = refused(file(**SMALL | {"revenue": rows}))

    assert everything() == before
    assert f"{at}" in said
    assert "EMZ" in said
    assert "EMS" in said


def test_all_problems_of_all_sheets_are_listed_at_once(db, file):
    units = UNITS + "    '0102' | Điểm Hai | palace | '01'\n    '0103' | . | agent | '99'\n"
    revenue = REVENUE + "    '0101' | EMS | 2019-13 | 1 | 1\n    '0101' | EMS | 2019-09 | 1,5 | x\n"

    said = refused(file(**SMALL | {"units": units, "revenue": revenue}))

    lines = [line for line in said.splitlines() if line.startswith("  ")]
    assert len(lines) == 5
    assert sum("palace" in line for line in lines) == 1
    assert sum("2019-13" in line for line in lines) == 1


def test_an_unknown_code_in_a_plan_stops_the_import(db, file):
    targets = "year | kind | unit_code | code | measure | total\n2020 | internal | '101' | EMS | revenue | 30"

    said = refused(file(**SMALL, targets=targets))

    assert "101" in said
    assert "0101" in said  # the zero that Excel ate is suggested


def test_a_target_without_revenue_and_revenue_without_a_target_both_come_in(db, file):
    targets = """
        year | kind     | unit_code | code | measure         | total
        2019 | internal | '0101'    | BK   | payroll_revenue |    30
    """

    load(file(**SMALL, targets=targets))

    assert AnnualTarget.objects.get().node == "BK"
    assert RevenueRecord.objects.filter(service__code="EMS").exists()


def test_a_changed_figure_of_a_closed_month_is_refused_at_its_row(db, file):
    load(file(**SMALL))
    changed = REVENUE.replace("|     100 |", "|     101 |")

    said = refused(file(**SMALL | {"revenue": changed}))

    assert "101" in said
    assert RevenueRecord.objects.get(month="2019-10-01", service__code="EMS").revenue == 100


def test_an_unchanged_row_passes_a_closed_month_while_a_new_month_comes_in(db, file):
    load(file(**SMALL))

    load(file(**SMALL | {"revenue": REVENUE + "    '0101' | EMS | 2019-12 | 5 | 1\n"}))

    assert RevenueRecord.objects.count() == 4


def test_replacing_in_a_closed_month_is_a_signed_adjustment_and_the_snapshot_stays(db, file):
    people = "username | full_name | unit_code | role\nlan | Nguyễn Lan | '000123' | planner"
    load(file(**SMALL, people=people))
    changed = file(**SMALL | {"revenue": REVENUE.replace("|     100 |", "|      90 |")})

    unsigned = refused(changed, replace=True, reason="Đối chiếu")
    load(changed, replace=True, reason="Đối chiếu", by="lan")

    adjustment = Adjustment.objects.get()
    record = RevenueRecord.objects.get(month="2019-10-01", service__code="EMS")
    frozen = ClosedFigure.objects.get(month="2019-10-01", service__code="EMS")
    assert "10/2019" in unsigned
    assert (adjustment.delta, adjustment.reason, adjustment.by.username) == (-10, "Đối chiếu", "lan")
    assert (record.revenue, frozen.revenue) == (90, 100)


def test_replacing_needs_a_reason(db, file):
    assert refused(file(**SMALL), replace=True)
    assert not Unit.objects.exists()


def test_people_come_in_without_a_password_and_a_second_import_leaves_theirs_alone(db, file):
    people = """
        username | full_name  | email          | unit_code | role
        Lan      | Nguyễn Lan | lan@example.vn | '000123'  | planner
    """
    path = file(**SMALL, people=people)
    load(path)
    lan = User.objects.get(username="lan")
    usable = lan.has_usable_password()
    lan.set_password("một mật khẩu rất dài")
    lan.save()

    load(path)

    assert not usable
    assert User.objects.get(username="lan").check_password("một mật khẩu rất dài")


def test_a_posting_that_has_ended_is_not_given_back_by_an_old_file(db, file):
    people = "username | full_name | unit_code | role\nlan | Nguyễn Lan | '000123' | planner"
    path = file(**SMALL, people=people)
    load(path)
    Posting.objects.update(starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31))

    load(path)

    assert Posting.objects.get().ends_on == date(2019, 12, 31)


def test_a_service_with_figures_does_not_change_its_line(db, file):
    load(file(**SMALL))
    lines = LINES + "    TCBC | Tài chính bưu chính\n"
    moved = SERVICES.replace("EMS trong nước | BCCP", "EMS trong nước | TCBC")

    said = refused(file(**SMALL | {"service_lines": lines, "services": moved}))

    assert "BCCP" in said
    assert Service.objects.get(code="EMS").line.code == "BCCP"


def test_a_unit_does_not_lie_under_itself(db, file):
    said = refused(file(**SMALL | {"units": UNITS.replace("province              | .", "province | '0101'")}))

    assert "000123" in said


def test_a_month_that_has_not_begun_is_refused(db, file):
    said = refused(file(**SMALL | {"revenue": REVENUE.replace("2019-11", "2020-02")}))

    assert "2020-02" in said
