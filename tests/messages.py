"""Find every message of the portal in Python and templates, as gettext would."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CALLS = {
    "_": (0,), "gettext": (0,), "gettext_lazy": (0,), "gettext_noop": (0,),
    "ngettext": (0, 1), "ngettext_lazy": (0, 1), "pgettext": (1,), "pgettext_lazy": (1,),
    "npgettext": (1, 2), "npgettext_lazy": (1, 2),
}
_TEMPLATE_CALL = re.compile(
    r"""(?<![\w.])(_|gettext|ngettext|pgettext|npgettext)\(\s*u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"""(?:\s*,\s*u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))?(?:\s*,\s*u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))?"""
)


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def of_python(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (msgid, "file:line") of the gettext calls in a Python file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or _name(node) not in CALLS:
            continue
        for place in CALLS[_name(node)]:
            if len(node.args) > place and isinstance(node.args[place], ast.Constant):
                text = node.args[place].value
                if isinstance(text, str) and text:
                    yield text, f"{path.relative_to(ROOT)}:{node.lineno}"


def of_template(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (msgid, file) of the translate tags in a template."""
    for found in _TEMPLATE_CALL.finditer(templatize(path.read_text(encoding="utf-8"))):
        name, *texts = found.groups()
        for place in CALLS[name]:
            if texts[place] is not None:
                yield ast.literal_eval(texts[place]), str(path.relative_to(ROOT))


def of_the_portal() -> dict[str, str]:
    """Return {msgid: a place where it stands}."""
    found: dict[str, str] = {}
    for app in ("postoffice", "planning", "reports"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                found.update(of_python(path))
    for path in sorted((ROOT / "templates").rglob("*.*")):
        found.update(of_template(path))
    return found
