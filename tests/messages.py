"""Find every message of the portal in Python and templates, as gettext would."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent


class Message(NamedTuple):
    """What a catalogue entry is found by."""

    text: str
    plural: str = ""
    context: str | None = None


# Where the arguments stand: context, text, plural.
CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
_STRING = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_TEMPLATE_CALL = re.compile(
    rf"(?<![\w.])(_|gettext|ngettext|pgettext|npgettext)\(\s*{_STRING}(?:\s*,\s*{_STRING})?(?:\s*,\s*{_STRING})?"
)


def _message(name: str, texts: list[str | None]) -> Message | None:
    places = CALLS.get(name.removesuffix("_lazy"))
    if places is None:
        return None
    context, text, plural = (
        None if place is None or place >= len(texts) else texts[place] for place in places
    )
    return Message(text, plural or "", context) if text else None


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def of_python(path: Path) -> Iterator[tuple[Message, str]]:
    """Yield each message of a Python file with "file:line"."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and (found := _message(_name(node), [_text(a) for a in node.args])):
            yield found, f"{path.relative_to(ROOT)}:{node.lineno}"


def of_template(path: Path) -> Iterator[tuple[Message, str]]:
    """Yield each message of a template with its file."""
    for call in _TEMPLATE_CALL.finditer(templatize(path.read_text(encoding="utf-8"))):
        name, *texts = call.groups()
        if found := _message(name, [None if text is None else ast.literal_eval(text) for text in texts]):
            yield found, str(path.relative_to(ROOT))


def of_the_portal() -> dict[Message, str]:
    """Return each message with a place where it stands."""
    found: dict[Message, str] = {}
    for app in ("postoffice", "planning", "reports"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                found.update(of_python(path))
    for path in sorted((ROOT / "templates").rglob("*.*")):
        found.update(of_template(path))
    return found
