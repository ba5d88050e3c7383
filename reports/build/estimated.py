"""Makes the finished report of an estimate round, of the figures of its page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from planning import estimated_year
from planning.estimated_year import EstimatedYear
from planning.models import Office
from planning.models.revenue import Measure
from postoffice.measures import Reason
from reports.build import naming
from reports.definitions import estimated
from reports.renderers.words import listed
from reports.report import OWN, TOTAL, About, Cell, Coverage, Report, Row, Scope

MILLION = 1_000_000


def estimates(page: EstimatedYear, *, due_on: date | None, office: Office, by: str, at: datetime) -> Report:
    """Return the report of the round that a page shows; `due_on` is the day by which it was asked for."""
    columns = estimated.columns(page.month)
    total = _row(page, page.total, TOTAL, 0)
    return Report(
        slug=estimated.SLUG,
        title=_("Report on the estimated revenue"),
        scope=_scope(page),
        columns=columns,
        rows=(total, *(_row(page, row, row.code or OWN, 1) for row in page.rows)),
        notes=(),
        generated_at=at,
        generated_by=by,
        letterhead=naming.letterhead(office),
        groups=estimated.groups(),
        shown_in=MILLION,
        form=tuple(column.key for column in columns),
        months_left=0,
        beside=tuple(_row(page, row, f":{row.code}", 1) for row in page.lines),
        about=_about(page, due_on),
    )


def _row(page: EstimatedYear, row: estimated_year.Row, key: str, level: int) -> Row:
    cells = {name: _cell(figure) for name, figure in row.figures.items()}
    label = row.name if row.is_unit or key == OWN else _("Of which %(line)s") % {"line": row.name}
    counts = {"reported": row.said, "expected": row.expected}
    note = "" if row.is_whole or row.is_point else _("%(reported)s/%(expected)s points") % counts
    return Row(key, label, level, cells, note=_("Not said yet") if row.is_point and not row.said else note)


def _cell(figure: int | Fraction | Reason) -> Cell:
    return Cell(None, figure) if isinstance(figure, Reason) else Cell(figure)


def _scope(page: EstimatedYear) -> Scope:
    return Scope(
        unit=page.place.code,
        unit_name=page.place.name,
        month=page.month,
        plan=None,
        measure=Measure.REVENUE,
        measure_label=str(Measure.REVENUE.label),
        basis="as-was",
        grain="",
        coverage=Coverage(reported=page.total.said, approved=0, expected=page.total.expected),
        missing=tuple(unit.name for unit in page.waiting),
    )


def _about(page: EstimatedYear, due_on: date | None) -> About:
    counts = {"said": page.total.said, "expected": page.total.expected}
    names = {"number": page.month.number, "year": page.month.year, **counts}
    return About(
        period=_("Estimate of %(number)s months of %(year)s (%(said)s/%(expected)s points)") % names,
        sentences=tuple(_sentences(page, due_on)),
    )


def _sentences(page: EstimatedYear, due_on: date | None) -> Sequence[str]:
    counts = {"said": page.total.said, "expected": page.total.expected}
    found = [_("An estimate is what people expect of the month; it is never counted as revenue.")]
    said = _("%(said)s/%(expected)s points have said.") % counts
    found.append(f"{said} {_('Due on %(due)s.') % {'due': f'{due_on:%d/%m/%Y}'}}" if due_on else said)
    found += page.notes
    if page.sent:
        names = listed(tuple(unit.name for unit in page.sent))
        found.append(
            _("Sent without an estimate, counted with what they sent: %(units)s.") % {"units": names}
        )
    return found
