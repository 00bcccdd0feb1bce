"""One thread of each process at the door, and as many as there are long answers behind it."""

import http.client
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.common.servers import as_run_serves, serving
from tests.conftest import ROOT, database_url


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    command = as_run_serves("standin:application")
    with serving(command, "/who", {"PYTHONPATH": str(Path(__file__).parent)}) as server:
        host, port = server.address.removeprefix("http://").split(":")
        yield host, int(port)


def ask(
    address: tuple[str, int], path: str, method: str = "GET", body: bytes | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    """On a connection of its own; each may reach either process."""
    connection = http.client.HTTPConnection(*address, timeout=10)
    connection.request(method, path, body)
    answer = connection.getresponse()
    read = answer.read()
    connection.close()
    return answer, read


def ask_at_the_same_time(address: tuple[str, int], path: str, clients: int, each: int) -> list:
    bodies: list[bytes] = []

    def client() -> None:
        connection = http.client.HTTPConnection(*address, timeout=10)
        for _ in range(each):
            connection.request("GET", path)
            bodies.append(connection.getresponse().read())
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return bodies


def test_what_is_there_at_once_is_said_by_one_thread_of_each_process(
    address: tuple[str, int],
) -> None:
    said = Counter(ask_at_the_same_time(address, "/who", clients=16, each=60))

    assert said.total() == 16 * 60
    busiest = sum(count for _who, count in said.most_common(2))
    assert busiest > 0.7 * said.total()


def test_late_answers_come_at_the_same_time(address: tuple[str, int]) -> None:
    began = time.monotonic()
    answers = ask_at_the_same_time(address, "/late", clients=12, each=1)

    assert answers == [b"late"] * 12
    assert time.monotonic() - began < 1.5  # of two processes one would take 1.8 s, one by one
    answer, _body = ask(address, "/late")
    assert (answer.status, answer.headers["X-From"]) == (200, "the door")


def test_head_has_no_body(address: tuple[str, int]) -> None:
    answer, body = ask(address, "/late", "HEAD")
    assert (answer.status, body) == (200, b"")


def test_a_page_reads_what_was_sent(address: tuple[str, int]) -> None:
    sent = b"x" * 3_000_000
    assert ask(address, "/form", "POST", sent)[1] == sent


def test_an_application_that_breaks_means_500_and_costs_no_thread(address: tuple[str, int]) -> None:
    statuses = [ask(address, "/broken")[0].status for _ in range(40)]

    assert statuses == [500] * 40
    assert ask(address, "/form", "POST", b"still here")[1] == b"still here"


def test_readers_who_hold_threads_hold_up_neither_door_nor_pages(address: tuple[str, int]) -> None:
    readers = [socket.create_connection(address) for _ in range(12)]
    for reader in readers:
        reader.sendall(b"GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
    time.sleep(0.5)
    try:
        began = time.monotonic()
        for _ in range(8):
            assert ask(address, "/who")[0].status == 200
            assert ask(address, "/form", "POST", b"a page")[1] == b"a page"
        assert time.monotonic() - began < 4
    finally:
        for reader in readers:
            reader.close()


def test_a_process_has_loaded_its_addresses_before_it_listens(own_database: str) -> None:
    """One born again after a `kill -9` would keep its first visitors waiting for seconds."""
    code = "import sys, gis_app.wsgi; print('gis_app.views.map' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "SECRET_KEY": "x" * 50}
        | {"DATABASE_URL": database_url(own_database)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert answer.stdout == "True\n"
