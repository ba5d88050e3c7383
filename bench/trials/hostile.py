"""Uploads nobody should send: how soon the page refuses each, and what it costs the server in memory.

They go over the wire to the server that `./run` starts, and all of it stays on 127.0.0.1. Memory is what
the server and the process that reads a file hold together at the worst moment, above what they held idle.
"""

import http.client
import io
import re
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from openpyxl import Workbook

from bench import databases, offices
from bench.portal import served
from bench.timing import Budget, Line, Reading, readings
from bench.trials.importing import PLANNER
from tools import serving

BUDGET = Budget(seconds=3, megabytes=120)
RUNS = 3
_MB = 1 << 20
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_MARK = "----hostile"
_OURS = ("granian", "planning.importing.child")


def run() -> list[Reading]:
    """Send each file a few times; fail unless each is refused with a sentence."""
    files = {
        "floor: a file of one wrong row": (b"unit_code;service_code;month;revenue\nx;y;2019-12;z\n", 422),
        "200 MB": (b"PK\x03\x04" + bytes(200 * _MB), 413),
        "12 MB of nothing": (b"PK\x03\x04" + bytes(12 * _MB), 422),
        "a bomb of 2 GB": (_bomb(2048), 422),
        "a bomb of 39 MB in small parts": (_bomb(39), 422),
        "one wrong line, three columns formatted to the last row": (_formatted(), 422),
        "a million blank lines of text": (b";;;\n" * 1_048_575, 422),
    }
    with databases.spoilable(), _server() as sender:
        lines, spent = [], []
        for name, (content, status) in files.items():
            told = [sender.send(content, status) for _run in range(RUNS)]
            most = max(megabytes for _seconds, megabytes in told)
            lines.append(Line(name, lambda: None, megabytes=most, budget=BUDGET if spent else None))
            spent.append([seconds for seconds, _megabytes in told])
    return readings("hostile", lines, spent)


def _bomb(megabytes: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            package.writestr(name, b"<x/>")
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _piece in range(megabytes):
                part.write(bytes(_MB))
    return file.getvalue()


def _formatted() -> bytes:
    """Return a workbook whose format somebody pulled down: 120 MB of rows without a value."""
    book = Workbook()
    book.active.append(["unit_code", "service_code", "month", "revenue"])
    book.active.append(["x", "y", "2019-12", "z"])
    small, large = io.BytesIO(), io.BytesIO()
    book.save(small)
    row = '<row r="%d" spans="1:3"><c r="A%d" s="1"/><c r="B%d" s="1"/><c r="C%d" s="1"/></row>'
    rows = "".join(row % (number, number, number, number) for number in range(3, 1_048_577))
    with zipfile.ZipFile(small) as old, zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, text.replace("</sheetData>", f"{rows}</sheetData>"))
    return large.getvalue()


class Sender:
    """A planner with a session and a token, and an eye on the memory of the server."""

    def __init__(self, port: int, session: str) -> None:
        self.port = port
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
        page, cookies = self._ask("GET", b"", {})[1:]
        self.token = _TOKEN.search(page.decode())[1]
        self.cookie += "".join(f"; {cookie.split(';')[0]}" for cookie in cookies)

    def send(self, content: bytes, status: int) -> tuple[float, float]:
        """Upload once; return seconds and MB above the idle server."""
        head = "".join(
            f'--{_MARK}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in (("csrfmiddlewaretoken", self.token), ("kind", "revenue"))
        )
        file = f'--{_MARK}\r\nContent-Disposition: form-data; name="file"; filename="x.xlsx"\r\n\r\n'
        body = (head + file).encode() + content + f"\r\n--{_MARK}--\r\n".encode()
        before = held()
        with _watched() as most:
            start = time.perf_counter()
            found, page, _cookies = self._ask(
                "POST", body, {"Content-Type": f"multipart/form-data; boundary={_MARK}"}
            )
            seconds = time.perf_counter() - start
        if found != status or b"<h1>" not in page:
            raise AssertionError(f"answered {found}, not {status}: {page[:300]!r}")
        return seconds, max(0.0, most[0] - before)

    def _ask(self, method: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes, list[str]]:
        line = http.client.HTTPConnection(serving.HOST, self.port, timeout=60)
        try:
            line.request(method, reverse("import"), body or None, {"Cookie": self.cookie, **headers})
            answer = line.getresponse()
            return answer.status, answer.read(), answer.headers.get_all("Set-Cookie") or []
        finally:
            line.close()


@contextmanager
def _server() -> Iterator[Sender]:
    session = offices.signed_in(PLANNER).cookies[settings.SESSION_COOKIE_NAME].value
    with served() as port:
        sender = Sender(port, session)
        sender.send(b"warm", 422)
        yield sender


@contextmanager
def _watched() -> Iterator[list[float]]:
    """Look at the server's memory every few milliseconds; the list holds the most that was seen."""
    most, over = [held()], threading.Event()

    def look() -> None:
        while not over.wait(0.005):
            most[0] = max(most[0], held())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def held() -> float:
    """Return the MB that the server and the process that reads hold now."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = process.joinpath("cmdline").read_bytes().decode(errors="replace")
            if any(ours in words for ours in _OURS):
                told = process.joinpath("status").read_text()
                total += int(re.search(r"VmRSS:\s+(\d+)", told)[1])
        except (OSError, TypeError):
            continue
    return total / 1024
