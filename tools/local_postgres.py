"""Run PostgreSQL for the processes of one data folder, and stop it when the last one leaves.

`running(data)` starts the cluster in `data/pg` or joins it. Two file locks say who is there:
`pg-gate` is held while one process starts or stops the server, `pg-users` is held shared by
everyone who uses it. The system releases both when a process dies, however it dies.
There is no network port; the socket and the password belong to the owner of the folder.
"""

import fcntl
import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tools import SetupError
from tools.postgres_programs import TEMPORARY, Account, account, programs
from tools.postmaster import PORT, START_SECONDS, Postmaster, clear_the_way, remove_socket_folder

OWNER = "postgres"
ROLE = "portal"
LONGEST_SOCKET_FOLDER = 80
LOST_CONNECTION = 2  # psql's word for a connection that could not be had or was lost
LONGEST_JOURNAL = 5_000_000
SETTINGS = ("listen_addresses=", "unix_socket_permissions=0700", f"port={PORT}", "log_checkpoints=off")
LOCK_TIMEOUT, STATEMENT_TIMEOUT = "4s", "60s"  # trouble is answered within five seconds
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextmanager
def running(data: Path, *, database: str = "portal", durable: bool = True) -> Iterator[str]:
    """Yield a libpq URL of `database` in the cluster of the folder `data`.

    Creates the cluster, the role and the database where they are missing. `durable=False` trades
    safety for speed and is for tests only. Raises SetupError with a sentence for a person.
    """
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,50}", database):
        raise ValueError(f"not a plain database name: {database!r}")
    cluster = Cluster(Path(data).resolve())
    cluster.prepare()
    with (cluster.data / "pg-users").open("a") as users:
        try:
            with gate(cluster.data):
                fcntl.flock(users, fcntl.LOCK_SH)
                socket_folder = cluster.start(durable)
                cluster.provide(database, socket_folder)
            yield url(cluster.password(), database, socket_folder)
        finally:
            with undisturbed():
                fcntl.flock(users, fcntl.LOCK_UN)
                cluster.leave()


def url(password: str, database: str, socket_folder: Path) -> str:
    """Return the libpq URL that reaches `database` through the socket."""
    host = quote(str(socket_folder), safe="")
    return f"postgresql://{ROLE}:{password}@/{database}?host={host}&port={PORT}"


def discard(data: Path) -> None:
    """Remove the cluster of `data`, unless somebody uses it."""
    cluster = Cluster(Path(data).resolve())
    cluster.prepare()
    cluster.leave(for_good=True)


@contextmanager
def gate(data: Path) -> Iterator[None]:
    """Let one process at a time start or stop the server."""
    with (data / "pg-gate").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put off Ctrl-C and SIGTERM while the server is being stopped."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    put_off = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, put_off)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@dataclass
