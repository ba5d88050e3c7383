"""The bench's arithmetic and its table: no time is taken here."""

from pathlib import Path

import pytest

from bench import floors, table
from bench.timing import Budget, Line, Reading, readings, take
from bench.trials import TRIALS, run

ROOT = Path(__file__).resolve().parent.parent


def reading(*seconds: float, **more: object) -> Reading:
    return Reading("trial", "what", seconds, **more)


def test_the_median_stands_for_the_runs_so_that_one_slow_run_says_nothing():
    assert reading(0.010, 0.900, 0.012).median == 0.012


def test_a_line_is_held_against_the_median_of_the_first_so_that_machines_compare():
    first, second = readings(
        "trial", [Line("floor", lambda: None), Line("page", lambda: None)], [[2, 4, 3], [6, 9]]
    )

    # The medians are 3 and 7,5.
    assert (first.ratio, second.ratio) == (None, 2.5)


def test_lines_take_turns_and_are_prepared_so_that_each_run_begins_alike():
    done: list[str] = []
    lines = [
        Line("a", lambda: done.append("a"), runs=3, warm=1),
        Line("b", lambda: done.append("b"), before=lambda: done.append("set"), runs=1, warm=0),
    ]

    first, second = take("trial", *lines)

    assert done == ["a", "a", "set", "b", "a", "a"]
    assert (len(first.seconds), len(second.seconds)) == (3, 1)


def test_a_sample_is_scaled_up_so_that_its_line_speaks_of_the_whole():
    small, whole = Line("sample", lambda: sum(range(20_000)), scale=1e6), Line("sample", lambda: None)

    assert small.once() > whole.once()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, ""),
        ({"budget": Budget(seconds=0.02)}, "≤ 20.0 ms: met"),
        ({"budget": Budget(seconds=0.01)}, "≤ 10.0 ms: MISSED, 12.5 ms is 25% over"),
        ({"budget": Budget(seconds=0.02, queries=15), "queries": 15}, "≤ 20.0 ms, 15 queries: met"),
        (
            {"budget": Budget(seconds=0.02, queries=15), "queries": 18},
            "≤ 20.0 ms, 15 queries: MISSED, 18 queries is 20% over",
        ),
        ({"budget": Budget(megabytes=60), "megabytes": 90}, "≤ 60 MB: MISSED, 90 MB is 50% over"),
        ({"budget": Budget(times=1.25), "floor": 0.01}, "≤ 1.25 × the floor: met"),
        (
            {"budget": Budget(times=1.25), "floor": 0.005},
            "≤ 1.25 × the floor: MISSED, 2.50 × the floor is 100% over",
        ),
    ],
)
def test_the_verdict_says_by_how_much_so_that_a_missed_budget_is_not_hidden(given, said):
    assert table.verdict(reading(0.0125, **given)) == said


def test_the_table_has_a_cell_for_each_head_so_that_it_reads_as_markdown():
    floor = reading(0.010, 0.012, 0.011)
    page = reading(0.022, floor=0.011, queries=9, megabytes=7.4, budget=Budget(seconds=0.025), note="warm")

    head, rule, first, second = table.table([floor, page]).splitlines()

    assert {line.count("|") for line in (head, rule, first, second)} == {10}
    assert first == "| trial | what | 11.0 ms | 10.0 ms–12.0 ms | 1 |  |  |  |  |"
    assert second == (
        "| trial | what | 22.0 ms | 22.0 ms–22.0 ms | 2.00 | 9 | 7 MB | ≤ 25.0 ms: met | warm |"
    )


def test_only_the_table_of_the_page_is_replaced_so_that_its_words_stay():
    page = f"before\n{table.START}\nold\n{table.END}\nafter\n"

    assert table.replaced(page, "new") == f"before\n{table.START}\nnew\n{table.END}\nafter\n"


def test_a_page_without_marks_is_refused_so_that_nothing_is_overwritten():
    with pytest.raises(ValueError, match="lacks"):
        table.replaced("no marks", "new")


def test_the_written_page_has_its_marks_so_that_the_bench_can_write_it():
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")

    assert table.replaced(page, "x").count(table.START) == 1


def test_an_unknown_trial_is_named_so_that_nothing_runs_by_mistake():
    with pytest.raises(SystemExit, match=r"no trial dashbord; there are .*dashboard"):
        run(["dashbord"])


def test_every_trial_of_the_issue_is_there_so_that_none_is_forgotten():
    wanted = {
        "dashboard", "nation", "autosave", "submit", "import", "excel-form", "excel-flat", "month-end",
        "seeing", "hostile",
    }  # fmt: skip

    assert wanted <= TRIALS.keys()


def test_the_floor_runs_the_pages_own_statements_so_that_it_fetches_the_same_rows(client, world, settings):
    settings.ROOT_URLCONF = "bench.urls"
    client.force_login(world.director)

    queries = floors.of_page(client, "/reports/units/")
    page = floors.statements(lambda: client.get("/reports/units/"))
    floor = floors.statements(lambda: client.get(floors.ROWS))

    assert queries == len(page)
    assert [sql for sql in floor if "planning_yeartotals" in sql]
    assert {sql for sql in floor if "django_session" not in sql} <= set(page)
