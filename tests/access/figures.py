"""Who gets what of figures: the dashboard, the units, the reports and their files."""

from tests.access.table import Address

READ = """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       200  200  200  200  200  200  200  404  404
        GET     below       -  200  200  200  200  200  200  404  404
        GET     outside   404  404  404  404  404  404  404  404  404
        GET     province    -  200  200  200  200  200  200  404    -
        GET     nowhere     -  404  404  404  404  404  404  404    -
"""
HIGHEST = """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      200  200  200  200  200  200  200  404  404
        GET     top         -  200  200  200  200  200  200  404    -
"""
FILES = ["performance.json", "performance.csv", "performance.xlsx", "units.json", "units.csv", "units.xlsx"]

ADDRESSES = [
    Address("dashboard", "/dashboard/", HIGHEST),
    Address("dashboard", "/dashboard/?month=2019-12&unit={unit}", READ),
    Address("unit", "/unit/{unit}/", READ),
    Address("unit", "/unit/{unit}/?month=2019-12", READ),
    Address("unit-service", "/unit/{unit}/EMS/", READ),
    Address("unit-service", "/unit/{unit}/BCCP/?month=2019-12", READ),
    Address("reports", "/reports/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      200  200  200  200  200  200  200  200  200
        GET     top         -  200  200  200  200  200  200  200    -
    """),
    Address("report", "/reports/performance/", HIGHEST),
    Address("report", "/reports/performance/?month=2019-12&unit={unit}", READ),
    Address("report", "/reports/units/?month=2019-12&unit={unit}", READ),
    Address("report", "/reports/units/?month=2019-12&grain=points&unit={unit}", READ),
    *[Address("report-file", f"/reports/{file}?month=2019-12&unit={{unit}}", READ,
              json=file.endswith(".json")) for file in FILES],
    Address("report-file", "/reports/units.json?month=2019-12&grain=points", HIGHEST, json=True),
    Address("estimates-file", "/estimates/2019-11.xlsx?unit={unit}", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     own       200  200  200  200  200  200  200  403  403
        GET     outside   404  404  404  404  404  404  404  403  403
    """),
    # Nobody was ever asked about August.
    Address("estimates-file", "/estimates/2019-08.xlsx", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      404  404  404  404  404  404  404  403  403
        GET     top         -  404  404  404  404  404  404  403    -
    """),
    Address("report", "/reports/khong-co/", """
        method  scope      BM   CL   UH   PL   AC   DI   AU   AD   EX
        GET     seat      404  404  404  404  404  404  404  404  404
    """),
]  # fmt: skip