class Cluster:
    """The PostgreSQL cluster of one data folder: what is on disk and what is running."""

    data: Path

    @property
    def folder(self) -> Path:
        """Where the cluster itself lies."""
        return self.data / "pg"

    def password(self) -> str:
        """Return the password of both roles, kept in a file that only the owner may read."""
        try:
            return (self.data / "pg-password").read_text().strip()
        except OSError as problem:
            raise SetupError(
                f"The database's password file {self.data}/pg-password cannot be read"
                f" ({problem.strerror}): put it back from a backup of {self.data}."
            ) from problem

    def prepare(self) -> None:
        """Make sure of the data folder, and that it is ours."""
        try:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.data / "pg-gate").touch()
        except OSError as problem:
            raise SetupError(
                f"The data folder {self.data} cannot be written ({problem.strerror}):"
                " give it to the user who runs this, or set PORTAL_DATA to another folder."
            ) from problem

    def start(self, durable: bool) -> Path:
        """Start the server unless it runs, and return its socket folder. Called inside the gate."""
        postmaster = Postmaster.of(self.folder)
        if postmaster:
            if there := postmaster.answering():
                return there.socket_folder
            postmaster.stop()
        made_by = self.folder / "PG_VERSION"
        tools = programs(int(made_by.read_text()) if made_by.exists() else None)
        lent = account(tools, self.data)
        socket_folder = self.socket_folder(lent)
        try:
            if not made_by.exists():
                self.create(lent, durable)
            lent.own(self.folder)
            clear_the_way(self.folder, self.data)
            return self.launch(lent, socket_folder, durable)
        except BaseException:
            remove_socket_folder(socket_folder)
            raise

    def create(self, lent: Account, durable: bool) -> None:
        """Make the cluster beside its place and move it there whole."""
        new, word = self.data / "pg.new", self.data / "pg-password"
        shutil.rmtree(new, ignore_errors=True)
        word.unlink(missing_ok=True)
        word.touch(mode=0o600, exist_ok=False)
        word.write_text(secrets.token_hex(24) + "\n")
        new.mkdir(mode=0o700)
        lent.own(new)
        lent.own(word)
        locale = ["--locale=C.UTF-8"]
        if lent.tools.version >= 17:
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command = [
            *(*lent.prefix, lent.tools["initdb"], "-D", str(new), "-U", OWNER, "--encoding=UTF8"),
            *("--auth=scram-sha-256", f"--pwfile={word}", *locale),
            *([] if durable else ["--no-sync"]),
        ]
        made = subprocess.run(command, check=False, capture_output=True, text=True)
        if made.returncode:
            raise SetupError(f"PostgreSQL could not make its folder: {reason(made.stderr)}")
        new.rename(self.folder)

    def launch(self, lent: Account, socket_folder: Path, durable: bool) -> Path:
        """Start the server process and wait until it answers."""
        settings = [*SETTINGS, *([] if durable else NOT_DURABLE)]
        server = [lent.tools["postgres"], "-D", str(self.folder), "-k", str(socket_folder)]
        command = [*lent.prefix, *server, *(word for each in settings for word in ("-c", each))]
        journal = self.data / "pg.log"
        if journal.exists() and journal.stat().st_size > LONGEST_JOURNAL:
            journal.replace(self.data / "pg.log.old")
        pid = spawn(command, journal)
        try:
            return self.wait_for(pid, journal)
        except BaseException:
            with suppress(ChildProcessError):
                if os.waitpid(pid, os.WNOHANG) == (0, 0):
                    os.kill(pid, signal.SIGINT)
                    os.waitpid(pid, 0)
            raise

    def wait_for(self, pid: int, journal: Path) -> Path:
        """Wait until the server that was just started answers, and return its socket folder."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if os.waitpid(pid, os.WNOHANG) != (0, 0):
                said = reason(journal.read_text(errors="replace"))
                raise SetupError(f"PostgreSQL stopped at once: {said} (all of it in {journal})")
            postmaster = Postmaster.of(self.folder)
            if postmaster and postmaster.pid == pid and postmaster.ready:
                return postmaster.socket_folder
            time.sleep(0.02)
        raise SetupError(f"PostgreSQL was not ready after {START_SECONDS} s: see {journal}")

    def socket_folder(self, lent: Account) -> Path:
        """Return a folder for the socket whose path is short and plain enough for every client."""
        if lent.folder:
            return lent.folder
        place = str(self.data)
        if len(os.fsencode(place)) <= LONGEST_SOCKET_FOLDER and not re.search(r"\s", place):
            return self.data
        folder = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir="/tmp"))
        lent.own(folder)
        return folder

    def provide(self, database: str, socket_folder: Path) -> None:
        """Create the portal's role, with its time-outs, and the database where they are missing."""
        script = f"""
            \\set word {self.password()}
            SELECT format('CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD %L', :'word')
            WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') \\gexec
            ALTER ROLE {ROLE} SET lock_timeout = '{LOCK_TIMEOUT}';
            ALTER ROLE {ROLE} SET statement_timeout = '{STATEMENT_TIMEOUT}';
            SELECT 'CREATE DATABASE {database} OWNER {ROLE}'
            WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec
        """
        tools = programs(int((self.folder / "PG_VERSION").read_text()))
        host = ("-h", str(socket_folder), "-p", str(PORT), "-U", OWNER, "-d", "postgres")
        command = [tools["psql"], "-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", *host]
        deadline = time.monotonic() + START_SECONDS
        while True:
            answer = subprocess.run(
                command,
                input="\n".join(line.strip() for line in script.splitlines()),
                env={**without_pg(os.environ), "PGPASSWORD": self.password()},
                check=False,
                capture_output=True,
                text=True,
            )
            if answer.returncode != LOST_CONNECTION or time.monotonic() > deadline:
                break
            time.sleep(0.2)  # a server that recovers from a kill may drop its first guests
        if answer.returncode:
            raise SetupError(f"PostgreSQL refused the database: {reason(answer.stderr)}")

    def leave(self, *, for_good: bool = False) -> None:
        """Stop the server if nobody uses it any more, and remove the cluster if it goes for good."""
        with gate(self.data), (self.data / "pg-users").open("a") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            postmaster = Postmaster.of(self.folder)
            if postmaster:
                postmaster.stop()
            if for_good:
                shutil.rmtree(self.folder, ignore_errors=True)


def spawn(command: list[str], journal: Path) -> int:
    """Start a program in a session of its own, its output to `journal`, and return its number.

    It may outlive this process, which a `subprocess.Popen` would complain about.
    """
    outputs = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    return os.posix_spawnp(command[0], command, os.environ, file_actions=outputs, setsid=True)


def without_pg(surroundings: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without PGOPTIONS and its kin, which are meant for other servers."""
    return {name: value for name, value in surroundings.items() if not name.startswith("PG")}


def reason(text: str) -> str:
    """Return the line that says why, of a program's last words, or a word for silence."""
    lines = [line.strip() for line in text.splitlines()[-20:] if line.strip()]
    reasons = [line for line in lines if re.search("FATAL:|error:|ERROR:", line)]
    return (reasons or lines or ["it said nothing"])[-1]
