"""The writing side of the portal, and the admin site of its reference data."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class PlanningConfig(AppConfig):
    """Registers the models of units, books, months, plans and people."""

    name = "planning"
    default = True


class PortalAdminConfig(admin_apps.AdminConfig):
    """Replaces the stock admin site by ours, which asks the postings for rights."""

    default = False
    default_site = "planning.admin.PortalSite"
