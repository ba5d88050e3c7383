"""`demo --complete`: every December sent and approved, so that the year equals what was published."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection

from planning.demo import published
from planning.models import MonthlyReport, PlanTotal, Unit, YearTotals
from planning.models.monthly_reports import State
from tests.demo_office import staged, told_by_demo


@pytest.fixture(scope="module")
def complete(django_db_setup, django_db_blocker):
    with staged(django_db_blocker, "--complete") as told:
        yield told


def year_of_the_province(year: int, node: str, measure: str = "revenue") -> int:
    return sum(YearTotals.objects.get(unit__code="vp", node=node, measure=measure, year=year).months)


def test_every_point_is_approved_and_every_district_signed_off(complete):
    reports = MonthlyReport.objects.filter(month=date(2019, 12, 1))
    of_points = reports.filter(unit__in=Unit.objects.reporting())

    assert set(reports.values_list("state", flat=True)) == {State.APPROVED}
    assert of_points.count() == 131
    assert reports.filter(unit__kind="district").count() == 9


@pytest.mark.parametrize("line", published.LINES)
def test_lines_of_the_province_equal_the_published_sums(complete, line):
    assert year_of_the_province(2019, line) == published.REVENUE_2019[line]
    assert year_of_the_province(2018, line) == published.revenue_2018()[line]


def test_the_year_is_258_5_billion_at_118_8_percent_of_2018_and_106_4_percent_of_the_plan(complete):
    actual, before = year_of_the_province(2019, "ALL"), year_of_the_province(2018, "ALL")
    plan = PlanTotal.objects.get(
        plan__year=2019, plan__kind="assigned", unit__code="vp", node="ALL", measure="revenue"
    )

    assert actual == 258_500_000_000
    # 258,5 / 217,665594980 = 1,18760…
    assert round(Fraction(actual, before), 4) == Fraction(11876, 10000)
    # 258,5 / 243 = 1,06378…
    assert round(Fraction(actual, plan.total), 3) == Fraction(1064, 1000)


def test_payroll_revenue_of_the_year_is_43_percent(complete):
    payroll, revenue = year_of_the_province(2019, "ALL", "payroll_revenue"), year_of_the_province(2019, "ALL")

    assert round(100 * Fraction(payroll, revenue)) == 43


def test_the_totals_are_the_sums_of_the_books(complete):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m12 FROM planning_yeartotals WHERE year = 2019 ORDER BY unit_id, measure, node"
        )
        kept = cursor.fetchall()
        cursor.execute("SELECT planning_rebuild_totals(NULL)")
        cursor.execute(
            "SELECT m12 FROM planning_yeartotals WHERE year = 2019 ORDER BY unit_id, measure, node"
        )

        assert cursor.fetchall() == kept


def test_a_complete_demo_may_be_asked_for_again(complete):
    assert "nothing was changed" in told_by_demo("--complete")
