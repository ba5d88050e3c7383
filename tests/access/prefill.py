"""Who lays figures of other systems into drafts, and who says what their codes mean."""

from tests.access.table import Address

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
]  # fmt: skip
