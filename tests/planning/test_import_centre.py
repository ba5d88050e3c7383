"""The import centre: plans as a table, what is expected, errors marked in the file, every change told."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from planning.actions import figures
from planning.actions.plans import create_plan, put_in_force
from planning.actions.stages import STAGES
from planning.models import AnnualTarget, Batch, PlanTotal, RevenueRecord
from planning.models.history import Channel
from planning.views import import_progress
from postoffice.months import Month
from tests.workbooks import workbook

NOVEMBER = "2019-11"
TARGETS = ["year", "kind", "unit_code", "code", "measure", "total"]


def upload(client, content: bytes, *, name="tệp.xlsx", kind="revenue", **said):
    return client.post("/import/", {"kind": kind, "file": SimpleUploadedFile(name, content), **said})


def confirm(client, **said):
    return client.post("/import/confirm/", {"token": client.session["upload"]["token"], **said}, follow=True)


def table(*rows, header=("unit_code", "service_code", "month", "revenue"), name="revenue") -> bytes:
    return workbook(**{name: [list(header), *map(list, rows)]})


def problems(answer) -> list[tuple]:
    found = answer.context.get("problems") or answer.context["preview"].problems
    return [(p.row, p.column) for p in found]


def marked(client):
    token = client.session["upload"]["token"]
    answer = client.get(f"/import/{token}/errors/")
    return answer, load_workbook(io.BytesIO(answer.content))


@pytest.fixture
def planner(client, world):
    client.force_login(world.planner)
    return client


@pytest.fixture
def plan(world):
    return create_plan(year=2020, kind="internal", by=world.planner, at=world.now, channel=Channel.GRID)


def targets(*rows) -> bytes:
    return table(*rows, header=TARGETS, name="targets")


def test_targets_come_as_one_table_and_rows_of_one_key_are_summed(planner, plan):
    rows = [
        (2020, "internal", "cua-bac", "EMS", "revenue", 70),
        (2020, "internal", "cua-bac", "EMS", "revenue", 50),
    ]

    shown = upload(planner, targets(*rows), kind="targets")
    none_yet = AnnualTarget.objects.count()
    confirm(planner)

    target = AnnualTarget.objects.get()
    assert (shown.status_code, none_yet) == (200, 0)
    assert (target.unit.code, target.total, sum(target.months)) == ("cua-bac", 120, 120)
    assert PlanTotal.objects.filter(plan=plan).exists()
    assert Batch.objects.get().kind == "targets"


def test_targets_of_a_file_are_undone_as_one(planner, plan):
    upload(planner, targets((2020, "internal", "cua-bac", "EMS", "revenue", 70)), kind="targets")
    confirm(planner)

    planner.post(f"/imports/{Batch.objects.get().pk}/")

    assert not AnnualTarget.objects.exists()
    assert Batch.objects.get().undone_at


def test_targets_in_thousands_become_dong_but_pieces_are_not_multiplied(planner, plan):
    upload(
        planner, targets((2020, "internal", "cua-bac", "EMS", "revenue", 1.15)), kind="targets", unit="1000"
    )
    confirm(planner)
    refused = upload(
        planner, targets((2020, "internal", "cua-bac", "EMS", "volume", 5)), kind="targets", unit="1000"
    )

    assert AnnualTarget.objects.get().total == 1150
    assert problems(refused) == [(2, "measure")]


BAD_TARGETS = {
    "unknown unit": ((2020, "internal", "cua-bak", "EMS", "revenue", 1), (2, "unit_code")),
    "unknown service": ((2020, "internal", "cua-bac", "EMX", "revenue", 1), (2, "code")),
    "no such plan": ((2020, "assigned", "cua-bac", "EMS", "revenue", 1), (2, "revision")),
    "a stock": ((2020, "internal", "cua-bac", "EMS", "balance", 1), (2, "measure")),
}


@pytest.mark.parametrize(("row", "place"), BAD_TARGETS.values(), ids=BAD_TARGETS)
def test_targets_that_do_not_fit_are_refused_at_their_place(planner, plan, row, place):
    assert problems(upload(planner, targets(row), kind="targets")) == [place]


def test_one_file_fills_one_plan(planner, plan):
    rows = [
        (2020, "internal", "cua-bac", "EMS", "revenue", 1),
        (2021, "internal", "cua-bac", "EMS", "revenue", 1),
    ]

    assert problems(upload(planner, targets(*rows), kind="targets")) == [(3, "revision")]


def test_a_plan_in_force_takes_no_file(planner, plan, world):
    upload(planner, targets((2020, "internal", "cua-bac", "EMS", "revenue", 70)), kind="targets")
    confirm(planner)
    put_in_force(plan=plan, by=world.director, at=world.now, channel=Channel.GRID)

    answer = upload(planner, targets((2020, "internal", "cua-bac", "EMS", "revenue", 80)), kind="targets")

    assert problems(answer) == [(2, "revision")]


def test_only_who_plans_uploads_targets(client, world, plan):
    client.force_login(world.accountant)

    answer = upload(client, targets((2020, "internal", "cua-bac", "EMS", "revenue", 70)), kind="targets")

    assert answer.status_code == 422
    assert "kind" in answer.context["form"].errors


def test_a_file_of_another_month_than_expected_is_refused_once_a_month(planner):
    rows = [("cua-bac", "EMS", NOVEMBER, 1), ("cua-bac", "BK", "2019-10", 1), ("cua-nam", "BK", "2019-10", 1)]

    answer = upload(planner, table(*rows), month="11/2019")

    assert problems(answer) == [(3, "month")]
    assert answer.context["problems"][0].params == {"wanted": "11/2019", "found": "10/2019"}


def test_a_file_of_another_unit_than_expected_is_refused(planner, world):
    rows = [("cua-bac", "EMS", NOVEMBER, 1), ("cua-dong", "EMS", NOVEMBER, 1)]

    foreign = upload(planner, table(*rows), expected_unit=world.cua_bac.code)
    below = upload(planner, table(rows[0]), expected_unit=world.cua_bac.parent.code)

    assert problems(foreign) == [(3, "unit_code")]
    assert below.status_code == 200


def test_an_expectation_that_is_none_is_told_at_its_field(planner):
    answer = upload(planner, table(("cua-bac", "EMS", NOVEMBER, 1)), month="Tết", expected_unit="khong-co")

    assert set(answer.context["form"].errors) == {"month", "expected_unit"}


def test_a_refused_file_comes_back_with_its_wrong_cells_marked(planner):
    rows = [("cua-bac", "EMS", NOVEMBER, 1), ("-x", "BK", NOVEMBER, "12a3"), (None, None, None, None)]
    upload(planner, table(*rows, ("cua-nam", "EMS", "Tết", 3), name="Số liệu"))

    answer, book = marked(planner)

    listing, sheet = book.worksheets
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "t%E1%BB%87p" in answer.headers["Content-Disposition"]
    assert [(row[1].value, row[0].hyperlink.location) for row in listing.iter_rows(min_row=2)] == [
        (3, "'Số liệu'!D3"), (5, "'Số liệu'!C5"),
    ]  # fmt: skip
    assert sheet["D3"].comment.text
    assert sheet["D3"].fill.fgColor.rgb.endswith("FFC7CE")
    assert sheet["D2"].fill.fill_type is None
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("-x", "s")
    assert sheet["D2"].value == 1


def test_a_refused_text_file_comes_back_as_a_workbook(planner):
    upload(planner, "Mã đơn vị;Mã dịch vụ;Tháng;Doanh thu\ncua-bak;=1+1;11/2019;5\n".encode(), name="a.csv")

    _answer, book = marked(planner)

    assert book.worksheets[1]["A2"].comment.text
    assert book.worksheets[1]["A2"].value == "cua-bak"
    assert (book.worksheets[1]["B2"].value, book.worksheets[1]["B2"].data_type) == ("=1+1", "s")


def test_a_file_with_wrong_rows_is_never_confirmed_in_part(planner):
    upload(planner, table(("cua-bac", "EMS", NOVEMBER, 1), ("cua-bac", "BK", NOVEMBER, "x")))

    answer = confirm(planner)

    assert answer.status_code == 422
    assert not RevenueRecord.objects.exists()


def test_a_kept_file_is_given_to_its_own_session_only(planner, world):
    upload(planner, table(("cua-bac", "EMS", NOVEMBER, "x")))
    token = planner.session["upload"]["token"]
    planner.logout()
    planner.force_login(world.people["accountant"])

    assert planner.get(f"/import/{token}/errors/").status_code == 404
    assert planner.get(f"/import/{token}/changes/").status_code == 404
    assert planner.get("/import/..%2Fx/errors/").status_code == 404


def test_every_new_and_changed_cell_is_in_the_list_of_changes(planner, world):
    world.report(world.cua_bac, Month(2019, 11), {"EMS": 4})
    upload(planner, table(("cua-bac", "EMS", NOVEMBER, 5), ("cua-nam", "EMS", NOVEMBER, 6)), kind="office")
    token = planner.session["upload"]["token"]

    book = load_workbook(io.BytesIO(planner.get(f"/import/{token}/changes/").content))

    [sheet] = book.worksheets
    assert [[cell.value for cell in row][3:] for row in sheet.iter_rows(min_row=2)] == [[4, 5], [None, 6]]


def test_an_import_that_cannot_be_undone_as_one_says_so_first(planner, world):
    units = [["code", "name", "kind", "parent_code"], ["moi", "Mới", "cluster", world.cua_bac.parent.code]]
    one = table(("cua-bac", "EMS", NOVEMBER, 5))

    closes_the_month = upload(planner, one)
    world.open(NOVEMBER)
    figures_alone = upload(planner, one, kind="office")
    more = upload(planner, workbook(units=units), kind="office")
    world.target(world.cua_bac, 2019, 1200, kinds=("internal",))
    holds = upload(planner, targets((2019, "internal", "cua-nam", "EMS", "revenue", 120)), kind="office")

    previews = [answer.context["preview"] for answer in (closes_the_month, figures_alone, more, holds)]
    assert [preview.problems for preview in previews] == [()] * 4
    assert [getattr(preview.lasting, "code", None) for preview in previews] == [None] * 3 + ["plan_frozen"]
    assert str(holds.context["preview"].lasting) in holds.content.decode()


def test_an_upload_beyond_the_limit_is_refused_before_it_is_read(planner, settings):
    settings.LARGEST_UPLOAD = 1 << 20
    before = list((settings.PORTAL_DATA / "uploads").glob("*"))

    answer = upload(planner, bytes(2 << 20))
    to_programs = planner.post(
        "/import/", {"file": SimpleUploadedFile("x", bytes(2 << 20))}, headers={"Accept": "application/json"}
    )

    assert (answer.status_code, to_programs.status_code) == (413, 413)
    assert "1 MB" in answer.content.decode()
    assert list((settings.PORTAL_DATA / "uploads").glob("*")) == before


def streamed(client, **said) -> str:
    token = client.session["upload"]["token"]
    answer = client.post("/import/confirm/", {"token": token, **said})
    return "".join(part.decode() for part in answer.streaming_content)


@pytest.mark.django_db(transaction=True)
def test_a_long_import_tells_its_stages_and_ends_in_the_books_or_changes_nothing(planner, world, monkeypatch):
    monkeypatch.setattr(import_progress, "LONG", 1)
    upload(planner, table(("cua-bac", "EMS", NOVEMBER, 5)))
    with monkeypatch.context() as broken:
        broken.setattr(figures, "write_months", lambda *_words, **_more: 1 / 0)
        failed, left = streamed(planner), RevenueRecord.objects.count()

    done = streamed(planner)
    gone = planner.post("/import/confirm/", {"token": planner.session["upload"]["token"]})

    batch = Batch.objects.get()
    assert ('role="alert"' in failed, f"/imports/{batch.pk}/" in failed, left) == (True, False, 0)
    assert done.count("✓") == len(STAGES)
    assert done.rindex("✓") < done.index(f"/imports/{batch.pk}/") < done.index("</html>")
    assert RevenueRecord.objects.get().revenue == 5
    assert gone.status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_long_import_that_is_refused_says_why_and_asks_again(planner, world, monkeypatch):
    monkeypatch.setattr(import_progress, "LONG", 1)
    world.report(world.cua_bac, Month(2019, 11), {"EMS": 4}, state="submitted")
    upload(planner, table(("cua-bac", "EMS", NOVEMBER, 5)))

    refused = streamed(planner)
    done = streamed(planner, replace="on", reason="Đối chiếu")

    assert "csrfmiddlewaretoken" in refused
    assert planner.session["upload"]["token"] in refused
    assert f"/imports/{Batch.objects.get().pk}/" in done
