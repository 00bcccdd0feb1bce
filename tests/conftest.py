"""Databases and servers for tests.

`db` (pytest-django): an empty migrated database, rolled back after each test. Deferred triggers
do not fire there, so what happens at commit is tested in a database of its own:

`own_database`: an empty one, `hamm_database`: one with the fixtures of Hamm; both are copies
made for one test, with real commits.
`hamm`: the fixtures of Hamm for reading; what the test writes is rolled back.
`site`: the address of a running server with the fixtures of Hamm, one for the whole session.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent

# Playwright keeps an event loop in this thread; Django would refuse the ORM beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

STAFF = ("stadt", "ein langes Kennwort nur fuer Tests")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--deep",
        action="store_true",
        help="ask every operation of the API definition everything (an hour or more)",
    )


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data beside the checkout; the product runs without it, these tests skip."""
    path = ROOT.parent / "shared" / "data"
    if not path.is_dir():
        pytest.skip("the real data (../shared/data) is not on this machine")
    return path


def _conninfo(name: str) -> str:
    settings = connection.settings_dict
    options = {
        key: value
        for key, value in settings["OPTIONS"].items()
        if key in ("host", "port", "user", "password")
    }
    for key, setting in [
        ("host", "HOST"),
        ("port", "PORT"),
        ("user", "USER"),
        ("password", "PASSWORD"),
    ]:
        if settings[setting]:
            options[key] = settings[setting]
    return psycopg.conninfo.make_conninfo(dbname=name, **options)


def database_url(name: str) -> str:
    parts = psycopg.conninfo.conninfo_to_dict(_conninfo(name))
    user = parts.get("user", "")
    secret = f":{parts['password']}" if parts.get("password") else ""
    return (
        f"postgresql://{user}{secret}@/{name}?host={parts.get('host', '')}"
        f"&port={parts.get('port', 5432)}"
    )


def _maintain(statement: str, *names: str) -> None:
    with psycopg.connect(_conninfo("postgres"), autocommit=True) as maintenance:
        maintenance.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _disconnect() -> None:
    connection.close()
    connection.close_pool()


@contextmanager
def _connected_to(name: str) -> Iterator[str]:
    """Django's default connection leads to database `name` inside the block."""
    before = connection.settings_dict["NAME"]
    _disconnect()
    connection.settings_dict["NAME"] = name
    try:
        yield name
    finally:
        _disconnect()
        connection.settings_dict["NAME"] = before


@contextmanager
def _copy_of(template: str) -> Iterator[str]:
    name = f"{template}_{uuid.uuid4().hex[:8]}"
    _maintain("CREATE DATABASE {} TEMPLATE {}", name, template)
    try:
        yield name
    finally:
        _drop(name)


def _drop(name: str) -> None:
    """PostgreSQL's own vacuum may look at the database just now; it may not be forced out."""
    for _try in range(20):
        try:
            _maintain("DROP DATABASE {} WITH (FORCE)", name)
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
            time.sleep(0.5)
        else:
            return


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker) -> Iterator[str]:
    """The test database, also when no test asks for `db`, and a copy that nobody connects to.

    The copy is made at once: later a browser's event loop may hold a connection of its own.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        _disconnect()
        with _copy_of(connection.settings_dict["NAME"]) as template:
            yield template
        _disconnect()
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def empty_template(django_db_setup: str) -> str:
    """A migrated database, to be copied."""
    return django_db_setup


@pytest.fixture(scope="session")
def hamm_template(empty_template: str, django_db_blocker) -> Iterator[str]:
    """The same with the fixtures of Hamm and a staff account."""
    from accounts.models import User

    with django_db_blocker.unblock(), _copy_of(empty_template) as name:
        with _connected_to(name):
            call_command("load_fixtures", verbosity=0)
            User.objects.create_superuser(STAFF[0], password=STAFF[1])
        yield name


@pytest.fixture
def own_database(empty_template: str, django_db_blocker) -> Iterator[str]:
    with django_db_blocker.unblock(), _copy_of(empty_template) as name, _connected_to(name):
        yield name


@pytest.fixture
def hamm_database(hamm_template: str, django_db_blocker) -> Iterator[str]:
    with django_db_blocker.unblock(), _copy_of(hamm_template) as name, _connected_to(name):
        yield name


@pytest.fixture(scope="session")
def _hamm_for_reading(hamm_template: str, django_db_blocker) -> Iterator[str]:
    with django_db_blocker.unblock(), _copy_of(hamm_template) as name:
        yield name


@pytest.fixture
def hamm(_hamm_for_reading: str, django_db_blocker) -> Iterator[None]:
    with (
        django_db_blocker.unblock(),
        _connected_to(_hamm_for_reading),
        transaction.atomic(),
    ):
        yield
        transaction.set_rollback(True)


class Site(str):
    """The address of a running server, without a slash at its end."""

    database: str
    database_url: str
    staff: tuple[str, str] = STAFF

    def manage(self, *arguments: str) -> str:
        """Run a management command on the site's database; its standard output."""
        return subprocess.run(
            [sys.executable, ROOT / "manage.py", *arguments],
            env={**os.environ, "DATABASE_URL": self.database_url},
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        ).stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_server(database_url: str, log: Path) -> Iterator[str]:
    """The web server as `./run` starts it, on a free port of the loopback interface."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "DEBUG": "0",
        "MEDIA_ROOT": str(log.parent / "media"),
    }
    command = [sys.executable, "-m", "gis_app.serving", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "16"]
    command += ["gis_app.wsgi:application"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, server, log)
            yield address
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/robots.txt", timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-3000:]}")


@pytest.fixture(scope="session")
def site(hamm_template: str, tmp_path_factory, django_db_blocker) -> Iterator[Site]:
    log = tmp_path_factory.mktemp("server") / "server.log"
    with django_db_blocker.unblock(), _copy_of(hamm_template) as name:
        url = database_url(name)
        with running_server(url, log) as address:
            site = Site(address)
            site.database, site.database_url = name, url
            yield site
