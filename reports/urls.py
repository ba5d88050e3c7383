"""Addresses of the read side."""

from django.urls import path, re_path

from reports import views

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    re_path(r"^reports/(?P<slug>[a-z-]+)\.(?P<kind>json|csv|xlsx)$", views.report_file, name="report-file"),
    path("reports/<slug:slug>/", views.report, name="report"),
]
