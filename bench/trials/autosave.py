"""A cell of a month of 30 services saves by itself while its point goes on typing."""

from uuid import uuid4

from django.db import connection

from bench import databases, floors
from bench.desk import Desk
from bench.timing import Budget, Line, Reading, take
from planning.models import DraftSave

BUDGET = Budget(seconds=0.010)
RUNS = 60


def run() -> list[Reading]:
    """Time the autosave of one cell and of all, in a copy of the office."""
    with databases.spoilable():
        desk = Desk()
        typist = Typist(desk)
        found = take(
            "autosave",
            Line("floor: one bare UPDATE in an empty view", typist.floor, runs=RUNS),
            Line("autosave of a cell", typist.cell, runs=RUNS, queries=typist.queries, budget=BUDGET),
            Line(
                "autosave of a cell, the books having changed", typist.cell, elsewhere, RUNS,
                note="somebody else has sent a month since",
            ),
            Line("autosave of all 60 cells", typist.everything, runs=RUNS),
        )  # fmt: skip
        typist.prove()
    return found


def elsewhere() -> None:
    """Let the history grow as by somebody else's work, so that nothing read before still holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO planning_history (at, channel, reason, noun, "row", verb)'
            " VALUES (now(), 'sql', 'bench', 'report', 0, 'update')"
        )


class Typist:
    """Types ever new figures into the draft, as the page does: each with the version it last saw."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.saves = 0
        self.version = 0
        self.typed = 0
        self.figures = desk.figures()
        self.everything()
        self.draft = desk.report().draft
        self.cell()
        self.queries = len(floors.statements(self.cell))

    def everything(self) -> None:
        """Save all 60 cells, as a paste does."""
        self.typed += 1
        self._send(
            [(service, measure) for service in self.desk.services for measure in ("revenue", "volume")]
        )

    def cell(self) -> None:
        """Save one cell."""
        self.typed += 1
        self._send([(self.desk.services[0], "revenue")])

    def floor(self) -> None:
        """Store the same draft in one statement."""
        asked = {"draft": self.draft, "report": self.desk.other_report.pk}
        answer = self.desk.client.post(floors.ONE_ROW, asked, content_type="application/json")
        if not answer.content.endswith(b" 1"):
            raise AssertionError(f"the floor says {answer.content!r}")

    def _send(self, names: list[tuple[str, str]]) -> None:
        cells = [
            {
                "service": service,
                "measure": measure,
                "text": str(self._figure(service, measure)),
                "version": self.version,
            }
            for service, measure in names
        ]
        asked = {"key": str(uuid4()), "unit": 1, "cells": cells}
        answer = self.desk.client.post(self.desk.autosave, asked, content_type="application/json")
        told = answer.json()
        if answer.status_code != 200 or told["version"] != self.version + 1:
            raise AssertionError(f"the autosave is answered {answer.status_code} {told}")
        self.version = told["version"]
        self.saves += 1

    def _figure(self, service: str, measure: str) -> int:
        """Return a believable figure that is another at each typing."""
        return self.figures[service][measure == "volume"] + self.typed

    def prove(self) -> None:
        """Fail unless every save was kept, and the last figure stands."""
        report = self.desk.report()
        kept = DraftSave.objects.filter(report=report).count()
        last = report.draft[self.desk.services[0]]["revenue"]["value"]
        if (kept, last) != (self.saves, self._figure(self.desk.services[0], "revenue")):
            raise AssertionError(f"{kept} of {self.saves} saves were kept, the last is {last}")
