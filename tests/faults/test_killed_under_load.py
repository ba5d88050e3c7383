"""Workers, backends or the server are killed while figures are saved, imported and closed."""

import json
import random
import time

import pytest

from tests.faults.office import Office

ROUNDS = 4
DEEDS = {"save": 1, "import": 1, "close": 0}
"""Each deed and its first number."""


def done_by(worker):
    """Wait for a worker to end and return the last number it acknowledged, or None."""
    said, _ = worker.communicate(timeout=60)
    numbers = [int(line) for line in said.split("\n")[:-1]]
    return numbers[-1] if numbers else None


@pytest.mark.faults
@pytest.mark.parametrize("what", ["workers", "backends", "server"])
def test_all_that_was_acknowledged_is_there_and_nothing_is_half_done(tmp_path, what):
    office, chance = Office(tmp_path / "data"), random.Random(what)
    last = {deed: first - 1 for deed, first in DEEDS.items()}
    office.ask("prepare")

    with office.stack:
        for _ in range(ROUNDS):
            workers = {deed: office.begin(deed, last[deed] + 1) for deed in DEEDS}
            time.sleep(2 + chance.uniform(0, 1))
            office.strike(what, workers.values())
            for deed, worker in workers.items():
                reached = done_by(worker)
                last[deed] = last[deed] if reached is None else reached
            judge(json.loads(office.ask("check")), last)
    assert last["save"] > 20
    assert last["import"] > 4
    assert last["close"] > 4


def judge(found, last):
    """What was acknowledged is there; at most one more was done whose answer was lost."""
    assert found["saved"] in (last["save"], last["save"] + 1)
    assert found["draft"] == [found["saved"]] * 3
    assert found["imported"] in ([], [last["import"]], [last["import"] + 1])
    assert found["records"] in (0, 48)
    # Months are counted from 0.
    assert found["closed"] in (last["close"] + 1, last["close"] + 2)
    wrong = {name: found[name] for name in ("gaps", "half closed", "differences", "unsigned")}
    assert wrong == {"gaps": False, "half closed": 0, "differences": 0, "unsigned": 0}
