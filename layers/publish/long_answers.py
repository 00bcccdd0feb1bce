"""Answers of any length, read from one snapshot in constant memory.

Each holds a slot and a connection of its own as long as it is read; the number of slots is
bounded below that of threads, so that tiles and pages always find one.
"""

import logging
import time
from collections.abc import Callable, Iterator

import psycopg
from django.db import connection
from psycopg import Connection

from layers.publish import geojson
from layers.publish.filters.sql import Sql
from layers.publish.tiles.database import conninfo

LONGEST_S = geojson.LONGEST_S
_ROWS_AT_A_TIME = 1000
_OPTIONS = (
    f"-c idle_in_transaction_session_timeout={geojson.UNREAD_LIMIT_MS} -c jit=off"
    " -c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read"
)

log = logging.getLogger(__name__)


class TooMany(Exception):
    """All slots are taken; come again later."""


class LongAnswer:
    """The bytes that `write` makes of a snapshot. `close` frees slot and connection.

    If it takes too long or its connection breaks, it ends without its tail, so that no reader
    takes it for whole. Raises TooMany where no slot is free.
    """

    def __init__(self, name: str, write: Callable[[Connection], Iterator[bytes]]) -> None:
        self._name = name
        if not geojson.slots.acquire(blocking=False):
            raise TooMany
        try:
            if not connection.in_atomic_block:
                connection.close()  # back to the pool: pages must not wait for this one
            self._connection = psycopg.connect(
                conninfo(application_name="hamm download", options=_OPTIONS)
            )
        except BaseException:
            geojson.slots.release()
            raise
        self._parts = write(self._connection)
        self._ends_at = time.monotonic() + LONGEST_S
        self._open = True

    def __iter__(self) -> "LongAnswer":
        return self

    def __next__(self) -> bytes:
        if time.monotonic() > self._ends_at:
            log.warning("long answer %s: its reader was too slow", self._name)
            raise StopIteration
        try:
            return next(self._parts)
        except psycopg.Error as error:
            log.warning("long answer %s: %s", self._name, error)
            raise StopIteration from None

    def close(self) -> None:
        if self._open:
            self._open = False
            self._connection.close()
            geojson.slots.release()


def texts(snapshot: Connection, statement: Sql) -> Iterator[list[str]]:
    """The first column of the statement's rows, in portions."""
    with snapshot.cursor("rows") as cursor:
        cursor.execute(statement.text, statement.params)
        while rows := cursor.fetchmany(_ROWS_AT_A_TIME):
            yield [row[0] for row in rows]
