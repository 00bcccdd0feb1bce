"""The database goes and comes back while web processes live: 503 at once, then pages again."""

import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.test import Client
from psycopg_pool import PoolTimeout

from gis_app.errors import status_of
from tests.conftest import ROOT, database_url
from tests.factories import make_city

NOWHERE = "postgresql://somebody:geheim@/city?host=/nowhere"
AT_ONCE_S = 8  # on a busy machine and with everything still to be loaded; the pool waits 10


@pytest.fixture
def visitor() -> Client:
    """One whom an error reaches as a browser sees it."""
    return Client(raise_request_exception=False, headers={"accept-language": "tr"})


@pytest.fixture
def no_server(own_database: str) -> Iterator[None]:
    connection.close()
    connection.close_pool()
    before = {key: connection.settings_dict[key] for key in ("HOST", "OPTIONS")}
    options = {k: v for k, v in before["OPTIONS"].items() if k != "host"}
    connection.settings_dict |= {"HOST": "/nowhere", "OPTIONS": options}
    yield
    close_old_connections()
    connection.settings_dict |= before


@pytest.mark.parametrize(
    "fact",
    [
        OperationalError("no connection"),
        InterfaceError("closed"),
        psycopg.OperationalError("no connection"),
        psycopg.InterfaceError("closed"),
        PoolTimeout("all busy"),
    ],
)
def test_each_word_for_an_absent_database_means_503(fact: Exception) -> None:
    assert status_of(fact) == 503


@pytest.mark.parametrize("path", ["/", "/suche/?q=Markt", "/konto/anmelden/", "/gibt-es-nicht"])
def test_a_page_says_so_at_once_in_the_readers_language(
    no_server: None, visitor: Client, path: str
) -> None:
    visitor.get(path)  # the first loads templates
    began = time.monotonic()
    answer = visitor.get(path)

    assert time.monotonic() - began < AT_ONCE_S
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert answer["Cache-Control"] == "no-store"
    assert "birkaç saniye sonra" in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/api/search/?q=Markt",
        "/api/layers/cool_places/",
        "/api/layers/cool_places.geojson",
        "/ogc/collections",
        "/ogc/collections/cool_places/items",
        "/stil/light.json",
        "/tiles/cool_places.json",
        "/offline/umfang.json",
        "/manifest.webmanifest",
        "/health/",
    ],
)
def test_a_program_gets_a_problem_document(no_server: None, visitor: Client, path: str) -> None:
    answer = visitor.get(path)

    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    assert int(answer["Retry-After"]) > 0
    assert json.loads(answer.content)["status"] == 503


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json", "application/problem+json"),
        ("application/json, text/plain;q=0.9", "application/problem+json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("*/*", "text/html"),
    ],
)
def test_a_page_asked_for_in_json_fails_in_json(
    no_server: None, visitor: Client, accept: str, kind: str
) -> None:
    answer = visitor.get("/", headers={"accept": accept})

    assert answer.status_code == 503
    assert answer["Content-Type"].partition(";")[0] == kind


def test_the_log_has_one_line_for_each_request(
    no_server: None, visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    for path in ("/", "/health/"):
        visitor.get(path)

    said = [record for record in caplog.records if record.name == "django.request"]
    lines = [logging.Formatter("{message}", style="{").format(record) for record in said]
    assert [line.partition(": ")[0] for line in lines] == ["Service Unavailable"] * 2
    for line, path in zip(lines, ("/:", "/health/:"), strict=True):
        assert path in line
        assert "/nowhere" in line
        assert "Traceback" not in line
        assert "\n" not in line


def test_wfs_says_it_in_a_report(no_server: None, visitor: Client) -> None:
    answer = visitor.get("/wfs?SERVICE=WFS&REQUEST=GetCapabilities")

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert b"ExceptionReport" in answer.content


def test_a_request_after_a_restart_meets_no_dead_connection(
    own_database: str, visitor: Client
) -> None:
    make_city()
    assert visitor.get("/health/").status_code == 200
    connection.close()  # into the pool

    with psycopg.connect(database_url(own_database), autocommit=True) as other:
        ended = other.execute(
            "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()

    assert ended is not None and ended[0] >= 1
    assert visitor.get("/health/").status_code == 200


def test_a_request_whose_connection_dies_spoils_none_after_it(
    own_database: str, visitor: Client
) -> None:
    make_city()
    with connection.cursor() as cursor, pytest.raises(OperationalError):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    connection.close()

    began = time.monotonic()
    assert visitor.get("/health/").status_code == 200
    assert time.monotonic() - began < AT_ONCE_S


def command(address: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", "load_fixtures"],
        env={"DATABASE_URL": address, "SECRET_KEY": "x" * 50, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "address",
    [
        "geheim",
        "mysql://somebody:geheim@localhost/city",
        "postgresql://somebody:geheim@localhost:99999/city",
        "postgresql://somebody:geheim@[::1/city",
    ],
)
def test_what_is_no_address_of_a_database_is_named_in_one_line(address: str) -> None:
    answer = command(address)

    assert answer.returncode == 1
    (line,) = answer.stderr.splitlines()
    assert "DATABASE_URL" in line
    assert "geheim" not in line


def test_a_command_without_its_database_says_what_to_look_at() -> None:
    answer = command(NOWHERE)

    assert answer.returncode == 1
    assert answer.stdout == ""
    (line,) = answer.stderr.splitlines()
    assert "DATABASE_URL" in line
    assert "/nowhere" in line
    assert "geheim" not in line
