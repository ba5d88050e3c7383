"""The sentences over a page: what came in, against plan and last year, and what is still missing."""

from __future__ import annotations

from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from postoffice.months import Month
from postoffice.working_days import tet_moved
from reports.build import standing
from reports.build.cells import YEAR, cells
from reports.build.standing import Standing
from reports.dashboards import naming, writing
from reports.dashboards.board import Board
from reports.dashboards.writing import Scale, amount, percent


def headline(board: Board) -> SafeString | str:
    """Return the one sentence of a dashboard: money, part of the year's plan, growth, who is missing."""
    now, year = board.up_to, board.in_year
    if now.actual.value is None:
        return _("%(period)s: no figures yet") % {"period": _period(board)}
    clauses = [format_html(_came_in(board), year=board.chosen.month.year, months=board.number,
                           amount=amount(now.actual.value))]  # fmt: skip
    if year.completion.value is not None:
        clauses.append(_of_plan(board, year))
    if now.growth.value is not None:
        clauses.append(_grown(now.growth.value))
    told = format_html_join(", ", "{}", ([clause] for clause in clauses))
    last = _still(board)
    return format_html("{}; {}.", told, last) if last else format_html("{}.", told)


def _came_in(board: Board) -> str:
    if board.number == YEAR:
        return _("In {year} <b>{amount}</b> came in")
    if board.number == 1:
        return _("In January {year} <b>{amount}</b> came in")
    return _("In the first {months} months of {year} <b>{amount}</b> came in")


def _of_plan(board: Board, year: Standing) -> SafeString:
    names = {"part": percent(year.completion.value), "amount": amount(abs(year.over.value), currency=False)}
    if board.number < YEAR:
        if board.up_to.completion.value is None:
            return format_html(_("<b>{part}</b> of the year’s plan"), **names)
        names["pace"] = percent(board.up_to.completion.value)
        return format_html(_("<b>{part}</b> of the year’s plan ({pace} of the plan to date)"), **names)
    if year.over.value >= 0:
        return format_html(_("<b>{part}</b> of the year’s plan ({amount} more)"), **names)
    return format_html(_("<b>{part}</b> of the year’s plan ({amount} short)"), **names)


def _grown(value: Fraction | int) -> SafeString | str:
    size = percent(abs(value))
    if size == percent(0):
        return _("unchanged against the same months last year")
    if value > 0:
        return format_html(_("up <b>{size}</b> on the same months last year"), size=size)
    return format_html(_("down <b>{size}</b> on the same months last year"), size=size)


def _still(board: Board) -> str:
    """Say what is left: points that have not sent the month, and what the months left must bring."""
    expected, reported, _approved = board.counts
    clauses = []
    if missing := expected - reported:
        names = {"count": missing, "month": board.number}
        sentence = ngettext(
            "%(count)s point has not sent month %(month)s",
            "%(count)s points have not sent month %(month)s",
            missing,
        )
        clauses.append(sentence % names)
    elif board.number < YEAR:
        rate = cells(board.whole, board.number, board.whole)["required_rate"]
        if rate.value is not None and rate.value > 0:
            left = YEAR - board.number
            sentence = ngettext(
                "the month left must bring %(amount)s",
                "each of the %(count)s months left must bring %(amount)s",
                left,
            )
            clauses.append(sentence % {"amount": amount(int(rate.value)), "count": left})
    return "; ".join(clauses)


def _period(board: Board) -> str:
    return _("Month %(month)s") % {"month": f"{board.number}/{board.chosen.month.year}"}


def lead(board: Board) -> str:
    """Return the second sentences: the month alone, and payroll revenue to date."""
    month = standing.in_month(board.whole, board.number)
    told = [_month(board, month)] if month.actual.value is not None else []
    if board.payroll is not None:
        told.append(payroll(board))
    return " ".join(part for part in told if part)


def _month(board: Board, month: Standing) -> str:
    expected, reported, _approved = board.counts
    names = {"month": board.number, "amount": amount(month.actual.value), "count": reported}
    clauses = [_("Month %(month)s: %(amount)s") % names]
    if reported < expected:
        part = ngettext("from %(count)s point", "from %(count)s points", reported)
        clauses[0] += " " + part % names
    if month.completion.value is not None:
        own = _("%(part)s of these points’ plan of the month")
        sentence = own if reported < expected else _("%(part)s of the month’s plan")
        clauses.append(sentence % {"part": percent(month.completion.value)})
    if month.growth.value is not None:
        flag = tet(board.chosen.month)
        clauses.append(writing.growth(month.growth.value) + (f" ({flag})" if flag else ""))
    return ", ".join(clauses) + "."


