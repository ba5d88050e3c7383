"""Who goes away names a colleague, and takes the work back; who cannot any more has it done for him."""

from functools import reduce
from operator import or_

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from planning.actions import standing_in as acts
from planning.forms.standing_in import StandInForm
from planning.models import Posting, User
from planning.views.people import kept_person, kept_units
from planning.views.performing import perform


def _own(request: HttpRequest) -> QuerySet[Posting]:
    """Return the postings this person may hand over; who has none does not come in."""
    held = acts.own_postings(request.user, on=request.now.date())
    if not held:
        raise PermissionDenied
    return held


def _colleagues(request: HttpRequest, held: QuerySet[Posting]) -> QuerySet[User]:
    found = [acts.colleagues(posting, on=request.now.date()) for posting in held]
    return reduce(or_, found).distinct()


@require_http_methods(["GET", "HEAD", "POST"])
def stand_ins(request: HttpRequest) -> HttpResponse:
    """Show who stands in for this person; POST names somebody."""
    held = _own(request)
    form = StandInForm(
        request.POST or None, postings=held, people=_colleagues(request, held),
        initial={"starts_on": request.now.date()},
    )  # fmt: skip
    if form.is_valid() and perform(
        request, acts.stand_in, _("Your colleague stands in for you."), **form.cleaned_data
    ):
        return redirect("stand-ins")
    page = {"form": form, "lent": _lent(request, request.user), "longest": acts.LONGEST}
    return render(request, "planning/stand_ins.html", page, status=422 if form.is_bound else 200)


def _lent(request: HttpRequest, holder: User) -> QuerySet[Posting]:
    """Return what a person has lent and not yet back."""
    lent = Posting.objects.not_over(request.now.date()).filter(stands_in_for=holder)
    return lent.select_related("user", "unit").order_by("starts_on", "pk")


@require_POST
def stand_in_end(request: HttpRequest, key: int) -> HttpResponse:
    """Take the work back."""
    _own(request)
    lent = Posting.objects.select_related("unit").filter(stands_in_for=request.user)
    posting = get_object_or_404(lent, pk=key)
    perform(request, acts.end_standing_in, _("You do your own work again."), posting=posting)
    return redirect("stand-ins")


@require_http_methods(["GET", "HEAD", "POST"])
def person_stand_ins(request: HttpRequest, username: str) -> HttpResponse:
    """Show who stands in for somebody whose people one keeps; POST names a colleague in his place."""
    kept, holder = kept_units(request), kept_person(request, username)
    held = acts.own_postings(holder, on=request.now.date()).filter(unit__in=kept)
    people = _colleagues(request, held) if held else User.objects.none()
    form = StandInForm(
        request.POST or None, postings=held, people=people, initial={"starts_on": request.now.date()}
    )
    if form.is_valid() and perform(
        request, acts.stand_in, _("The colleague stands in."), **form.cleaned_data
    ):
        return redirect("person-stand-ins", username=username)
    page = {"form": form, "lent": _lent(request, holder).filter(unit__in=kept), "longest": acts.LONGEST}
    page |= {"holder": holder, "may_lend": held.exists() and holder.is_active}
    return render(request, "planning/person_stand_ins.html", page, status=422 if form.is_bound else 200)


@require_POST
def person_stand_in_end(request: HttpRequest, username: str, key: int) -> HttpResponse:
    """End what somebody lent, or had lent for him."""
    lent = Posting.objects.select_related("unit").filter(unit__in=kept_units(request))
    posting = get_object_or_404(lent, pk=key, stands_in_for=kept_person(request, username))
    perform(request, acts.end_standing_in, _("The colleague stands in no longer."), posting=posting)
    return redirect("person-stand-ins", username=username)
