"""Two planners lay files into the same points at one moment: nothing is lost, nothing lies there twice."""

from datetime import date

import pytest

from planning.actions.prefilling import prefill_many
from planning.models import Batch, DraftSave, MonthlyReport, Posting, User
from tests.planning.deeds import DECEMBER, save
from tests.planning.races import raised, together

pytestmark = pytest.mark.django_db(transaction=True)
POINTS = ("cua_bac", "cua_nam", "cua_dong", "cua_tay")
ROUNDS = 5


@pytest.fixture
def planners(world):
    """December is open for typing, and the province has a second planner."""
    world.open("2019-12")
    other = User.objects.create(username="planner2", full_name="Người thử planner2")
    Posting.objects.create(user=other, role="planner", unit=world.vp, starts_on=date(2018, 1, 1))
    return world, world.planner, other


def laid(world, by, figures):
    return prefill_many(figures=figures, file_name="a.csv", digest="0", by=by, at=world.now)


def figures(world, points, **amounts):
    return {
        (DECEMBER, getattr(world, point).pk, service, "revenue"): amount
        for point in points
        for service, amount in amounts.items()
    }


def test_both_files_lie_in_the_drafts_and_each_step_is_kept(planners):
    world, first, second = planners
    for number in range(1, ROUNDS + 1):
        one = figures(world, POINTS, EMS=100 + number, BK=10 + number)
        two = figures(world, reversed(POINTS), EMS=200 + number, CT=20 + number)

        answers = together(lambda one=one: laid(world, first, one), lambda two=two: laid(world, second, two))

        assert raised(answers) == []
    reports = MonthlyReport.objects.filter(month=DECEMBER.first)
    assert {report.unit.code for report in reports} == {"cua-bac", "cua-nam", "cua-dong", "cua-tay"}
    for report in reports:
        saves = list(report.saves.order_by("version"))
        assert (
            [one.version for one in saves]
            == list(range(1, 2 * ROUNDS + 1))
            == [*range(1, report.version + 1)]
        )
        steps = {}
        for change in (change for one in saves for change in one.changes):
            assert change["old"] == steps.get(change["service"])
            steps[change["service"]] = change["new"]
        assert {code: row["revenue"]["value"] for code, row in report.draft.items()} == steps
        assert (steps["BK"], steps["CT"]) == (10 + ROUNDS, 20 + ROUNDS)
        assert steps["EMS"] in (100 + ROUNDS, 200 + ROUNDS)


def test_the_same_file_sent_by_both_is_laid_once(planners):
    world, first, second = planners
    file = figures(world, POINTS, EMS=100, BK=10)

    answers = together(lambda: laid(world, first, file), lambda: laid(world, second, file))

    assert raised(answers) == []
    assert Batch.objects.count() == 1
    assert DraftSave.objects.count() == len(POINTS)
    assert sorted(len(answer.of("laid")) for answer in answers) == [0, len(file)]


def test_what_a_point_types_meanwhile_is_kept_whoever_is_faster(planners):
    world, first, second = planners
    one, two = figures(world, POINTS, EMS=100), figures(world, POINTS, EMS=200, BK=10)

    def typing():
        return save(world, ("EMS", "revenue", 7, 0))

    answers = together(lambda: laid(world, first, one), lambda: laid(world, second, two), typing)

    assert raised(answers) == []
    draft = MonthlyReport.objects.of(world.cua_bac, DECEMBER).get().draft
    typed = not answers[2].conflicts  # else a file was faster, and the typist was told
    assert draft["EMS"]["revenue"]["value"] == 7 if typed else draft["EMS"]["revenue"]["value"] in (100, 200)
    assert draft["BK"]["revenue"]["value"] == 10
