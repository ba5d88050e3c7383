"""Print a one-time link with which a person chooses a password: manage.py invite USER."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from planning import clock
from planning.actions import people
from planning.actions.errors import Refused
from planning.models import User
from planning.models.history import Channel


class Command(BaseCommand):
    """Invites a person who is in the portal already."""

    help = "Print a one-time link, good for a week, with which USER chooses a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the user name, and where the portal is served."""
        parser.add_argument("username", metavar="USER")
        parser.add_argument(
            "--site", default="", help="address of the portal, e.g. https://kehoach.example.vn"
        )

    def handle(self, *, username: str, site: str, **options: object) -> None:
        """Make the invitation and print its link."""
        try:
            user = User.objects.get_by_natural_key(username)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no user {username!r}.") from error
        try:
            token = people.invite(user=user, by=None, at=clock.now(), channel=Channel.COMMAND)
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(site.rstrip("/") + reverse("invitation", args=[token]))
