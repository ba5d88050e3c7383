"""`manage.py demo`: the demo office, for looking around and for training."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from planning.demo import published
from planning.demo.people import DEMO_PASSWORD, shown
from planning.management.demo_staging import stage
from planning.models import MonthlyReport, Office, Unit, User
from planning.models.monthly_reports import State


class Command(BaseCommand):
    """Load the demo office into an empty portal, once."""

    help = "Load the demo office (Bưu điện tỉnh Vĩnh Phúc, invented figures) into an empty portal."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the three ways to ask."""
        parser.add_argument(
            "--complete", action="store_true", help="have every point's December 2019 sent and approved"
        )
        parser.add_argument("--accounts", action="store_true", help="only print the demo accounts")
        parser.add_argument(
            "--once", action="store_true", help="leave a portal that holds another office as it is"
        )

    def handle(self, *, complete: bool, accounts: bool, once: bool, **options: object) -> None:
        """Load, say that it is loaded, or refuse with the reason."""
        if settings.IN_PRODUCTION:
            raise CommandError(
                "PORTAL_MODE is production: the demo office and its accounts do not belong here."
            )
        if accounts:
            self.print_accounts()
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(7104, 0)")
            try:
                self.load(complete=complete, once=once)
            finally:
                cursor.execute("SELECT pg_advisory_unlock(7104, 0)")

    def load(self, *, complete: bool, once: bool) -> None:
        """Load the demo unless something stands in its way; one loader at a time."""
        office = Office.objects.current()
        if not office.is_demo and (office.name or Unit.objects.exists() or User.objects.exists()):
            words = f"The portal holds an office already ({office.name or 'without a name'})"
            if not once:
                raise CommandError(f"{words}; the demo office needs an empty portal.")
            self.stdout.write(f"  {words}; the demo stays out.")
            return
        if office.is_demo and office.pinned_today:
            self.say_it_stands(complete)
        else:
            begun = time.monotonic()
            stage(complete=complete, say=self.stdout.write)
            self.stdout.write(f"  {published.OFFICE} (demo) is ready after {time.monotonic() - begun:.0f} s.")
        self.print_accounts()

    def say_it_stands(self, complete: bool) -> None:
        """Say that nothing was changed; refuse what only an empty portal can become."""
        points = Unit.objects.reporting().count()
        approved = MonthlyReport.objects.filter(
            month=published.LAST.first, state=State.APPROVED, unit__in=Unit.objects.reporting()
        ).count()
        if complete and approved < points:
            raise CommandError(
                f"The demo office is here with {approved} of {points} points approved for December 2019;"
                " --complete needs an empty portal."
            )
        self.stdout.write("  The demo office is here already; nothing was changed.")

    def print_accounts(self) -> None:
        """Print who can sign in to the demo."""
        names = dict(Unit.objects.values_list("code", "name"))
        if not Office.objects.current().is_demo:
            self.stdout.write("  No demo office is loaded, so there are no demo accounts.")
            return
        self.stdout.write(f"  Demo accounts (invented people); the password of each is {DEMO_PASSWORD}")
        for account in shown():
            self.stdout.write(f"    {account.username:<10} {account.role:<15} {names[account.unit_code]}")
