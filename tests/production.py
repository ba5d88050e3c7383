"""Run a piece of Python as a production portal would, in a process and a data folder of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
KEY = "khoa-cua-bai-thu-dai-hon-nam-muoi-ky-tu-0123456789-abcdef"


def database_url() -> str:
    """Return the address of the test's own database."""
    given = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(given._replace(path=f"/{connection.settings_dict['NAME']}"))


def run(code: str, data: Path, **environment: str) -> subprocess.CompletedProcess:
    """Run `code` with the environment of a production portal; an empty value takes a variable away."""
    known = {
        "PATH": os.environ["PATH"],
        "HOME": str(data),
        "DATABASE_URL": database_url(),
        "PORTAL_DATA": str(data),
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": "kehoach.example.vn",
        "DJANGO_SETTINGS_MODULE": "postoffice.settings",
        "PYTHONWARNINGS": "error",
    } | environment
    known = {name: value for name, value in known.items() if value}
    (data / "static").mkdir(exist_ok=True)
    command = [sys.executable, "-c", code]
    options = {"cwd": ROOT, "env": known, "capture_output": True, "text": True, "timeout": 60}
    return subprocess.run(command, check=False, **options)


def answers(code: str, data: Path) -> dict:
    """Run `code`, which prints one JSON object, and return it."""
    done = run(code, data)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
