"""The portal as `./run` serves it, on the bench's database: for trials that ask it over the wire."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from tools import ROOT, serving


@contextmanager
def served(settings: str = "bench.settings") -> Iterator[int]:
    """Serve the database of the open connection until the block ends; gives the port on 127.0.0.1."""
    connections.close_all()
    port = _free_port()
    surroundings = os.environ | {"ALLOWED_HOSTS": serving.HOST, "DJANGO_SETTINGS_MODULE": settings}
    server = subprocess.Popen(serving.server_command(port), cwd=ROOT, process_group=0, env=surroundings)
    try:
        serving.wait_until_it_answers(server, port)
        yield port
    finally:
        serving.stop(server)


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind((serving.HOST, 0))
        return trial.getsockname()[1]
