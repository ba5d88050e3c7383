"""Where last year lands by what the units said (Ước TH), beside what they did and what the plan asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from planning.estimated_year import Landing, landing
from planning.models import Measure, Plan, Unit
from planning.plan_sheet.figures import Shown, amount, ratio
from postoffice import measures
from postoffice.measures import Figure, Reason
from postoffice.months import Month
from postoffice.numbers import GROWTH


@dataclass(frozen=True)
class Beside:
    """What a row shows of the round: where the year lands, how many points have said, the plan against it."""

    year: Shown
    said: str
    growth: Shown


@dataclass(frozen=True)
class Estimated:
    """The round of a page: the title of its column, and how far it is at the unit the page is about.

    `is_judged` tells whether the plan of that unit is compared with it.
    """

    landing: Landing
    title: str
    said: int
    expected: int
    is_judged: bool

    @property
    def month(self) -> Month:
        """The estimated month."""
        return self.landing.month

    def beside(self, unit: Unit, node: str, plan: Figure) -> Beside:
        """Return what stands beside the plan of a unit and node; no ratio of unlike months or of a part."""
        landed = self.landing.units[unit.pk]
        year = landed.year.get(node)
        unlike = None if self.landing.is_whole_year else Reason.NOT_APPLICABLE
        base = unlike or (year if landed.is_judged else Reason.NOT_REPORTED)
        return Beside(
            year=amount(year, Reason.NOT_REPORTED if landed.expected else Reason.NOT_APPLICABLE),
            said=f"{landed.said}/{landed.expected}",
            growth=ratio(measures.growth, GROWTH, Reason.NO_TARGET if plan is None else plan, base),
        )


def of_plan(
    plan: Plan, measure: str, units: Sequence[Unit], points: QuerySet[Unit], nodes: Collection[str]
) -> Estimated | None:
    """Return the last round of the year before a plan (its `last_round`); None where there was none.

    The first of the units is the one the page is about. Units estimate revenue only.
    """
    if measure != Measure.REVENUE or plan.last_round is None:
        return None
    found = landing(units, points, Month.of(plan.last_round), nodes)
    names = {"year": found.month.year, "number": found.month.number}
    title = _("Estimate %(year)s") if found.is_whole_year else _("Estimate, %(number)s months of %(year)s")
    top = found.units[units[0].pk]
    return Estimated(found, title % names, top.said, top.expected, top.is_judged)
