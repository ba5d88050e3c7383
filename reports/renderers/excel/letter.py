"""What stands around the table of the printed form: letterhead, title, notes, signatures, recipients."""

from __future__ import annotations

import math
import textwrap

from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from postoffice.words import footnotes
from reports.renderers.excel.styles import BOLD, CENTRE, ITALIC, LARGE, LINED, PLAIN, RIGHT, SMALL, TOP, write
from reports.renderers.words import coverage, cut, made, missing, new, plan_line, unit_of_report
from reports.report import Reason, Report

HEAD_ROWS = 8  # the table's head begins in the row after
LINE = 14  # points a line of text takes
ROOM_TO_SIGN = 3  # rows


def across(
    sheet: Worksheet,
    row: int,
    first: int,
    last: int,
    text: str,
    font: Font = PLAIN,
    align: Alignment = CENTRE,
) -> None:
    """Write a text over several columns of one row."""
    write(sheet.cell(row, first), text, font, align)
    if last > first:
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)


def head(sheet: Worksheet, report: Report, last: int) -> None:
    """Write the letterhead, the motto, the title, the period and the unit of money."""
    paper = report.letterhead
    middle = last // 2
    left, right = middle - 1, middle + 1
    across(sheet, 1, 1, left, paper.superior.upper())
    across(sheet, 2, 1, left, paper.name.upper(), LINED)
    across(sheet, 3, 1, left, _("No.: ……/%(suffix)s") % {"suffix": paper.number_suffix})
    across(sheet, 1, right, last, _("SOCIALIST REPUBLIC OF VIETNAM"), BOLD)
    across(sheet, 2, right, last, _("Independence - Freedom - Happiness"), LINED)
    across(sheet, 3, right, last, _place_and_date(report), ITALIC)
    across(sheet, 5, 1, last, report.title.upper(), LARGE)
    across(sheet, 6, 1, last, report.about.period if report.about else _period(report), ITALIC)
    below = " · ".join(part for part in (_subject(report), cut(report)) if part)
    across(sheet, 7, 1, last, below, BOLD if _subject(report) else ITALIC)
    sheet.row_dimensions[7].height = LINE if below else 3
    across(sheet, HEAD_ROWS, 1, last, _("Unit: %(unit)s") % {"unit": unit_of_report(report)}, ITALIC, RIGHT)
    sheet.row_dimensions[4].height = 6
    sheet.row_dimensions[5].height = 22


def _subject(report: Report) -> str:
    """Return whose figures these are, where the letterhead does not say it."""
    scope = report.scope
    unit = scope.unit_name if scope.unit_name != report.letterhead.name else ""
    return " · ".join(part for part in (unit, scope.node_name) if part)


def _place_and_date(report: Report) -> str:
    made = report.generated_at
    date = {"day": f"{made.day:02d}", "month": f"{made.month:02d}", "year": made.year}
    place = report.letterhead.place or "………"
    return _("%(place)s, day %(day)s month %(month)s year %(year)s") % {"place": place, **date}


def _period(report: Report) -> str:
    month, counts = report.scope.month, report.scope.coverage
    names = {
        "month": month.number,
        "year": month.year,
        "reported": counts.reported,
        "expected": counts.expected,
    }
    return _("Month %(month)s and %(month)s months of %(year)s (%(reported)s/%(expected)s points)") % names


def foot(sheet: Worksheet, report: Report, row: int, last: int, width: float) -> int:
    """Write notes and signatures from `row` on; return the last row. `width` of the table in characters."""
    text = " ".join(about(report))
    across(sheet, row, 1, last, text, SMALL, TOP)
    lines = sum(len(textwrap.wrap(part, max(20, int(width * 1.3)))) for part in [text])
    sheet.row_dimensions[row].height = max(1, lines) * LINE
    return _signatures(sheet, report, row + 2, last)


def about(report: Report) -> list[str]:
    """Return the sentences under the table: plan, coverage, notes, the short words, how it was made."""
    rows = (*report.rows, *report.beside)
    reasons: set[Reason] = {
        cell.reason
        for row in rows
        for key in report.form
        if (cell := row.cells[key]).value is None and cell.reason
    } - {Reason.NOT_APPLICABLE}
    found = [*_what(report), missing(report), new(report), *report.notes]
    if reasons:
        found.append("; ".join(str(note) for note in footnotes(reasons)) + ".")
    return [sentence for sentence in (*found, made(report)) if sentence]


def _what(report: Report) -> list[str]:
    if report.about:
        return list(report.about.sentences)
    return [f"{plan_line(report)}.", coverage(report)]


def _signatures(sheet: Worksheet, report: Report, row: int, last: int) -> int:
    """Write who receives the paper and who signs it, from left to right."""
    receivers = [
        _("Recipients:"),
        _("- %(superior)s (as a report);") % {"superior": report.letterhead.superior},
        _("- Units concerned;"),
        _("- Archive: office, planning."),
    ]
    for offset, text in enumerate(receivers):
        font = Font(PLAIN.name, 9, bold=not offset, italic=not offset)
        across(sheet, row + offset, 1, 3, text, font, Alignment("left", "center"))
    signers = report.letterhead.signers or ((_("Prepared by"), ""),)
    room = (last - 3) / len(signers)
    for index, (title, name) in enumerate(signers):
        first = 4 + math.floor(index * room)
        end = max(first, 3 + math.floor((index + 1) * room))
        lines = title.upper().replace(" / ", "\n").splitlines() or [""]
        for offset, line in enumerate(lines):
            across(sheet, row + offset, first, end, line, BOLD)
        across(sheet, row + 2 + ROOM_TO_SIGN, first, end, name, BOLD)
    return row + 2 + ROOM_TO_SIGN
