"""`./run` as a person meets it: it serves, it ends when told to, and it survives being killed."""

import http.client
import os
import signal
import socket
import subprocess

import pytest

from tests.tools.clusters import eventually, processes, servers
from tools import ROOT


@pytest.fixture
def port():
    """A port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as trial:
        return trial.getsockname()[1]


class Portal:
    """A portal without an office, started by `./run` in a folder of its own."""

    def __init__(self, data, port):
        ours = ("DATABASE_URL", "PORTAL_MODE", "DJANGO_SETTINGS_MODULE")
        surroundings = {name: value for name, value in os.environ.items() if name not in ours}
        self.port = port
        self.process = subprocess.Popen(
            [ROOT / "run", "--port", str(port), "--empty"],
            env={**surroundings, "PORTAL_DATA": str(data)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def address(self):
        """Read what it prints until the address comes, or the end."""
        self.said = []
        for line in self.process.stdout:
            self.said.append(line)
            if "http://" in line:
                return line.split()[4]
        return None

    def health(self):
        """Ask whether it is well, and return the status."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            line.request("GET", "/health/")
            return line.getresponse().status
        finally:
            line.close()

    def end(self, order):
        """Send a signal and return what the process says in the end, and its exit code."""
        self.process.send_signal(order)
        said, _ = self.process.communicate(timeout=60)
        return said, self.process.returncode


def listeners(port):
    """The processes that serve on this port."""
    return [pid for pid, words in processes() if b"granian" in words and str(port).encode() in words]


def test_it_serves_and_is_killed_and_serves_again_until_it_is_told_to_end(tmp_path, port):
    data = tmp_path / "dữ liệu"
    portal = Portal(data, port)
    assert portal.address() == f"http://127.0.0.1:{port}/", portal.said
    assert portal.health() == 200

    portal.end(signal.SIGKILL)
    # The database stays for whoever comes next; the web server goes with its parent.
    assert eventually(lambda: listeners(port) == [])
    assert len(servers(data)) == 1

    for order in (signal.SIGINT, signal.SIGTERM):
        again = Portal(data, port)
        assert again.address() == f"http://127.0.0.1:{port}/", again.said
        said, code = again.end(order)
        assert code == 0
        lines = said.split("\n")  # the web server may add a word of its own while it ends
        assert "Stopping the server." in lines
        assert lines[-2:] == ["Stopping PostgreSQL.", ""]
        assert listeners(port) == []
        assert servers(data) == []
