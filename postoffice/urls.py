"""Addresses of the portal."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from postoffice import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("health/", pages.health, name="health"),
    path("too-large/", pages.refused_upload, name="too-large"),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("admin/", admin.site.urls),
    path("", include("planning.urls")),
    path("", include("reports.urls")),
]

handler400 = "postoffice.pages.bad_request"
handler403 = "postoffice.pages.forbidden"
handler404 = "postoffice.pages.not_found"
handler500 = "postoffice.pages.server_error"
