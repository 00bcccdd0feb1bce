"""The tiles' own connections: few, prepared, read-only, with a limit on every statement."""

import select
import threading
from collections import deque
from collections.abc import Callable
from struct import Struct
from typing import NamedTuple, TypeVar

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import pq
from psycopg.conninfo import make_conninfo

WAIT_S = 2.0  # for a free connection
STATEMENT_LIMIT_MS = 5000

# Planning a tile anew would cost as much as making it; the generic plan uses the index.
OPTIONS = (
    f"-c statement_timeout={STATEMENT_LIMIT_MS} -c default_transaction_read_only=on"
    " -c plan_cache_mode=force_generic_plan -c jit=off"
)

REVISIONS = "SELECT table_name, revision FROM layers_tablerevision"

Answer = TypeVar("Answer")

_pack = Struct("!i").pack
_BINARY = 1
_INT4 = 23  # OID


class TilesUnavailable(Exception):
    """The database does not answer, is too slow, or all connections are busy."""


class TileDatabase:
    """Reads tiles from the database that Django's settings name, in threads of any number.

    A tile is asked for through libpq's own calls: cursor, pool and conversion of a statement
    with three integers and two columns would cost the web process more than all else together.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._free: deque[_Session] = deque()
        self._slots = threading.BoundedSemaphore(settings.TILE_POOL_SIZE)

    def tile(self, statement: str, z: int, x: int, y: int) -> tuple[int, bytes]:
        """The revision, and the tile of that revision; empty bytes where nothing is."""
        return _read(self._ask(lambda session: session.row(statement, _place(z, x, y))))

    def begin(self, statement: str, z: int, x: int, y: int) -> "Asked | None":
        """The tile asked for but not waited for; whoever has it must call `finish`.

        None if that would need a new connection or a statement prepared first.
        """
        if not self._slots.acquire(blocking=False):
            return None
        session = self._kept()
        try:
            if session is not None and session.has_sent(statement, _place(z, x, y)):
                return Asked(session, statement, z, x, y)
        except psycopg.OperationalError:
            session = None  # dead
        if session is not None:
            self._free.append(session)
        self._slots.release()
        return None

    def finish(self, asked: "Asked") -> tuple[int, bytes]:
        """What `tile` would give; waits if it has not come yet."""
        try:
            try:
                return _read(self._given_back(asked.session, asked.session.received))
            except psycopg.errors.QueryCanceled:
                raise
            except psycopg.OperationalError:
                return self.tile(asked.statement, asked.z, asked.x, asked.y)
        except psycopg.Error as error:
            raise TilesUnavailable from error

    def revisions(self) -> dict[str, int]:
        return dict(self._ask(lambda session: session.connection.execute(REVISIONS).fetchall()))

    def close(self) -> None:
        while self._free:
            self._free.pop().connection.close()

    def _ask(self, question: Callable[["_Session"], Answer]) -> Answer:
        try:
            try:
                return self._asked_once(question)
            except psycopg.errors.QueryCanceled:
                raise
            except psycopg.OperationalError:
                self.close()  # PostgreSQL had restarted meanwhile: what is kept is dead
                return self._asked_once(question)
        except psycopg.Error as error:
            raise TilesUnavailable from error

    def _asked_once(self, question: Callable[["_Session"], Answer]) -> Answer:
        if not self._slots.acquire(timeout=WAIT_S):
            raise TilesUnavailable from TimeoutError("all connections are busy")
        try:
            session = self._kept() or _Session()
        except BaseException:
            self._slots.release()
            raise
        return self._given_back(session, lambda: question(session))

    def _given_back(self, session: "_Session", answer: Callable[[], Answer]) -> Answer:
        """`answer()`; then the session is free for others, or closed if that failed."""
        try:
            try:
                given = answer()
            except psycopg.Error:
                session.connection.close()
                raise
            self._free.append(session)
            return given
        finally:
            self._slots.release()

    def _kept(self) -> "_Session | None":
        """The session used last."""
        try:
            return self._free.pop()
        except IndexError:
            return None


class Asked(NamedTuple):
    """A tile that the database has been asked for."""

    session: "_Session"
    statement: str
    z: int
    x: int
    y: int

    def comes_within(self, wait_ms: int) -> bool:
        """Whether `finish` need not wait; False also if the connection has died."""
        try:
            return self.session.has_received(wait_ms)
        except psycopg.OperationalError:
            return False


class _Session:
    """One connection and the statements prepared on it."""

    def __init__(self) -> None:
        self.connection = psycopg.connect(
            conninfo(application_name="hamm tiles", options=OPTIONS), autocommit=True
        )
        self._server = self.connection.pgconn
        self._names: dict[str, bytes] = {}
        self._arrival = select.poll()
        self._arrival.register(self.connection.fileno(), select.POLLIN)

    def row(self, statement: str, parameters: list[bytes]) -> list[bytes | None]:
        """The first row, its columns as PostgreSQL's binary form; parameters are int4."""
        if statement not in self._names:
            name = b"tile_%d" % len(self._names)
            _checked(self._server.prepare(name, statement.encode(), [_INT4] * len(parameters)))
            self._names[statement] = name
        self.has_sent(statement, parameters)
        return self.received()

    def has_sent(self, statement: str, parameters: list[bytes]) -> bool:
        """False if the statement is not prepared here."""
        name = self._names.get(statement)
        if name is None:
            return False
        formats = [_BINARY] * len(parameters)
        self._server.send_query_prepared(name, parameters, formats, _BINARY)
        return True

    def has_received(self, wait_ms: int | None) -> bool:
        """Whether the answer to what was sent is here, at most `wait_ms` after its last part."""
        while self._server.is_busy():
            if not self._arrival.poll(wait_ms):
                return False
            self._server.consume_input()
        return True

    def received(self) -> list[bytes | None]:
        self.has_received(None)
        results = list(iter(self._server.get_result, None))  # to the end, or it stays busy
        result = _checked(results[0])
        return [result.get_value(0, column) for column in range(result.nfields)]


def _place(z: int, x: int, y: int) -> list[bytes]:
    return [_pack(z), _pack(x), _pack(y)]


def _read(row: list[bytes | None]) -> tuple[int, bytes]:
    revision, tile = row
    return int.from_bytes(revision or b"", "big"), tile or b""


_GOOD = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK)


def _checked(result: pq.abc.PGresult) -> pq.abc.PGresult:
    if result.status not in _GOOD:
        state = result.error_field(pq.DiagnosticField.SQLSTATE)
        kind = psycopg.errors.lookup(state.decode()) if state else psycopg.OperationalError
        raise kind(result.error_message.decode(errors="replace"))
    return result


def conninfo(**settings_of_session: str) -> str:
    """Where Django's database is, for a connection that is not Django's; its clock is UTC too."""
    parameters = connections["default"].get_connection_params()
    for django_only in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(django_only, None)
    given, wanted = parameters.pop("options", ""), settings_of_session.pop("options", "")
    settings_of_session["options"] = f"-c TimeZone=UTC {given} {wanted}"
    return make_conninfo("", **parameters, **settings_of_session)
