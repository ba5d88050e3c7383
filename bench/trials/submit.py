"""A point sends its month of 30 services: checks, books, roll-up and history in one transaction."""

from uuid import uuid4

from django.db import transaction

from bench import databases, floors, offices
from bench.desk import MONTH, Desk
from bench.timing import Budget, Line, Reading, take
from planning.actions import books
from planning.actions.monthly_reports import NeedsReason, submit
from planning.models import RevenueRecord, Service

BUDGET = Budget(seconds=0.060)
RUNS = 40


def run() -> list[Reading]:
    """Time the page's submit, its floor, and the row-by-row peer, in a copy of the office.

    Each run finds the month sent, proves it and takes it back before it sends it again.
    """
    with databases.spoilable():
        sender = Sender()
        queries = len(floors.statements(sender.send))
        return take(
            "submit",
            Line("floor: one statement, its triggers on", sender.one_statement, sender.forget, RUNS),
            Line(
                "submit of 30 services, the page's form", sender.send, sender.forget, RUNS,
                queries=queries, budget=BUDGET,
            ),
            Line("peer: 30 × update_or_create", sender.one_by_one, sender.forget, RUNS),
        )  # fmt: skip


class Sender:
    """Sends the same month again and again; between two times it is taken out of the books."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.figures = self.desk.figures()
        self.keys = dict(Service.objects.filter(code__in=self.figures).values_list("code", "pk"))
        self.version = self.desk.type_everything(uuid4())
        self.form = self._form()
        self._send_with_reasons()
        self.forget()

    def send(self) -> None:
        """Press the button."""
        answer = self.desk.client.post(self.desk.page, self.form)
        if answer.status_code != 302:
            raise AssertionError(f"the submit is answered {answer.status_code}")

    def one_statement(self) -> None:
        """Write the records as a submit does, and nothing else."""
        rows = [
            books.Figures(self.desk.unit.pk, self.keys[code], MONTH.first, revenue, None, volume)
            for code, (revenue, volume) in self.figures.items()
        ]
        with transaction.atomic():
            books.write(rows, measures=("revenue", "volume"))

    def one_by_one(self) -> None:
        """Write the records one by one."""
        with transaction.atomic():
            for code, (revenue, volume) in self.figures.items():
                RevenueRecord.objects.update_or_create(
                    unit=self.desk.unit,
                    service_id=self.keys[code],
                    month=MONTH.first,
                    defaults={"revenue": revenue, "volume": volume},
                )

    def forget(self) -> None:
        """Prove that the month was sent, and make it unsent."""
        self._prove()
        self.desk.forget_sending(self.version)

    def _form(self) -> dict[str, str]:
        form = {"key": str(uuid4()), "unit": "1", "version": str(self.version), "action": "submit"}
        for code, row in self.figures.items():
            for measure, value in zip(("revenue", "volume"), row, strict=True):
                form[f"{code}-{measure}"] = str(value)
                form[f"was-{code}-{measure}"] = f"{self.version}:{value}"
        return form

    def _send_with_reasons(self) -> None:
        """Send for the first time, giving every unusual figure a reason when the portal asks."""
        words = {"unit": self.desk.unit, "month": MONTH, "version": self.version, **self.desk.signed()}
        try:
            submit(notes={}, **words)
        except NeedsReason as asked:
            reasons = {problem.service: ("season", "") for problem in asked.problems}
            self.form |= {f"reason-{code}": reason for code, (reason, _text) in reasons.items()}
            submit(notes=reasons, **words)

    def _prove(self) -> None:
        """Fail unless the books hold the month."""
        rows = RevenueRecord.objects.filter(unit=self.desk.unit, month=MONTH.first)
        kept = list(rows.values_list("revenue", flat=True))
        if (len(kept), sum(kept)) != (offices.SERVICES, sum(r for r, _v in self.figures.values())):
            raise AssertionError(f"the books hold {len(kept)} records, together {sum(kept)}")