def tet(month: Month) -> str:
    """Return the flag of a month that does not compare alone, because Tết changed month."""
    return _("affected by Tết") if tet_moved(month) else ""


def payroll(board: Board) -> str:
    """Return payroll revenue to date with its comparisons."""
    now = standing.up_to(board.payroll, board.number)
    year = standing.in_year(board.payroll, board.number)
    if now.actual.value is None:
        return _("Payroll revenue is not in yet.")
    clauses = [_("Payroll revenue to date %(amount)s") % {"amount": amount(now.actual.value)}]
    if year.completion.value is not None:
        clauses.append(_("%(part)s of the year’s plan") % {"part": percent(year.completion.value)})
    if now.growth.value is not None:
        clauses.append(writing.growth(now.growth.value))
    return ", ".join(clauses) + "."


def title(board: Board, name: str, scale: Scale) -> str:
    """Return the title of one unit's page: its amount, % of plan to date and growth."""
    now = board.up_to
    if now.actual.value is None:
        return _("%(unit)s: no figures yet") % {"unit": name}
    clauses = [_("%(unit)s came to %(amount)s") % {
        "unit": name, "amount": writing.exact(now.actual.value, scale),
    }]  # fmt: skip
    if now.completion.value is not None:
        clauses.append(_("%(part)s of the plan to date") % {"part": percent(now.completion.value)})
    if now.growth.value is not None:
        clauses.append(writing.growth(now.growth.value))
    return ", ".join(clauses)


def remark(over: int | None, causes: int, together: int, *, are_units: bool) -> str:
    """Return how far a unit is from its plan to date, and what part of that the named causes explain.

    `causes` counts them, `together` is their amount, of the sign of `over`; their names follow as links.
    """
    if over is None:
        return ""
    names = {"amount": amount(abs(over)), "part": amount(abs(together), currency=False)}
    names["who"] = _causes(causes, are_units)
    if over == 0:
        return _("Remark: exactly on the plan to date.")
    if not causes:
        below, above = _("Remark: %(amount)s below the plan."), _("Remark: %(amount)s above the plan.")
    else:
        below = _("Remark: %(amount)s below the plan, %(part)s of it by %(who)s:")
        above = _("Remark: %(amount)s above the plan, %(part)s of it by %(who)s:")
    return (below if over < 0 else above) % names


def _causes(count: int, are_units: bool) -> str:
    if are_units:
        return ngettext("%(count)s unit", "%(count)s units", count) % {"count": count}
    return ngettext("%(count)s service", "%(count)s services", count) % {"count": count}


def sent(board: Board) -> str:
    """Return how many points have sent the month."""
    expected, reported, _approved = board.counts
    sentence = ngettext(
        "%(reported)s/%(expected)s point has sent", "%(reported)s/%(expected)s points have sent", expected
    )
    return sentence % {"reported": reported, "expected": expected}


def coverage(board: Board) -> tuple[str, str]:
    """Return how many points have sent the month, and how many units are complete."""
    members = [m for m in board.members if m.expected]
    if len(members) < 2 or all(m.expected == 1 for m in members):
        return sent(board), ""
    full = sum(1 for member in members if member.is_full)
    units = _("%(full)s/%(all)s units complete") % {"full": full, "all": len(members)}
    return sent(board), units


def status(board: Board) -> str:
    """Return how firm the figures are, and when they were read."""
    if awaited := board.chosen.awaited:
        return _("month %(month)s not sent yet") % {"month": f"{awaited.number}/{awaited.year}"}
    when = {"at": f"{board.chosen.at:%H:%M}", "day": f"{board.chosen.at:%d/%m/%Y}"}
    if board.chosen.closed:
        return _("month closed; read at %(at)s on %(day)s") % when
    return _("preliminary figures at %(at)s on %(day)s") % when


def notes(board: Board) -> list[str]:
    """Return the sentences at the foot: what was compared with what."""
    found = []
    part = [naming.short(m.place.name) for m in board.members if board.number in m.part]
    if board.books.turnouts["revenue"].absent:
        names = {"units": naming.listed(part), "month": board.number}
        found.append(
            _("Plan and last year of %(units)s count only the points that have sent month %(month)s.") % names
            if part
            else _("Plan to date and last year count only the points that have sent the month.")
        )
    if board.whole.guessed:
        found.append(
            _("The plan “%(plan)s” is not given to points: what it asks of those that have not sent is "
              "estimated by their part in the province’s own plan.") % {"plan": board.chosen.plan.label}
        )  # fmt: skip
    if tet_moved(board.chosen.month):
        found.append(
            _("Tết fell into another month last year: a single January or February does not compare; "
              "the first two months together do.")
        )  # fmt: skip
    return found
