"""Install what the suite needs and run all of it: what `./check` does."""

import os
import subprocess
import time

from tools import ROOT, SetupError, environment, say, system_packages
from tools.local_postgres import discard, running

# A font with every Vietnamese letter, a library that Playwright's driver wants,
# and the spreadsheet that recalculates our workbooks.
PACKAGES = ["fonts-noto-core", "libatomic1", "libreoffice-calc"]
BROWSER = "chromium-headless-shell"
BIN = environment.VENV / "bin"
# The storeys of the house and the missing migrations are asked by tests/test_architecture.py.
STEPS = {
    "style": [BIN / "ruff", "check", "."],
    "settings": [environment.PYTHON, "manage.py", "check"],
    "tests": [environment.PYTHON, "-m", "pytest"],
}
IN_PARALLEL = [
    "-n",
    "auto",
    "--dist",
    "loadscope",
    "--no-loadscope-reorder",
]  # what a module sets up is set up once


def check(words: list[str]) -> None:
    """Run every step in order, the cheap ones first; `words` go to pytest."""
    say("Preparing the suite")
    system_packages.provide([*PACKAGES, *environment.venv_package()], "The suite")
    provide_browser()
    with environment.alone():
        environment.prepare(for_tests=True)
    data = ROOT / ".data" / "check"
    discard(data)
    with running(data, durable=False) as url:
        os.environ.update(DATABASE_URL=url, PORTAL_MODE="demo", PORTAL_DATA=str(data))
        # Every test is rewritten by pytest before it runs: seconds a process, unless that is kept.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        for name, command in STEPS.items():
            step(name, [*command, *((words or IN_PARALLEL) if name == "tests" else [])])
    say("Everything passed.")


def provide_browser() -> None:
    """Make sure of Chromium without its windows; where that cannot be had, the whole one does as well."""
    try:
        system_packages.provide([BROWSER], "The suite")
    except SetupError:
        system_packages.provide(["chromium"], "The suite")


def step(name: str, command: list) -> None:
    """Run one step with its output shown; a fault in it ends the check."""
    say(f"\n── {name}: {' '.join(str(word) for word in command[:4])}")
    began = time.monotonic()
    done = subprocess.run(command, check=False, cwd=ROOT, stdin=subprocess.DEVNULL)
    say(f"── {name}: {time.monotonic() - began:.1f} s")
    if done.returncode:
        raise SetupError(f"The step '{name}' found a fault: its words stand above.")
