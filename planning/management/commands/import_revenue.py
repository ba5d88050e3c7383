"""`manage.py import_revenue FILE --by USER`: monthly figures from one table, .xlsx or .csv."""

import hashlib
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from planning import clock
from planning.actions.errors import Refused
from planning.actions.figures import import_figures
from planning.importing import layout, limits, reading
from planning.importing.sheets import read_flat
from planning.management.reporting import file_of, months_line, person, problems_text, sheet_lines
from planning.models.batches import BatchKind
from planning.models.history import Channel
from planning.models.office import EntryUnit


class Command(BaseCommand):
    """Import monthly figures with the rights of a person; all rows or none."""

    help = "Import monthly figures (sheet revenue of the office workbook, or one table in .xlsx or .csv)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file, who imports it, and how its numbers are written."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--by", metavar="USER", required=True, help="whose import it is, and whose rights hold"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
        parser.add_argument(
            "--replace", action="store_true", help="write over closed months and months somebody worked on"
        )
        parser.add_argument("--reason", default="", help="why, kept in the history; needed with --replace")
        parser.add_argument(
            "--notation", choices=["vi", "en"], help="how numbers that stand as text are written"
        )
        parser.add_argument(
            "--unit",
            type=int,
            choices=EntryUnit.values,
            default=1,
            help="how many đồng one of the file's unit is",
        )

    def handle(self, *, file: str, dry_run: bool, **options: object) -> None:
        """Read, check, write, and say what was done."""
        path, content = file_of(file, limits.CONSOLE)
        try:
            read = read_flat(
                reading.read(content, limits.CONSOLE),
                layout.REVENUE,
                unit=options["unit"],
                notation=options["notation"],
            )
        except reading.FileRefused as refused:
            raise CommandError(f"{path.name}: {refused}") from refused
        if read.problems:
            raise CommandError(problems_text(path.name, read.problems))
        try:
            result = import_figures(
                rows=read.data.revenue,
                kind=BatchKind.REVENUE,
                by=person(options["by"]),
                at=clock.now(),
                channel=Channel.COMMAND,
                replace=options["replace"],
                reason=options["reason"],
                file_name=path.name,
                digest=hashlib.sha256(content).hexdigest(),
                dry_run=dry_run,
            )
        except Refused as refused:
            raise CommandError(problems_text(path.name, getattr(refused, "problems", [refused]))) from refused
        for warning in read.warnings:
            self.stderr.write(f"{_('Warning')}: {warning}")
        for line in (*sheet_lines([result.changes]), *months_line(result.months)):
            self.stdout.write(line)
        done = result.batch is not None
        self.stdout.write(
            _("Imported.") if done else _("Nothing was written.") if dry_run else _("No change.")
        )
