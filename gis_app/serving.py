"""Granian with one thread at the door: `python -m gis_app.serving`, with granian's own options.

Granian starts as many threads as requests come at a time, up to `--blocking-threads`; pages and
downloads need them, for each slow reader holds one. Tiles do not: many threads at many small
tiles wait most of the time for each other. So one thread at a time stands at the door and
answers tile after tile. Whenever it has something longer to do it leaves the door to another;
threads that come in between answer the tile they have been given and then rest.

For that `handle` stands in place of granian's own wrapper of a WSGI application, which it calls
for everything but tiles.
"""

import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from granian.cli import cli
from granian.server import mp
from granian.wsgi import _callback_wrapper as whole_answer

REST_S = 1.0  # so long a thread rests at most, and a silent keeper of the door counts as gone

Scope = dict[str, Any]


class Exchange(Protocol):
    """Granian's side of one request."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...


class Door:
    """Who of this process's threads is at the door; a mistake costs time, never an answer."""

    def __init__(self) -> None:
        self._keeper: int | None = None
        self._seen_at = 0.0
        self._resting = threading.Condition()

    def come(self) -> bool:
        """Whether the caller is at the door now; False if another is."""
        me, now = threading.get_ident(), time.monotonic()
        if self._keeper not in (None, me) and now - self._seen_at < REST_S:
            return False
        self._keeper, self._seen_at = me, now
        return True

    def leave(self) -> None:
        """Somebody else may come; nothing, if the caller is not at the door."""
        if self._keeper == threading.get_ident():
            with self._resting:
                self._keeper = None
                self._resting.notify()

    def rest(self) -> None:
        """Until the door is free, or for a second."""
        with self._resting:
            if self._keeper is not None:
                self._resting.wait(REST_S)


def at_the_door(
    callback: Callable[..., Any], scope_opts: dict[str, Any], access_log_fmt: Any = None
) -> Callable[[Exchange, Scope], None]:
    """What granian calls for each request; `callback` is the WSGI application. Its names."""
    page = whole_answer(callback, scope_opts, access_log_fmt)
    at_once = getattr(callback, "at_once", lambda scope: None)
    door = Door()

    def handle(exchange: Exchange, scope: Scope) -> None:
        answer = at_once(scope)
        if answer is None:
            door.leave()
            page(exchange, scope)
            return
        is_keeper = door.come()
        if callable(answer):
            door.leave()
            answer = answer()
        body = b"" if scope["REQUEST_METHOD"] == "HEAD" else answer.body
        exchange.response_bytes(answer.status, answer.headers, body)
        if not is_keeper:
            door.rest()

    return handle


# In every process, also in one that was not forked but has imported this module anew.
mp._wsgi_call_wrap = at_the_door

if __name__ == "__main__":
    cli(["--interface", "wsgi", *sys.argv[1:]])
