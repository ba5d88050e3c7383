"""Every page that takes a file refuses a hostile one with its reason, quickly, and keeps nothing."""

import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from planning.forms.files import FileForm
from planning.importing.reading import SENTENCES
from planning.models import Batch, DraftSave
from tests.hostile import HOSTILE, OFFICE, with_part
from tests.workbooks import repacked, workbook

PAGES = {
    "/import/": ("planner", {"kind": "revenue"}),
    "/prefill/": ("planner", {"source": "BCCP"}),
    "/entry/cua-bac/2019-11/upload/": ("manager", {}),
}
FILES = {
    f"{kind}.xlsx": HOSTILE[kind]
    for kind in ("bomb", "far corner", "document type", "external link", "encrypted", "word", "cut off")
} | {
    "macro.xlsm": (lambda: with_part("xl/vbaProject.bin", b"x"), "macros"),
    "old.xls": HOSTILE["old excel"],
    "picture.xlsx": (lambda: b"\x89PNG\r\n\x1a\n\0\0", "not_text"),
    "empty.xlsx": (lambda: b"", "empty"),
    "binary.xlsb": (
        lambda: repacked(OFFICE, lambda part, old: None if part == "xl/workbook.xml" else old,
                         **{"xl/workbook.bin": b"\x83\x01"}), "binary",
    ),
    "renamed.xlsx": (lambda: declared(".macroEnabled.main+xml"), "macros"),
    "protected.xlsm": HOSTILE["encrypted"],
    "export.xls": (lambda: b"<html><body><table><tr><td>EMS</td></tr></table></body></html>", "web_page"),
    "export-2003.xls": (lambda: b'\xef\xbb\xbf<?xml version="1.0"?>\n<Workbook/>', "web_page"),
}  # fmt: skip


def declared(kind: str) -> bytes:
    """Return a workbook that says to be of another kind."""
    usual = b".sheet.main+xml"
    return repacked(OFFICE, lambda _part, old: old.replace(usual, f".sheet{kind}".encode()))


HEAD = ["unit_code", "service_code", "month", "revenue"]


def send(client, page, name, content):
    said = PAGES[page][1] | {"file": SimpleUploadedFile(name, content)}
    begun = time.monotonic()
    answer = client.post(page, said)
    return answer, time.monotonic() - begun


def sentence(code: str) -> str:
    empty = FileForm.base_fields["file"].error_messages["empty"]
    return str(empty if code == "empty" else SENTENCES[code])


def is_said(code: str, text: str) -> bool:
    return bool(re.fullmatch(re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(sentence(code))), text))


@pytest.fixture(params=PAGES)
def page(request, client, world):
    """A page that takes files, before one who may send some."""
    world.open("2019-11")
    client.force_login(world.people[PAGES[request.param][0]])
    return request.param


def test_a_hostile_file_is_refused_with_its_reason_wherever_a_file_is_taken(client, page):
    for name, (make, code) in FILES.items():
        answer, took = send(client, page, name, make())

        [said] = answer.context["form"].errors["file"]
        assert (answer.status_code, is_said(code, said), took < 10) == (422, True, True), (name, said, took)
    assert not Batch.objects.exists()
    assert not DraftSave.objects.exists()


def test_a_formula_without_its_value_is_refused_wherever_a_file_is_taken(client, page):
    answer, _took = send(client, page, "x.xlsx", workbook(x=[HEAD, ["cua-bac", "EMS", "2019-11", "=1+1"]]))

    assert answer.status_code == 422
    assert "công thức" in answer.content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_reason_comes_with_a_cure_in_both_languages(language):
    for code in (*SENTENCES, "empty"):
        with override(language):
            assert len(re.findall(r"[.](?= |$)", sentence(code).replace("(.", "("))) >= 2, code
