"""What the office itself published; every generated figure has to add up to it.

Sources: the office's report of 19/12/2019 on its year, and its pages of 01/2019 and 10/2019.
Amounts are whole đồng, indices are hundredths of the year before.
"""

from datetime import date

from postoffice.months import Month

OFFICE = "Bưu điện tỉnh Vĩnh Phúc"
ROOT = "vp"
TODAY = date(2020, 1, 3)
FIRST, LAST = Month(2018, 1), Month(2019, 12)
LINES = ("BCCP", "TCBC", "PPTT")

# Printed "hơn 106 tỷ", "hơn 32,5 tỷ", "hơn 119,9 tỷ", together 258,5 tỷ.
REVENUE_2019 = {"BCCP": 106_040_000_000, "TCBC": 32_530_000_000, "PPTT": 119_930_000_000}
# What the plan of 2020 was reckoned on: the year as it was printed, without what "hơn" leaves open.
PRINTED_2019 = {"BCCP": 106_000_000_000, "TCBC": 32_500_000_000, "PPTT": 119_900_000_000}
# Printed "tăng 134%, 123%, 107%", meant as indices (2018 was printed as "trên 215 tỷ").
INDEX_2019 = {"BCCP": 134, "TCBC": 123, "PPTT": 107}
DOSSIERS_2019 = 182_200
DOSSIERS = "BCCP08"

PLAN_2019 = 243_000_000_000
PLAN_2020 = 284_150_000_000
PLAN_2020_GROWTH = {"BCCP": "0.44", "TCBC": "0.16"}


def revenue_2018() -> dict[str, int]:
    """Return each line's 2018: its 2019 divided by its index, rounded to the đồng, halves up.

    >>> sum(revenue_2018().values())
    217665594980
    """
    return {line: (200 * REVENUE_2019[line] + INDEX_2019[line]) // (2 * INDEX_2019[line]) for line in LINES}


def revenue(year: int) -> dict[str, int]:
    """Return the revenue of each line in 2018 or 2019."""
    return {2018: revenue_2018(), 2019: REVENUE_2019}[year]
