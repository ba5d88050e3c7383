"""How reports answer: who may ask, what is asked by default, what a wrong filter gets, as which file."""

from datetime import date
from urllib.parse import unquote

import pytest

from planning.models import Posting, Succession, Unit

FILES = ["json", "csv", "xlsx"]
ADDRESSES = ["/reports/", "/reports/units/", *[f"/reports/units.{kind}" for kind in FILES]]


@pytest.mark.parametrize("address", ADDRESSES)
def test_strangers_are_led_to_the_sign_in_page(client, world, address):
    answer = client.get(address)

    if address.endswith(".json"):
        assert answer.status_code == 401
        assert answer.json() == {"error": "sign_in_required"}
    else:
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", ADDRESSES[1:])
@pytest.mark.parametrize("unit", ["tay-ho", "vp", "cua-dong", "no-such-unit"])
def test_a_unit_out_of_reach_and_a_missing_one_answer_alike(client, world, address, unit):
    client.force_login(world.head)

    answer = client.get(address, {"unit": unit, "month": "2019-12"})

    assert answer.status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_writes_to_a_report(client, world, address):
    client.force_login(world.director)

    assert client.post(address).status_code == 405


def test_who_reads_nothing_finds_no_report(client, world):
    client.force_login(world.administrator)

    assert client.get("/reports/units/").status_code == 404
    assert client.get("/reports/units.json").status_code == 404
    assert client.get("/reports/").status_code == 200


def test_two_postings_give_the_union(client, world):
    Posting.objects.create(
        user=world.manager, role="branch_manager", unit=world.units["cua-dong"], starts_on=date(2018, 1, 1)
    )
    client.force_login(world.manager)

    answers = {
        unit: client.get("/reports/performance.json", {"unit": unit}).status_code
        for unit in ("cua-bac", "cua-dong", "cua-nam")
    }

    assert answers == {"cua-bac": 200, "cua-dong": 200, "cua-nam": 404}


def test_no_foreign_name_stands_in_the_filter_bar(client, world):
    client.force_login(world.head)

    page = client.get("/reports/units/", {"unit": "dong-ho"}).content.decode()

    assert "cua-bac" in page
    assert "tay-ho" not in page
    assert "Vĩnh Phúc</option>" not in page


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("month", "2019-13"),
        ("month", "12/2019"),
        ("month", "0001-01"),
        ("month", "9999-12"),
        ("plan", "dream"),
        ("plan", "assigned"),
        ("plan", "internal-7"),
        ("measure", "balance"),
        ("measure", "profit"),
        ("basis", "as-if"),
        ("grain", "services"),
        ("line", "EMS"),
        ("service", "BCCP"),
    ],
)
def test_a_wrong_filter_is_told_at_the_filter(client, world, name, text):
    client.force_login(world.director)
    asked = {"unit": "vp", "month": "2019-12", name: text}

    data = client.get("/reports/units.json", asked)
    page = client.get("/reports/units/", asked)

    assert data.status_code == page.status_code == 400
    assert list(data.json()["filters"]) == [name]
    assert data.json()["filters"][name][0] in page.content.decode().replace("&quot;", '"')
    assert f'id="id_{name}_error"' in page.content.decode()
    assert 'aria-invalid="true"' in page.content.decode()


def test_figures_converted_to_today_s_organisation_are_refused_once_there_is_something_to_convert(
    client, world
):
    client.force_login(world.director)
    asked = {"unit": "vp", "month": "2019-12", "basis": "as-is"}

    before = client.get("/reports/units.json", asked)
    Succession.objects.create(
        old=world.units["cua-bac"], new=world.units["cua-nam"], on=date(2019, 9, 1), kind="merge"
    )
    after = client.get("/reports/units.json", asked)

    assert before.status_code == 200
    assert before.json()["scope"]["basis"] == "as-is"
    assert after.status_code == 400
    assert list(after.json()["filters"]) == ["basis"]


def test_every_filter_has_a_default_that_is_shown(client, world):
    world.target(world.units["vp"], 2019, 1200)
    world.open("2019-12")
    client.force_login(world.director)

    scope = client.get("/reports/units.json").json()["scope"]
    page = client.get("/reports/units/").content.decode()

    assert scope == {
        "unit": "vp",
        "month": "2019-12",
        "plan": "assigned",
        "measure": "revenue",
        "basis": "as-was",
        "coverage": {"reported": 0, "approved": 0, "expected": 4},
    }
    for chosen in ("vp", "2019-12", "", "revenue", "as-was", "children"):
        assert f'<option value="{chosen}" selected>' in page
    assert "unit=vp&amp;month=2019-12&amp;measure=revenue&amp;basis=as-was" in page


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_download_has_its_type_and_a_name_in_vietnamese(client, world, kind, content_type):
    client.force_login(world.director)

    answer = client.get(f"/reports/units.{kind}", {"unit": "vp", "month": "2019-12"})

    disposition = answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == content_type
    assert disposition.startswith(f"attachment; filename=\"units-2019-12.{kind}\"; filename*=UTF-8''")
    assert unquote(disposition.split("''")[1]).endswith(f"Bưu điện tỉnh Vĩnh Phúc - 2019-12.{kind}")


def test_a_report_that_does_not_exist_is_not_found(client, world):
    client.force_login(world.director)

    for address in ("/reports/dreams/", "/reports/dreams.json", "/reports/units.pdf"):
        assert client.get(address).status_code == 404


def test_an_empty_portal_explains_itself(client, world, django_user_model):
    person = django_user_model.objects.create(username="first", full_name="Người đầu tiên")
    Posting.objects.all().delete()
    for code in ("cua-bac", "cua-nam", "cua-dong", "cua-tay"):
        world.units[code].offerings.all().delete()
        world.units[code].delete()
    Unit.objects.exclude(code="vp").delete()
    Unit.objects.all().delete()
    client.force_login(person)

    for address in ("/reports/", "/reports/performance/", "/reports/units/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert 'class="empty"' in answer.content.decode()
