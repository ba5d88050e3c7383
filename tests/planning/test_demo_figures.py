"""The demo's figures are true to what was published, always the same, and shaped like an office's."""

from collections import Counter, defaultdict
from hashlib import sha256

from planning.demo.books import books, monthly
from planning.demo.catalogue import offered, services
from planning.demo.office import office_data
from planning.demo.people import DEMO_PASSWORD, accounts, shown
from planning.demo.places import districts, points
from planning.demo.targets import internal, targets
from postoffice.access import Role
from postoffice.months import Month

FINGERPRINT = "6feb25ed0c35138ee6f21a22e8a925a0685c72ecde7dde0c4ad475498311e583"


def sums_by_line(year: int) -> dict[str, int]:
    line = {service.code: service.line for service in services()}
    sums = defaultdict(int)
    for row in books():
        if row.month.year == year:
            sums[line[row.service_code]] += row.revenue
    return dict(sums)


# What was published


def test_2019_adds_up_to_the_published_lines_to_the_dong():
    # 106,04 + 32,53 + 119,93 = 258,50 tỷ.
    assert sums_by_line(2019) == {"BCCP": 106_040_000_000, "TCBC": 32_530_000_000, "PPTT": 119_930_000_000}
    assert sum(sums_by_line(2019).values()) == 258_500_000_000


def test_2018_is_2019_divided_by_the_published_indices():
    # 106,04 / 1,34 = 79,134328358…; 32,53 / 1,23 = 26,447154471…; 119,93 / 1,07 = 112,084112149… tỷ.
    assert sums_by_line(2018) == {"BCCP": 79_134_328_358, "TCBC": 26_447_154_472, "PPTT": 112_084_112_150}
    # 217,67 tỷ, and 258,5 / 217,665594980 = 1,1876.
    assert sum(sums_by_line(2018).values()) == 217_665_594_980
    assert round(258_500_000_000 / 217_665_594_980, 4) == 1.1876


def test_the_dossiers_of_2019_are_the_published_number():
    dossiers = [row.volume for row in books() if row.service_code == "BCCP08" and row.month.year == 2019]

    assert sum(dossiers) == 182_200


def test_the_plan_of_2019_is_243_billion_for_the_province_and_for_its_points():
    by_unit = defaultdict(int)
    for row in targets():
        if (row.year, row.measure) == (2019, "revenue"):
            by_unit[row.kind, row.code if row.kind == "assigned" else ""] += row.total
    services = {key: by_unit.pop(key) for key in list(by_unit) if key[1] and key[1][-1].isdigit()}

    # 97,5 + 34,0 + 111,5 = 243 tỷ; 258,5 / 243 = 106,4%.
    assert sum(services.values()) == 243_000_000_000
    assert by_unit == {
        ("assigned", "BCCP"): 97_500_000_000,
        ("assigned", "TCBC"): 34_000_000_000,
        ("assigned", "PPTT"): 111_500_000_000,
        ("assigned", "ALL"): 243_000_000_000,
        ("internal", ""): 243_000_000_000,
    }


def test_the_plan_of_2020_states_what_was_stated_and_fills_nothing_in():
    plan = next(plan for plan in office_data().plans if plan.year == 2020)
    asked = [row for row in targets() if row.year == 2020]

    assert [(f.node, f.kind, f.value) for f in plan.facts] == [
        ("ALL", "amount", "284150000000"),
        ("BCCP", "growth", "0.44"),
        ("TCBC", "growth", "0.16"),
        ("BCCP", "base", "106000000000"),
        ("TCBC", "base", "32500000000"),
        ("PPTT", "base", "119900000000"),
    ]
    assert [(row.unit_code, row.code, row.total) for row in asked] == [("vp", "ALL", 284_150_000_000)]


# The shape of what was made up


def test_the_office_has_nine_districts_24_post_offices_107_culture_points_and_30_services():
    kinds = Counter("culture point" if point.is_culture_point else "post office" for point in points())

    assert len(districts()) == 9
    assert kinds == {"post office": 24, "culture point": 107}
    assert len(services()) == 30
    assert len({point.code for point in points()}) == 131


def test_months_run_from_2018_01_to_2019_12():
    assert sorted({row.month for row in books()}) == [Month(2018, 1) + n for n in range(24)]


def test_the_books_are_the_same_on_every_machine():
    lines = "\n".join(
        f"{r.unit_code} {r.service_code} {r.month} {r.revenue} {r.payroll_revenue} {r.volume}"
        for r in books()
    )
    plan = "\n".join(f"{r.kind} {r.unit_code} {r.code} {r.measure} {r.months}" for r in targets())

    assert sha256(f"{lines}\n{plan}".encode()).hexdigest() == FINGERPRINT


def test_payroll_revenue_is_37_to_52_percent_of_every_service():
    sums = defaultdict(lambda: [0, 0])
    for row in books():
        sums[row.service_code, row.month.year][0] += row.payroll_revenue
        sums[row.service_code, row.month.year][1] += row.revenue

    assert all(37 * revenue <= 100 * payroll <= 52 * revenue for payroll, revenue in sums.values())


def test_every_figure_has_a_volume_at_a_believable_price():
    price = {service.code: service.unit_price for service in services()}

    assert all((row.volume > 0) == (row.revenue > 0) for row in books())
    # A point's price lies within 6% of the service's, a month within 3%, 2018 was 3% cheaper; large figures
    # show it best, since pieces are whole.
    assert all(
        0.85 < row.revenue / row.volume / price[row.service_code] < 1.15 for row in books() if row.volume > 50
    )


def test_culture_points_sell_about_a_third_of_the_services_and_post_offices_most():
    sold = Counter(point for point, _service in offered())
    culture = [sold[point.code] for point in points() if point.is_culture_point]
    offices = [sold[point.code] for point in points() if not point.is_culture_point]

    assert 9 <= sum(culture) / len(culture) <= 11
    assert (min(culture), max(culture)) == (8, 12)
    assert min(offices) >= 18
    assert max(offices) == 30


def test_every_offered_month_has_a_figure_and_zero_is_rare():
    wanted = sum(24 if begun is None else Month(2019, 12) - begun + 1 for begun in offered().values())
    zeros = sum(row.revenue == 0 for row in books())

    assert len(books()) == wanted
    assert 0 < zeros < wanted / 50


def test_tet_empties_february_2019_and_december_is_the_best_month():
    months = [sum(column) for column in zip(*monthly(2019).values(), strict=True)]

    assert min(months) == months[1]
    assert max(months) == months[11]
    assert months[0] > months[2]


def test_some_districts_pass_their_plan_and_others_miss_it():
    district = {point.code: point.district for point in points()}
    actual, plan = Counter(), Counter()
    for (point, _service), months in monthly(2019).items():
        actual[district[point]] += sum(months)
    for (point, _service), months in internal("revenue").items():
        plan[district[point]] += sum(months)
    percent = {code: round(100 * actual[code] / plan[code]) for code in plan}

    assert percent["01"] > 110  # Vĩnh Yên
    assert percent["05"] < 92  # Tam Đảo
    assert sum(value < 100 for value in percent.values()) == 3


def test_invented_people_are_marked_and_hold_one_printed_account_a_role():
    assert all(account.full_name.endswith("(tài khoản demo)") for account in accounts())
    assert sorted(account.role for account in shown()) == sorted(Role)
    assert len(DEMO_PASSWORD) >= 10
