"""The backup script: a dump is whole or it is not there."""

import os
import subprocess
import time
from contextlib import closing

import psycopg2
import pytest

from tools import ROOT
from tools.local_postgres import running
from tools.postgres_programs import programs

SCRIPT = ROOT / "deploy" / "backup.sh"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


def backup(folder, url):
    """Run the script with PostgreSQL's programs at hand."""
    surroundings = {"PATH": f"{programs().folder}:{os.environ['PATH']}", "DATABASE_URL": url}
    return subprocess.run(
        [SCRIPT, folder, "35"], env=surroundings, capture_output=True, text=True, check=False
    )


def ask(url, question):
    """Answer one question in a connection of its own, which commits."""
    with closing(psycopg2.connect(url)) as line, line, line.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0] if cursor.description else None


def test_a_dump_can_be_restored_and_old_ones_go(folder, tmp_path):
    old = folder / "portal-20190101T000000Z.dump"
    old.write_text("")
    os.utime(old, (0, time.time() - 40 * 24 * 3600))
    with (
        running(tmp_path / "data", durable=False) as url,
        running(tmp_path / "data", database="other") as other,
    ):
        ask(url, "CREATE TABLE kept AS SELECT 42 AS value")

        done = backup(folder, url)

        dumps = list(folder.iterdir())
        restore = [programs()["pg_restore"], "--no-owner", "--exit-on-error", "--dbname", other, *dumps]
        subprocess.run(restore, check=True)
        assert ask(other, "SELECT value FROM kept") == 42
    assert done.stdout.strip() == str(dumps[0])
    assert len(dumps) == 1
    assert dumps[0].stat().st_mode & 0o077 == 0


def test_a_dump_that_fails_leaves_nothing_and_keeps_the_old(folder):
    old = folder / "portal-20190101T000000Z.dump"
    old.write_text("")
    os.utime(old, (0, 0))

    done = backup(folder, "postgresql://nobody@/nothing?host=/nowhere")

    assert done.returncode != 0
    assert list(folder.iterdir()) == [old]
