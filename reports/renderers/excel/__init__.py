"""The report as a workbook: the form that offices print and sign, and the figures as plain values."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook

from reports.renderers.excel import figures, form
from reports.renderers.excel.results import with_results
from reports.report import Report


def render(report: Report) -> bytes:
    """Return the report as XLSX in the active language."""
    workbook = Workbook()
    workbook.properties.creator = report.generated_by
    workbook.properties.title = report.title
    workbook.calculation.fullCalcOnLoad = True
    sheet = workbook.active
    sheet.title = _("Report")
    results = form.fill(sheet, report)
    figures.fill(workbook.create_sheet(_("Figures")), report)
    out = io.BytesIO()
    workbook.save(out)
    return with_results(out.getvalue(), results)
