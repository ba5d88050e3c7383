"""The organisation's pages: a unit added, corrected, put in its right place."""

from planning.models import Unit, YearTotals


def test_a_code_keeps_its_zeros_so_that_the_corporation_recognises_it(client, world):
    client.force_login(world.planner)

    client.post(
        "/units/new/", {"code": "000123", "parent": "tay-ho", "name": "BC Mới", "kind": "post_office_3"}
    )

    assert Unit.objects.get(code="000123").is_in(world.tay_ho)
    assert "000123" in client.get("/units/").content.decode()


def test_a_corrected_place_is_previewed_and_moves_the_totals_so_that_both_sides_foot(client, world):
    world.books("""
        unit    | 2019-12
        cua bac |     700
        cua nam |      30
    """)
    client.force_login(world.planner)
    asked = {"parent": "tay-ho", "reason": "Nhập nhầm đơn vị cấp trên"}

    preview = client.post("/units/cua-bac/parent/", asked)
    assert Unit.objects.get(code="cua-bac").is_in(world.dong_ho)
    assert 'name="sure"' in preview.content.decode()

    client.post("/units/cua-bac/parent/", asked | {"sure": "on"})
    december = {
        t.unit.code: t.m12
        for t in YearTotals.objects.filter(node="ALL", measure="revenue").select_related("unit")
    }
    # 700 moved from Đông Hồ to Tây Hồ; the province keeps 730.
    assert (december["dong-ho"], december["tay-ho"], december["vp"]) == (30, 700, 730)


def test_a_unit_cannot_lie_under_its_own_child_so_that_the_tree_stays_a_tree(client, world):
    client.force_login(world.planner)

    client.post("/units/dong-ho/parent/", {"parent": "cua-bac", "reason": "thử", "sure": "on"})

    assert Unit.objects.get(code="dong-ho").is_in(world.vp)


def test_a_branch_manager_keeps_no_units_so_that_the_organisation_has_one_keeper(client, world):
    client.force_login(world.manager)

    assert client.get("/units/").status_code == 403
    assert client.post("/units/new/", {"code": "x"}).status_code == 403
