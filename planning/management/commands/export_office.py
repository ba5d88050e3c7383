"""`manage.py export_office -o FILE.xlsx`: the whole office as a workbook that can be imported again."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from planning import clock
from planning.importing import book, stored


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it stood at one moment; inside another transaction, that one's view holds."""
    is_own = not connection.in_atomic_block
    with transaction.atomic():
        if is_own:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


class Command(BaseCommand):
    """Write the office workbook; history, adjustments and drafts travel by backup."""

    help = "Write the whole office into a workbook (.xlsx) that import_office takes back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where to write and in which language."""
        parser.add_argument("-o", "--output", required=True, metavar="FILE.xlsx")
        parser.add_argument(
            "--language", choices=["vi", "en"], default="vi", help="of sheet and column names"
        )

    def handle(self, *, output: str, language: str, **options: object) -> None:
        """Read everything at one moment and write it."""
        with one_moment():
            data = stored.whole(clock.now().date())
        with translation.override(language):
            content = book.write(data)
        try:
            Path(output).write_bytes(content)
        except OSError as trouble:
            raise CommandError(f"{output}: {trouble.strerror}") from trouble
        self.stdout.write(_("%(file)s is written.") % {"file": output})
