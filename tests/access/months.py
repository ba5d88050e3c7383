"""Who gets what of the months' work: typing, approving, closing, correcting, payroll revenue."""

from tests.access.table import Address

ADDRESSES = [
    Address("entry-start", "/entry/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      302  200  403  403  403  403  403  403  403
        GET     top         -  200  403  403  403  403  403  403    -
    """),
    # The district types no figures of its own, the points do.
    Address("entry", "/entry/{unit}/2019-11/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       200  404  404  404  404  404  404  404  404
        GET     below       -  200  200  200  200  200  200  404  404
        GET     outside   404  404  404  404  404  404  404  404  404
        GET     points      -  200  200  200  200  200  200  404    -
        GET     offices     -  404  404  404  404  404  404  404    -
        GET     nowhere     -  404  404  404  404  404  404  404    -
        POST    own      302+  404  404  404  404  404  404  404  404
        POST    below       - 302+  403  403  403  403  403  404  404
        POST    outside   404  404  404  404  404  404  404  404  404
        POST    points      - 302+  403  403  403  403  403  404    -
        POST    offices     -  404  404  404  404  404  404  404    -
        POST    nowhere     -  404  404  404  404  404  404  404    -
    """, {"action": "save", "unit": "1", "EMS-revenue": "5", "was-EMS-revenue": "0:", "version": "0"}),
    Address("entry-draft", "/entry/{unit}/2019-11/draft.json", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    own      200+  409  409  403  403  403  403  404  404
        POST    below       - 200+  403  403  403  403  403  404  404
        POST    outside   404  404  404  404  404  404  404  404  404
        POST    points      - 200+  403  403  403  403  403  404    -
        POST    nowhere     -  404  404  404  404  404  404  404    -
    """, {"key": "{key}", "unit": 1,
          "cells": [{"service": "EMS", "measure": "revenue", "text": "5", "version": 0}]}, json=True),
    Address("entry-rules", "/entry/{unit}/2019-11/rules.json", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       200  404  404  404  404  404  404  404  404
        GET     below       -  200  404  404  404  404  404  404  404
        GET     outside   404  404  404  404  404  404  404  404  404
        GET     points      -  200  404  404  404  404  404  404    -
        GET     offices     -  404  404  404  404  404  404  404    -
        GET     nowhere     -  404  404  404  404  404  404  404    -
    """, json=True),
    # A point's template is for who enters; an office's shows the points one may read.
    Address("month-template", "/entry/{unit}/2019-11/template.xlsx", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       200  200  200  200  200  200  200  404  404
        GET     below       -  200  403  403  403  403  403  404  404
        GET     outside   404  404  404  404  404  404  404  404  404
        GET     points      -  200  403  403  403  403  403  404    -
        GET     offices     -  200  200  200  200  200  200  404    -
        GET     nowhere     -  404  404  404  404  404  404  404    -
    """),
    Address("month-upload", "/entry/{unit}/2019-11/upload/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       200  200  403  403  403  403  403  404  404
        GET     below       -  200  403  403  403  403  403  404  404
        GET     outside   404  404  404  404  404  404  404  404  404
        GET     points      -  200  403  403  403  403  403  404    -
        GET     offices     -  200  403  403  403  403  403  404    -
        GET     nowhere     -  404  404  404  404  404  404  404    -
        POST    own       422  422  403  403  403  403  403  404  404
        POST    below       -  422  403  403  403  403  403  404  404
        POST    outside   404  404  404  404  404  404  404  404  404
        POST    points      -  422  403  403  403  403  403  404    -
        POST    nowhere     -  404  404  404  404  404  404  404    -
    """, {"unit": "1"}),
    Address("queue", "/queue/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  403  200  200  403  403  403  403  403
        GET     top         -  403  200  200  403  403  403  403    -
    """),
    Address("queue", "/queue/?month=2019-12&unit={unit}", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       403  403  200  200  403  403  403  403  403
        GET     below       -  403  200  200  403  403  403  403  403
        GET     outside   403  403  200  200  403  403  403  403  403
        GET     province    -  403  200  200  403  403  403  403    -
        GET     nowhere     -  403  200  200  403  403  403  403    -
    """),
    Address("queue-approve", "/queue/approve/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    own       403  403  302  302  403  403  403  403  403
        POST    below       -  403 302+ 302+  403  403  403  403  403
        POST    outside   403  403  302  302  403  403  403  403  403
        POST    points      -  403 302+ 302+  403  403  403  403    -
        POST    nowhere     -  403  302  302  403  403  403  403    -
    """, {"month": "2019-12", "units": "{unit}"}),
    Address("queue-report", "/queue/{unit}/2019-12/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       403  403  404  404  403  403  403  403  403
        GET     below       -  403  200  200  403  403  403  403  403
        GET     outside   403  403  404  404  403  403  403  403  403
        GET     points      -  403  200  200  403  403  403  403    -
        GET     nowhere     -  403  404  404  403  403  403  403    -
    """),
    Address("queue-decide", "/queue/{unit}/2019-12/approve/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    own       403  403  403  302  403  403  403  403  403
        POST    below       -  403 302+ 302+  403  403  403  403  403
        POST    outside   403  403  404  404  403  403  403  403  403
        POST    points      -  403 302+ 302+  403  403  403  403    -
        POST    nowhere     -  403  404  404  403  403  403  403    -
    """),
    Address("queue-decide", "/queue/{unit}/2019-12/return/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    own       403  403  403  302  403  403  403  403  403
        POST    below       -  403 302+ 302+  403  403  403  403  403
        POST    outside   403  403  404  404  403  403  403  403  403
        POST    points      -  403 302+ 302+  403  403  403  403    -
    """, {"reason": "Xem lại", "rows": "EMS"}),
    Address("queue-decide", "/queue/{unit}/2019-12/take-back/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    own       403  403  302  302  403  403  403  403  403
        POST    below       -  403  302  302  403  403  403  403  403
        POST    outside   403  403  404  404  403  403  403  403  403
    """, {"reason": "Xem lại"}),
    Address("queue-decide", "/queue/{unit}/2019-12/sign-off/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    own       403  403  302  302  403  403  403  403  403
        POST    below       -  403  403  403  403  403  403  403  403
        POST    outside   403  403  404  404  403  403  403  403  403
    """),
    # Months belong to the whole office: a planner of a district looks, the province's planner turns the key.
    Address("months", "/months/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  403  403  200  403  403  403  403  403
        GET     top         -  403  403  200  403  403  403  403    -
    """),
    Address("limits", "/limits/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  403  403  200  403  403  403  403  403
        GET     top         -  403  403  200  403  403  403  403    -
        POST    seat      403  403  403  403  403  403  403  403  403
        POST    top         -  403  403 302+  403  403  403  403    -
    """, {"explain_below_percent": "90", "explain_above": "3tr", "payroll_share_low": "30",
          "payroll_share_high": "60", "due_day": "7"}),
    Address("month", "/months/2019-12/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  403  403  200  403  403  403  403  403
        GET     top         -  403  403  200  403  403  403  403    -
    """),
    Address("month-missing", "/months/2019-12/missing/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  200  200  200  200  200  200  403  403
        GET     top         -  200  200  200  200  200  200  403    -
    """),
    Address("month-missing", "/months/2019-11/missing/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  200  200  200  200  200  200  403  403
    """),
    # A posting is lent by its holder alone; the seats name nobody they could lend it to.
    Address("stand-ins", "/stand-in/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      200  200  200  403  403  403  403  403  403
        GET     top         -  200  200  403  403  403  403  403    -
        POST    seat      422  422  422  403  403  403  403  403  403
        POST    top         -  422  422  403  403  403  403  403    -
    """, {"posting": "{posting}", "user": "khong-co", "starts_on": "03/01/2020", "ends_on": "09/01/2020"}),
    Address("stand-in-end", "/stand-in/0/end/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    seat      404  404  404  403  403  403  403  403  403
        POST    top         -  404  404  403  403  403  403  403    -
    """),
    Address("month-open", "/months/2019-09/open/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    seat      403  403  403  403  403  403  403  403  403
        POST    top         -  403  403 302+  403  403  403  403    -
    """),
    Address("month-dates", "/months/2019-12/dates/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    seat      403  403  403  403  403  403  403  403  403
        POST    top         -  403  403 302+  403  403  403  403    -
    """, {"due_on": "07/01/2020", "locks_at": "31/01/2020 17:00"}),
    Address("month-close", "/months/2019-12/close/1/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    seat      403  403  403  403  403  403  403  403  403
        POST    top         -  403  403 302+  403  403  403  403    -
    """),
    Address("month-close", "/months/2019-12/close/2/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    seat      403  403  403  403  403  403  403  403  403
        POST    top         -  403  403 302+  403  403  403  403    -
    """),
    Address("grace", "/months/2019-12/grace/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    below       -  403  403 302+  403  403  403  403  403
        POST    outside   403  403  403  422  403  403  403  403  403
        POST    points      -  403  403 302+  403  403  403  403    -
        POST    nowhere     -  403  403  422  403  403  403  403    -
    """, {"unit": "{unit}", "expires_at": "25/01/2020 17:00", "reason": "Mất điện"}),
    Address("adjustments", "/adjustments/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  403  403  200  403  403  403  403  403
        GET     top         -  403  403  200  403  403  403  403    -
        POST    below       -  403  403 302+  403  403  403  403  403
        POST    outside   403  403  403  422  403  403  403  403  403
        POST    points      -  403  403 302+  403  403  403  403    -
        POST    nowhere     -  403  403  422  403  403  403  403    -
    """, {"month": "2019-10", "unit": "{unit}", "service": "EMS", "measure": "revenue", "amount": "77",
          "reason": "Thiếu một hóa đơn"}),
    Address("proposals", "/proposals/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  403  403  200  403  403  403  403  403
        GET     top         -  403  403  200  403  403  403  403    -
    """),
    # Typed at the point Cửa Bắc into a closed month.
    Address("proposal", "/proposals/{proposal}/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    seat      403  403  403 302+  403  403  403  403  403
        POST    top         -  403  403 302+  403  403  403  403    -
    """, {"decision": "accept", "seen": "2020-01-02T03:00:00+00:00", "reason": "Thiếu một hóa đơn"}),
    Address("proposal", "/proposals/987654321/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    seat      403  403  403  404  403  403  403  403  403
    """, {"decision": "decline", "seen": "2020-01-02T03:00:00+00:00", "reason": "Trùng"}),
    Address("reconcile", "/reconcile/2019-12/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  403  403  403  200  403  403  403  403
        GET     top         -  403  403  403  200  403  403  403    -
        POST    below       -  403  403  403  302  403  403  403  403
        POST    outside   403  403  403  403  422  403  403  403  403
        POST    points      -  403  403  403  302  403  403  403    -
        POST    nowhere     -  403  403  403  422  403  403  403    -
    """, {"units": "{unit}", "step": "undo"}),
    # Everybody reads where his own units think the year will land; the province's planner asks.
    Address("estimates", "/estimates/2019-11/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      200  200  200  200  200  200  200  403  403
        GET     top         -  200  200  200  200  200  200  403    -
    """),
    Address("estimates", "/estimates/2019-11/?unit={unit}", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       200  200  200  200  200  200  200  403  403
        GET     outside   404  404  404  404  404  404  404  403  403
    """),
    Address("estimate-round", "/estimates/2019-11/round/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        POST    seat      403  403  403  403  403  403  403  403  403
        POST    top         -  403  403 302+  403  403  403  403    -
    """, {"due_on": ""}),
    # November is over: who may say something is told that it is too late.
    Address("estimate", "/estimates/{unit}/2019-11/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       200  404  404  404  404  404  404  404  404
        GET     below       -  200  200  200  200  200  200  404  404
        GET     outside   404  404  404  404  404  404  404  404  404
        GET     points      -  200  200  200  200  200  200  404    -
        GET     offices     -  404  404  404  404  404  404  404    -
        GET     nowhere     -  404  404  404  404  404  404  404    -
        POST    own       409  404  404  404  404  404  404  404  404
        POST    below       -  409  403  403  403  403  403  404  404
        POST    outside   404  404  404  404  404  404  404  404  404
        POST    points      -  409  403  403  403  403  403  404    -
        POST    offices     -  404  404  404  404  404  404  404    -
        POST    nowhere     -  404  404  404  404  404  404  404    -
    """, {"unit": "1", "EMS": "5", "BK": "0", "CT": "0", "BAO": "0"}),
    Address("rounds", "/months/2019-10/rounds/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      200  200  200  200  200  200  200  403  403
        GET     top         -  200  200  200  200  200  200  403    -
    """),
    Address("rounds", "/months/2019-10/rounds/?unit={unit}", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       200  200  200  200  200  200  200  403  403
        GET     outside   404  404  404  404  404  404  404  403  403
    """),
    Address("payroll-start", "/payroll/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  403  403  403  302  403  403  403  403
        GET     top         -  403  403  403  302  403  403  403    -
    """),
    Address("payroll", "/payroll/2019-12/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      403  403  403  403  200  403  403  403  403
        GET     top         -  403  403  403  200  403  403  403    -
        POST    seat      403  403  403  403  200  403  403  403  403
    """),
    Address("payroll", "/payroll/2019-12/?unit={unit}", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     below       -  403  403  403  200  403  403  403  403
        GET     outside   403  403  403  403  404  403  403  403  403
        GET     points      -  403  403  403  200  403  403  403    -
        GET     nowhere     -  403  403  403  404  403  403  403    -
        POST    below       -  403  403  403 302+  403  403  403  403
        POST    outside   403  403  403  403  404  403  403  403  403
        POST    points      -  403  403  403 302+  403  403  403    -
        POST    nowhere     -  403  403  403  404  403  403  403    -
    """, {"why:share": "Bù tháng 11", "EMS": "55", "BK": "44"}),
]  # fmt: skip
