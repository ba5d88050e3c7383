"""Processes that use an embedded cluster, for the tests of the launcher."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tools import ROOT

HOLDER = """
import sys, pathlib
from tools.local_postgres import running
with running(pathlib.Path(sys.argv[1])) as url:
    print(url, flush=True)
    sys.stdin.readline()
"""


class Holder:
    """A process that joins the cluster of `data` and stays until it is let go."""

    def __init__(self, data: Path, *, prefix: tuple[str, ...] = ()):
        self.process = subprocess.Popen(
            [*prefix, sys.executable, "-c", HOLDER, data],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = self.process.stdout.readline().strip()

    def let_go(self):
        """Let the process leave the cluster and end."""
        self.process.communicate("\n", timeout=30)

    def kill(self):
        """End the process as a power cut would."""
        self.process.kill()
        self.process.communicate(timeout=30)


def servers(data: Path) -> list[int]:
    """Return the numbers of all PostgreSQL servers that run on the cluster of `data`."""
    return [
        pid for pid, words in processes() if b"postgres" in words[0] and os.fsencode(data / "pg") in words
    ]


def processes():
    """Yield the number and the command line of every process that this one may see."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        yield int(entry.name), words


def eventually(question, seconds: float = 15) -> bool:
    """Ask until the answer is yes or time is up."""
    deadline = time.monotonic() + seconds
    while not question() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(question())
