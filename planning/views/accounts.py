"""Signing in and out."""

from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from planning.actions.errors import Refused
from planning.actions.invitations import InvitationOver, accept_invitation, invitation_of
from planning.demo.people import DEMO_PASSWORD
from planning.forms.accounts import NewPasswordForm, SignInForm
from planning.models import Posting, User


def _goal(request: HttpRequest) -> str:
    """Return where the person was going, if that is in this portal, else home."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if own and asked.startswith("/") else reverse("home")


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask who it is; a demo office also says whom one can be."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(_goal(request))
    form = SignInForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid():
        auth.login(request, form.person)
        return HttpResponseRedirect(_goal(request))
    if not User.objects.exists():
        return redirect("welcome")
    shown = {"form": form, "next": request.GET.get("next", "")}
    if request.office.is_demo:
        shown |= {
            "demo_accounts": Posting.objects.of_demo_people(request.now.date()),
            "demo_password": DEMO_PASSWORD,
        }
    return render(request, "planning/sign_in.html", shown)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and have the browser forget what it kept of this portal."""
    auth.logout(request)
    response = redirect("sign-in")
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


@login_not_required
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited person choose a password, once."""
    try:
        person = invitation_of(token, request.now).user
    except InvitationOver as over:
        return render(request, "planning/invitation.html", {"over": over}, status=404)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        try:
            accept_invitation(token=token, password=form.cleaned_data["password"], at=request.now)
        except Refused as refusal:
            form.add_error("password", str(refusal))
        else:
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("sign-in")
    return render(request, "planning/invitation.html", {"form": form, "person": person})
