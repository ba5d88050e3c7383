"""The offices that are measured: the complete demo, alone and as one province of a nation."""

import time

from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench import databases
from planning.demo import published
from planning.models import Office, RevenueRecord, Unit, User, YearTotals

MONTH = "2019-12"
POINTS, SERVICES = 131, 30
TOTAL = sum(published.REVENUE_2019.values())


def prepare(*, fresh: bool = False) -> None:
    """Fill the database with the complete demo unless it is there; `fresh` makes everything anew."""
    if fresh:
        databases.drop(databases.NATION)
        databases.drop(databases.ALONE)
        databases.copy("template1", databases.ALONE)
    call_command("migrate", verbosity=0)
    if not Office.objects.current().pinned_today:
        begun = time.perf_counter()
        call_command("demo", complete=True, verbosity=0, stdout=Nowhere())
        tidy()
        print(f"the demo office was loaded in {time.perf_counter() - begun:.0f} s")
    require_total(root())


def root() -> Unit:
    """Return the province of the demo."""
    return Unit.objects.get(code=published.ROOT)


def require_total(unit: Unit, times: int = 1) -> None:
    """Fail where the unit's 2019 is not the published one (`times` over)."""
    kept = YearTotals.objects.get(unit=unit, node="ALL", measure="revenue", year=published.LAST.year)
    if sum(kept.months) != TOTAL * times:
        raise AssertionError(f"{unit} has {sum(kept.months)} in 2019, not {TOTAL * times}; try --fresh")


def signed_in(username: str = "giamdoc") -> Client:
    """Return a browser in which a person of the demo is signed in (the director, unless told)."""
    client = Client(raise_request_exception=True)
    client.force_login(User.objects.get(username=username))
    return client


def size() -> str:
    """Say how many records and units the present database holds."""
    return f"{RevenueRecord.objects.count():,} records of {Unit.objects.count():,} units"


def tidy() -> None:
    """Let the planner of queries know the tables, as a portal that has run for a day would."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("RESET statement_timeout")


class Nowhere:
    """Takes what commands say."""

    def write(self, text: str) -> None:
        """Drop the text."""
