"""`manage.py export_report`: a report as a file, the same as the portal's download."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from planning import clock
from planning.models import Office, Unit, User
from planning.models.units import UnitQuerySet
from reports import build, ledger
from reports.definitions import CATALOGUE
from reports.renderers import RENDERERS

FILTERS = ("unit", "month", "plan", "measure", "line", "service", "basis", "grain")


class Command(BaseCommand):
    """Write one report to a file."""

    help = "Write a report to a file. Without --as it sees every unit; with it, what that person sees."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the report, its filters, the format and the file."""
        parser.add_argument("slug", metavar="SLUG", choices=sorted(CATALOGUE), help="which report")
        parser.add_argument("--unit", required=True, metavar="CODE", help="code of the unit")
        parser.add_argument("--month", required=True, metavar="YYYY-MM", help="the month to report on")
        parser.add_argument(
            "--plan", default="", metavar="KIND", help="kind of plan, or KIND-N for a revision"
        )
        parser.add_argument("--measure", default="", help="revenue, payroll_revenue or volume")
        parser.add_argument("--line", default="", metavar="CODE", help="one line only")
        parser.add_argument("--service", default="", metavar="CODE", help="one service only")
        parser.add_argument("--basis", default="", help="as-was or as-is")
        parser.add_argument("--grain", default="", help="children or points")
        parser.add_argument("--format", required=True, choices=sorted(RENDERERS), help="what kind of file")
        parser.add_argument("-o", "--output", required=True, metavar="FILE", type=Path, help="where to write")
        parser.add_argument("--as", dest="username", default="", metavar="USER", help="see what USER sees")
        parser.add_argument("--language", default="vi", choices=("vi", "en"), help="language of the file")

    def handle(self, *, slug: str, output: Path, username: str, language: str, **options: object) -> None:
        """Build the report and write it, or say in one sentence what is wrong."""
        with translation.override(language):
            asked = self.asked(slug, username, {name: str(options[name]) for name in FILTERS})
            if asked.report is None:
                wrong = [f"--{name}: {' '.join(errors)}" for name, errors in asked.form.errors.items()]
                raise CommandError("\n".join(wrong))
            content = RENDERERS[str(options["format"])].render(asked.report)
        try:
            output.write_bytes(content)
        except OSError as problem:
            raise CommandError(f"{output} cannot be written: {problem.strerror}.") from problem
        self.stdout.write(f"{output}: {len(content)} bytes.")

    def asked(self, slug: str, username: str, filters: dict[str, str]) -> build.Asked:
        """Return the report of these filters in the person's scope."""
        office = Office.objects.current()
        at = clock.now(office)
        units, by = self.scope(username, at)
        try:
            return build.ask(CATALOGUE[slug], filters, units=units, office=office, by=by, at=at)
        except build.OutsideScope:
            raise CommandError(f"There is no unit {filters['unit']!r}, or it is out of reach.") from None

    def scope(self, username: str, at: datetime) -> tuple[UnitQuerySet, str]:
        """Return the units that may be seen, and the name under which the report is made."""
        if not username:
            return Unit.objects.all(), _("Command line")
        user = User.objects.filter(username=username.casefold(), is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user {username!r}.")
        return ledger.visible(user, on=at.date()), str(user)
