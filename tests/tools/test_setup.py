"""What the set-up says and does before there is anything to run."""

import ast
import gettext
import os
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tools import ROOT, SetupError, bootstrap, environment, serving, system_packages


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine whose package manager is two scripts that write down what they were asked."""
    said = tmp_path / "asked"
    (tmp_path / "bin").mkdir()

    def program(name, body):
        path = tmp_path / "bin" / name
        path.write_text(f'#!/bin/sh\necho "{name} $@" >> {said}\n{body}\n')
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    program("dpkg-query", "echo 'one installed'; echo 'two not-installed'")
    program("apt-get", "exit 0")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    return said, program


def orders(said):
    """What apt-get was asked to do."""
    return [line for line in said.read_text().splitlines() if line.startswith("apt-get")]


def test_root_installs_only_what_is_missing(machine, monkeypatch):
    said, _ = machine
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    system_packages.provide(["one", "two", "three"], "The suite")

    assert orders(said) == ["apt-get install -y --no-install-recommends two three"]


def test_a_plain_user_gets_the_exact_line_for_an_administrator(machine, monkeypatch):
    said, _ = machine
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(SetupError) as refusal:
        system_packages.provide(["one", "two"], "The suite")

    assert str(refusal.value) == (
        "The suite needs what is not installed; an administrator can run:"
        " apt-get install -y --no-install-recommends two"
    )
    assert orders(said) == []


def test_stale_package_lists_are_renewed_once(machine, monkeypatch):
    said, program = machine
    program("apt-get", f'test "$1" = update || test "$(grep -c update {said})" = 1')
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    system_packages.provide(["two"], "The suite")

    assert [order.split()[1] for order in orders(said)] == ["install", "update", "install"]


def test_an_install_that_fails_names_its_command(machine, monkeypatch):
    _, program = machine
    program("apt-get", "exit 100")
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    with pytest.raises(SetupError, match="this failed: apt-get install -y --no-install-recommends two"):
        system_packages.provide(["two"], "The suite")


def test_an_old_python_hears_which_one_is_needed(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(sys, "version", "3.9.2 (default)")
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(SystemExit) as refusal:
        bootstrap.use_a_new_enough_python()

    assert refusal.value.code == "The portal needs Python 3.11 or newer; this is Python 3.9.2."


@pytest.mark.parametrize("name", ["__init__.py", "bootstrap.py"])
def test_an_old_python_can_read_as_far_as_that_sentence(name):
    source = (ROOT / "tools" / name).read_text()

    assert ast.parse(source, feature_version=(3, 7))


@pytest.mark.parametrize("text", ["", "0", "65536", "x", "-1", "80.5", "٨٠"])
def test_a_port_that_is_none_is_refused(text):
    with pytest.raises(SetupError, match="The port must be a number from 1 to 65535"):
        serving.port_number(text)


def test_the_port_of_the_command_line_comes_before_that_of_the_surroundings(monkeypatch):
    monkeypatch.setenv("PORT", "8001")

    assert serving.arguments([]).port == 8001
    assert serving.arguments(["--port", "8002"]).port == 8002


def test_a_port_in_use_is_noticed_before_the_set_up():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(SetupError, match=f"Port {port} is in use"):
            serving.require_free(port)


def test_requirements_are_installed_again_exactly_when_they_change(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path)
    (tmp_path / "requirements.txt").write_text("a==1\n")
    (tmp_path / "requirements-dev.txt").write_text("b==1\n")
    for name in environment.PACKAGES:
        environment.mark_done(name)
    before = [environment.is_done(name) for name in environment.PACKAGES]

    (tmp_path / "requirements.txt").write_text("a==2\n")

    assert before == [True, True]
    assert [environment.is_done(name) for name in environment.PACKAGES] == [False, False]


def test_an_environment_that_was_moved_is_made_anew(tmp_path):
    moved = tmp_path / ".venv"
    (moved / "bin").mkdir(parents=True)
    shutil.copy(environment.VENV / "pyvenv.cfg", moved)
    (moved / "bin" / "python").symlink_to(Path(sys.executable).resolve())

    assert environment.works(environment.PYTHON)
    assert not environment.works(moved / "bin" / "python")
    assert not environment.works(tmp_path / "none")


def test_translations_are_compiled_without_gettext(tmp_path, monkeypatch):
    messages = tmp_path / "vi" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    (messages / "django.po").write_text(
        f'{header}\nmsgid "month"\nmsgstr "tháng"\n\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n'
    )
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "WORDS", tmp_path)

    environment.compile_words()

    words = gettext.translation("django", tmp_path, ["vi"])
    assert words.gettext("month") == "tháng"
    assert words.gettext("a") == "a"  # a guess that nobody confirmed is not shown
    assert [path.name for path in sorted(messages.iterdir())] == ["django.mo", "django.po"]


def test_a_translation_with_a_slip_stops_the_set_up(tmp_path, monkeypatch, capfd):
    messages = tmp_path / "vi" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    (messages / "django.po").write_text('msgid "month"\ntháng\n')
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "WORDS", tmp_path)

    with pytest.raises(SetupError, match=r"vi/LC_MESSAGES/django.po cannot be compiled"):
        environment.compile_words()

    assert "line 1" in capfd.readouterr().err


def test_a_database_of_ones_own_means_production_and_a_strong_key():
    surroundings = {"PATH": os.environ["PATH"], "DATABASE_URL": "postgresql:///portal", "SECRET_KEY": "weak"}

    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "check"],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr == "SECRET_KEY must be set to at least 50 random characters.\n"
