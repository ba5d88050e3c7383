"""What the units under one unit achieved: its children and its own, or all points."""

from django.utils.translation import gettext_lazy as _

from planning.models.revenue import Measure
from reports.definitions.columns import EVERY, FORM
from reports.report import Definition

UNITS = Definition(
    slug="units",
    title=_("Fulfilment of the plan by unit"),
    titles={
        Measure.REVENUE: _("Report on the fulfilment of the revenue plan by unit"),
        Measure.PAYROLL_REVENUE: _("Report on the fulfilment of the payroll revenue plan by unit"),
        Measure.VOLUME: _("Report on volume by unit"),
    },
    summary=_("The units below one unit, or all its points, side by side against the plan and last year."),
    rows="units",
    columns=EVERY,
    form=FORM,
)
