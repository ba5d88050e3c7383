"""Rows of a plain shape are seen through without a parser: what is found must be what the parser finds."""

import io
import random
from dataclasses import replace

import pytest

from planning.importing import guard
from planning.importing.guard import check
from planning.importing.limits import PAGE
from planning.importing.package import Refusal
from planning.importing.plain_rows import Run, parted
from tests.hostile import OFFICE, sheet_xml, with_sheet
from tests.workbooks import repacked

CELLS = (
    '<c r="A{0}" s="1" t="s"><v>7</v></c>',
    '<c r="B{0}" t="inlineStr"><is><t>Hương Canh</t></is></c>',
    '<c r="C{0}" t="inlineStr"><is><t xml:space="preserve"> x </t></is></c>',
    '<c r="D{0}"><v>39840000.0</v></c><c r="E{0}" s="4"/>',
    '<c r="GZ{0}"><v>1</v></c>',
    '<c r="XFD{0}" s="4"/>',
)
ODD = (
    '<c r="B{0}"><f>1+1</f></c>',
    '<c r="B{0}"><f>1+1</f><v>2</v></c>',
    '<c r="B{0}" t="e"><v>#N/A</v></c>',
    '<c r="B{0}" t="inlineStr"><is><t>a &amp; b</t></is></c>',
    '<c r="B{0}"><v>1</v><!-- <row r="9"><c r="A9"><v>1</v></c></row> --></c>',
    "<c><v>1</v></c>",
    '<x:c r="B{0}"><x:f>1+1</x:f></x:c>',
    '<c t="s" r="B{0}"><v>1</v></c>',
)
WRONG = (
    '<c r="A1{0}"><v>1</v></c>',
    '<c r="AAAA{0}"><v>1</v></c>',
    '<c r="A{0}" t="inlineStr"><is><t>\ufffe</t></is></c>',
    '<c r="A{0}"><v>1</c>',
)
ROWS = (
    '<row r="{0}">{1}</row>',
    '<row r="{0}" spans="1:5" x14ac:dyDescent="0.25">{1}</row>',
    '<row r="{0}" customFormat="false" ht="12.8" hidden="false" outlineLevel="0">{1}</row>',
)


def sheets(seed: int, rows: int = 1_200):
    """A sheet that is mostly plain, long enough to be read in several pieces."""
    chance = random.Random(seed)
    number, lines = 0, []
    for _ in range(rows):
        step = chance.choice((1, 1, 1, 2))
        number += step
        odd, at_all = chance.random() < 0.01 * (seed % 4), chance.random() < 0.95
        kinds = (*CELLS[:4], *ODD) if odd else CELLS[:4] if chance.random() < 0.9997 else CELLS
        cells = chance.sample(kinds, chance.randint(1, 4)) if at_all else []
        row = "<row>{1}</row>" if odd and step == 1 else chance.choice(ROWS)
        lines.append(row.format(number, "".join(cells).format(number)))
    if seed % 5 == 4:
        lines.insert(chance.randrange(rows), ROWS[0].format(number, chance.choice(WRONG).format(number)))
    return "".join(lines)


def with_part(content: bytes) -> bytes:
    return repacked(OFFICE, lambda part, old: content if "sheet1" in part else old)


def found(content: bytes, limits=PAGE) -> object:
    try:
        return check(io.BytesIO(content), limits)
    except Refusal as refusal:
        return refusal.args


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("limits", [PAGE, replace(PAGE, columns=16_384, cells=2_800)], ids=["page", "wide"])
def test_the_guard_finds_what_it_would_find_by_its_parser_alone(monkeypatch, seed, limits):
    content = with_sheet(sheets(seed))

    swift = found(content, limits)

    monkeypatch.setattr(guard, "parted", lambda part: iter(lambda: part.read(1 << 16), b""))
    assert swift == found(content, limits)


@pytest.mark.parametrize("seed", range(8))
def test_nothing_of_a_part_is_left_out_and_most_of_it_is_plain(seed):
    content = sheet_xml(sheets(seed))

    pieces = list(parted(io.BytesIO(content)))

    assert b"".join(piece.content if isinstance(piece, Run) else piece for piece in pieces) == content
    if b"<!" not in content:
        assert sum(len(p.content) for p in pieces if isinstance(p, Run)) > len(content) * 0.8


@pytest.mark.parametrize("declared", ["windows-1252", "iso-8859-1", "utf-16"])
def test_a_sheet_that_is_not_written_in_utf8_is_for_the_parser(declared):
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    wrong = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A9"><v>1</v></c></row>')
    content = (head + wrong.decode()).encode("utf-16" if declared == "utf-16" else "ascii")

    with pytest.raises(Refusal) as refused:
        check(io.BytesIO(with_part(content)), PAGE)

    assert refused.value.code == "broken"


def test_texts_that_are_no_utf8_make_a_workbook_broken():
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>?</t></is></c></row>'

    assert found(with_part(sheet_xml(row).replace(b"?", b"\xe1\xba"))) == ("broken", {})
