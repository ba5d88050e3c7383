"""What another system knows goes into drafts: matched, accounted for, looked at, confirmed, sent."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from planning.models import Batch, ForeignCode, HistoryEntry, MonthlyReport, ReportingMonth, RevenueRecord
from planning.models.history import Channel
from postoffice.months import Month
from tests.planning import deeds
from tests.planning.forms import known
from tests.workbooks import workbook

DECEMBER = Month(2019, 12)
HEAD = ["Mã bưu cục", "Tên bưu cục", "Mã dịch vụ", "Kỳ", "Doanh thu", "Sản lượng"]
ROWS = [
    ["281100", "Buu cuc Cua Bac", "EMS.01", "12/2019", 3_000_000, 30],
    ["281100", "Buu cuc Cua Bac", "EMS.02", "12/2019", 2_000_000, 20],
    ["281100", "Buu cuc Cua Bac", "BK", "12/2019", 700_000, 7],
    ["281200", "Điểm BĐ-VHX Cửa Nam", "EMS.01", "12/2019", 400_000, 4],
    ["281200", "Điểm BĐ-VHX Cửa Nam", "TEM", "12/2019", 50_000, 5],
]
TOTAL = 6_150_000


def export(*rows) -> bytes:
    return workbook(Sheet1=[HEAD, *map(list, rows or ROWS)])


def upload(client, content=None, *, name="thang-12.xlsx", **said):
    file = SimpleUploadedFile(name, content or export())
    return client.post("/prefill/", {"source": "BCCP", "file": file, **said})


def confirm(client, **said):
    token = client.session["prefill"]["token"]
    return client.post("/prefill/confirm/", {"token": token, "action": "lay", **said})


def mapped(world, **ignored) -> None:
    at = {"source": "BCCP", "by": world.planner, "at": world.now}
    for code, unit in (("281100", world.cua_bac), ("281200", world.cua_nam)):
        ForeignCode.objects.create(kind="unit", code=code, unit=unit, **at)
    for code, service in (("EMS.01", "EMS"), ("EMS.02", "EMS"), ("BK", "BK")):
        ForeignCode.objects.create(kind="service", code=code, service=world.services[service], **at)
    ForeignCode.objects.create(kind="service", code="TEM", ignored=True, **at)


@pytest.fixture
def planner(client, world):
    """The planner's browser; December is open."""
    world.open("2019-12")
    client.force_login(world.planner)
    return client


def cell(unit, service, measure="revenue"):
    return deeds.report(unit).draft[service][measure]


def test_it_is_so_that_unknown_codes_are_asked_once_and_the_money_foots(planner, world):
    page = upload(planner)
    form = page.context["preview"].form
    answers = {name: field.initial or "" for name, field in form.fields.items()}
    asked = {one.code: name for name, (_kind, one) in form.asked.items()}
    answers |= {
        asked["281100"]: world.cua_bac.pk,
        asked["EMS.01"]: world.services["EMS"].pk,
        asked["EMS.02"]: world.services["EMS"].pk,
        asked["TEM"]: "ignore",
    }

    after = confirm(planner, action="meanings", **answers).context["preview"]

    assert page.context["preview"].money["unknown"] == page.context["preview"].total == TOTAL
    assert answers[asked["281200"]] == world.cua_nam.pk  # proposed by its name
    assert answers[asked["BK"]] == world.services["BK"].pk  # proposed by its code
    assert after.form is None
    assert (after.money["laid"], after.money["ignored"]) == (6_100_000, 50_000)
    assert after.foots
    assert HistoryEntry.objects.filter(noun="mapping", actor=world.planner).count() == 6


def test_it_is_so_that_a_file_goes_from_the_system_to_confirmed_to_sent(planner, world):
    mapped(world)
    upload(planner)
    answer = confirm(planner)
    batch = Batch.objects.get()
    planner.force_login(world.manager)
    page = planner.get("/entry/cua-bac/2019-12/").content.decode()

    planner.post("/entry/cua-bac/2019-12/", known(page, action="confirm"))
    confirmed = cell(world.cua_bac, "EMS")
    deeds.fill(world)
    deeds.send(world)

    assert answer.headers["Location"] == f"/imports/{batch.pk}/"
    assert "prefilled" in page
    assert (confirmed["value"], confirmed["origin"]) == (5_000_000, "typed")
    assert deeds.booked(world.cua_bac)["EMS"] == 5_000_000
    assert deeds.booked(world.cua_bac, measure="volume")["EMS"] == 50
    assert cell(world.cua_nam, "EMS")["origin"] == "prefilled"


def test_it_is_so_that_what_a_unit_typed_or_confirmed_stays(planner, world):
    mapped(world)
    deeds.save(world, ("EMS", "revenue", 9, 0))
    upload(planner)
    confirm(planner)
    again = [*ROWS[:2], ["281100", "", "BK", "12/2019", 800_000, 7], *ROWS[3:]]

    preview = upload(planner, export(*again)).context["preview"]
    confirm(planner)

    assert cell(world.cua_bac, "EMS")["value"] == 9
    assert cell(world.cua_bac, "BK")["value"] == 800_000
    assert preview.money["kept"] == 5_000_000
    assert preview.money["laid"] == 800_000
    assert preview.foots


