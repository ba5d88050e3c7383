"""A point with all 30 services and a month that it may type: January 2020, just opened."""

from django.db import connection
from django.urls import reverse

from bench import offices
from planning import clock
from planning.actions import monthly_reports as acts
from planning.actions.monthly_reports import CellChange
from planning.demo import published
from planning.demo.people import who_enters
from planning.demo.places import points
from planning.models import MonthlyReport, RevenueRecord, Service, Unit, User

MONTH = published.LAST + 1


class Desk:
    """The point, who types there, and the addresses at which the typing arrives."""

    def __init__(self) -> None:
        self.unit = next(
            unit
            for unit in Unit.objects.reporting().in_order()
            if self._sold(unit).count() == offices.SERVICES
        )
        name = next(who_enters(point) for point in points() if point.code == self.unit.code)
        self.by = User.objects.get(username=name)
        self.client = offices.signed_in(name)
        self.services = list(self._sold(self.unit).in_order().values_list("code", flat=True))
        self.page = reverse("entry", args=[self.unit.code, MONTH])
        self.autosave = reverse("entry-draft", args=[self.unit.code, MONTH])
        other = Unit.objects.reporting().exclude(pk=self.unit.pk).in_order()[0]
        self.other_report = MonthlyReport.objects.create(unit=other, month=MONTH.first)

    @staticmethod
    def _sold(unit: Unit):
        return Service.objects.of_point(unit, MONTH)

    def report(self) -> MonthlyReport:
        """Return the report of the month as it stands."""
        return MonthlyReport.objects.of(self.unit, MONTH).get()

    def signed(self) -> dict[str, object]:
        """Return who acts, when and by which way, as every action wants to know."""
        return {"by": self.by, "at": clock.now(), "channel": "grid"}

    def figures(self) -> dict[str, tuple[int, int]]:
        """Return believable figures by service: January 2019 and a tenth more, else December's."""
        found = {}
        for month in (published.LAST, published.LAST - 11):
            rows = RevenueRecord.objects.filter(unit=self.unit, month=month.first)
            for code, revenue, volume in rows.values_list("service__code", "revenue", "volume"):
                found[code] = (revenue * 11 // 10, volume * 11 // 10)
        return {code: found.get(code, (1_000_000, 10)) for code in self.services}

    def type_everything(self, key) -> int:
        """Save a full draft and return the version of the report."""
        changes = [
            CellChange(code, measure, value, 0)
            for code, row in self.figures().items()
            for measure, value in zip(("revenue", "volume"), row, strict=True)
        ]
        return acts.save_draft(unit=self.unit, month=MONTH, changes=changes, key=key, **self.signed()).version

    def forget_sending(self, version: int) -> None:
        """Take the month out of the books again and let the report be a draft, as before it was sent."""
        RevenueRecord.objects.filter(unit=self.unit, month=MONTH.first).delete()
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE planning_monthlyreport
                SET state = 'draft', version = %s, first_submitted_at = NULL, submitted_at = NULL
                WHERE unit_id = %s AND month = %s
                """,
                [version, self.unit.pk, MONTH.first],
            )
