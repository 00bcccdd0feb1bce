"""Answers of any length, read from one snapshot in constant memory.

A slow reader holds a thread of its worker, a slot and a connection as long as it reads. The number
of slots is bounded below that of threads, so that tiles and pages always find one; who comes too
many is told when to come again, and PostgreSQL ends a connection that nobody reads from.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from itertools import chain

import psycopg
from django.conf import settings
from django.db import connection
from isal import isal_zlib
from psycopg import Connection

from layers.publish.filters.sql import Sql
from layers.publish.tiles.database import conninfo

LONGEST_S = 900
UNREAD_LIMIT_MS = 60_000  # then PostgreSQL ends the connection
ROWS_AT_A_TIME = 1000
_OPTIONS = (
    f"-c idle_in_transaction_session_timeout={UNREAD_LIMIT_MS} -c jit=off"
    " -c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read"
)
# The last block, of the one type that there is not (RFC 1951, 3.2.3): no reader gets over it.
_NO_BLOCK = b"\x07"

slots = threading.BoundedSemaphore(settings.LONG_ANSWERS)

log = logging.getLogger(__name__)


class TooMany(Exception):
    """All slots are taken; come again later."""


class _BrokenOff(Exception):
    """The rest will not come."""


class LongAnswer:
    """The bytes that `write` makes of a snapshot. `close` frees slot and connection.

    If it takes too long or its connection breaks, it must not be taken for whole. The server ends
    every stream alike, so the bytes themselves have to tell: `unfinished` stands for the rest, for
    formats whose end looks like their middle, and a compressed stream becomes one that cannot be
    read. Raises TooMany where no slot is free.
    """

    def __init__(
        self,
        name: str,
        write: Callable[[Connection], Iterator[bytes]],
        *,
        unfinished: bytes = b"",
        compressed: bool = False,
    ) -> None:
        self._name = name
        self._unfinished = unfinished
        if not slots.acquire(blocking=False):
            raise TooMany
        try:
            if not connection.in_atomic_block:
                connection.close()  # back to the pool: pages must not wait for this one
            self._connection = psycopg.connect(
                conninfo(application_name="hamm download", options=_OPTIONS)
            )
        except BaseException:
            slots.release()
            raise
        self._parts = write(self._connection)
        self._answer = self._gzipped() if compressed else self._plain()
        self._ends_at = time.monotonic() + LONGEST_S
        self._open = True

    def begin(self) -> None:
        """Write the first part, so that what is wrong shows before it; raises as `write` does."""
        self._parts = chain([next(self._parts, b"")], self._parts)

    def __iter__(self) -> "LongAnswer":
        return self

    def __next__(self) -> bytes:
        return next(self._answer)

    def close(self) -> None:
        if self._open:
            self._open = False
            self._connection.close()
            slots.release()

    def _plain(self) -> Iterator[bytes]:
        try:
            yield from self._in_time()
        except _BrokenOff:
            yield self._unfinished

    def _gzipped(self) -> Iterator[bytes]:
        stream = isal_zlib.compressobj(1, 8, 31)
        try:
            for part in self._in_time():
                if packed := stream.compress(part):
                    yield packed
        except _BrokenOff:
            rest = stream.compress(self._unfinished) + stream.flush(isal_zlib.Z_FULL_FLUSH)
            yield rest + _NO_BLOCK
        else:
            yield stream.flush()

    def _in_time(self) -> Iterator[bytes]:
        try:
            for part in self._parts:
                if time.monotonic() > self._ends_at:
                    log.warning("long answer %s: its reader was too slow", self._name)
                    raise _BrokenOff
                yield part
        except psycopg.Error as error:
            log.warning("long answer %s: %s", self._name, error)
            raise _BrokenOff from error


def texts(snapshot: Connection, statement: Sql) -> Iterator[list[str]]:
    """The first column of the statement's rows, in portions."""
    with snapshot.cursor("rows") as cursor:
        cursor.execute(statement.text, statement.params)
        while rows := cursor.fetchmany(ROWS_AT_A_TIME):
            yield [row[0] for row in rows]
