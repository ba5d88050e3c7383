"""Addresses of the read side."""

from django.urls import path, re_path

from reports import board_views, views

urlpatterns = [
    path("dashboard/", board_views.dashboard, name="dashboard"),
    path("unit/<code>/", board_views.unit, name="unit"),
    path("unit/<code>/<node>/", board_views.unit, name="unit-service"),
    path("reports/", views.reports, name="reports"),
    re_path(r"^reports/(?P<slug>[a-z-]+)\.(?P<kind>json|csv|xlsx)$", views.report_file, name="report-file"),
    path("estimates/<month:month>.xlsx", views.estimates_file, name="estimates-file"),
    path("reports/<slug:slug>/", views.report, name="report"),
]
