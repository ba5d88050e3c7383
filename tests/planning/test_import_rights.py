"""A file gives no right that a page would refuse."""

from datetime import date

import pytest

from planning.actions.office import OfficeRefused, load
from planning.importing.office import (
    LineRow,
    MonthRow,
    OfferingRow,
    OfficeData,
    OfficeRow,
    PersonRow,
    PlanRow,
    RevenueRow,
    ServiceRow,
    TargetRow,
    UnitRow,
)
from planning.models import Office, Plan, Posting, Unit
from planning.models.history import Channel
from postoffice.months import Month

NOVEMBER = Month(2019, 11)
SHEETS = {
    "office": OfficeRow("place", "Phúc Yên", row=2),
    "units": UnitRow("moi", "Điểm mới", "agent", "dong-ho", row=2),
    "service_lines": LineRow("MOI", "Nhóm mới", row=2),
    "services": ServiceRow("DV", "Dịch vụ mới", "BCCP", row=2),
    "offerings": OfferingRow("cua-bac", "EMS", date(2020, 1, 1), row=2),
    "months": MonthRow(NOVEMBER, row=2),
    "revenue": RevenueRow("cua-bac", "EMS", NOVEMBER, 5, row=2),
    "plans": PlanRow(2020, "internal", row=2),
    "targets": TargetRow(2020, "internal", "cua-bac", "EMS", "revenue", 5, row=2),
    "people": PersonRow("moi", "cua-bac", "clerk", "Người mới", row=2),
}
MAY = {
    "planner": {"office", "units", "months", "revenue", "plans", "targets"},
    "administrator": {"units", "service_lines", "services", "offerings", "people"},
    "accountant": set(),
    "director": set(),
}


def bring(world, person: str, **sheets):
    data = OfficeData(**{name: (row,) for name, row in sheets.items()})
    return load(data, by=world.people[person], at=world.now, channel=Channel.FILE)


@pytest.mark.parametrize("person", MAY)
@pytest.mark.parametrize("sheet", SHEETS)
def test_each_sheet_asks_for_the_right_of_its_page(world, person, sheet):
    if sheet in MAY[person]:
        assert bring(world, person, **{sheet: SHEETS[sheet]}).batch is not None
    else:
        with pytest.raises(OfficeRefused) as refused:
            bring(world, person, **{sheet: SHEETS[sheet]})
        assert refused.value.problems[0].row == 2
        assert str(refused.value.problems[0]) in str(refused.value)


def test_what_says_nothing_new_needs_no_right(world):
    bac = UnitRow("cua-bac", "BC Cửa Bắc", "post_office_3", "dong-ho")

    assert bring(world, "accountant", units=bac).batch is None


def test_nobody_posts_himself(world):
    with pytest.raises(OfficeRefused):
        bring(world, "administrator", people=PersonRow("administrator", "vp", "planner", row=2))

    assert not Posting.objects.filter(user=world.administrator, role="planner").exists()


def test_a_planner_does_not_put_a_plan_in_force_by_a_file(world):
    with pytest.raises(OfficeRefused):
        bring(world, "planner", plans=PlanRow(2020, "internal", in_force=True, row=2))
    bring(world, "planner", plans=SHEETS["plans"], targets=SHEETS["targets"])

    assert Plan.objects.get().in_force is False


def test_the_clock_is_not_turned_by_a_file(world):
    with pytest.raises(OfficeRefused):
        bring(world, "planner", office=OfficeRow("pinned_today", "2019-01-01", row=2))

    assert Office.objects.get().pinned_today is None


def test_a_planner_of_a_district_does_not_rearrange_the_office(world):
    world.planner.postings.update(unit=world.dong_ho)

    with pytest.raises(OfficeRefused):
        bring(world, "planner", units=SHEETS["units"])

    assert not Unit.objects.filter(code="moi").exists()


def test_the_console_may_do_all_of_it(world):
    data = OfficeData(**{name: (row,) for name, row in SHEETS.items()})

    load(data, by=None, at=world.now, channel=Channel.COMMAND)

    assert Plan.objects.get().in_force
    assert Posting.objects.filter(user__username="moi").exists()
