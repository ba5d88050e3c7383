"""Set the portal up and serve it: what `./run` does."""

import argparse
import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tools import ROOT, SetupError, environment, say
from tools.local_postgres import running

HOST = "127.0.0.1"
ANSWER_SECONDS = 60
END_SECONDS = 10
# Each half-sent request keeps a thread, each busy thread a database connection (at most 100):
# with 8 threads, 40 half-sent requests hang the server; with 64 nobody notices them.
THREADS = "64"


def run(words: list[str]) -> None:
    """Do everything from an empty folder to a portal that answers, and serve until told to end."""
    asked = arguments(words)
    if not asked.once:
        require_free(asked.port)
    say("Setting up the portal")
    with environment.alone():
        environment.prepare()
    with database():
        with environment.alone():
            set_up(empty=asked.empty)
        if asked.once:
            say("Everything is set up; ./run serves it.")
        else:
            serve(asked.port)


def arguments(words: list[str]) -> argparse.Namespace:
    """Read the command line; the port may also come from PORT."""
    parser = argparse.ArgumentParser(prog="./run", description="Set the portal up and serve it.")
    parser.add_argument("--port", metavar="N", help="listen on this port (default: PORT or 8000)")
    parser.add_argument("--once", action="store_true", help="set everything up, then stop")
    parser.add_argument("--empty", action="store_true", help="do not load the demo office")
    asked = parser.parse_args(words)
    asked.port = port_number(asked.port or os.environ.get("PORT") or "8000")
    return asked


def port_number(text: str) -> int:
    """Return the port that `text` means."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise SetupError(f"The port must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def require_free(port: int) -> None:
    """Say so now if the port is taken: it is a pity to find out after the set-up."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except PermissionError as problem:
            raise SetupError(f"Port {port} is reserved for root: choose one above 1023.") from problem
        except OSError as problem:
            raise SetupError(
                f"Port {port} is in use: end what listens there, or choose another"
                f" with ./run --port {port % 65535 + 1}."
            ) from problem


@contextmanager
def database() -> Iterator[None]:
    """Have DATABASE_URL name a database: the one a person set, else the embedded one."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    data = (ROOT / os.environ.get("PORTAL_DATA", ".data")).resolve()
    os.environ["PORTAL_DATA"] = str(data)
    os.environ.setdefault("PORTAL_MODE", "demo")
    say(f"  Starting PostgreSQL on {data} …")
    with running(data) as url:
        os.environ.update(DATABASE_URL=url, DATABASE_KEEPS_PLANS="1")
        yield
        say("Stopping PostgreSQL.")


def set_up(*, empty: bool) -> None:
    """Bring the tables, the static files and the demo office up to date."""
    say("  Updating the tables …")
    manage("migrate", "--no-input", "--verbosity", "0")
    say("  Collecting the static files …")
    manage("collectstatic", "--no-input", "--verbosity", "0")
    if os.environ.get("PORTAL_MODE") == "demo" and not empty:
        say("  Looking for the demo office …")
        manage("demo", "--once", shown=True)


def manage(*words: str, shown: bool = False) -> None:
    """Run one of the portal's commands; its output is shown when asked for or when it fails."""
    output = None if shown else subprocess.PIPE
    done = subprocess.run(
        [environment.PYTHON, ROOT / "manage.py", *words],
        check=False,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=None if shown else subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        say((done.stdout or "")[-4000:].rstrip())
        raise SetupError(f"manage.py {words[0]} failed: its words stand above.")


def serve(port: int) -> None:
    """Serve until Ctrl-C, SIGTERM or SIGHUP; raise SetupError if the server ends by itself."""
    require_free(port)
    server = subprocess.Popen(server_command(port), cwd=ROOT, process_group=0)
    try:
        wait_until_it_answers(server, port)
        say(f"\nThe portal is at http://{HOST}:{port}/ (Ctrl-C ends it)")
        code = server.wait()
    except (KeyboardInterrupt, SystemExit):
        say("\nStopping the server.")
        return
    finally:
        stop(server)
    raise SetupError(f"The server ended by itself (exit code {code}).")


def server_command(port: int) -> list[str | Path]:
    """Return the command of the server, which must not outlive this process."""
    at_our_death = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    return [
        *(*at_our_death, environment.PYTHON, "-m", "granian", "--interface", "wsgi"),
        *("--host", HOST, "--port", str(port), "--log-level", "error"),
        *("--workers", "1", "--respawn-failed-workers", "--workers-kill-timeout", "3"),
        *("--blocking-threads", THREADS),
        "postoffice.wsgi:application",
    ]


def wait_until_it_answers(server: subprocess.Popen, port: int) -> None:
    """Wait until the health page answers, whatever it says."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        line = http.client.HTTPConnection(HOST, port, timeout=ANSWER_SECONDS)
        try:
            line.request("GET", "/health/", headers={"Host": own_name()})
            line.getresponse().read()
            return
        except OSError:
            time.sleep(0.05)
        finally:
            line.close()
    raise SetupError("The server did not begin to answer: its words stand above.")


def own_name() -> str:
    """Return a host name that the portal answers to."""
    first = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".")
    return first if first not in ("", "*") else HOST


def stop(server: subprocess.Popen) -> None:
    """End the server in order, and at once what of it does not follow."""
    for order in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(server.pid, order)
            server.wait(END_SECONDS)
