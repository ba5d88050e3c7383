"""An .xlsx as a package of parts: what its first bytes and its list of parts give away before any is opened.

Standard library only.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import BinaryIO

from planning.importing.limits import Limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LARGE_PART = 1 << 20
_RATIO = 100
BROKEN = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, zlib.error)
"""What a damaged package makes the standard library raise."""


class Refusal(Exception):
    """The file is not opened. `code` names the reason, `params` fills the placeholders of its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


def check_outside(file: BinaryIO, limits: Limits) -> None:
    """Pass what may be an .xlsx by its size and its first bytes."""
    file.seek(0, 2)
    size = file.tell()
    if size > limits.size:
        raise Refusal("too_large", size=in_megabytes(size), limit=in_megabytes(limits.size))
    file.seek(0)
    start = file.read(8)
    if start == _OLE:
        file.seek(0)
        raise Refusal("encrypted" if _ENCRYPTED in file.read() else "old_excel")
    if start[:4] != b"PK\x03\x04":
        raise Refusal("not_a_workbook")
    file.seek(0)


def in_megabytes(size: int) -> str:
    """Return a number of bytes as a sentence tells it."""
    return f"{size / (1 << 20):.1f}".rstrip("0").rstrip(".").replace(".", ",")


def check_parts(package: zipfile.ZipFile, limits: Limits) -> None:
    """Pass a package by what it says of its parts: how many, how large, of which kind."""
    parts = package.infolist()
    names = [part.filename.lower().replace("\\", "/") for part in parts]
    if len(parts) > limits.parts:
        raise Refusal("too_many_parts", limit=limits.parts)
    if len(set(names)) < len(names):
        raise Refusal("broken")
    if sum(part.file_size for part in parts) > limits.unpacked:
        raise Refusal("bomb", limit=in_megabytes(limits.unpacked))
    for part in parts:
        if is_swollen(part):
            raise Refusal("bomb", limit=in_megabytes(limits.unpacked))
        if part.flag_bits & 1:
            raise Refusal("encrypted")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise Refusal("macros")
    if any(
        name.startswith(("xl/externallinks/", "xl/embeddings/")) or name == "xl/connections.xml"
        for name in names
    ):
        raise Refusal("external_links")
    if "xl/workbook.bin" in names:
        raise Refusal("binary")
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        raise Refusal("not_a_workbook")


def is_swollen(part: zipfile.ZipInfo) -> bool:
    """Say whether a large part unpacks to more than anything that people write."""
    return part.file_size > _LARGE_PART and part.file_size > _RATIO * max(part.compress_size, 1)
