"""Where the units say the year will land: added up, compared, and read by who may."""

from datetime import date

from planning.actions import estimates as acts
from planning.actions.estimates import Said
from planning.models import (
    MonthlyReport,
    Posting,
    Unit,
)
from postoffice.months import Month
from tests.planning.estimating import DECEMBER, PAGE, speak


def test_the_office_adds_up_so_that_the_conference_knows_where_the_year_lands(client, asked):
    for unit, amount in ((asked.cua_bac, 20_000_000), (asked.cua_nam, 4_000_000)):
        acts.say(
            unit=unit, month=DECEMBER, by=asked.clerk, at=asked.now,
            said={code: Said(amount, None) for code in ("EMS", "BK", "CT", "BAO")},
        )  # fmt: skip
    asked.report(asked.cua_bac, Month(2019, 1), {"EMS": 300_000_000})
    client.force_login(asked.director)

    page = client.get("/estimates/2019-12/").context["page"]

    rows = {row.code: row for row in page.rows}
    # Đông Hồ: 300 and 0,031 million to date, 96 expected.
    assert (rows["dong-ho"].said, rows["dong-ho"].expected) == (2, 2)
    assert (rows["dong-ho"].estimate, rows["dong-ho"].year) == ("96", "396")
    assert (rows["tay-ho"].said, rows["tay-ho"].year) == (0, "…")
    assert (page.total.said, page.total.expected, page.total.year) == (2, 4, "396")
    assert page.total.growth == "…"  # half of the points have said nothing
    assert {line.name: line.estimate for line in page.lines}["Bưu chính chuyển phát"] == "48"
    assert [unit.code for unit in page.waiting] == ["cua-dong", "cua-tay"]


def test_equal_months_are_compared_so_that_a_gap_is_no_bad_year(client, asked):
    units = [asked.cua_bac, asked.cua_nam, asked.cua_dong, asked.cua_tay]
    for unit in units:
        for month in range(1, 12):
            asked.report(unit, Month(2018, month), {"EMS": 1_000_000})
            asked.report(unit, Month(2019, month), {"EMS": 1_000_000})
        if unit != asked.cua_tay:
            speak(asked, unit, 250_000)
    asked.target(asked.tay_ho, 2019, 24_000_000, kinds=("internal",))
    asked.target(asked.dong_ho, 2019, 24_000_000, kinds=("internal",))
    asked.report(asked.cua_tay, DECEMBER, {"EMS": 1_000_000}, state="submitted")
    client.force_login(asked.director)
    page = client.get("/estimates/2019-12/").context["page"]

    # Cửa Tây sent its month without a word and counts with it: 2 × (11 + 1) million of 24.
    assert [unit.code for unit in page.sent] == ["cua-tay"]
    rows = {row.code: row for row in page.rows}
    assert (rows["tay-ho"].year, rows["tay-ho"].completion) == ("24", "100,0%")

    MonthlyReport.objects.filter(unit=asked.cua_nam, month=date(2019, 3, 1)).delete()
    page = client.get("/estimates/2019-12/").context["page"]
    rows = {row.code: row for row in page.rows}
    assert (page.behind, rows["dong-ho"].completion, page.total.growth) == (1, "…", "…")
    assert rows["tay-ho"].completion == "100,0%"


def test_the_parts_add_up_to_the_whole_though_a_district_types_and_a_point_has_gone(client, asked):
    asked.units["dong-ho"].reports = True
    asked.units["dong-ho"].save()
    asked.dong_ho.offerings.create(service=asked.services["EMS"])
    speak(asked, asked.dong_ho, 7_000_000, "EMS")
    speak(asked, asked.cua_bac, 1_000_000)
    gone = Unit.objects.create(
        code="cu", name="BC Cũ", kind="agent", parent=asked.dong_ho, valid_to=date(2019, 8, 31)
    )
    asked.report(gone, Month(2019, 8), {"EMS": 500_000_000})
    client.force_login(asked.head)

    page = client.get("/estimates/2019-12/").context["page"]

    by_unit = {row.name: (row.said, row.estimate, row.year) for row in page.by_unit}
    assert by_unit["BC Cửa Bắc"] == (1, "4", "4")
    assert by_unit["Số liệu riêng và đơn vị cũ"] == (1, "7", "507")
    assert by_unit["Bưu điện huyện Đông Hồ"] == (2, "11", "511")


def test_who_stands_in_two_places_chooses_so_that_neither_is_out_of_sight(client, asked):
    Posting.objects.create(user=asked.head, role="unit_head", unit=asked.tay_ho, starts_on=date(2018, 1, 1))
    client.force_login(asked.head)

    page = client.get("/estimates/2019-12/")

    assert [option["label"] for option in page.context["pick"]["options"]] == [
        "Bưu điện huyện Đông Hồ", "Bưu điện huyện Tây Hồ",
    ]  # fmt: skip
    assert client.get(page.context["pick"]["options"][1]["url"]).context["place"] == asked.tay_ho


def test_the_office_is_read_in_as_many_queries_as_there_are_kinds_of_figures(
    client, asked, django_assert_max_num_queries
):
    client.force_login(asked.director)
    client.get("/estimates/2019-12/")

    with django_assert_max_num_queries(20):
        client.get("/estimates/2019-12/")
    client.force_login(asked.manager)
    client.get(PAGE)
    with django_assert_max_num_queries(18):
        client.get(PAGE)


def test_a_director_finds_the_estimates_among_the_reports(client, asked):
    client.force_login(asked.director)

    assert 'href="/estimates/2019-12/"' in client.get("/reports/").content.decode()
