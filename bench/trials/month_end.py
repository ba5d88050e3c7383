"""Every manager of the office saves within the same minute, through the server that `./run` starts.

Each point opens its page once, untimed, and then saves its cells one after another over a connection of
its own, at moments spread over the minute. All of it stays on 127.0.0.1 and is bounded in time and count.
"""

import http.client
import json
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import uuid4

from django.conf import settings
from django.db import connections
from django.urls import reverse

from bench import databases, offices
from bench.desk import MONTH
from bench.portal import served
from bench.timing import Budget, Line, Reading, readings
from planning.demo.people import who_enters
from planning.demo.places import points
from planning.models import DraftSave, MonthlyReport, Service, Unit
from tools import serving

GOAL = 0.300
SECONDS, FLOOR_SECONDS = 60, 10
SAVES = 5
LONGEST = 30
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Manager:
    """One person at one point: his session, his connection, and what he was told."""

    unit: Unit
    port: int
    session: str
    services: list[str]
    line: http.client.HTTPConnection = field(init=False)
    token: str = ""
    cookie: str = ""
    version: int = 0
    acknowledged: dict[str, tuple[str, int]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Prepare a connection of one's own."""
        self.line = http.client.HTTPConnection(serving.HOST, self.port, timeout=LONGEST)
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={self.session}"

    def open(self) -> None:
        """Open the entry page and take its token."""
        self.line.request(
            "GET", reverse("entry", args=[self.unit.code, MONTH]), headers={"Cookie": self.cookie}
        )
        answer = self.line.getresponse()
        page = answer.read().decode()
        if answer.status != 200:
            raise AssertionError(f"the page of {self.unit.code} is answered {answer.status}")
        self.token = _TOKEN.search(page)[1]
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and value.startswith(settings.CSRF_COOKIE_NAME):
                self.cookie += f"; {value.split(';')[0]}"

    def look(self, _turn: int) -> None:
        """Ask for the health page: the floor."""
        self._ask("GET", reverse("health"))

    def save(self, turn: int) -> None:
        """Save one cell under a fresh key, and remember what was acknowledged."""
        key, service, value = str(uuid4()), self.services[turn % len(self.services)], 1_000_000 + turn
        cell = {"service": service, "measure": "revenue", "text": str(value), "version": 0}
        told = self._ask(
            "POST",
            reverse("entry-draft", args=[self.unit.code, MONTH]),
            json.dumps({"key": key, "unit": 1, "cells": [cell]}),
        )
        if told:
            self.acknowledged[key] = (service, value)

    def _ask(self, method: str, address: str, body: str | None = None) -> bool:
        headers = {
            "Cookie": self.cookie, "X-CSRFToken": self.token, "Content-Type": "application/json",
        }  # fmt: skip
        try:
            self.line.request(method, address, body, headers)
            answer = self.line.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException) as problem:
            self.line.close()
            self.faults.append(repr(problem))
            return False
        if answer.status != 200:
            self.faults.append(f"{answer.status} {said[:200]!r}")
        return answer.status == 200


def run() -> list[Reading]:
    """Let 131 managers look, then save within a minute; prove that each save is kept once."""
    with databases.spoilable():
        sessions = _sessions()
        with served() as port:
            managers = [Manager(unit, port, key, services) for unit, key, services in sessions]
            for manager in managers:
                manager.open()
            floor = _spread(managers, Manager.look, FLOOR_SECONDS, 1)
            spent = _spread(managers, Manager.save, SECONDS, SAVES)
        faults = [fault for manager in managers for fault in manager.faults]
        if faults:
            raise AssertionError(f"{len(faults)} requests failed, the first: {faults[0]}")
        _prove(managers)
        connections.close_all()
    return _readings(floor, spent)


def _sessions() -> list[tuple[Unit, str, list[str]]]:
    """Sign everybody in who enters, as often as he has points."""
    units = {unit.code: unit for unit in Unit.objects.reporting()}
    found = []
    for point in points():
        unit = units[point.code]
        services = Service.objects.of_point(unit, MONTH).in_order().values_list("code", flat=True)
        client = offices.signed_in(who_enters(point))
        found.append((unit, client.cookies[settings.SESSION_COOKIE_NAME].value, list(services)[:SAVES]))
    if len(found) != offices.POINTS:
        raise AssertionError(f"the office has {len(found)} points")
    return found


def _spread(
    managers: list[Manager], act: Callable[[Manager, int], None], seconds: float, times: int
) -> list[float]:
    """Let each manager act so many times in so many seconds, at his own moments; return what each took."""
    begun, spent, lock = time.monotonic(), [], threading.Lock()
    step = seconds / times

    def work(place: int) -> None:
        for turn in range(times):
            due = begun + turn * step + (place * 0.618 % 1) * step
            time.sleep(max(0, due - time.monotonic()))
            start = time.perf_counter()
            act(managers[place], turn)
            with lock:
                spent.append(time.perf_counter() - start)

    with ThreadPoolExecutor(len(managers)) as pool:
        list(pool.map(work, range(len(managers))))
    return spent


def _prove(managers: list[Manager]) -> None:
    """Fail unless every acknowledged save is kept exactly once and its figure stands in the draft."""
    for manager in managers:
        report = MonthlyReport.objects.of(manager.unit, MONTH).get()
        kept = [str(key) for key in DraftSave.objects.filter(report=report).values_list("key", flat=True)]
        if sorted(kept) != sorted(manager.acknowledged):
            raise AssertionError(f"{manager.unit}: {len(kept)} saves for {len(manager.acknowledged)}")
        for service, value in dict(manager.acknowledged.values()).items():
            if report.draft[service]["revenue"]["value"] != value:
                raise AssertionError(f"{manager.unit}: {service} is not {value}")


def _readings(floor: list[float], spent: list[float]) -> list[Reading]:
    """Return the medians, and the 95th in a hundred as a line of its own with the goal."""
    said = f"{offices.POINTS} managers × {SAVES} saves in {SECONDS} s; no error, each kept once"
    lines = (
        Line("floor: the health page, same clients", lambda: None),
        Line("131 managers save", lambda: None, note=said),
        Line("131 managers save, p95", lambda: None, budget=Budget(seconds=GOAL)),
    )
    return readings("month-end", lines, [floor, spent, [sorted(spent)[int(len(spent) * 0.95)]]])
