"""Our scripts as they are served, for the browsers of the suite."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder

from postoffice.staticfiles import OURS, packed

SCRIPTS = Path(settings.BASE_DIR) / "static"


class PackedFinder(BaseFinder):
    """Finds our own scripts, packed anew for every process; every other file is left to those after it."""

    def __init__(self, *_args: object, **_kwargs: object) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="packed-scripts-"))
        atexit.register(shutil.rmtree, self.folder)

    def find(self, path: str, find_all: bool = False) -> str | list[str]:
        """Return where the packed script lies, an empty list where it is none of ours."""
        source = SCRIPTS / path
        if not path.startswith(OURS) or source.suffix != ".js" or not source.is_file():
            return []
        packed_here = self.folder / source.name
        packed_here.write_text(packed(source.read_text()))
        return [str(packed_here)] if find_all else str(packed_here)

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, object]]:
        """Collect nothing: the storage packs what is collected."""
        return iter(())
