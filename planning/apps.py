"""The writing side of the portal, and the admin site of its reference data."""

from collections.abc import Callable
from functools import update_wrapper
from importlib import import_module

from django.apps import AppConfig
from django.contrib import admin
from django.contrib.admin import apps as admin_apps
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from postoffice.access import Permission


class PlanningConfig(AppConfig):
    """Registers the models of units, books, months, plans and people."""

    name = "planning"
    default = True


class PortalSite(admin.AdminSite):
    """Opens to those whose posting gives the catalogue; the only way in is the portal's own sign-in."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Ask the postings, not a flag on the user."""
        from planning import scopes  # models are not loaded yet when this module is

        return request.user.is_authenticated and scopes.units(request, Permission.CATALOGUE).exists()

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable:
        """Answer 403 to who is signed in without the right, instead of asking to sign in again."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, inner)

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Have no second door: who wants in without a session is led to the portal's own sign-in page."""
        return redirect("admin:index")


class PortalAdminConfig(admin_apps.SimpleAdminConfig):
    """Replaces the stock admin site by ours, which holds our own reference data and nothing else."""

    default = False
    default_site = "planning.apps.PortalSite"

    def ready(self) -> None:
        """Register the reference data."""
        super().ready()
        import_module("planning.admin")
