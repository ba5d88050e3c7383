"""What one unit achieved: the total, its lines and its services."""

from django.utils.translation import gettext_lazy as _

from planning.models.revenue import Measure
from reports.definitions.columns import EVERY, FORM
from reports.report import Definition

PERFORMANCE = Definition(
    slug="performance",
    title=_("Fulfilment of the plan"),
    titles={
        Measure.REVENUE: _("Report on the fulfilment of the revenue plan"),
        Measure.PAYROLL_REVENUE: _("Report on the fulfilment of the payroll revenue plan"),
        Measure.VOLUME: _("Report on volume"),
    },
    summary=_("One unit: its total, its lines and its services, against the plan and last year."),
    rows="nodes",
    columns=EVERY,
    form=FORM,
)
