"""The embedded database: who starts it, who stops it, and what a violent end leaves."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg2
import pytest

from tests.tools.clusters import Holder, eventually, servers
from tools import SetupError, local_postgres, postgres_programs
from tools.local_postgres import Cluster, running
from tools.postgres_programs import programs


def ask(url, question):
    """Answer one question in a connection of its own, which commits."""
    with closing(psycopg2.connect(url)) as line, line, line.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0] if cursor.description else None


def socket_folder(url):
    """Where the socket lies that a URL leads to."""
    return Path(parse_qs(urlsplit(url).query)["host"][0])


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def test_the_portal_gets_a_plain_role_in_a_database_that_knows_vietnamese_letters(data):
    with running(data, durable=False) as url:
        assert ask(url, "SELECT upper('đặng ơn')") == "ĐẶNG ƠN"
        assert ask(url, "SELECT current_database()") == "portal"
        assert ask(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def test_nobody_comes_in_over_the_network_or_without_the_password(data):
    with running(data, durable=False) as url:
        password = (data / "pg-password").read_text().strip()
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(url.replace(password, "guessed"))
        assert ask(url, "SHOW listen_addresses") == ""

    assert (data / "pg-password").stat().st_mode & 0o077 == 0


def test_a_second_database_stands_beside_the_first(data):
    with running(data, durable=False) as first, running(data, database="other") as second:
        assert ask(first, "SELECT current_database()") == "portal"
        assert ask(second, "SELECT current_database()") == "other"


def test_a_name_that_is_not_plain_is_refused(data):
    with pytest.raises(ValueError, match="plain database name"), running(data, database='a"; DROP'):
        pass


def test_the_last_one_out_stops_the_server(data):
    first = Holder(data)
    second = Holder(data)
    first.let_go()
    still_running = servers(data)

    answer = ask(second.url, "SELECT 1")
    second.let_go()

    assert len(still_running) == 1
    assert answer == 1
    assert servers(data) == []


def test_a_killed_user_leaves_the_server_to_the_next_one(data):
    killed = Holder(data)
    ask(killed.url, "CREATE TABLE kept AS SELECT 42 AS value")
    killed.kill()

    with running(data) as url:
        assert ask(url, "SELECT value FROM kept") == 42

    assert servers(data) == []


def test_a_killed_server_has_lost_nothing_that_was_committed(data):
    holder = Holder(data)
    ask(holder.url, "CREATE TABLE kept AS SELECT 42 AS value")
    os.kill(servers(data)[0], signal.SIGKILL)
    holder.kill()

    with running(data) as url:
        assert ask(url, "SELECT value FROM kept") == 42


def test_a_pid_file_whose_number_now_means_another_process_harms_nobody(data):
    with running(data, durable=False):
        lines = (data / "pg" / "postmaster.pid").read_text()
    # Another cluster's server: the right name, another folder.
    words = ["postgres", "-c", "import time; time.sleep(60)", "-D", "/another/cluster"]
    stranger = subprocess.Popen(words, executable=sys.executable)
    stale = "\n".join([str(stranger.pid), *lines.splitlines()[1:]]) + "\n"
    (data / "pg" / "postmaster.pid").write_text(stale)

    with running(data, durable=False) as url:
        assert ask(url, "SELECT 1") == 1

    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_socket_that_was_swept_away_comes_back(data):
    killed = Holder(data)
    killed.kill()
    (socket_folder(killed.url) / ".s.PGSQL.5432").unlink()

    with running(data) as url:
        assert ask(url, "SELECT 1") == 1


def test_an_interrupted_creation_is_begun_anew(data):
    (data / "pg.new" / "base").mkdir(parents=True)
    (data / "pg-password").write_text("half")

    with running(data, durable=False) as url:
        assert ask(url, "SELECT 1") == 1


@pytest.mark.parametrize("name", ["Bưu điện tỉnh ở đây", "a" * 200, 'đ\'ấu "ngoặc" $HOME %20'])
def test_any_folder_will_do(tmp_path, name):
    with running(tmp_path / name / "data", durable=False) as url:
        assert ask(url, "SELECT 1") == 1


def test_the_temporary_folder_of_a_socket_is_closed_to_others_and_does_not_stay(tmp_path):
    with running(tmp_path / "có dấu cách", durable=False) as url:
        place = socket_folder(url)
        assert place.stat().st_mode & 0o077 == 0

    assert not place.exists()


def test_a_user_without_privileges_runs_it_too(data, tmp_path, monkeypatch):
    user, prefix = os.geteuid(), ()
    with tempfile.TemporaryDirectory() as open_to_all:
        if user == 0:  # a capability lets nobody reach this Python and this very folder
            user = 65534
            Path(open_to_all).chmod(0o755)
            monkeypatch.setenv("PG_BIN", str(postgres_programs.copy(programs(), Path(open_to_all)).folder))
            os.chown(tmp_path, user, user)
            drop = ("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups")
            prefix = (*drop, "--inh-caps=+dac_override", "--ambient-caps=+dac_override")
        holder = Holder(data, prefix=prefix)

        answer = ask(holder.url, "SELECT 1")
        runs_as = Path(f"/proc/{servers(data)[0]}").stat().st_uid
        holder.let_go()

    assert answer == 1
    assert runs_as == user


@pytest.mark.parametrize("closed", [True, False])
def test_root_without_user_namespaces_lends_an_unprivileged_account(closed, monkeypatch):
    """In a closed folder (as /root) with copied programs, in an open one with those in place."""
    real = postgres_programs.works
    monkeypatch.setattr(
        postgres_programs, "works", lambda lent, data: "unshare" not in lent.prefix and real(lent, data)
    )
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o700 if closed else 0o755)
        data = Path(folder, "data")

        with running(data, durable=False) as url:
            answer = ask(url, "SELECT 1")
            runs_as = Path(f"/proc/{servers(data)[0]}").stat().st_uid

    assert answer == 1
    assert runs_as != 0
    assert servers(data) == []


def test_a_cluster_made_by_another_version_is_left_alone(data):
    with running(data, durable=False):
        pass
    (data / "pg" / "PG_VERSION").write_text("14\n")

    with pytest.raises(SetupError, match="PostgreSQL 14, which made this database, was not found"):
        Cluster(data).start(durable=True)


def test_programs_that_are_missing_are_named(data, monkeypatch):
    monkeypatch.setenv("PG_BIN", "/nowhere")

    with pytest.raises(SetupError, match=r"not found on PG_BIN \(/nowhere\)"), running(data):
        pass


def test_a_data_folder_that_cannot_be_is_named(tmp_path):
    (tmp_path / "file").write_text("")

    with (
        pytest.raises(SetupError, match=r"cannot be written \(Not a directory\)"),
        running(tmp_path / "file/data"),
    ):
        pass


def test_a_server_that_cannot_start_says_why(data):
    with running(data, durable=False):
        pass
    with (data / "pg" / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")

    with pytest.raises(SetupError, match=r"PostgreSQL stopped at once: .*contains errors"), running(data):
        pass


def test_a_cluster_goes_for_good_only_when_nobody_uses_it(data):
    holder = Holder(data)
    local_postgres.discard(data)
    kept = (data / "pg").exists()
    holder.let_go()

    local_postgres.discard(data)

    assert kept
    assert not (data / "pg").exists()


def test_a_manage_command_that_is_ended_leaves_no_server(data):
    surroundings = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PORTAL_MODE")
    }
    command = subprocess.Popen(
        [
            sys.executable,
            "manage.py",
            "shell",
            "-v",
            "0",
            "-c",
            "import time; print('in', flush=True); time.sleep(60)",
        ],
        cwd=postgres_programs.ROOT,
        env={**surroundings, "PORTAL_DATA": str(data), "DJANGO_SETTINGS_MODULE": "postoffice.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    command.stdout.readline()
    while_it_ran = servers(data)

    command.terminate()
    command.communicate(timeout=30)

    assert len(while_it_ran) == 1
    assert command.returncode == 143
    assert eventually(lambda: servers(data) == [])
