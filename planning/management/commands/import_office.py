"""`manage.py import_office FILE.xlsx`: a whole office from one workbook, all or nothing."""

import hashlib
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from planning import clock
from planning.actions.errors import Refused
from planning.actions.office import load
from planning.importing import limits, reading
from planning.importing.sheets import read_office
from planning.management.reporting import file_of, months_line, person, problems_text, sheet_lines
from planning.models.history import Channel


class Command(BaseCommand):
    """Import an office workbook; every problem is listed with its sheet, row and column."""

    help = "Load an office workbook (.xlsx): all or nothing, and a second time without effect."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and the ways to load it."""
        parser.add_argument("file", metavar="FILE.xlsx")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
        parser.add_argument(
            "--replace", action="store_true", help="write over closed months and months somebody worked on"
        )
        parser.add_argument("--reason", default="", help="why, kept in the history; needed with --replace")
        parser.add_argument("--by", metavar="USER", help="who signs; needed to adjust a closed month")
        parser.add_argument(
            "--notation", choices=["vi", "en"], help="how numbers that stand as text are written"
        )

    def handle(self, *, file: str, dry_run: bool, **options: object) -> None:
        """Read, check, write, and say what was done."""
        path, content = file_of(file, limits.CONSOLE)
        try:
            read = read_office(reading.read_workbook(content, limits.CONSOLE), notation=options["notation"])
        except reading.FileRefused as refused:
            raise CommandError(f"{path.name}: {refused}") from refused
        if read.problems:
            raise CommandError(problems_text(path.name, read.problems))
        try:
            result = load(
                read.data,
                by=person(options["by"]),
                at=clock.now(),
                channel=Channel.COMMAND,
                replace=options["replace"],
                reason=options["reason"],
                dry_run=dry_run,
                file_name=path.name,
                digest=hashlib.sha256(content).hexdigest(),
                warnings=read.warnings,
            )
        except Refused as refused:
            raise CommandError(problems_text(path.name, getattr(refused, "problems", [refused]))) from refused
        for warning in result.warnings:
            self.stderr.write(f"{_('Warning')}: {warning}")
        for line in (*sheet_lines(result.changes.sheets.values()), *months_line(result.months)):
            self.stdout.write(line)
        done = result.batch is not None
        self.stdout.write(
            _("Imported.") if done else _("Nothing was written.") if dry_run else _("No change.")
        )
