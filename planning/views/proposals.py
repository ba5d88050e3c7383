"""Figures that came too late: kept as they are typed, decided on by the planner."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from planning import scopes
from planning.actions import proposals as acts
from planning.forms.proposals import DecisionForm
from planning.models import Proposal
from planning.proposed import laid_out
from planning.views.performing import perform
from postoffice.access import Permission

SHOWN = 50


def _visible(request: HttpRequest):
    """Return the proposals of the units this person corrects; nobody else comes in."""
    units = scopes.units(request, Permission.ADJUST)
    if not units.exists():
        raise PermissionDenied
    return Proposal.objects.filter(unit__in=units).select_related("unit", "by", "decided_by")


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Show what waits for a decision, and what was decided lately."""
    found = _visible(request)
    waiting = laid_out(found.waiting().order_by("at", "pk"))
    decided = laid_out(found.exclude(decided_by=None).order_by("-decided_at", "-pk")[:SHOWN])
    return render(request, "planning/proposals.html", {"waiting": waiting, "decided": decided})


@require_POST
def proposal(request: HttpRequest, key: int) -> HttpResponse:
    """Accept or decline one proposal."""
    found = get_object_or_404(_visible(request), pk=key)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return render(request, "planning/proposals.html", {"waiting": laid_out([found], form)}, status=422)
    accepting = form.cleaned_data.pop("decision") == "accept"
    act = acts.accept if accepting else acts.decline
    done = _("The proposal is accepted.") if accepting else _("The proposal is declined; the unit sees why.")
    perform(request, act, done, proposal=found, **form.cleaned_data)
    return redirect("proposals")
