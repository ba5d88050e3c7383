"""Bullets: how much was done against the plan and last year, several rows on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.renderers.chart.scale import NOTHING, Mark, Scale, known, pct

CLOSE = 12.0  # % of the width below which two labels under the bar would touch


@dataclass(frozen=True)
class BulletMarks:
    """The figures of one row; `forecast` is where the year is expected to land."""

    actual: Mark
    plan: Mark = NOTHING
    base: Mark = NOTHING
    forecast: Mark = NOTHING


@dataclass(frozen=True)
class Stripe:
    """One horizontal bar: where it begins, how wide it is and where its figure ends."""

    x: str
    width: str
    end: str
    anchor: str = "end"


@dataclass(frozen=True)
class Bullet:
    """A finished bullet; a stripe is None where there is no figure, `zero` is the place of the zero line."""

    marks: BulletMarks
    zero: str
    actual: Stripe | None
    plan: Stripe | None
    base: Stripe | None
    forecast: Stripe | None

    @property
    def empty(self) -> bool:
        """Say whether there is nothing to draw: then the actual's word is printed."""
        return not (self.actual or self.plan or self.base or self.forecast)


def bullets(rows: Sequence[BulletMarks]) -> tuple[Bullet, ...]:
    """Return one bullet a row, all on the scale that the largest figure of all rows sets."""
    scale = Scale.over(
        known(mark for row in rows for mark in (row.actual, row.plan, row.base, row.forecast)), 100
    )
    return tuple(_bullet(scale, row) for row in rows)


def _bullet(scale: Scale, row: BulletMarks) -> Bullet:
    base_anchor, plan_anchor = "end", "end"
    if row.base.value is not None and row.plan.value is not None:
        apart = scale.at(row.plan.value) - scale.at(row.base.value)
        if abs(apart) < CLOSE:
            base_anchor, plan_anchor = ("end", "start") if apart >= 0 else ("start", "end")
    done = row.actual.value if row.actual.value is not None else 0
    ahead = row.forecast.value is not None and row.forecast.value > done
    return Bullet(
        marks=row,
        zero=pct(scale.at(0)),
        actual=_stripe(scale, 0, row.actual.value),
        plan=_stripe(scale, 0, row.plan.value, plan_anchor),
        base=_stripe(scale, 0, row.base.value, base_anchor),
        forecast=_stripe(scale, done, row.forecast.value) if ahead else None,
    )


def _stripe(scale: Scale, start, end, anchor: str = "end") -> Stripe | None:
    if end is None:
        return None
    left, right = sorted((scale.at(start), scale.at(end)))
    return Stripe(pct(left), pct(right - left), pct(scale.at(end)), anchor)
