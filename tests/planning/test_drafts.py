"""Typing a month: saved once, cell by cell, never over somebody else, never into a shut month."""

from uuid import uuid4

import pytest
from django.db import connection

from planning.actions import monthly_reports, months
from planning.actions.errors import (
    KeyReused,
    NotAllowed,
    Refused,
)  # fmt: skip
from planning.models import Batch, DraftSave, HistoryEntry, MonthlyReport
from planning.models.history import Channel
from tests.planning.deeds import DECEMBER, fill, report, save, send


@pytest.fixture
def december(world):
    world.open("2019-12")
    return world


def test_what_is_typed_is_kept_with_who_and_when_so_that_every_cell_can_be_traced(december):
    answer = save(december, ("EMS", "revenue", 31_200_000, 0), ("EMS", "volume", 412, 0))

    cell = report(december.cua_bac).draft["EMS"]["revenue"]
    assert answer.saved == {("EMS", "revenue"): 1, ("EMS", "volume"): 1}
    assert (answer.version, answer.conflicts, answer.replayed) == (1, [], False)
    assert (cell["value"], cell["by"], cell["origin"]) == (31_200_000, december.manager.pk, "typed")


def test_two_people_save_the_same_cell_so_that_the_second_sees_both_values_and_chooses(december):
    save(december, ("EMS", "revenue", 100, 0))
    answer = save(december, ("EMS", "revenue", 200, 0), ("BK", "revenue", 50, 0), by=december.clerk)

    (conflict,) = answer.conflicts
    assert (conflict.mine, conflict.theirs, conflict.by_name) == (200, 100, december.manager.full_name)
    assert (conflict.version, conflict.at) == (1, december.now)
    assert answer.saved == {("BK", "revenue"): 2}
    assert report(december.cua_bac).draft["EMS"]["revenue"]["value"] == 100

    chosen = save(december, ("EMS", "revenue", 200, conflict.version), by=december.clerk)

    assert chosen.conflicts == []
    assert report(december.cua_bac).draft["EMS"]["revenue"]["value"] == 200


def test_two_people_type_the_same_figure_so_that_nobody_is_bothered(december):
    save(december, ("EMS", "revenue", 100, 0))

    answer = save(december, ("EMS", "revenue", 100, 0), by=december.clerk)

    assert (answer.conflicts, answer.version) == ([], 1)


def test_a_save_sent_twice_is_written_once_so_that_a_bad_line_does_no_harm(december):
    key = uuid4()
    first = save(december, ("EMS", "revenue", 100, 0), key=key)
    save(december, ("EMS", "revenue", 120, 1))

    again = save(december, ("EMS", "revenue", 100, 0), key=key)

    assert again.replayed
    assert (again.saved, again.conflicts, again.saved_at) == (first.saved, [], first.saved_at)
    assert report(december.cua_bac).draft["EMS"]["revenue"]["value"] == 120
    assert DraftSave.objects.count() == 2


def test_a_repeat_after_the_close_is_still_acknowledged_so_that_it_was_saved_is_the_truth(december):
    key = uuid4()
    save(december, ("EMS", "revenue", 100, 0), key=key)
    months.close(month=DECEMBER, round=2, by=december.planner, at=december.now)

    assert save(december, ("EMS", "revenue", 100, 0), key=key).replayed


def test_a_repeat_tells_its_conflicts_again_so_that_a_lost_answer_loses_no_question(december):
    key = uuid4()
    save(december, ("EMS", "revenue", 100, 0))
    mixed = [("EMS", "revenue", 200, 0), ("BK", "revenue", 50, 0)]
    first = save(december, *mixed, key=key, by=december.clerk)

    again = save(december, *mixed, key=key, by=december.clerk)

    assert again.saved == first.saved == {("BK", "revenue"): 2}
    assert [c.theirs for c in again.conflicts] == [100]


@pytest.mark.parametrize(
    "other", [("EMS", "revenue", 101, 0), ("EMS", "revenue", None, 0), ("BK", "revenue", 100, 0)]
)
def test_a_key_with_other_content_is_refused_so_that_no_save_is_acknowledged_that_never_was(december, other):
    key = uuid4()
    save(december, ("EMS", "revenue", 100, 0), key=key)

    with pytest.raises(KeyReused):
        save(december, other, key=key)

    assert report(december.cua_bac).version == 1


def test_a_key_of_another_report_is_refused_so_that_it_is_bound_to_its_own(december):
    key = uuid4()
    save(december, ("EMS", "revenue", 100, 0), key=key)

    with pytest.raises(KeyReused):
        save(december, ("EMS", "revenue", 100, 0), key=key, unit=december.cua_nam, by=december.clerk)

    assert not MonthlyReport.objects.filter(unit=december.cua_nam).exists()


