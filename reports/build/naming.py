"""What a report says beside its figures: its scope, its notes and the words in its rows."""

from __future__ import annotations

from django.utils.translation import gettext as _

from planning.models import Office, Plan
from planning.models.revenue import Measure
from postoffice.measures import Reason
from reports.build.cells import to_date
from reports.build.tracks import Track
from reports.ledger import Books, Subject, plan_key
from reports.report import Coverage, Letterhead, PlanName, Row


def plan_name(plan: Plan | None) -> PlanName | None:
    """Return how reports name a plan, with its decision where there is one."""
    if plan is None:
        return None
    return PlanName(plan_key(plan), plan.label, plan.decision)


def by_level_label(plan: Plan, parts: Plan) -> str:
    """Return how the filter bar calls the default of a table of units: to each the plan given to it."""
    return _("%(plan)s; units: %(parts)s") % {"plan": plan.label, "parts": parts.label}


def letterhead(office: Office) -> Letterhead:
    """Return the office as its papers show it."""
    signers = tuple((str(s.get("title", "")), str(s.get("name", ""))) for s in office.signers)
    return Letterhead(office.name, office.superior, office.place, office.report_number_suffix, signers)


def coverage(books: Books, measure: str, subject: Subject | None = None) -> Coverage:
    """Return how many points under the subject (else the whole) have reported the report's month."""
    whole = subject or Subject(books.tree.root.id)
    expected, reported, approved = books.turnouts[measure].counts(whole, books.month)
    return Coverage(reported=reported, approved=approved, expected=expected)


def missing(books: Books, measure: str) -> tuple[str, ...]:
    """Return the names of the points whose month is not in, in order of code."""
    units = books.turnouts[measure].pairs.get(books.month.number, frozenset())
    return tuple(place.name for place in books.tree.below.values() if place.id in units)


def new(books: Books, measure: str) -> tuple[str, ...]:
    """Return the names of points that have reported a month of this year and not the same month last year."""
    turnout, span = books.turnouts[measure], (1 << books.month.number) - 1
    if not any(bits & span for bits in turnout.reported.values()):
        return ()
    return tuple(
        place.name
        for place in books.tree.points(Subject(books.tree.root.id))
        if books.tree.is_asked(place) and (bits := turnout.reported.get(place.id, 0)) >> 12 & ~bits & span
    )


def row_note(books: Books, subject: Subject, measure: str, track: Track, named: bool) -> str:
    """Return what is special about a row, in a word or two."""
    parts = []
    number = books.month.number
    actual, base = to_date(track.actual, number), to_date(track.base, number)
    if named:
        counts = coverage(books, measure, subject)
        if counts.reported < counts.expected and counts.expected > 1:
            parts.append(_("%(reported)s/%(expected)s points") % vars(counts))
        if base is Reason.NO_BASE and not isinstance(actual, Reason):
            parts.append(_("new"))
        elif actual is Reason.NOT_APPLICABLE and not isinstance(base, Reason):
            parts.append(_("ended"))
    if track.incomplete:
        parts.append(_("plan incomplete"))
    return ", ".join(parts)


def notes(books: Books, measure: str, tracks: list[Track], rows: list[Row]) -> tuple[str, ...]:
    """Return the sentences under a report, the important ones first."""
    found = []
    if any(track.guessed for track in tracks):
        found.append(
            _("This plan is not given to points: what it asks of the points that have not reported "
              "is estimated by their part in the province’s own plan, or in the same month last year.")
        )  # fmt: skip
    if any(track.incomplete for track in tracks):
        found.append(_("A plan marked * lacks a part that has revenue this year; it has no completion."))
    if measure != Measure.VOLUME:
        found.append(_("Revenue without VAT; money collected or paid out for others is not counted."))
    if gap := _gap(rows):
        found.append(gap)
    if _is_only_whole(rows):
        found.append(_("This plan is given to the whole only: choose another plan to see one for each row."))
    return tuple(found)


def _gap(rows: list[Row]) -> str:
    """Say where the plan of the whole and the plans of its parts differ."""
    whole = rows[0].cells["plan_year"].value
    parts = [row.cells["plan_year"].value for row in rows if row.level == 1]
    given = [part for part in parts if part is not None]
    if whole is None or not given or sum(given) == whole:
        return ""
    return _("The plan of the whole and the sum of its parts differ by %(amount)s đồng.") % {
        "amount": f"{int(whole - sum(given)):,}".replace(",", ".")
    }


def _is_only_whole(rows: list[Row]) -> bool:
    """Say whether only the total has a plan."""
    parts = [row.cells["plan_year"].value for row in rows[1:]]
    return (
        rows[0].cells["plan_year"].value is not None
        and bool(parts)
        and not any(part is not None for part in parts)
    )
