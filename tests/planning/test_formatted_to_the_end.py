"""A small table whose format somebody pulled down to row 1,048,576: read in seconds, with flat memory."""

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, replace

import pytest

from planning.importing.limits import PAGE
from planning.importing.reading import FileRefused, read_workbook
from planning.models import DraftSave
from tests.planning.month_files import confirm, row_of, template, upload, value
from tests.planning.month_files import saved as bytes_of
from tests.workbooks import repacked, workbook

LAST = 1_048_576
TABLE = workbook(revenue="unit_code | service_code | month | revenue\ncua-bac | EMS | 2019-11 | 5000000")


def styled(first: int, last: int, columns: str) -> Iterable[bytes]:
    """Yield rows that hold nothing but a style."""
    cells = "".join(f'<c r="{letter}%d" s="1"/>' for letter in columns)
    row = f'<row r="%d" spans="1:{len(columns)}" x14ac:dyDescent="0.25">{cells}</row>'.encode()
    for number in range(first, last + 1):
        yield row % ((number,) * (len(columns) + 1))


def formatted(content: bytes, columns: str = "A", *, last: int = LAST, end: bytes = b"") -> bytes:
    """Return a workbook whose first sheet is formatted to its last row; `end` are rows after that one."""

    def change(part: str, old: bytes) -> bytes:
        if part != "xl/worksheets/sheet1.xml":
            return old
        head, _end, tail = old.partition(b"</sheetData>")
        head = head.replace(b"<worksheet ", b'<worksheet xmlns:x14ac="urn:x" ', 1)
        first = 1 + max(int(row) for row in re.findall(rb'<row r="([0-9]+)"', head))
        return b"".join([head, *styled(first, last, columns), end, b"</sheetData>", tail])

    return repacked(content, change)


@pytest.fixture(scope="module")
def three_columns():
    return formatted(TABLE, "ABC")


def spent(content: bytes) -> float:
    """Return the MB that reading took at most, in a process of its own."""
    said = json.dumps(asdict(PAGE))
    measured = (
        "import resource, runpy, sys; sys.argv = ['child', sys.argv[1]];"
        "runpy.run_module('planning.importing.child', run_name='__main__');"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, file=sys.stderr)"
    )
    child = subprocess.run(
        [sys.executable, "-c", measured, said], input=content, capture_output=True, check=True
    )
    return float(child.stderr.split()[-1])


def test_it_is_read_with_hardly_more_memory_than_the_table_alone(three_columns):
    alone, megabytes = spent(TABLE), spent(three_columns)

    # It unpacks to more than 100 MB; what is held beyond the table is the file itself and a few buffers.
    with zipfile.ZipFile(io.BytesIO(three_columns)) as package:
        assert package.getinfo("xl/worksheets/sheet1.xml").file_size > 100 << 20
    assert megabytes - alone < len(three_columns) / (1 << 20) + 10


def test_its_rows_keep_their_numbers(three_columns):
    [sheet] = read_workbook(three_columns, PAGE).sheets

    assert [number for number, _cells in sheet.rows] == [1, 2]
    assert sheet.rows[1][1] == ["cua-bac", "EMS", "2019-11", 5_000_000]


@pytest.mark.parametrize(
    ("row", "number"),
    [('<row r="20001"><c r="A20001">', 20_001), ("<row><c>", 20_001), ('<row r="20009"><c>', 20_009)],
    ids=["next", "counted", "further down"],
)
def test_a_value_below_all_that_is_found_where_it_stands(row, number):
    content = formatted(TABLE, last=20_000, end=f"{row}<v>9</v></c></row>".encode())

    [sheet] = read_workbook(content, replace(PAGE, unpacked=1 << 20)).sheets

    assert [at for at, _cells in sheet.rows] == [1, 2, number]


def test_what_swells_is_refused_all_the_same():
    rows = formatted(TABLE, last=40_000)
    filled = repacked(rows, lambda _part, old: old.replace(b' s="1"/>', b' s="1"><v>1</v></c>'))

    reasons = []
    for content, limits in (
        (rows, replace(PAGE, unpacked=1 << 20, streamed=2 << 20)),
        (filled, replace(PAGE, unpacked=1 << 20)),
    ):
        with pytest.raises(FileRefused) as refused:
            read_workbook(content, limits)
        reasons.append(refused.value.code)

    assert reasons == ["bomb", "bomb"]


def test_a_month_that_is_formatted_to_the_end_comes_into_the_draft(client, december):
    client.force_login(december.manager)
    book = template(client)
    row_of(book.worksheets[0], "EMS")[4].value = 31_200

    confirm(client, upload(client, formatted(bytes_of(book))))

    assert value(december) == 31_200
    assert DraftSave.objects.count() == 1


def test_a_text_that_looks_like_rows_stays_a_text():
    text = b'<row r="9"><c r="A9" s="1"/></row>'
    end = b'<row r="20001"><c t="inlineStr"><is><t><![CDATA[' + text + b"]]></t></is></c></row>"
    end += b'<row r="20002"><c><v>1</v></c></row>'

    [sheet] = read_workbook(formatted(TABLE, last=20_000, end=end), replace(PAGE, unpacked=1 << 20)).sheets

    assert sheet.rows[-2] == (20_001, [text.decode()])
