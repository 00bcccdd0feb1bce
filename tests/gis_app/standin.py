"""A WSGI application with a door, for the tests of the server alone."""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple


class Answer(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    body: bytes


def who() -> Answer:
    """Quickly said by whom, but slowly enough for others to come meanwhile."""
    time.sleep(0.002)
    return Answer(200, [], f"{os.getpid()} {threading.get_ident()}".encode())


def late() -> Answer:
    time.sleep(0.3)
    return Answer(200, [("X-From", "the door")], b"late")


class Application:
    def at_once(self, environ: dict[str, Any]) -> Answer | Callable[[], Answer] | None:
        match environ["PATH_INFO"]:
            case "/who":
                return who()
            case "/late":
                return late
            case _:
                return None

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/broken":
            raise RuntimeError("on purpose")
        start_response("200 OK", [("Content-Type", "text/plain")])
        if environ["PATH_INFO"] == "/endless":
            return endless()
        return [environ["wsgi.input"].read()]


def endless() -> Iterator[bytes]:
    while True:
        yield b"x" * 65536


application = Application()
