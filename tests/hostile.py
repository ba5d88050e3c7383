"""Files that no office means to send, and the code of the reason for which each is refused."""

import io
import zipfile

import pytest

from tests.workbooks import repacked, workbook

OFFICE = workbook(units="code | name | kind\n000123 | Tỉnh | province")


def with_part(name: str, data: bytes) -> bytes:
    return repacked(OFFICE, lambda _part, content: content, **{name: data})


def sheet_xml(cells: str) -> bytes:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return head + cells.encode() + b"</sheetData></worksheet>"


def with_sheet(cells: str) -> bytes:
    return repacked(OFFICE, lambda part, old: sheet_xml(cells) if "sheet1" in part else old)


def bomb() -> bytes:
    return with_part("xl/media/image1.bin", b"\0" * (39 << 20))


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")


def far_corner() -> bytes:
    return with_sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def doctype() -> bytes:
    laughing = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w>&b;</w>'
    return repacked(OFFICE, lambda part, old: laughing if part == "xl/workbook.xml" else old)


def overlapping_names() -> bytes:
    file = io.BytesIO(OFFICE)
    with pytest.warns(UserWarning), zipfile.ZipFile(file, "a") as package:
        package.writestr("xl/workbook.xml", b"<w/>")
    return file.getvalue()


HOSTILE = {
    "bomb": (bomb, "bomb"),
    "far corner": (far_corner, "out_of_bounds"),
    "document type": (doctype, "doctype"),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "macros"),
    "external link": (lambda: with_part("xl/externalLinks/externalLink1.xml", b"<e/>"), "external_links"),
    "encrypted": (encrypted, "encrypted"),
    "old excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504, "old_excel"),
    "text": (lambda: b"unit_code;month\n", "not_a_workbook"),
    "empty": (lambda: b"", "not_a_workbook"),
    "word": (
        lambda: repacked(OFFICE, lambda p, old: None if p == "xl/workbook.xml" else old),
        "not_a_workbook",
    ),
    "cut off": (lambda: OFFICE[: len(OFFICE) // 2], "broken"),
    "two parts of one name": (overlapping_names, "broken"),
    "a cell that is not in its row": (
        lambda: with_sheet('<row r="1"><c r="A9"><v>1</v></c></row>'),
        "broken",
    ),
    "a column that is none": (lambda: with_sheet('<row r="1"><c r="AAAA1"><v>1</v></c></row>'), "broken"),
    "xml that is none": (lambda: with_sheet("<row"), "broken"),
    "many parts": (
        lambda: repacked(OFFICE, lambda _p, old: old, **{f"xl/media/{n}.png": b"" for n in range(200)}),
        "too_many_parts",
    ),
}
