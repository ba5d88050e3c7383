"""The estimate round: a unit says what a month will bring, the planner asks and everyone reads the sum."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning import scopes
from planning.actions import estimates as acts
from planning.actions.errors import Refused
from planning.entry.desk import lay
from planning.entry.estimate_sheet import EstimateSheet, estimate_sheet
from planning.estimated_year import estimated_year
from planning.forms.estimates import EstimateForm, RoundForm
from planning.models import ReportingMonth, Unit
from planning.views.performing import perform
from postoffice.access import Permission
from postoffice.months import Month
from postoffice.words import UNITS


@require_safe
def estimates(request: HttpRequest, month: Month) -> HttpResponse:
    """Show where the units say the year will land; `?unit=` goes down."""
    units = scopes.units(request, Permission.READ)
    tops = list(units.tops().in_order())
    if not tops:
        raise PermissionDenied
    row = get_object_or_404(ReportingMonth, month=month.first)
    code = request.GET.get("unit", "")
    place = get_object_or_404(units, code=code) if code else tops[0]
    page = {"page": estimated_year(place, units.subtree_of(place), month), "row": row}
    page |= {"month": month, "place": place, "is_top": place in tops, "pick": _pick(tops, place, month)}
    is_running = row.closed_2_at is None and request.now.date() <= month.last
    page["may_ask"] = is_running and scopes.covers_office(request, Permission.MONTHS)
    page["form"] = RoundForm(initial={"due_on": row.estimate_due_on})
    return render(request, "planning/estimates.html", page)


def _pick(tops: list[Unit], place: Unit, month: Month) -> dict[str, object] | None:
    """Return the drop-down of the places where the person stands; None where there is but one."""
    if len(tops) < 2:
        return None
    page = reverse("estimates", kwargs={"month": month})
    options = [
        {"url": f"{page}?{urlencode({'unit': top.code})}", "label": top.name, "current": place.is_in(top)}
        for top in tops
    ]
    return {"label": _("Unit"), "value": place.name, "options": options}


@require_POST
def estimate_round(request: HttpRequest, month: Month) -> HttpResponse:
    """Ask the units for an estimate of a month, or stop asking."""
    if Permission.MONTHS not in scopes.permissions(request):
        raise PermissionDenied
    form = RoundForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["due_on"]))
    else:
        due_on = form.cleaned_data["due_on"]
        asked, unasked = _("The units are asked for estimates."), _("The units are not asked any more.")
        perform(request, acts.ask, asked if due_on else unasked, month=month, due_on=due_on)
    return redirect("estimates", month=month)


@require_http_methods(["GET", "HEAD", "POST"])
def estimate(request: HttpRequest, unit: str, month: Month) -> HttpResponse:
    """Show what a unit expects of a month; POST keeps it, or fills what is empty with the suggestion."""
    place, may_enter = _place(request, unit, month)
    if request.method == "POST" and not may_enter:
        raise PermissionDenied
    size = _size(request)
    sheet = estimate_sheet(lay(unit=place, month=month, may_enter=may_enter, at=request.now), size=size)
    form = EstimateForm(request.POST or None, lines=sheet.lines, size=size)
    if request.POST.get("action") == "suggest" and form.lines:
        return _show(request, sheet, form.with_suggestions())
    if form.lines and form.is_valid():
        return _keep(request, sheet, form)
    return _show(request, sheet, form, 422 if form.is_bound else 200)


def _place(request: HttpRequest, code: str, month: Month) -> tuple[Unit, bool]:
    """Return a unit that keeps figures of its own, and whether this person enters for it."""
    for unit in scopes.entered(request):
        if unit.code == code and unit.is_active_in(month):
            return unit, True
    visible = scopes.units(request, Permission.READ).reporting().active_in(month)
    return get_object_or_404(visible, code=code), False


def _size(request: HttpRequest) -> int:
    """Return the form's own unit of money, or the person's."""
    own = request.user.entry_unit or request.office.entry_unit
    return {str(size): size for size in UNITS}.get(request.POST.get("unit", ""), own)


def _keep(request: HttpRequest, sheet: EstimateSheet, form: EstimateForm) -> HttpResponse:
    unit, month = sheet.desk.unit, sheet.desk.month
    try:
        overtaken = acts.say(unit=unit, month=month, said=form.said, by=request.user, at=request.now)
    except Refused as refusal:
        if refusal.status == 404:
            raise Http404 from refusal
        messages.error(request, str(refusal))
        return _show(request, sheet, form, refusal.status)
    if overtaken:
        form.tell(overtaken)
        return _show(request, sheet, form, 409)
    messages.success(request, _("The estimate is kept."))
    return redirect("estimate", unit=unit.code, month=month)


def _show(request: HttpRequest, sheet: EstimateSheet, form: EstimateForm, status: int = 200) -> HttpResponse:
    page = {"sheet": sheet, "form": form, "unit": sheet.desk.unit, "month": sheet.desk.month}
    page |= {"size": form.size, "unit_name": UNITS[form.size]}
    return render(request, "planning/estimate.html", page, status=status)
