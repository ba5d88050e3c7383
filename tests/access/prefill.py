"""Who lays figures of other systems into drafts, who says what their codes mean, who types by service."""

from planning.models import Offering
from tests.access.table import Address


def press_of(code: str) -> int:
    """Return the key of a service without figures on a point's list, 0 where there is none."""
    found = Offering.objects.filter(unit__code=code, service__code="BAO").first()
    return found.pk if found else 0


IMPORTERS = """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  403  403  200  403  403  403  403  403
        GET     top         -  403  403  200  403  403  403  403    -
"""

ADDRESSES = [
    Address("prefill", "/prefill/", IMPORTERS + """
        POST    seat      403  403  403  422  403  403  403  403  403
    """, {"source": "BCCP"}),
    Address("prefill-confirm", "/prefill/confirm/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    seat      403  403  403  302  403  403  403  403  403
        POST    top         -  403  403  302  403  403  403  403    -
    """, {"token": "x" * 43, "action": "lay"}),
    Address("mappings", "/mappings/", IMPORTERS),
    # Codes belong to the whole office: a planner of a district looks at those of his units.
    Address("mapping", "/mappings/{mapping}/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  403  403  403  403  403  403  403  403
        GET     top         -  403  403  200  403  403  403  403    -
        POST    seat      403  403  403  403  403  403  403  403  403
        POST    top         -  403  403 302+  403  403  403  403    -
    """, {"meaning": "ignore"}),
    Address("mapping", "/mappings/987654321/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  403  403  404  403  403  403  403  403
        POST    top         -  403  403  404  403  403  403  403    -
    """, {"meaning": "ignore"}),
    Address("by-service-start", "/entry/by-service/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      302  302  403  403  403  403  403  403  403
        GET     top         -  302  403  403  403  403  403  403    -
    """),
    Address("by-service", "/entry/by-service/EMS/2019-11/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      200  200  403  403  403  403  403  403  403
        GET     top         -  200  403  403  403  403  403  403    -
        POST    own      302+  404  403  403  403  403  403  403  403
        POST    below       - 302+  403  403  403  403  403  403  403
        POST    outside   404  404  403  403  403  403  403  403  403
        POST    points      - 302+  403  403  403  403  403  403    -
        POST    nowhere     -  404  403  403  403  403  403  403    -
    """, {"unit": "1", "{unit}-revenue": "5", "was-{unit}-revenue": "0:"}),
    Address("by-service", "/entry/by-service/khong-co/2019-11/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      404  404  403  403  403  403  403  403  403
        POST    seat      404  404  403  403  403  403  403  403  403
    """),
    # A district fills nothing itself: it has no list of services.
    Address("unit-services", "/units/{unit}/services/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       403  403  403  404  403  403  403  404  403
        GET     below       -  403  403  200  403  403  403  200  403
        GET     outside   403  403  403  404  403  403  403  404  403
        GET     points      -  403  403  200  403  403  403  200    -
        GET     nowhere     -  403  403  404  403  403  403  404    -
        POST    below       -  403  403 302+  403  403  403 302+  403
        POST    outside   403  403  403  404  403  403  403  404  403
        POST    points      -  403  403 302+  403  403  403 302+    -
    """, {"offering": press_of, "ends_on": "31/12/2019"}),
]  # fmt: skip
