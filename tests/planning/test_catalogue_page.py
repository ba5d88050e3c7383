"""The catalogue of services and lines: for administrators, signed in the history, behind one door."""

import pytest

from planning.models import HistoryEntry, Service, ServiceLine
from postoffice.months import Month

PAGES = [
    "/admin/",
    "/admin/planning/",
    "/admin/planning/serviceline/",
    "/admin/planning/service/",
    "/admin/planning/service/add/",
    "/admin/planning/service/{service}/change/",
    "/admin/planning/service/{service}/history/",
    "/admin/planning/service/{service}/delete/",
    "/admin/planning/offering/",
    "/admin/planning/offering/add/",
    "/admin/planning/holidayoverride/",
    "/admin/planning/holidayoverride/add/",
    "/admin/jsi18n/",
]


def pages(world):
    return [page.format(service=world.services["EMS"].pk) for page in PAGES]


def test_the_administrator_keeps_the_catalogue_so_that_new_services_need_no_programmer(client, world):
    client.force_login(world.administrator)

    assert {page: client.get(page).status_code for page in pages(world)} == dict.fromkeys(pages(world), 200)


@pytest.mark.parametrize("who", ["manager", "clerk", "head", "planner", "accountant", "director", "auditor"])
def test_nobody_else_comes_into_the_catalogue_so_that_codes_stay_what_they_are(client, world, who):
    client.force_login(world.people[who])

    answers = {page: client.get(page).status_code for page in [*pages(world), "/admin/password_change/"]}

    assert set(answers.values()) == {403}
    client.post("/admin/planning/serviceline/add/", {"code": "X", "name": "X", "order": 9})
    assert not ServiceLine.objects.filter(code="X").exists()


def test_there_is_one_door_so_that_signing_in_is_guarded_in_one_place(client, world):
    for page in [*pages(world), "/admin/nope/", "/admin/login/"]:
        assert client.get(page, follow=True).redirect_chain[-1][0].startswith("/sign-in/?next=/admin/")

    client.post("/admin/login/", {"username": "administrator", "password": "mat-khau-cua-bai-thu"})
    assert "_auth_user_id" not in client.session


def test_only_reference_data_is_kept_here_so_that_no_figure_goes_around_the_actions(client, world):
    client.force_login(world.administrator)

    for noun in ("revenuerecord", "monthlyreport", "annualtarget", "user", "posting", "unit"):
        assert client.get(f"/admin/planning/{noun}/").status_code == 404
    assert client.get("/admin/auth/group/").status_code == 404


def test_a_change_is_signed_so_that_the_history_says_who(client, world):
    client.force_login(world.administrator)
    ems = world.services["EMS"]

    client.post("/admin/planning/serviceline/add/", {"code": "HCC", "name": "Hành chính công", "order": 4})
    client.post(
        f"/admin/planning/service/{ems.pk}/change/",
        {"name": "EMS liên tỉnh", "line": ems.line_id, "volume_unit": "bưu gửi"},
    )

    made = HistoryEntry.objects.filter(noun="line").order_by("-pk").first()
    changed = HistoryEntry.objects.filter(noun="service", row=ems.pk).order_by("-pk").first()
    assert (made.actor, made.channel, made.new["code"]) == (world.administrator, "page", "HCC")
    assert (changed.actor, changed.old["name"], changed.new["name"]) == (
        world.administrator, "EMS trong nước", "EMS liên tỉnh",
    )  # fmt: skip


def test_a_code_is_fixed_so_that_files_and_addresses_keep_their_meaning(client, world):
    client.force_login(world.administrator)
    ems = world.services["EMS"]

    client.post(
        f"/admin/planning/service/{ems.pk}/change/",
        {"code": "KHAC", "name": "EMS", "line": ems.line_id, "volume_unit": "bưu gửi"},
    )

    assert Service.objects.get(pk=ems.pk).code == "EMS"


def test_the_service_of_facts_keeps_its_line_so_that_past_years_are_not_rewritten(client, world):
    client.force_login(world.administrator)
    ems, bk = world.services["EMS"], world.services["BK"]
    world.report(world.cua_bac, Month(2019, 11), {"EMS": 100})

    for service in (ems, bk):
        client.post(
            f"/admin/planning/service/{service.pk}/change/",
            {"name": "Khác", "line": world.services["BAO"].line_id, "volume_unit": "bưu gửi"},
        )

    assert Service.objects.get(pk=ems.pk).line.code == "BCCP"
    assert Service.objects.get(pk=bk.pk).line.code == "PPTT"


@pytest.mark.parametrize("code", ["a/b", "..", "a:own", "a\\b", "\x00"])
def test_a_code_that_no_address_can_hold_is_refused(client, world, code):
    client.force_login(world.administrator)

    answer = client.post("/admin/planning/serviceline/add/", {"code": code, "name": "Nhóm", "order": 9})

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()


def test_a_line_and_a_service_never_share_a_code_so_that_a_total_has_one_meaning(client, world):
    client.force_login(world.administrator)

    answer = client.post("/admin/planning/serviceline/add/", {"code": " EMS ", "name": "Nhóm", "order": 9})

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
