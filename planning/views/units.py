"""The organisation: its units as a tree, added and corrected."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning.actions import units as acts
from planning.forms.units import EditUnitForm, ParentForm, UnitForm
from planning.models import Succession, Unit
from planning.views.performing import perform
from postoffice.access import Permission


def _units(request: HttpRequest):
    """Return the units this person keeps; nobody else comes in."""
    units = Unit.objects.where(request.user, Permission.UNITS, on=request.now.date())
    if not units.exists():
        raise PermissionDenied
    return units.in_order()


@require_safe
def units_list(request: HttpRequest) -> HttpResponse:
    """Show the organisation, each unit under the one above it."""
    units = _units(request)
    below: dict[int | None, list[Unit]] = {}
    held = {unit.pk for unit in units}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in held else None, []).append(unit)
    rows, stack = [], [(unit, 0) for unit in reversed(below.get(None, []))]
    while stack:
        unit, depth = stack.pop()
        rows.append((unit, depth))
        stack.extend((child, depth + 1) for child in reversed(below.get(unit.pk, [])))
    return render(request, "planning/units.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def unit_new(request: HttpRequest) -> HttpResponse:
    """Add a unit."""
    form = UnitForm(
        request.POST or None, units=_units(request), initial={"parent": request.GET.get("parent")}
    )
    if form.is_valid() and perform(request, acts.add_unit, _("The unit is added."), **form.cleaned_data):
        return redirect("units-list")
    return render(request, "planning/unit_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Correct what is said of a unit."""
    unit = get_object_or_404(_units(request), code=code)
    form = EditUnitForm(request.POST or None, units=None, initial=EditUnitForm.initial_of(unit))
    if form.is_valid() and perform(request, acts.edit_unit, _("Saved."), unit=unit, **form.cleaned_data):
        return redirect("units-list")
    return _show(request, unit, form=form, status=422 if form.is_bound else 200)


@require_POST
def unit_parent(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a corrected place would move; do it when the person is sure."""
    units = _units(request)
    unit = get_object_or_404(units, code=code)
    form = ParentForm(request.POST, units=units)
    if not form.is_valid():
        return _show(request, unit, parent_form=form, status=422)
    parent, reason = form.cleaned_data["parent"], form.cleaned_data["reason"]
    if not form.cleaned_data["sure"]:
        moved = acts.what_would_move(unit=unit, parent=parent)
        return _show(request, unit, parent_form=form, moved=moved)
    done = _("%(unit)s now lies under %(parent)s, in all years.") % {"unit": unit, "parent": parent}
    perform(request, acts.correct_parent, done, unit=unit, parent=parent, reason=reason)
    return redirect("unit-edit", code=code)


def _show(request: HttpRequest, unit: Unit, status: int = 200, **shown: object) -> HttpResponse:
    page = {
        "unit": unit,
        "may_list": Unit.objects.reporting().filter(pk=unit.pk).exists(),
        "form": EditUnitForm(units=None, initial=EditUnitForm.initial_of(unit)),
        "parent_form": ParentForm(units=_units(request)),
        "successions": Succession.objects.filter(old=unit).select_related("new").order_by("on", "pk"),
        "predecessors": Succession.objects.filter(new=unit).select_related("old").order_by("on", "pk"),
    }
    return render(request, "planning/unit_edit.html", page | shown, status=status)
