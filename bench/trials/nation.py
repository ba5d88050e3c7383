"""One province inside a nation of 63 against the same province alone."""

from collections.abc import Callable

from bench import databases, floors, naive, nation, offices
from bench.timing import Act, Budget, Line, Reading, take
from bench.trials.dashboard import ADDRESS, page
from planning.demo import published

BUDGET = Budget(times=1.3)
RUNS = 25


def run() -> list[Reading]:
    """Time the dashboard in both databases, turn by turn, and the naive peer in the nation."""
    nation.prepare()
    alone, inside = Place(databases.ALONE), Place(databases.NATION)
    try:
        return take(
            "nation",
            Line(f"director's dashboard, alone ({alone.size})", alone.show, alone.enter, RUNS),
            Line(
                f"the same inside a nation ({inside.size})", inside.show, inside.enter, RUNS,
                queries=inside.queries, budget=BUDGET,
            ),
            Line("peer inside: GROUP BY over the records", inside.group, inside.enter, 4, warm=1),
        )  # fmt: skip
    finally:
        databases.use(databases.ALONE)


class Place:
    """One of the two databases with the director signed in."""

    def __init__(self, name: str) -> None:
        self.name = name
        databases.use(name)
        self.size = offices.size()
        self.client = offices.signed_in()
        self.province = offices.root()
        self.queries = floors.of_page(self.client, ADDRESS)
        self.show: Act = page(self.client, ADDRESS, "258,5")

    def enter(self) -> None:
        """Speak with this database, warmed up: a new connection knows nothing yet."""
        databases.use(self.name)
        self.show()
        self.show()

    def group(self) -> Callable[[], naive.Figures]:
        """Group the records of the province."""
        if naive.grouped(self.province, published.LAST).total != offices.TOTAL:
            raise AssertionError("the peer does not find the published total")
