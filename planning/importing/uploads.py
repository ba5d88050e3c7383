"""Keeps an uploaded file between its preview and its import, out of reach of any address."""

import hashlib
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from planning.importing.limits import Limits
from planning.importing.reading import FileRefused

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Upload:
    """A kept file: its token, the name it came with, its digest and its content."""

    token: str
    name: str
    digest: str
    content: bytes


def _folder() -> Path:
    folder = settings.PORTAL_DATA / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def read_upload(file: UploadedFile, limits: Limits) -> bytes:
    """Return the content of an upload, read no further than its limit."""
    content = file.read(limits.size + 1)
    if len(content) > limits.size:
        raise FileRefused("too_large", size=round((file.size or 0) / (1 << 20), 1), limit=limits.size >> 20)
    return content


def keep(name: str, content: bytes) -> Upload:
    """Keep a file for a day, and forget those that were kept longer."""
    folder = _folder()
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - _KEPT_SECONDS:
            old.unlink(missing_ok=True)
    token = secrets.token_urlsafe(32)
    path = folder / token
    path.touch(mode=0o600)
    path.write_bytes(content)
    return Upload(token, name, hashlib.sha256(content).hexdigest(), content)


def kept(token: str, name: str) -> Upload | None:
    """Return the file of a token, None where it is kept no longer."""
    if not _TOKEN.fullmatch(token):
        return None
    path = _folder() / token
    if not path.is_file():
        return None
    content = path.read_bytes()
    return Upload(token, name, hashlib.sha256(content).hexdigest(), content)


def forget(token: str) -> None:
    """Remove a kept file."""
    if _TOKEN.fullmatch(token):
        (_folder() / token).unlink(missing_ok=True)
