"""The house holds: storeys, rooms, sizes, names, guarded templates."""

import ast
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
APPS = ("postoffice", "planning", "reports")
CODE = sorted(
    path
    for folder in (*APPS, "tools", "tests", "bench")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.svg"))
BANNED = {"utils", "util", "helpers", "helper", "services_layer", "common", "misc", "managers", "constants"}


def functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function: ast.FunctionDef) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def test_imports_go_down_only_so_that_the_house_stands():
    linter = Path(sys.executable).with_name("lint-imports")

    answer = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)

    assert answer.returncode == 0, answer.stdout


def test_no_room_is_called_utils_so_that_every_line_has_one_obvious_place():
    assert [p for p in CODE if p.stem in BANNED or p.parent.name in BANNED] == []


def test_files_stay_small_so_that_a_room_can_be_read_at_once():
    long = {str(p.relative_to(ROOT)): n for p in CODE if (n := len(p.read_text().splitlines())) > 300}

    assert long == {}


def test_functions_stay_small_so_that_one_thought_fills_one_function():
    long = [
        f"{path.relative_to(ROOT)}:{function.name} {length(function)}"
        for path in CODE
        for function in functions(path)
        if length(function) > 40
    ]

    assert long == []


def test_views_find_form_act_answer_so_that_no_rule_hides_in_them():
    long = [
        f"{path.relative_to(ROOT)}:{function.name} {length(function)}"
        for app in APPS
        for path in [*(ROOT / app).glob("views.py"), *(ROOT / app / "views").glob("*.py")]
        for function in functions(path)
        if length(function) > 20
    ]

    assert long == []


def test_models_match_their_migrations_so_that_a_new_office_gets_this_schema(db):
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_models_are_ordered_where_they_are_asked_so_that_no_order_is_accidental():
    ours = [model for app in ("planning",) for model in apps.get_app_config(app).get_models()]

    assert [model.__name__ for model in ours if model._meta.ordering] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_templates_carry_no_code_so_that_the_policy_of_the_browser_holds(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle\s*=|<style|<script(?![^>]*\bsrc=)|\son\w+\s*=\s*[\"']|javascript:", text)
    assert not re.search(r"\|\s*safe\b|{%\s*autoescape off", text)
    assert not re.search(r"\.role\b\s*(==|!=)", text)


def test_parts_are_included_one_deep_so_that_a_page_is_read_in_two_files():
    including = {
        p for p in TEMPLATES if p.name.startswith("_") and re.search(r"{%\s*include", p.read_text())
    }

    assert [str(p.relative_to(ROOT)) for p in including] == []


def test_nothing_is_marked_safe_so_that_escaping_has_no_hole():
    assert [p for app in APPS for p in (ROOT / app).rglob("*.py") if "mark_safe" in p.read_text()] == []


def test_no_machine_is_named_so_that_the_repository_is_at_home_anywhere():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    machine = re.compile("(^|[^a-zA-Z0-9_.-])/(" + "|".join(["work", "farm", "root"]) + ")/")

    named = [
        str(p.relative_to(ROOT))
        for p in files
        if p.is_file() and p.suffix in {".py", ".md", ".toml", ".sh", ".html", ".js", ".css", ".txt", ""}
        and machine.search(p.read_text(encoding="utf-8", errors="ignore"))
    ]

    assert named == []
