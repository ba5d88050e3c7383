"""Run the trials and print their table; `--write` puts it into docs/performance.md.

    .venv/bin/python -m bench [TRIAL …] [--write]

A database of its own in the embedded cluster of .data/bench is filled with the demo office once
and with a nation of 63 such provinces for the trial `nation`.
"""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START, END = "<!-- bench: start -->", "<!-- bench: end -->"


def table(readings: list) -> str:
    """Write the readings as a Markdown table; ratios are to the first line of each trial."""
    from bench.timing import milliseconds

    lines = [
        "| trial | what | median | min–max | ratio | queries | budget | note |",
        "|---|---|---|---|---|---|---|---|",
    ]
    first: dict[str, float] = {}
    for r in readings:
        base = first.setdefault(r.trial, r.seconds)
        budget = "" if r.budget is None else f"{milliseconds(r.budget)} {'met' if r.within else 'MISSED'}"
        lines.append(
            f"| {r.trial} | {r.name} | {milliseconds(r.seconds)} | {milliseconds(r.least)}–"
            f"{milliseconds(r.most)} | {r.seconds / base:.2f} | {'' if r.queries is None else r.queries} "
            f"| {budget} | {r.note} |"
        )
    return "\n".join(lines)


def write(text: str) -> None:
    """Replace the table between the marks of docs/performance.md."""
    page = ROOT / "docs" / "performance.md"
    head, rest = page.read_text(encoding="utf-8").split(START)
    tail = rest.split(END)[1]
    page.write_text(f"{head}{START}\n{text}\n{END}{tail}", encoding="utf-8")


def main() -> int:
    """Run what was asked for; the exit code says whether every budget was met."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.splitlines()[0])
    parser.add_argument("trials", nargs="*")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()

    from tools.local_postgres import running

    data = Path(os.environ.setdefault("PORTAL_DATA", str(ROOT / ".data" / "bench"))).resolve()
    os.environ["PORTAL_MODE"] = "demo"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    with running(data, database="bench") as url:
        os.environ["DATABASE_URL"] = url
        import django

        django.setup()
        from bench import trials

        readings = trials.run(chosen.trials)
    text = table(readings)
    print(text)
    if chosen.write:
        write(text)
    return 0 if all(r.within for r in readings) else 1


if __name__ == "__main__":
    sys.exit(main())
