"""The static files as they are served: hashed and compressed, our scripts without comments and indents."""

from __future__ import annotations

from django.core.files.base import ContentFile, File
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "js/"


def packed(script: str) -> str:
    """Return a script without what only its readers need; names and statements stay as they are.

    >>> packed("// Why.\\nconst  one = 1;  // first\\n")
    'const one=1;'
    """
    return jsmin(script)


class PackedStorage(CompressedManifestStaticFilesStorage):
    """Packs our own scripts as they are collected; those of packages come as their makers packed them."""

    def _save(self, name: str, content: File) -> str:
        if name.startswith(OURS) and name.endswith(".js"):
            with content.open() as script:
                content = ContentFile(packed(script.read().decode()).encode())
        return super()._save(name, content)
