"""Who goes away names a colleague, and takes the work back."""

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
    held, today = _own(request), request.now.date()
    form = StandInForm(
        request.POST or None, postings=held, people=_colleagues(request, held),
        initial={"starts_on": today},
    )  # fmt: skip
    if form.is_valid() and perform(
        request, acts.stand_in, _("Your colleague stands in for you."), **form.cleaned_data
    ):
        return redirect("stand-ins")
    lent = Posting.objects.not_over(today).filter(stands_in_for=request.user).select_related("user", "unit")
    page = {"form": form, "lent": lent.order_by("starts_on", "pk"), "longest": acts.LONGEST}
    return render(request, "planning/stand_ins.html", page, status=422 if form.is_bound else 200)


@require_POST
def stand_in_end(request: HttpRequest, key: int) -> HttpResponse:
    """Take the work back."""
    _own(request)
    lent = Posting.objects.select_related("unit").filter(stands_in_for=request.user)
    posting = get_object_or_404(lent, pk=key)
    perform(request, acts.end_standing_in, _("You do your own work again."), posting=posting)
    return redirect("stand-ins")
