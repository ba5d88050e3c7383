"""A portal on a cluster of its own, whose processes a test may kill."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, suppress

from tests.tools.clusters import servers
from tools import ROOT
from tools.local_postgres import running


class Office:
    """A portal on a cluster of its own, whose processes may be killed."""

    def __init__(self, data):
        self.data, self.stack = data, ExitStack()
        self.url = self.stack.enter_context(running(data))

    def begin(self, *arguments):
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.worker", *map(str, arguments)],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=os.environ | {
                "DATABASE_URL": self.url, "DATABASE_KEEPS_PLANS": "1", "PORTAL_MODE": "demo",
                "PORTAL_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "postoffice.settings",
            },
        )  # fmt: skip

    def ask(self, what):
        """Ask until the server answers again: after a killed backend it recovers by itself."""
        for _attempt in range(30):
            worker = self.begin(what)
            said, _ = worker.communicate(timeout=60)
            if worker.returncode == 0:
                return said
            time.sleep(0.5)
        raise AssertionError(f"{what}: the database does not come back")

    def strike(self, what, workers):
        """Kill as hard as it goes; a killed server is started anew, as the next ./run would."""
        victims = {
            "workers": [worker.pid for worker in workers],
            "server": servers(self.data),
            "backends": backends(self.data),
        }
        for pid in victims[what]:
            with suppress(ProcessLookupError):  # the server ends its other backends once one is killed
                os.kill(pid, signal.SIGKILL)
        if what == "server":
            self.stack.close()
            self.url = self.stack.enter_context(running(self.data))


def backends(data):
    children = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(servers(data)[0])],
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(line.split()[0]) for line in children.stdout.splitlines() if " portal portal " in line]
