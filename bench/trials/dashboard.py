"""The director's dashboard of one province, and the reports beside it."""

from collections.abc import Callable

from django.test import Client

from bench import floors, naive, offices
from bench.timing import Budget, Line, Reading, take
from planning.demo import published

ADDRESS = "/dashboard/"
BUDGET = Budget(seconds=0.025, queries=15)
UNITS = f"/reports/units/?month={offices.MONTH}"
POINTS = f"{UNITS}&grain=points"


def run() -> list[Reading]:
    """Time the page, its floor, and two other ways to the same figures."""
    client, province = offices.signed_in(), offices.root()
    expected = true_figures(client)
    same = {
        "naive": _proved(lambda: naive.grouped(province, published.LAST), expected),
        "frame": _proved(lambda: naive.framed(province, published.LAST), expected),
    }
    units, points = floors.of_page(client, UNITS), floors.of_page(client, POINTS)
    queries = floors.of_page(client, ADDRESS)
    return take(
        "dashboard",
        Line("floor: the same rows by raw SQL, in an empty view", page(client, floors.ROWS), runs=40),
        Line(
            "director's dashboard", page(client, ADDRESS, "258,5"), runs=40, queries=queries, budget=BUDGET
        ),
        Line("report units, 9 districts", page(client, UNITS, "258,5"), queries=units),
        Line("report units, 131 points", page(client, POINTS, "258,5"), queries=points),
        Line(
            "peer: GROUP BY over the records", same["naive"], runs=10,
            queries=len(floors.statements(same["naive"])), note="figures alone, nothing drawn",
        ),
        Line("peer: pandas, a frame a request", same["frame"], runs=10, note="figures alone, nothing drawn"),
    )  # fmt: skip


def page(client: Client, address: str, *words: str) -> Callable[[], None]:
    """Return the act of getting a page, which fails unless the page says `words`."""

    def get() -> None:
        answer = client.get(address)
        if answer.status_code != 200 or not all(word in answer.content.decode() for word in words):
            raise AssertionError(f"{address} answers {answer.status_code} and does not say {words}")

    return get


def true_figures(client: Client) -> naive.Figures:
    """Return what the portal's own JSON says, after holding it against what was published."""
    by_line = _rows(client, "performance")
    by_unit = _rows(client, "units")
    found = naive.Figures(
        by_line["total"]["actual_to_date"],
        by_line["total"]["base_to_date"],
        {code: by_line[code]["actual_to_date"] for code in published.LINES},
        {code: row["actual_to_date"] for code, row in by_unit.items() if code != "total"},
    )
    told = (offices.TOTAL, sum(published.revenue_2018().values()), published.REVENUE_2019)
    if (found.total, found.base, found.lines) != told or sum(found.units.values()) != offices.TOTAL:
        raise AssertionError(f"the reports say {found}")
    return found


def _rows(client: Client, slug: str) -> dict[str, dict[str, int]]:
    answer = client.get(f"/reports/{slug}.json?month={offices.MONTH}&unit={published.ROOT}").json()
    return {row["key"]: {key: cell["value"] for key, cell in row["cells"].items()} for row in answer["rows"]}


def _proved(peer: Callable[[], naive.Figures], expected: naive.Figures) -> Callable[[], naive.Figures]:
    found = peer()
    if found != expected:
        raise AssertionError(f"the peer says {found}, the reports say {expected}")
    return peer
