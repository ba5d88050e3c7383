"""People, their postings and their one-time invitations; for the administrator."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning.actions import people as acts
from planning.forms.people import EditPersonForm, PeopleFilter, PersonForm, PostingForm
from planning.models import Posting, Unit, User
from planning.tables import PeopleTable, page_of
from planning.views.performing import perform
from postoffice.access import Permission


def kept_units(request: HttpRequest):
    """Return the units whose people this administrator keeps; nobody else comes in."""
    units = Unit.objects.where(request.user, Permission.PEOPLE, on=request.now.date()).in_order()
    if not units.exists():
        raise PermissionDenied
    return units


def kept_person(request: HttpRequest, username: str) -> User:
    """Return a person posted within the administrator's units, or not posted anywhere yet."""
    return get_object_or_404(User.objects.kept_by(kept_units(request)), username=username)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List people with their postings of today, searched by the address."""
    current = Posting.objects.on(request.now.date()).select_related("unit").order_by("unit__code", "role")
    found = User.objects.kept_by(kept_units(request)).prefetch_related(
        Prefetch("postings", current, to_attr="current_postings")
    )
    form = PeopleFilter(request.GET)
    if form.is_valid() and form.cleaned_data["q"]:
        found = found.matching(form.cleaned_data["q"])
    table = PeopleTable(found)
    page_of(request, table)
    return render(request, "planning/people.html", {"form": form, "table": table})


@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    """Add a person; the next page gives the posting and the invitation."""
    kept_units(request)
    form = PersonForm(request.POST or None)
    if form.is_valid() and perform(
        request, acts.add_user, _("Added. Now give a posting and make an invitation."), **form.cleaned_data
    ):
        return redirect("person", username=form.cleaned_data["username"].casefold())
    return render(request, "planning/person_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, username: str) -> HttpResponse:
    """Show a person with postings; POST corrects name and address."""
    user = kept_person(request, username)
    form = EditPersonForm(request.POST or None, initial={"full_name": user.full_name, "email": user.email})
    if form.is_valid() and perform(request, acts.edit_user, _("Saved."), user=user, **form.cleaned_data):
        return redirect("person", username=username)
    return _show(request, user, form=form)


@require_POST
def person_posting(request: HttpRequest, username: str) -> HttpResponse:
    """Give the person a posting."""
    user = kept_person(request, username)
    form = PostingForm(request.POST, units=kept_units(request))
    if form.is_valid() and perform(
        request, acts.post, _("The posting stands."), user=user, **form.cleaned_data
    ):
        return redirect("person", username=username)
    return _show(request, user, posting_form=form, status=422)


@require_POST
def person_posting_end(request: HttpRequest, username: str, key: int) -> HttpResponse:
    """Let a posting end today."""
    posting = get_object_or_404(
        Posting.objects.select_related("unit"),
        pk=key,
        user=kept_person(request, username),
        unit__in=kept_units(request),
    )
    perform(
        request, acts.end_posting, _("The posting ends today."), posting=posting, ends_on=request.now.date()
    )
    return redirect("person", username=username)


@require_POST
def person_state(request: HttpRequest, username: str) -> HttpResponse:
    """Disable a person, or enable again."""
    user = kept_person(request, username)
    if user.is_active:
        perform(request, acts.disable_user, _("Disabled. Sessions and invitations have ended."), user=user)
    else:
        perform(request, acts.enable_user, _("Enabled again."), user=user)
    return redirect("person", username=username)


@require_POST
def person_invitation(request: HttpRequest, username: str) -> HttpResponse:
    """Make a one-time link and show it this once."""
    user = kept_person(request, username)
    made: list[str] = []

    def invite(**arguments: object) -> None:
        made.append(acts.invite(**arguments))

    if not perform(request, invite, _("The invitation is made; earlier ones have ended."), user=user):
        return redirect("person", username=username)
    link = request.build_absolute_uri(reverse("invitation", kwargs={"token": made[0]}))
    return _show(request, user, link=link)


def _show(request: HttpRequest, user: User, status: int = 200, **shown: object) -> HttpResponse:
    today = request.now.date()
    postings = Posting.objects.filter(user=user).select_related("unit").order_by("-starts_on", "-pk")
    page = {
        "person": user,
        "form": EditPersonForm(initial={"full_name": user.full_name, "email": user.email}),
        "posting_form": PostingForm(units=kept_units(request), initial={"starts_on": today}),
        "current": postings.on(today),
        "others": postings.exclude(pk__in=postings.on(today).values("pk")),
    }
    return render(request, "planning/person.html", page | shown, status=status)
