"""Run the trials and print their table; `--write` puts it into docs/performance.md.

    .venv/bin/python -m bench [TRIAL …] [--write] [--fresh]

The embedded cluster of .data/bench (or PORTAL_DATA) gets a database with the complete demo office and,
for the trial `nation`, one with 63 such provinces; both are kept for the next time. What writes, writes
into a copy that is dropped.
"""

import argparse
import os
import platform
import sys
from datetime import date
from pathlib import Path

import django

from bench.table import replaced, table

ROOT = Path(__file__).resolve().parent.parent


def write(text: str) -> None:
    """Replace the table between the marks of docs/performance.md."""
    page = ROOT / "docs" / "performance.md"
    page.write_text(replaced(page.read_text(encoding="utf-8"), text), encoding="utf-8")


def circumstances(load: float) -> str:
    """Say on what and when the figures were taken; `load` is what the machine did before the trials."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
    return (
        f"Taken on {date.today():%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()},"
        f" Django {django.__version__}, PostgreSQL {server}; load of the machine before: {load:.1f}."
    )


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.splitlines()[0])
    parser.add_argument("trials", nargs="*", metavar="TRIAL", help="default: all of them")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("--fresh", action="store_true", help="make the databases anew")
    return parser.parse_args()


def main() -> int:
    """Run what was asked for; the exit code says whether every budget was met."""
    chosen = arguments()

    from tools.local_postgres import running

    data = Path(os.environ.setdefault("PORTAL_DATA", str(ROOT / ".data" / "bench"))).resolve()
    os.environ["PORTAL_MODE"] = "demo"
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    with running(data, database="bench") as url:
        os.environ.update(DATABASE_URL=url, DATABASE_KEEPS_PLANS="1")
        django.setup()
        from bench import offices, trials

        load = os.getloadavg()[0]
        offices.prepare(fresh=chosen.fresh)
        readings = trials.run(chosen.trials)
        words = circumstances(load)
    text = f"{words}\n\n{table(readings)}"
    print(text)
    if chosen.write:
        write(text)
    return 1 if any(reading.excesses for reading in readings) else 0


if __name__ == "__main__":
    sys.exit(main())
