"""Who gets what of plans and of imports."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access.table import Address

TABLE = "mã đơn vị;mã dịch vụ;tháng;doanh thu\n{unit};EMS;2019-11;1.234.567\n"
READ = """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       200  200  200  200  200  200  200  403  403
        GET     below       -  200  200  200  200  200  200  403  403
        GET     outside   404  404  404  404  404  404  404  403  403
        GET     province    -  200  200  200  200  200  200  403    -
        GET     nowhere     -  404  404  404  404  404  404  403    -
"""


def table(unit: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("so-lieu.csv", TABLE.format(unit=unit).encode(), "text/csv")


OF_ANOTHER_SESSION = """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  403  403  404  404  403  403  403  403
        GET     top         -  403  403  404  404  403  403  403    -
"""

ADDRESSES = [
    Address("plans", "/plans/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      200  200  200  200  200  200  200  403  403
        GET     top         -  200  200  200  200  200  200  403    -
        POST    seat      422  422  422 302+  403  403  403  403  403
        POST    top         -  422  422 302+  403  403  403  403    -
    """, {"year": "2021", "kind": "internal"}),
    Address("plans", "/plans/?", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      200  200  200  200  200  200  200  403  403
        POST    seat     302+ 302+ 302+ 302+  403  403  403  403  403
        POST    top         - 302+ 302+ 302+  403  403  403  403    -
    """, {"year": "2021", "kind": "registered"}),
    # The director of the province puts a plan in force, nobody else; facts are the province's own words.
    Address("plan", "/plans/2020/internal/?unit={unit}", READ + """
        POST    own       403  403  403  403  403  403  403  403  403
        POST    outside   403  403  403  403  403  403  403  403  403
        POST    offices     -  403  403  403  403 302+  403  403    -
    """, {"action": "in_force"}),
    Address("plan", "/plans/2020/internal/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      200  200  200  200  200  200  200  403  403
        POST    seat      403  403  403 302+  403  403  403  403  403
        POST    top         -  403  403 302+  403  403  403  403    -
    """, {"action": "revise"}),
    Address("plan", "/plans/2020/internal/?measure=revenue", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      200  200  200  200  200  200  200  403  403
        POST    seat      403  403  403  403  403  403  403  403  403
        POST    top         -  403  403 302+  403  403  403  403    -
    """, {"action": "facts", "facts": "ALL amount 300000000000"}),
    Address("plan-unit", "/plans/2020/internal/{unit}/", READ + """
        POST    own       403  403  403 302+  403  403  403  403  403
        POST    below       -  403  403 302+  403  403  403  403  403
        POST    outside   404  404  404  404  404  404  404  403  403
        POST    province    -  403  403 302+  403  403  403  403    -
        POST    nowhere     -  404  404  404  404  404  404  403    -
    """, {"t-BCCP": "1.200", "seen-BCCP": ""}),
    Address("plan-unit", "/plans/2020/registered/{unit}/", READ + """
        POST    own      302+ 302+ 302+  403  403  403  403  403  403
        POST    below       - 302+ 302+  403  403  403  403  403  403
        POST    outside   404  404  404  404  404  404  404  403  403
        POST    province    - 302+ 302+  403  403  403  403  403    -
    """, {"t-BCCP": "1.200", "seen-BCCP": ""}),
    Address("import", "/import/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  403  403  200  200  403  403  403  403
        GET     top         -  403  403  200  200  403  403  403    -
        POST    below       -  403  403  200  422  403  403  403  403
        POST    outside   403  403  403  422  422  403  403  403  403
        POST    points      -  403  403  200  422  403  403  403    -
        POST    nowhere     -  403  403  422  422  403  403  403    -
    """, {"kind": "revenue", "unit": "1", "file": table}),
    Address("import-confirm", "/import/confirm/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    seat      403  403  403  302  302  403  403  403  403
        POST    top         -  403  403  302  302  403  403  403    -
    """, {"token": "A" * 43}),
    # A kept file is there for the session that uploaded it, and for no other.
    Address("import-errors", f"/import/{'A' * 43}/errors/", OF_ANOTHER_SESSION),
    Address("import-changes", f"/import/{'A' * 43}/changes/", OF_ANOTHER_SESSION),
    Address("batches", "/imports/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      200  200  200  200  200  200  200  403  403
        GET     top         -  200  200  200  200  200  200  403    -
    """),
    # Made by the province's planner: targets of two districts.
    Address("batch", "/imports/{batch}/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      404  404  404  404  404  404  404  403  403
        GET     top         -  200  200  200  200  200  200  403    -
        POST    seat      404  404  404  404  404  404  404  403  403
        POST    top         -  403  403 200+  403  403  403  403    -
    """),
    Address("batch", "/imports/987654321/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      404  404  404  404  404  404  404  403  403
        GET     top         -  404  404  404  404  404  404  403    -
        POST    top         -  404  404  404  404  404  404  403    -
    """),
    # Only an empty portal says welcome.
    Address("welcome", "/welcome/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      302  302  302  302  302  302  302  302  302
    """, anonymous={"GET": 302, "POST": 405, "PUT": 405}),
]  # fmt: skip
