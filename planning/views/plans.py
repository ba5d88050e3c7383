"""Plans: the list, the tree of units under one, the targets of one unit."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from planning import scopes
from planning.actions import plans as acts
from planning.forms.plans import MEASURES, DecisionForm, NewPlanForm, TargetsForm
from planning.importing.cells import write_facts
from planning.importing.stored import facts_of
from planning.models import Measure, Plan, Unit
from planning.models.history import Channel
from planning.models.plans import PlanKind
from planning.plan_sheet import choices, sheet, stated, tree
from planning.views.performing import perform
from planning.views.welcoming import or_welcome
from postoffice.access import Permission


def _units(request: HttpRequest):
    """Return the units whose plans this person reads; nobody else comes in."""
    if Permission.READ not in scopes.permissions(request):
        raise PermissionDenied
    return scopes.units(request, Permission.READ)


def _plan(year: int, key: str) -> Plan:
    kind, _dash, revision = key.partition("-")
    if kind not in PlanKind.values or (revision and not revision.isdigit()):
        raise Http404
    plans = Plan.objects.with_last_round()
    return get_object_or_404(plans, year=year, kind=kind, revision=int(revision or 0))


def _kinds(request: HttpRequest) -> list[str]:
    """Return the kinds of plan this person may begin."""
    mine = scopes.permissions(request)
    if Permission.PLAN_WRITE in mine:
        return [kind for kind in PlanKind.values if kind != PlanKind.SCENARIO]
    return [PlanKind.REGISTERED] if Permission.PLAN_REGISTER in mine else []


@require_http_methods(["GET", "HEAD", "POST"])
@or_welcome
def plans(request: HttpRequest) -> HttpResponse:
    """List the plans by year and kind; POST begins the next revision of a kind."""
    root = _units(request).order_by("path").first()
    kinds = _kinds(request)
    form = NewPlanForm(
        request.POST or None, kinds=kinds, initial={"year": request.now.year + (request.now.month > 6)}
    )
    if request.method == "POST" and not kinds:
        raise PermissionDenied
    if form.is_valid() and perform(
        request, acts.create_plan, _("The plan is made."), channel=Channel.PAGE, **form.cleaned_data
    ):
        return redirect("plans")
    page = {"form": form if kinds else None, "rows": choices.overview(root), "root": root}
    return render(request, "planning/plans.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, year: int, plan: str) -> HttpResponse:
    """Show a plan over the units; POST puts it in force, copies it, or keeps its facts."""
    units, found = _units(request), _plan(year, plan)
    if request.method == "POST":
        act = _DEEDS.get(request.POST.get("action", ""))
        if act is None:
            raise Http404
        return act(request, found)
    return _show(request, found, units)


def _show(request: HttpRequest, found: Plan, units, status: int = 200, **shown: object) -> HttpResponse:
    unit = _chosen(request, units)
    picks = _picks(request)
    page = {
        "plan": found,
        "base_year": found.year - 1,
        "unit": unit,
        "above": units.ancestors_of(unit) if unit.parent_id else (),
        "picks": picks,
        "tree": tree.of_unit(found, unit, units.subtree_of(unit), node=picks.node, measure=picks.measure),
        "said": stated.of_plan(found) if scopes.covers_office(request, Permission.READ) else stated.Said(),
        "is_open": acts.is_open(found),
        "may_write": Permission.PLAN_WRITE in scopes.permissions(request),
        "may_state": scopes.covers_office(request, Permission.PLAN_WRITE),
        "may_put_in_force": scopes.covers_office(request, Permission.PLAN_IN_FORCE),
        "decision_form": _decision(found),
    }
    return render(request, "planning/plan.html", page | shown, status=status)


def _picks(request: HttpRequest) -> choices.Picks:
    try:
        return choices.of_request(request.GET)
    except LookupError as unknown:
        raise Http404 from unknown


def _chosen(request: HttpRequest, units) -> Unit:
    """Return the unit the page is about: the one of the address, else the topmost in scope."""
    if "unit" in request.GET:
        return get_object_or_404(units, code=request.GET["unit"])
    topmost = units.order_by("path").first()
    if topmost is None:
        raise Http404
    return topmost


def _decision(found: Plan) -> DecisionForm:
    said = {"decision_no": found.decision_no, "decided_on": found.decided_on}
    return DecisionForm(initial=said | {"facts": write_facts(facts_of(found.facts))})


def _put_in_force(request: HttpRequest, found: Plan) -> HttpResponse:
    perform(request, acts.put_in_force, _("The plan is in force."), plan=found, channel=Channel.PAGE)
    return redirect("plan", year=found.year, plan=found.key)


def _revise(request: HttpRequest, found: Plan) -> HttpResponse:
    made: list[Plan] = []

    def copy(**said: object) -> None:
        made.append(acts.create_plan(year=found.year, kind=found.kind, copy_of=found, **said))

    perform(
        request, copy, _("A new revision is made as a copy. This one stays as it is."), channel=Channel.PAGE
    )
    target = made[0] if made else found
    return redirect("plan", year=target.year, plan=target.key)


def _keep_decision(request: HttpRequest, found: Plan) -> HttpResponse:
    form = DecisionForm(request.POST)
    if form.is_valid() and perform(
        request, acts.keep_decision, _("Kept."), plan=found, channel=Channel.PAGE, **form.cleaned_data
    ):
        return redirect("plan", year=found.year, plan=found.key)
    return _show(request, found, _units(request), status=422, decision_form=form)


_DEEDS: dict[str, Callable[[HttpRequest, Plan], HttpResponse]] = {
    "in_force": _put_in_force,
    "revise": _revise,
    "facts": _keep_decision,
}


@require_http_methods(["GET", "HEAD", "POST"])
def plan_unit(request: HttpRequest, year: int, plan: str, unit: str) -> HttpResponse:
    """Show and take the annual targets of one unit; what is not changed is not written."""
    units = _units(request)
    marked = units.annotate(is_point=~Exists(Unit.objects.filter(parent=OuterRef("pk"))))
    place, found = get_object_or_404(marked, code=unit), _plan(year, plan)
    measure = request.GET.get("measure", Measure.REVENUE)
    if measure not in dict(MEASURES):
        raise Http404
    read = sheet.of_unit(found, place, units.subtree_of(place), measure, is_point=place.is_point)
    form = TargetsForm(request.POST or None, rows=read.rows, measure=measure)
    if request.method == "POST" and form.is_valid() and _write(request, found, form, place):
        return redirect(request.get_full_path())
    page = {"plan": found, "base_year": year - 1, "unit": place, "form": form, "sheet": read}
    page |= {"measure": measure, "measures": MEASURES, "may_write": _may_write(request, found, place)}
    return render(request, "planning/plan_unit.html", page, status=422 if form.is_bound else 200)


def _may_write(request: HttpRequest, found: Plan, place: Unit) -> bool:
    right = Permission.PLAN_REGISTER if found.kind == PlanKind.REGISTERED else Permission.PLAN_WRITE
    return scopes.reaches(request, right, place) and acts.is_open(found)


def _write(request: HttpRequest, found: Plan, form: TargetsForm, place: Unit) -> bool:
    return perform(
        request, acts.write_targets, _("The targets are kept and laid on the months."), plan=found,
        targets=form.targets(place.pk), channel=Channel.PAGE,
    )  # fmt: skip