def test_it_is_so_that_a_point_that_takes_nothing_is_told_and_not_touched(planner, world):
    mapped(world)
    deeds.sent(world, {"EMS": 1})
    shut = [*ROWS, ["281200", "", "BK", "10/2019", 11, 1]]

    preview = upload(planner, export(*shut)).context["preview"]
    confirm(planner)

    codes = {(one.unit.code, str(one.month), one.refusal.code) for one in preview.result.refused}
    assert codes == {("cua-bac", "2019-12", "not_editable"), ("cua-nam", "2019-10", "month_not_open")}
    assert preview.foots
    assert cell(world.cua_bac, "EMS")["value"] == 1
    assert not MonthlyReport.objects.filter(month=Month(2019, 10).first).exists()


@pytest.mark.parametrize(("how", "code"), [("locks_at", "month_locked"), ("closed_2_at", "month_closed")])
def test_it_is_so_that_a_locked_month_takes_figures_only_by_grace_and_a_closed_one_none(
    planner, world, how, code
):
    mapped(world)
    ReportingMonth.objects.update(**{how: datetime(2019, 12, 31, tzinfo=UTC)})
    upload(planner)

    answer = confirm(planner)

    assert answer.status_code == 422
    assert {one.refusal.code for one in answer.context["preview"].result.refused} == {code}
    assert not MonthlyReport.objects.exists()


def test_it_is_so_that_undoing_leaves_what_was_confirmed(planner, world):
    mapped(world)
    upload(planner)
    confirm(planner)
    deeds.save(world, ("BK", "revenue", 5, 0), key=uuid4(), channel=Channel.GRID)  # clashes: not saved
    deeds.save(world, ("BK", "revenue", 700_000, 0))  # looked at and confirmed

    answer = planner.post(f"/imports/{Batch.objects.get().pk}/")

    kept = {(one.node, one.measure) for one in answer.context["kept"]}
    assert kept == {("BK", "revenue")}
    assert cell(world.cua_bac, "EMS")["value"] is None
    assert cell(world.cua_bac, "BK")["value"] == 700_000
    assert not RevenueRecord.objects.exists()


def test_it_is_so_that_an_undone_correction_still_waits_for_its_unit(planner, world):
    mapped(world)
    upload(planner)
    confirm(planner)
    upload(planner, export(["281100", "", "BK", "12/2019", 800_000, 7]))
    confirm(planner)

    planner.post(f"/imports/{Batch.objects.latest('pk').pk}/")

    assert (cell(world.cua_bac, "BK")["value"], cell(world.cua_bac, "BK")["origin"]) == (700_000, "prefilled")


def test_it_is_so_that_a_district_fills_its_own_points_and_keeps_no_codes(planner, world):
    mapped(world)
    ForeignCode.objects.create(
        source="BCCP", kind="unit", code="283300", unit=world.cua_dong, by=world.planner, at=world.now
    )
    world.planner.postings.update(unit=world.dong_ho)
    foreign = [*ROWS, ["283300", "", "BK", "12/2019", 99, 1], ["moi", "", "BK", "12/2019", 1, 1]]

    preview = upload(planner, export(*foreign)).context["preview"]
    confirm(planner)
    listed = planner.get("/mappings/").content.decode()

    assert preview.money["outside"] == 99
    assert preview.form is None
    assert not MonthlyReport.objects.filter(unit=world.cua_dong).exists()
    assert "281100" in listed
    assert "283300" not in listed


def test_it_is_so_that_the_planner_corrects_and_removes_a_code(planner, world):
    mapped(world)
    wrong, gone = ForeignCode.objects.get(code="281200"), ForeignCode.objects.get(code="TEM")

    planner.post(f"/mappings/{wrong.pk}/", {"meaning": world.cua_tay.pk})
    planner.post(f"/mappings/{gone.pk}/", {"remove": "yes"})

    wrong.refresh_from_db()
    assert wrong.unit == world.cua_tay
    assert not ForeignCode.objects.filter(code="TEM").exists()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ma buu cuc;ma dich vu;thang;dtps\n281100;BK;12/2019;12a3\n", (2, "revenue")),
        ("ma buu cuc;ma dich vu;dtps\n281100;BK;5\n", (1, "month")),
        ("ma buu cuc;ma dich vu;thang;dtps\n281100;BK;Tết;5\n", (2, "month")),
    ],
    ids=["no number", "no month", "bad month"],
)
def test_it_is_so_that_a_bad_row_is_told_with_its_place(planner, text, place):
    answer = upload(planner, text.encode(), name="thang-12.csv")

    assert answer.status_code == 422
    assert [(p.row, p.column) for p in answer.context["preview"].problems] == [place]
