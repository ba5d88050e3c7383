"""A commit that the standby did not confirm: it is not called saved, and its repeat is saved once."""

import json
import time
from contextlib import closing

import psycopg2
import pytest

from tests.faults.office import Office


def rule(office, statement):
    """Say something to the server as its owner, and return the first row of the answer."""
    with closing(psycopg2.connect(office.url.replace("//portal:", "//postgres:"))) as line:
        line.autocommit = True
        with line.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone() if cursor.description else None


def wait_for_standby(office, name):
    rule(office, f"ALTER SYSTEM SET synchronous_standby_names = '{name}'")
    rule(office, "SELECT pg_reload_conf()")


def cancel_the_waiting_commit(office):
    waiting = "FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND usename = 'portal'"
    for _attempt in range(200):
        if rule(office, f"SELECT pg_cancel_backend(pid) {waiting}"):
            return
        time.sleep(0.05)
    raise AssertionError("no commit waits for the standby")


@pytest.mark.faults
def test_a_commit_on_one_machine_only_is_not_acknowledged_and_its_repeat_is(tmp_path):
    office = Office(tmp_path / "data")
    with office.stack:
        office.ask("prepare")
        wait_for_standby(office, "nobody")
        worker = office.begin("save", 1)
        cancel_the_waiting_commit(office)
        said, _ = worker.communicate(timeout=60)
        assert (said, worker.returncode) == ("", 1)
        wait_for_standby(office, "")

        worker = office.begin("save", 1)
        first = worker.stdout.readline()
        worker.kill()
        worker.communicate()

        found = json.loads(office.ask("check"))
        assert first == "1\n"
        assert (found["gaps"], found["draft"]) == (False, [found["saved"]] * 3)
