"""The portal's addresses and the floors that trials are held against."""

from django.urls import path

from bench import floors
from postoffice import urls as portal

handler400, handler403 = portal.handler400, portal.handler403
handler404, handler500 = portal.handler404, portal.handler500

urlpatterns = [
    path("bench/empty/", floors.empty),
    path("bench/rows/", floors.rows),
    path("bench/one-row/", floors.one_row),
    *portal.urlpatterns,
]
