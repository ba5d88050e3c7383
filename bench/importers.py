"""Other ways to bring a file into the books; the triggers work for each of them as for the portal."""

import io
from collections.abc import Iterator
from itertools import islice

import openpyxl
import tablib
from django.db import transaction
from import_export import fields, resources
from import_export.widgets import DateWidget, ForeignKeyWidget, IntegerWidget

from bench.workbook import CELLS, Year
from planning.actions import books
from planning.importing import layout
from planning.models import RevenueRecord, Service, Unit
from postoffice.months import Month

BATCH = 2_000


def one_statement(year: Year) -> None:
    """Write the rows, which are in memory already, in one statement."""
    with transaction.atomic():
        books.write(
            (
                books.Figures(year.units[r.unit_code], year.services[r.service_code], r.month.first,
                              r.revenue, r.payroll_revenue, r.volume, r.balance)
                for r in year.rows
            ),
            measures=("revenue", "payroll_revenue", "volume", "balance"),
        )  # fmt: skip


def bulk_create(year: Year, file: bytes) -> None:
    """Read the file with openpyxl and create the records by the thousand."""
    with transaction.atomic():
        RevenueRecord.objects.bulk_create(_records(year, file, CELLS), batch_size=BATCH)


def update_or_create(year: Year, file: bytes, rows: int) -> None:
    """Read the first rows of the file with openpyxl and look for each record before writing it."""
    with transaction.atomic():
        for record in _records(year, file, rows):
            RevenueRecord.objects.update_or_create(
                unit_id=record.unit_id, service_id=record.service_id, month=record.month,
                defaults={"revenue": record.revenue, "volume": record.volume},
            )  # fmt: skip


def _records(year: Year, file: bytes, rows: int) -> Iterator[RevenueRecord]:
    sheet = openpyxl.load_workbook(io.BytesIO(file), read_only=True)[layout.title("revenue")]
    for unit, service, month, revenue, _payroll, volume, *_rest in islice(
        sheet.iter_rows(min_row=2, values_only=True), rows
    ):
        yield RevenueRecord(
            unit_id=year.units[unit], service_id=year.services[service],
            month=Month.parse(month).first, revenue=revenue, volume=volume,
        )  # fmt: skip


class RecordResource(resources.ModelResource):
    """The records as django-import-export sees them, set up as its manual says."""

    unit = fields.Field("unit", "unit", ForeignKeyWidget(Unit, "code"))
    service = fields.Field("service", "service", ForeignKeyWidget(Service, "code"))
    month = fields.Field("month", "month", DateWidget("%Y-%m-%d"))
    revenue = fields.Field("revenue", "revenue", IntegerWidget())
    volume = fields.Field("volume", "volume", IntegerWidget())

    class Meta:
        model = RevenueRecord
        fields = ("unit", "service", "month", "revenue", "volume")
        import_id_fields = ("unit", "service", "month")
        use_transactions = True


def import_export(year: Year, rows: int) -> None:
    """Let django-import-export take the first rows of the same table."""
    table = tablib.Dataset(headers=["unit", "service", "month", "revenue", "volume"])
    for row in year.rows[:rows]:
        table.append((row.unit_code, row.service_code, str(row.month.first), row.revenue, row.volume))
    RecordResource().import_data(table, dry_run=False, raise_errors=True)
