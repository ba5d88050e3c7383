"""A portal without an office, and an office without a month: every page says what to do next."""

import re

import pytest

from planning.models import Posting, Unit, User
from postoffice.access import Role

HELP = re.compile(r'class="[^"]*\b(empty|narrow|problem|help|tasks|lines|foot|field|lead|sub)\b')
NOBODY = ["/", "/dashboard/", "/reports/", "/reports/performance/", "/reports/units/", "/plans/"]
BY_ROLE = {
    Role.BRANCH_MANAGER: ["/", "/plans/", "/dashboard/", "/unit/goc/", "/reports/", "/reports/units/"],
    Role.CLERK: ["/", "/imports/", "/reports/performance/"],
    Role.UNIT_HEAD: ["/", "/dashboard/", "/plans/"],
    Role.PLANNER: ["/", "/queue/", "/months/", "/adjustments/", "/plans/", "/import/", "/imports/",
                   "/units/new/", "/units/goc/", "/history/", "/dashboard/", "/unit/goc/"],
    Role.ACCOUNTANT: ["/", "/payroll/", "/payroll/2019-12/", "/import/", "/dashboard/"],
    Role.DIRECTOR: ["/dashboard/", "/plans/", "/unit/goc/", "/reports/", "/reports/performance/",
                    "/reports/performance.json", "/reports/units.csv", "/reports/units.xlsx", "/history/"],
    Role.AUDITOR: ["/dashboard/", "/history/", "/imports/"],
    Role.ADMINISTRATOR: ["/", "/people/new/", "/people/nguoi/", "/history/"],
}  # fmt: skip


def person(**more) -> User:
    return User.objects.create(username="nguoi", full_name="Người thử", password="!", **more)


def says(answer) -> bool:
    is_page = answer.headers["Content-Type"].startswith("text/html")
    return not is_page or bool(HELP.search(answer.content.decode()))


def test_the_first_visitor_is_led_to_an_office_or_the_demo(client, db):
    welcome = client.get("/sign-in/", follow=True)

    assert welcome.redirect_chain == [("/welcome/", 302)]
    assert (welcome.status_code, says(welcome)) == (200, True)
    assert "import_office" in welcome.content.decode()


@pytest.mark.parametrize("path", NOBODY)
def test_a_portal_without_a_unit_answers_with_help(client, db, path):
    client.force_login(person())

    answer = client.get(path, follow=True)

    assert (answer.status_code, says(answer)) == (200, True)


@pytest.mark.parametrize(
    ("role", "path"), [(role, path) for role, paths in BY_ROLE.items() for path in paths],
    ids=lambda value: str(value),
)  # fmt: skip
def test_an_office_without_a_month_a_service_or_a_plan_answers_with_help(client, db, role, path):
    unit = Unit.objects.create(code="goc", name="Bưu điện tỉnh", kind="province")
    Posting.objects.create(user=person(), role=role, unit=unit, starts_on="2018-01-01")
    client.force_login(User.objects.get())

    answer = client.get(path, follow=True)

    assert (answer.status_code, says(answer)) == (200, True)
