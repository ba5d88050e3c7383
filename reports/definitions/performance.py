"""What one unit achieved: the total, its lines and its services."""

from django.utils.translation import gettext_lazy as _

from reports.definitions.columns import EVERY, FORM
from reports.report import Definition

PERFORMANCE = Definition(
    slug="performance",
    title=_("Report on the fulfilment of the plan"),
    summary=_("One unit: its total, its lines and its services, against the plan and last year."),
    rows="nodes",
    columns=EVERY,
    form=FORM,
)
