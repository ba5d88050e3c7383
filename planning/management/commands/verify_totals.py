"""Recompute every total from the records and compare: manage.py verify_totals [--rebuild]."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from planning.models import YearTotals

SHOWN = 20


class Command(BaseCommand):
    """Proves that totals are sums of records, and that closed months changed by adjustments only."""

    help = "Recompute every total from the records and compare; exit code 1 where they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to make the totals anew."""
        parser.add_argument(
            "--rebuild", action="store_true", help="make the totals anew from the records first"
        )

    def handle(self, *, rebuild: bool, **options: object) -> None:
        """Compare, each check at one moment, and list what differs."""
        if rebuild:
            with connection.cursor() as cursor:
                cursor.execute("SELECT planning_rebuild_totals(NULL)")
        wrong = YearTotals.objects.differences()
        unsigned = YearTotals.objects.unsigned_changes()
        for line in [*wrong[:SHOWN], *unsigned[:SHOWN]]:
            self.stdout.write(str(line))
        if wrong or unsigned:
            raise CommandError(
                f"{len(wrong)} totals differ from their records; "
                f"{len(unsigned)} closed figures changed without an adjustment."
            )
        self.stdout.write(f"{YearTotals.objects.count()} totals agree with their records.")
