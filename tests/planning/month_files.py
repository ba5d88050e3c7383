"""A month file through its pages: downloaded, changed, uploaded, confirmed."""

import io
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from planning.actions.monthly_reports import CellChange, save_draft
from planning.models import MonthlyReport
from planning.models.history import Channel
from postoffice.months import Month

DECEMBER = Month(2019, 12)
TOKEN = 'name="token" value="'


def template(client, unit="cua-bac"):
    return load_workbook(io.BytesIO(client.get(f"/entry/{unit}/2019-12/template.xlsx").content))


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(sheet, service):
    return next(row for row in sheet.iter_rows() if row[1].value == service)


def upload(client, content, name="thang.xlsx", unit="cua-bac", **said):
    file = SimpleUploadedFile(name, content)
    return client.post(f"/entry/{unit}/2019-12/upload/", {"file": file, "unit": "1", **said})


def confirm(client, answer, unit="cua-bac", **said):
    token = answer.content.decode().partition(TOKEN)[2].partition('"')[0]
    return client.post(f"/entry/{unit}/2019-12/upload/", {"token": token, **said})


def value(world, service="EMS", measure="revenue", unit="cua-bac"):
    report = MonthlyReport.objects.of(world.units[unit], DECEMBER).first()
    cell = report and report.draft.get(service, {}).get(measure)
    return cell and cell["value"]


def type_in(world, amount, version=0, by="clerk", service="EMS"):
    return save_draft(
        unit=world.cua_bac, month=DECEMBER, changes=[CellChange(service, "revenue", amount, version)],
        key=uuid4(), by=world.people[by], at=world.now, channel=Channel.GRID,
    )  # fmt: skip
