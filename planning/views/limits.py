"""The planner's page of the limits by which entries are judged."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from planning.actions.limits import set_limits
from planning.forms.limits import LimitsForm, initial
from planning.models import Office, Unit
from planning.views.performing import perform
from postoffice.access import Permission
from postoffice.numbers import DONG

EXAMPLE = 100_000_000
"""The month's target of the example sentence, in đồng."""


@require_http_methods(["GET", "HEAD", "POST"])
def limits(request: HttpRequest) -> HttpResponse:
    """Show the limits with what they mean for one target; POST sets them."""
    if not Unit.objects.where(request.user, Permission.MONTHS, on=request.now.date()).exists():
        raise PermissionDenied
    office = Office.objects.current()
    form = LimitsForm(request.POST or None, initial=initial(office))
    if form.is_valid() and perform(request, set_limits, _("The limits are set."), **form.chosen):
        return redirect("limits")
    page = {"form": form, "example": _example(office)}
    return render(request, "planning/limits.html", page, status=422 if form.is_bound else 200)


def _example(office: Office) -> dict[str, str]:
    """Return the figures of a sentence that shows what the limits in force mean."""
    by_percent = EXAMPLE * office.explain_below_percent // 100
    bound = min(by_percent, EXAMPLE - office.explain_above)
    figures = {"target": EXAMPLE, "bound": bound, "low": office.payroll_share_low * EXAMPLE // 100}
    figures["high"] = office.payroll_share_high * EXAMPLE // 100
    return {name: DONG.write(value, get_language()) for name, value in figures.items()} | {
        "nobody": bound <= 0
    }