def test_a_cleared_cell_stays_known_so_that_an_old_page_does_not_fill_it_again(december):
    save(december, ("EMS", "revenue", 100, 0))
    save(december, ("EMS", "revenue", None, 1))

    answer = save(december, ("EMS", "revenue", 100, 1))

    assert [c.theirs for c in answer.conflicts] == [None]


def test_identical_figures_make_no_version_so_that_saying_it_again_changes_nothing(december):
    save(december, ("EMS", "revenue", 100, 0))

    answer = save(december, ("EMS", "revenue", 100, 1), ("BK", "revenue", None, 0))

    assert (answer.version, DraftSave.objects.count()) == (1, 1)


def test_one_click_fills_only_wholly_blank_rows_of_the_list(december):
    save(december, ("EMS", "revenue", 100, 0), ("BK", "volume", 3, 0))

    fill(december)

    draft = report(december.cua_bac).draft
    # EMS has a revenue, BK a volume: both are begun. CT and BAO were blank.
    assert {code: {m: c["value"] for m, c in row.items()} for code, row in draft.items()} == {
        "EMS": {"revenue": 100},
        "BK": {"volume": 3},
        "CT": {"revenue": 0, "volume": 0},
        "BAO": {"revenue": 0, "volume": 0},
    }


def prefill(world, figures, **how):
    return monthly_reports.prefill(
        unit=world.cua_bac, month=DECEMBER, figures=figures, key=uuid4(), by=world.planner, at=world.now,
        channel=Channel.FILE, **how,
    )  # fmt: skip


def test_prefilled_figures_wait_for_the_unit_and_never_cover_what_it_typed(december):
    save(december, ("EMS", "revenue", 100, 0))
    prefill(december, {("EMS", "revenue"): 999, ("BK", "revenue"): 50})

    assert report(december.cua_bac).draft["EMS"]["revenue"]["value"] == 100
    assert report(december.cua_bac).draft["BK"]["revenue"]["origin"] == "prefilled"

    monthly_reports.confirm_prefilled(
        unit=december.cua_bac,
        month=DECEMBER,
        key=uuid4(),
        by=december.manager,
        at=december.now,
        channel="grid",
    )

    cell = report(december.cua_bac).draft["BK"]["revenue"]
    assert (cell["value"], cell["origin"], cell["by"]) == (50, "typed", december.manager.pk)


def test_only_who_imports_may_prefill(december):
    with pytest.raises(NotAllowed):
        monthly_reports.prefill(
            unit=december.cua_bac, month=DECEMBER, figures={("EMS", "revenue"): 1}, key=uuid4(),
            by=december.manager, at=december.now, channel=Channel.FILE,
        )  # fmt: skip


def test_a_paste_is_one_batch_so_that_it_can_be_undone(december):
    save(december, ("EMS", "revenue", 1, 0), ("BK", "revenue", 2, 0), channel=Channel.PASTE)

    batch = Batch.objects.get()
    assert (batch.kind, batch.summary["cells"], batch.by) == ("paste", 2, december.manager)
    assert DraftSave.objects.get().batch == batch


def test_the_clerk_types_on_behalf_so_that_the_cell_says_who_it_was(december):
    save(december, ("EMS", "revenue", 100, 0), by=december.clerk)

    assert report(december.cua_bac).draft["EMS"]["revenue"]["by"] == december.clerk.pk
    assert DraftSave.objects.get().by == december.clerk


def test_typing_writes_no_fact_and_no_history_so_that_the_books_hold_what_was_reported(december):
    save(december, ("EMS", "revenue", 100, 0))
    before = HistoryEntry.objects.count()

    save(december, ("EMS", "revenue", 200, 1))

    assert HistoryEntry.objects.count() == before
    assert not december.cua_bac.records.exists()


def test_an_autosave_costs_few_queries_however_many_cells(december, django_assert_max_num_queries):
    with django_assert_max_num_queries(13):
        save(
            december, *[(code, m, 5, 0) for code in ("EMS", "BK", "CT", "BAO") for m in ("revenue", "volume")]
        )


def test_drafts_never_wait_for_the_books(december):
    with connection.execute_wrapper(_refuse_books_lock):
        save(december, ("EMS", "revenue", 100, 0))

    assert report(december.cua_bac).version == 1


def _refuse_books_lock(execute, sql, params, many, context):
    assert "7101" not in sql
    return execute(sql, params, many, context)


def test_sending_again_after_typing_on_elsewhere_is_stale(december):
    fill(december)
    save(december, ("EMS", "revenue", 100, 1), by=december.clerk)

    with pytest.raises(Refused) as refusal:
        send(december, version=1)

    assert refusal.value.code == "stale"
