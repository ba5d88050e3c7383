"""The live server process of one cluster: recognise it, wait for it, stop it.

A pid file outlives its process when a machine is switched off, and its number may then belong
to anybody. A process is taken for our server only if its command line says so.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tools import SetupError
from tools.postgres_programs import TEMPORARY

START_SECONDS = 120
STOP_SECONDS = 20
SETTLE_SECONDS = 5
PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"


@dataclass(frozen=True)
class Postmaster:
    """A live server process of one cluster, as its `postmaster.pid` tells."""

    folder: Path
    pid: int
    socket_folder: Path
    ready: bool

    @classmethod
    def of(cls, folder: Path) -> "Postmaster | None":
        """Return the server that runs on `folder`, judged by its command line, or None."""
        try:
            lines = (folder / "postmaster.pid").read_text().splitlines()
            pid = int(lines[0])
        except (OSError, ValueError, IndexError):
            return None
        if not serves(pid, folder):
            return None
        lines += [""] * 8  # a server that is just starting has not written them all
        return cls(folder, pid, Path(lines[4]), lines[7].strip() == "ready")

    def answering(self) -> "Postmaster | None":
        """Wait until the server is ready, and return it if it then answers on its socket."""
        deadline = time.monotonic() + START_SECONDS
        now: Postmaster | None = self
        while now and not now.ready and time.monotonic() < deadline:
            time.sleep(0.02)
            now = Postmaster.of(self.folder)
        if now and not now.ready:
            raise SetupError(f"PostgreSQL, process {self.pid}, does not get ready: stop it.")
        if not now:
            return None
        with socket.socket(socket.AF_UNIX) as line:
            try:
                line.connect(str(now.socket_folder / SOCKET))
            except OSError:
                return None
        return now

    def stop(self) -> None:
        """End the server in an orderly way, its open connections too, and wait until it is gone.

        One that is just recovering from a killed connection may not hear the order (seen with
        18.6), hence the wait before it. The second order makes it recover at its next start,
        which loses nothing.
        """
        settled = time.monotonic() + SETTLE_SECONDS
        there = self.socket_folder / SOCKET
        while there.exists() and not accepts(there) and time.monotonic() < settled:
            time.sleep(0.05)
        for order, patience in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10)):
            with suppress(ProcessLookupError):
                os.kill(self.pid, order)
            deadline = time.monotonic() + patience
            while serves(self.pid, self.folder) and time.monotonic() < deadline:
                time.sleep(0.02)
            if not serves(self.pid, self.folder):
                break
        with suppress(ChildProcessError):
            os.waitpid(self.pid, os.WNOHANG)
        remove_socket_folder(self.socket_folder)


def serves(pid: int, folder: Path) -> bool:
    """Return whether process `pid` is a PostgreSQL server of the cluster in `folder`."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return Path(os.fsdecode(words[0])).name == "postgres" and os.fsencode(folder) in words
    except OSError:
        if Path("/proc/self").exists():
            return False
    look = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    shown = subprocess.run(look, check=False, capture_output=True)
    return b"postgres -D " + os.fsencode(folder) in shown.stdout


def accepts(there: Path) -> bool:
    """Return whether the server behind this socket answers a greeting by asking for the password."""
    greeting = b"\0\3\0\0user\0portal\0database\0postgres\0\0"
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(2)
        try:
            line.connect(str(there))
            line.sendall((len(greeting) + 4).to_bytes(4, "big") + greeting)
            return line.recv(1) == b"R"
        except OSError:
            return False


def remove_socket_folder(folder: Path) -> None:
    """Remove the folder of the socket if it was a temporary one."""
    if folder.name.startswith(TEMPORARY):
        shutil.rmtree(folder, ignore_errors=True)


def clear_the_way(folder: Path, data: Path) -> None:
    """Remove what a killed server left: lock files whose number may now mean another process.

    Its orphaned backends end by themselves when they notice; until then a new server must wait.
    """
    deadline = time.monotonic() + STOP_SECONDS
    while orphans(folder) and time.monotonic() < deadline:
        time.sleep(0.05)
    if orphans(folder):
        raise SetupError(f"A killed PostgreSQL server still works in {folder}: wait or restart.")
    left = folder / "postmaster.pid"
    if left.exists():
        remove_socket_folder(Path((left.read_text().splitlines() + [""] * 5)[4]))
        left.unlink()
    for name in (SOCKET, f"{SOCKET}.lock"):
        (data / name).unlink(missing_ok=True)


def orphans(folder: Path) -> list[int]:
    """Return the processes that still work in the cluster's folder (known on Linux only)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            at_work = (entry / "cmdline").read_bytes().startswith(b"postgres:")
            if at_work and (entry / "cwd").readlink() == folder:
                found.append(int(entry.name))
    return found
