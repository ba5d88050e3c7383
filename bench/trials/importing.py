"""From a file of 47,160 records to the books: the command import_revenue and four other ways."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command

from bench import databases, importers
from bench.offices import Nowhere
from bench.timing import Budget, Line, Reading, take
from bench.workbook import CELLS, Year

BUDGET = Budget(seconds=5)
SAMPLE = 500
PLANNER = "kehoach"


def run() -> list[Reading]:
    """Time each way into a fresh copy of the office; two peers take a sample, scaled up."""
    with TemporaryDirectory() as folder, databases.spoilable():
        year = Year.of_the_office()
        file = Path(folder) / "year.xlsx"
        file.write_bytes(year.file())
        content = file.read_bytes()
        scaled = {"runs": 3, "warm": 0, "scale": CELLS / SAMPLE, "note": f"{SAMPLE} rows, scaled up"}
        return take(
            "import",
            _line("floor: one statement, rows in memory", year, CELLS, lambda: importers.one_statement(year)),
            _line("import_revenue, file to books", year, CELLS, lambda: _command(file), budget=BUDGET),
            _line("peer: openpyxl, bulk_create", year, CELLS, lambda: importers.bulk_create(year, content)),
            _line(
                "peer: django-import-export", year, SAMPLE,
                lambda: importers.import_export(year, SAMPLE), **scaled,
            ),
            _line(
                "peer: openpyxl, update_or_create", year, SAMPLE,
                lambda: importers.update_or_create(year, content, SAMPLE), **scaled,
            ),
        )  # fmt: skip


def _command(file: Path) -> None:
    call_command("import_revenue", str(file), by=PLANNER, stdout=Nowhere(), stderr=Nowhere())


def _line(name: str, year: Year, rows: int, act: Callable[[], None], **more: object) -> Line:
    """Return a line whose every run starts from a fresh copy; a first run proves that it works."""
    _afresh()
    act()
    year.prove(rows=rows)
    return Line(name, act, _afresh, **({"runs": 5, "warm": 0} | more))


def _afresh() -> None:
    with databases.using(databases.ALONE):
        databases.copy(databases.ALONE, databases.SCRATCH)
