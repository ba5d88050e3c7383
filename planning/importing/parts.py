"""Which part of a workbook holds which sheet: to name the place of a finding by the sheet's name.

For workbooks that the guard has let through. Standard library only.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat


def sheets_of(file: BinaryIO) -> Iterator[tuple[str, str]]:
    """Yield (part, sheet name) of a workbook that was checked, to name the place of a finding."""
    with zipfile.ZipFile(file) as package:
        names = {part.lower(): part for part in package.namelist()}
        targets = dict(_relations(package, names))
        for name, relation in _elements(package, names["xl/workbook.xml"], "sheet", "name", "id"):
            target = targets.get(relation, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            yield names.get(part.lower(), part), name


def _relations(package: zipfile.ZipFile, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    part = names.get("xl/_rels/workbook.xml.rels")
    return _elements(package, part, "Relationship", "Id", "Target") if part else iter(())


def _elements(
    package: zipfile.ZipFile, part: str, tag: str, first: str, second: str
) -> Iterator[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == tag:
            plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            found.append((plain.get(first, ""), plain.get(second, "")))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(package.read(part), True)
    return iter(found)
