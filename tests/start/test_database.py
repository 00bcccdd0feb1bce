"""The private database cluster: through kills, leftovers and several users at once."""

import os
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.start.sandbox import Project


def ask(project: Project, *sql: str) -> str:
    answer = project("manage", "query", *sql)
    assert answer.returncode == 0, answer.stdout
    return answer.stdout.splitlines()[-1]


def test_it_works_under_a_path_too_long_for_a_socket(closed_project: Project) -> None:
    assert len(str(closed_project.root)) > 107
    assert ask(closed_project, "SELECT 6 * 7") == "(42,)"


def test_only_its_owner_can_reach_it_and_nobody_over_the_network(closed_project: Project) -> None:
    assert ask(closed_project, "SHOW listen_addresses") == "('',)"
    with running(closed_project):
        url = closed_project("manage", "environment", "DATABASE_URL").stdout.splitlines()[-1]
        folder = Path(parse_qs(urlsplit(url).query)["host"][0])
        for closed in (folder, closed_project.data):
            assert stat.S_IMODE(closed.stat().st_mode) == 0o700
            assert closed.stat().st_uid == closed_project.data.stat().st_uid
    assert not folder.exists()


def test_the_application_is_no_superuser_and_has_postgis_in_every_new_database(
    closed_project: Project,
) -> None:
    is_superuser = "SELECT usesuper FROM pg_user WHERE usename = current_user"
    assert ask(closed_project, is_superuser) == "(False,)"
    ask(closed_project, "CREATE DATABASE another")
    assert ask(closed_project, "SELECT postgis_lib_version() > '3'") == "(True,)"
    ask(closed_project, "DROP DATABASE another")


def test_it_sorts_by_bytes_and_knows_german_through_icu(closed_project: Project) -> None:
    settings = "SELECT datcollate, datctype FROM pg_database WHERE datname = current_database()"
    assert ask(closed_project, settings) == "('C.UTF-8', 'C.UTF-8')"
    german = """SELECT string_agg(word, ' ' ORDER BY word COLLATE "de-x-icu")
                FROM unnest(ARRAY['Zoo', 'Ärzte', 'Bad']) word"""
    assert ask(closed_project, german) == "('Ärzte Bad Zoo',)"


def test_it_survives_the_death_of_the_server(closed_project: Project) -> None:
    ask(closed_project, "CREATE TABLE kept AS SELECT 11 AS answer")
    closed_project("manage", "kill_server")
    assert closed_project.server() is None
    assert (closed_project.data / "postmaster.pid").exists()

    assert ask(closed_project, "SELECT answer FROM kept") == "(11,)"


def test_a_pid_file_that_names_another_program_does_not_stop_it(closed_project: Project) -> None:
    ask(closed_project, "SELECT 1")
    leave_pid_file(closed_project, os.getpid())

    assert ask(closed_project, "SELECT 2") == "(2,)"


def test_a_pid_file_that_names_a_zombie_does_not_stop_it(closed_project: Project) -> None:
    ask(closed_project, "SELECT 1")
    zombie = subprocess.Popen(["true"])
    until(lambda: "Z" in Path(f"/proc/{zombie.pid}/stat").read_text())
    leave_pid_file(closed_project, zombie.pid)

    assert ask(closed_project, "SELECT 2") == "(2,)"
    zombie.wait()


def leave_pid_file(project: Project, pid: int) -> None:
    """As a killed server leaves it, with the socket's lock file beside."""
    pid_file = project.data / "postmaster.pid"
    pid_file.write_text(f"{pid}\n{project.data}\n1700000000\n5432\n/tmp\n\n  1234567  7\n")
    os.chown(pid_file, project.data.stat().st_uid, project.data.stat().st_gid)
    pid_file.chmod(0o600)


def test_it_ends_with_the_last_who_uses_it(closed_project: Project) -> None:
    with running(closed_project):
        server = closed_project.server()
        assert ask(closed_project, "SELECT 3") == "(3,)"
        assert closed_project.server() == server

    assert closed_project.server() is None


def test_stop_ends_what_a_killed_run_left_behind(closed_project: Project) -> None:
    first = closed_project.start("manage", "wait_for", "never")
    until(lambda: closed_project.server() is not None)
    until(lambda: "wait_for" in (closed_project.root / "calls").read_text().splitlines()[-1])
    left_behind = Path(f"/proc/{first.pid}/task/{first.pid}/children").read_text().split()
    first.kill()
    for child in left_behind:
        os.kill(int(child), signal.SIGKILL)
    first.communicate(timeout=30)
    assert closed_project.server() is not None

    assert "The database has ended." in closed_project("stop").stdout
    assert closed_project.server() is None


def test_database_url_takes_the_place_of_the_private_cluster(project: Project) -> None:
    url = "postgresql://someone@example.org/city"
    answer = project("manage", "environment", "DATABASE_URL", DATABASE_URL=url)

    assert answer.stdout.splitlines()[-1] == url
    assert not (project.root / "var" / "postgresql").exists()


def test_settings_for_psql_do_not_lead_elsewhere(closed_project: Project) -> None:
    answer = closed_project("manage", "query", "SELECT 4", PGHOST="/nowhere", PGOPTIONS="-c x=y")

    assert answer.stdout.splitlines()[-1] == "(4,)"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step aside")
def test_as_root_the_server_runs_as_an_unprivileged_user(closed_project: Project) -> None:
    ask(closed_project, "SELECT 1")

    assert closed_project.data.stat().st_uid != 0
    assert not closed_project.data.is_relative_to(closed_project.root)


@contextmanager
def running(project: Project) -> Iterator[None]:
    """Somebody else uses the database meanwhile."""
    flag = project.root / "enough"
    first = project.start("manage", "wait_for", flag.name)
    until(lambda: project.server() is not None)
    yield
    flag.touch()
    first.communicate(timeout=30)
    flag.unlink()


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
