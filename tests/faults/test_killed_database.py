"""What the database acknowledged is there after any kill: run by `./check tests/faults`."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing

import psycopg2
import pytest

from tests.tools.clusters import servers
from tools import ROOT
from tools.local_postgres import running

ROUNDS = 12
WRITER = """
import sys, pathlib, psycopg2
from tools.local_postgres import running
with running(pathlib.Path(sys.argv[1])) as url:
    line = psycopg2.connect(url)
    while True:
        with line, line.cursor() as cursor:
            cursor.execute("INSERT INTO kept DEFAULT VALUES RETURNING id")
            number = cursor.fetchone()[0]
        print(number, flush=True)
"""


def backends(data):
    """The processes that work for connections of the cluster's server."""
    server = servers(data)[0]
    children = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(server)], capture_output=True, text=True
    )
    return [int(line.split()[0]) for line in children.stdout.splitlines() if " portal portal " in line]


def strike(what, data, writer):
    """Kill one of those that take part, as hard as it goes."""
    victims = {"writer": [writer.pid], "server": servers(data), "backend": backends(data)}
    for pid in [writer.pid, *servers(data)] if what == "all" else victims[what]:
        os.kill(pid, signal.SIGKILL)


@pytest.mark.faults
@pytest.mark.parametrize("what", ["writer", "server", "backend", "all"])
def test_no_acknowledged_row_is_lost(tmp_path, what):
    data = tmp_path / "data"
    chance = random.Random(what)
    with running(data) as url, closing(psycopg2.connect(url)) as line, line, line.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (id serial PRIMARY KEY)")
    acknowledged = set()

    for _ in range(ROUNDS):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, data], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        acknowledged.add(int(writer.stdout.readline()))
        time.sleep(chance.uniform(0, 0.3))
        strike(what, data, writer)
        said, _ = writer.communicate(timeout=60)
        acknowledged.update(int(word) for word in said.split(b"\n")[:-1])

    with running(data) as url, closing(psycopg2.connect(url)) as line, line, line.cursor() as cursor:
        cursor.execute("SELECT id FROM kept")
        stored = {row[0] for row in cursor.fetchall()}
    assert len(acknowledged) > ROUNDS
    assert acknowledged - stored == set()
    assert servers(data) == []
