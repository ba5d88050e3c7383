"""The set-up of `./run` when everything is there already."""

import os
import subprocess
import time

from django.conf import settings

from bench.timing import Budget, Line, Reading, readings
from tools import ROOT

BUDGET = Budget(seconds=8)
RUNS = 5


def run() -> list[Reading]:
    """Time `./run --once` in a folder of its own, which a first, untimed run fills with the demo."""
    folder = settings.PORTAL_DATA / "start"
    surroundings = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORTAL_MODE", "PORTAL_TODAY")
    } | {"PORTAL_DATA": str(folder)}
    spent = [_once(surroundings) for _turn in range(RUNS + 1)][1:]
    note = "tables, static files and demo looked after, database started and stopped"
    line = Line("./run --once, warm", lambda: None, budget=BUDGET, note=note)
    return readings("start", [line], [spent])


def _once(surroundings: dict[str, str]) -> float:
    begun = time.perf_counter()
    answer = subprocess.run(
        [ROOT / "run", "--once"], env=surroundings, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if answer.returncode or "Everything is set up" not in answer.stdout:
        raise AssertionError(f"./run --once answers {answer.returncode}: {answer.stdout} {answer.stderr}")
    return time.perf_counter() - begun
