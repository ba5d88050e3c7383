"""Tell people what is due, late or waiting for them: manage.py remind [--dry-run]."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from planning import clock
from planning.actions import reminders
from planning.reminding import errands


class Command(BaseCommand):
    """Sends the reminders of today; run it as often as you like, nobody is told twice on a day."""

    help = "Send today's reminders by e-mail; exit code 1 where a message could not be sent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether only to say what would be sent."""
        parser.add_argument("--dry-run", action="store_true", help="say who would be told, send nothing")

    def handle(self, *, dry_run: bool, **options: object) -> None:
        """Find who must be told, tell them, and say what came of it."""
        at = clock.now()
        wanted = errands(at, timezone.localtime(at).date())
        if dry_run:
            for user, things in wanted.items():
                units = ", ".join(f"{one.unit.code} {one.month} {one.kind}" for one in things)
                self.stdout.write(f"{user.username} <{user.email}>: {units}")
            self.stdout.write(f"{len(wanted)} people would be told.")
            return
        told = reminders.remind(errands=wanted, at=at)
        self.stdout.write(
            f"{told.sent} messages sent, {told.without_address} people without an address, "
            f"{told.elsewhere} told by another run."
        )
        if told.failed:
            raise CommandError(f"{told.failed} messages could not be sent; the next run tries again.")
