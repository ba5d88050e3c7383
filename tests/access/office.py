"""Who gets what of the office: people and their postings, units, the history, the catalogue, signing in."""

from tests.access.table import Address

ADDRESSES = [
    Address("home", "/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      200  200  200  200  200  302  302  200  200
        GET     top         -  200  200  200  200  302  302  200    -
    """),
    Address("health", "/health/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      200  200  200  200  200  200  200  200  200
    """, anonymous={"GET": 200, "POST": 405, "PUT": 405}),
    # The web server in front asks for the sentence after it has refused an upload, of whomever.
    Address("too-large", "/too-large/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      413  413  413  413  413  413  413  413  413
    """, anonymous={"GET": 413, "POST": 405, "PUT": 405}),
    # Django's own view: whatever the method, it leads back; only a POST sets the language.
    Address("set_language", "/i18n/setlang/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      302  302  302  302  302  302  302  302  302
        POST    seat      302  302  302  302  302  302  302  302  302
        PUT     seat      302  302  302  302  302  302  302  302  302
        PATCH   seat      302  302  302  302  302  302  302  302  302
        DELETE  seat      302  302  302  302  302  302  302  302  302
    """, {"language": "en", "next": "/"}, anonymous={"GET": 302, "POST": 302, "PUT": 302,
        "GET json": 204, "PUT json": 204}),
    Address("sign-in", "/sign-in/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      302  302  302  302  302  302  302  302  302
        POST    seat      302  302  302  302  302  302  302  302  302
    """, {"username": "planner", "password": "sai"}, anonymous={"GET": 200, "POST": 200, "PUT": 405}),
    Address("sign-out", "/sign-out/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    seat      302  302  302  302  302  302  302  302  302
    """),
    Address("invitation", "/invitation/khong-co-ma-nay/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      404  404  404  404  404  404  404  404  404
        POST    seat      404  404  404  404  404  404  404  404  404
    """, {"password": "mot-mat-khau-dai", "again": "mot-mat-khau-dai"},
        anonymous={"GET": 404, "POST": 404, "PUT": 405}),
    Address("history", "/history/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      200  200  200  200  200  200  200  200  403
        GET     top         -  200  200  200  200  200  200  200    -
    """),
    Address("history", "/history/?unit={unit}", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       200  200  200  200  200  200  200  200  403
        GET     outside   200  200  200  200  200  200  200  200  403
        GET     province    -  200  200  200  200  200  200  200    -
    """),
    Address("people", "/people/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  403  403  403  403  403  403  200  403
        GET     top         -  403  403  403  403  403  403  200    -
    """),
    Address("person-new", "/people/new/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  403  403  403  403  403  403  200  403
        GET     top         -  403  403  403  403  403  403  200    -
        POST    seat      403  403  403  403  403  403  403 302+  403
        POST    top         -  403  403  403  403  403  403 302+    -
    """, {"username": "moi.vao", "full_name": "Người thử mới", "email": ""}),
    Address("person", "/people/{person}/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       403  403  403  403  403  403  403  200  403
        GET     below       -  403  403  403  403  403  403  200  403
        GET     outside   403  403  403  403  403  403  403  404  403
        GET     province    -  403  403  403  403  403  403  200    -
        GET     nowhere     -  403  403  403  403  403  403  404    -
        POST    own       403  403  403  403  403  403  403 302+  403
        POST    below       -  403  403  403  403  403  403 302+  403
        POST    outside   403  403  403  403  403  403  403  404  403
        POST    province    -  403  403  403  403  403  403 302+    -
        POST    nowhere     -  403  403  403  403  403  403  404    -
    """, {"full_name": "Người thử đổi tên", "email": ""}),
    Address("person-posting", "/people/{person}/posting/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    own       403  403  403  403  403  403  403 302+  403
        POST    below       -  403  403  403  403  403  403 302+  403
        POST    outside   403  403  403  403  403  403  403  404  403
        POST    province    -  403  403  403  403  403  403 302+    -
        POST    nowhere     -  403  403  403  403  403  403  404    -
    """, {"role": "auditor", "unit": "{unit}", "starts_on": "03/01/2020"}),
    # The person is within reach, the unit he is to be posted to is not.
    Address("person-posting", "/people/tai-dong-ho/posting/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    other     403  403  403  403  403  403  403  422  403
        POST    parent    403  403  403  403  403  403  403  422  403
        POST    alike     403  403  403  403  403  403  403  422  403
    """, {"role": "director", "unit": "{unit}", "starts_on": "03/01/2020"}),
    Address("person-posting-end", "/people/{person}/posting/{posting}/end/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    own       403  403  403  403  403  403  403 302+  403
        POST    below       -  403  403  403  403  403  403 302+  403
        POST    outside   403  403  403  403  403  403  403  404  403
        POST    province    -  403  403  403  403  403  403 302+    -
    """),
    Address("person-stand-ins", "/people/{person}/stand-in/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       403  403  403  403  403  403  403  200  403
        GET     below       -  403  403  403  403  403  403  200  403
        GET     outside   403  403  403  403  403  403  403  404  403
        GET     province    -  403  403  403  403  403  403  200    -
        GET     nowhere     -  403  403  403  403  403  403  404    -
        POST    own       403  403  403  403  403  403  403  422  403
        POST    below       -  403  403  403  403  403  403  422  403
        POST    outside   403  403  403  403  403  403  403  404  403
        POST    province    -  403  403  403  403  403  403  422    -
        POST    nowhere     -  403  403  403  403  403  403  404    -
    """, {"posting": "{posting}", "user": "khong-co", "starts_on": "03/01/2020", "ends_on": "09/01/2020"}),
    Address("person-stand-in-end", "/people/{person}/stand-in/0/end/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    own       403  403  403  403  403  403  403  404  403
        POST    below       -  403  403  403  403  403  403  404  403
        POST    outside   403  403  403  403  403  403  403  404  403
        POST    province    -  403  403  403  403  403  403  404    -
    """),
    Address("person-state", "/people/{person}/state/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    own       403  403  403  403  403  403  403 302+  403
        POST    below       -  403  403  403  403  403  403 302+  403
        POST    outside   403  403  403  403  403  403  403  404  403
        POST    province    -  403  403  403  403  403  403 302+    -
        POST    nowhere     -  403  403  403  403  403  403  404    -
    """),
    Address("person-invitation", "/people/{person}/invitation/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    own       403  403  403  403  403  403  403 200+  403
        POST    below       -  403  403  403  403  403  403 200+  403
        POST    outside   403  403  403  403  403  403  403  404  403
        POST    province    -  403  403  403  403  403  403 200+    -
        POST    nowhere     -  403  403  403  403  403  403  404    -
    """),
    Address("units-list", "/units/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  403  403  200  403  403  403  200  403
        GET     top         -  403  403  200  403  403  403  200    -
    """),
    Address("unit-new", "/units/new/?parent={unit}", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       403  403  403  200  403  403  403  200  403
        GET     outside   403  403  403  200  403  403  403  200  403
        GET     province    -  403  403  200  403  403  403  200    -
        POST    own       403  403  403 302+  403  403  403 302+  403
        POST    outside   403  403  403  422  403  403  403  422  403
        POST    province    -  403  403 302+  403  403  403 302+    -
    """, {"code": "moi", "parent": "{unit}", "name": "BC Mới", "kind": "agent", "reports": ""}),
    Address("unit-edit", "/units/{unit}/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       403  403  403  200  403  403  403  200  403
        GET     below       -  403  403  200  403  403  403  200  403
        GET     outside   403  403  403  404  403  403  403  404  403
        GET     province    -  403  403  200  403  403  403  200    -
        GET     nowhere     -  403  403  404  403  403  403  404    -
        POST    own       403  403  403 302+  403  403  403 302+  403
        POST    below       -  403  403 302+  403  403  403 302+  403
        POST    outside   403  403  403  404  403  403  403  404  403
        POST    province    -  403  403 302+  403  403  403 302+    -
        POST    nowhere     -  403  403  404  403  403  403  404    -
    """, {"name": "BC Đổi Tên", "kind": "agent", "reports": ""}),
    Address("unit-parent", "/units/{unit}/parent/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    below       -  403  403 302+  403  403  403 302+  403
        POST    outside   403  403  403  404  403  403  403  404  403
        POST    points      -  403  403 302+  403  403  403 302+    -
        POST    nowhere     -  403  403  404  403  403  403  404    -
    """, {"parent": "cua-nam", "reason": "Ghi nhầm", "sure": "True"}),
    # The unit is within reach, the one it is to be put under is not.
    Address("unit-parent", "/units/cua-bac/parent/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    outside   403  403  403  422  403  403  403  422  403
    """, {"parent": "{unit}", "reason": "Ghi nhầm", "sure": "True"}),
]  # fmt: skip
