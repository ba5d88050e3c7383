#!/usr/bin/env python3
"""Run a command of the portal, on the embedded database unless DATABASE_URL names another."""

import os
import signal
import sys

from tools import ROOT, SetupError
from tools.local_postgres import running


def run() -> None:
    """Hand the command line to Django."""
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError as problem:
        raise SetupError(
            f"{sys.executable} has no Django: ./run --once makes .venv, then use .venv/bin/python manage.py."
        ) from problem

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        raise SetupError(str(problem)) from problem


def run_on_embedded_database() -> None:
    """Start or join the embedded database, run the command, and leave no server behind.

    The mode is set here, since a DATABASE_URL that a person sets means production.
    """
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda number, frame: sys.exit(128 + number))
    data = (ROOT / os.environ.get("PORTAL_DATA", ".data")).resolve()
    os.environ["PORTAL_DATA"] = str(data)
    os.environ.setdefault("PORTAL_MODE", "demo")
    with running(data) as url:
        os.environ["DATABASE_URL"] = url
        run()


def main() -> None:
    """Choose the database and run the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postoffice.settings")
    try:
        if os.environ.get("DATABASE_URL"):
            run()
        else:
            run_on_embedded_database()
    except SetupError as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
