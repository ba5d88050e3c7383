"""Install what only the system's package manager has, or say the one line an administrator needs."""

import os
import shutil
import subprocess

from tools import SetupError, say

INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")


def missing(packages: list[str]) -> list[str]:
    """Return those Debian packages that are not installed."""
    if not shutil.which("dpkg-query"):
        return []
    look = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\\n", *packages]
    answer = subprocess.run(look, check=False, capture_output=True, text=True).stdout
    installed = {line.split()[0] for line in answer.splitlines() if line.endswith(" installed")}
    return [name for name in packages if name not in installed]


def provide(packages: list[str], purpose: str) -> None:
    """Make sure of these Debian packages: as root install them, else name the exact command."""
    wanted = missing(packages) if packages else []
    if not wanted:
        return
    line = " ".join((*INSTALL, *wanted))
    if os.geteuid() != 0:
        raise SetupError(f"{purpose} needs what is not installed; an administrator can run: {line}")
    say(f"  Installing {', '.join(wanted)} for {purpose} …")
    if apt(*INSTALL[1:], *wanted) and (apt("update") or apt(*INSTALL[1:], *wanted, loud=True)):
        raise SetupError(f"{purpose} needs what could not be installed; this failed: {line}")


def apt(*arguments: str, loud: bool = False) -> int:
    """Run apt-get without questions and return its exit code; show what it said if `loud`."""
    done = subprocess.run(
        ["apt-get", *arguments],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"},
    )
    if done.returncode and loud:
        say(done.stdout[-2000:] + done.stderr[-2000:])
    return done.returncode
