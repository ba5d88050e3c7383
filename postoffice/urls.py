"""Addresses of the portal."""

from django.urls import include, path

from postoffice import pages

urlpatterns = [
    path("health/", pages.health, name="health"),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler400 = "postoffice.pages.bad_request"
handler403 = "postoffice.pages.forbidden"
handler404 = "postoffice.pages.not_found"
handler500 = "postoffice.pages.server_error"
