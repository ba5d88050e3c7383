"""It is so that the foundation can be read, tested and reused without Django."""

import doctest
import importlib
import subprocess
import sys

import pytest

PURE = [
    "postoffice.measures",
    "postoffice.months",
    "postoffice.numbers",
    "postoffice.spans",
    "postoffice.working_days",
    "planning.allocation",
    "planning.phasing",
    "planning.plan_solver",
]
SHOWN = [
    "months",
    "spans",
    "working_days",
    "numbers.parse",
    "numbers.block",
    "numbers.format",
    "numbers.notation",
]


@pytest.mark.parametrize("module", PURE)
def test_a_foundation_module_knows_no_django(module):
    code = f"import sys, {module}; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "name", [f"postoffice.{room}" for room in SHOWN] + ["planning.allocation", "planning.phasing"]
)
def test_the_examples_of_a_module_run(name):
    result = doctest.testmod(importlib.import_module(name))

    assert result.attempted > 0 and result.failed == 0
