"""The tiles' own connections: few, prepared, read-only, with a limit on every statement."""

import threading

import psycopg
import psycopg_pool
from django.conf import settings
from django.db import connections
from psycopg.conninfo import make_conninfo
from psycopg.types.numeric import Int4

WAIT_S = 2.0  # for a free connection
STATEMENT_LIMIT_MS = 5000

# Planning a tile anew would cost as much as making it; the generic plan uses the index.
OPTIONS = (
    f"-c statement_timeout={STATEMENT_LIMIT_MS} -c default_transaction_read_only=on"
    " -c plan_cache_mode=force_generic_plan -c jit=off"
)
_PREPARED_MAX = 500  # three statements a layer, and those of the base map

REVISIONS = "SELECT table_name, revision FROM layers_tablerevision"


class TilesUnavailable(Exception):
    """The database does not answer, is too slow, or all connections are busy."""


class TileDatabase:
    """Reads tiles from the database that Django's settings name, in threads of any number."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._pool: psycopg_pool.ConnectionPool | None = None
        self._lock = threading.Lock()

    def tile(self, statement: str, z: int, x: int, y: int) -> tuple[int, bytes]:
        """The revision, and the tile of that revision; empty bytes where nothing is."""
        return self._first_row(statement, (Int4(z), Int4(x), Int4(y)))

    def revisions(self) -> dict[str, int]:
        return dict(self._rows(REVISIONS, ()))

    def close(self) -> None:
        with self._lock:
            if self._pool is not None:
                self._pool.close(timeout=1)
                self._pool = None

    def _first_row(self, statement: str, parameters: tuple) -> tuple:
        return self._rows(statement, parameters)[0]

    def _rows(self, statement: str, parameters: tuple) -> list[tuple]:
        try:
            try:
                return self._ask(statement, parameters)
            except psycopg.OperationalError as error:
                if isinstance(error, psycopg.errors.QueryCanceled | psycopg_pool.PoolTimeout):
                    raise
                # PostgreSQL had restarted meanwhile: connections that are dead are renewed.
                self._drop_dead_connections()
                return self._ask(statement, parameters)
        except psycopg.Error as error:
            raise TilesUnavailable from error

    def _ask(self, statement: str, parameters: tuple) -> list[tuple]:
        with (self._pool or self._open()).connection() as connection:
            return connection.execute(statement, parameters, prepare=True, binary=True).fetchall()

    def _drop_dead_connections(self) -> None:
        if self._pool is not None:
            self._pool.check()

    def _open(self) -> psycopg_pool.ConnectionPool:
        with self._lock:
            if self._pool is None:
                self._pool = psycopg_pool.ConnectionPool(
                    conninfo(application_name="hamm tiles", options=OPTIONS),
                    kwargs={"autocommit": True, "cursor_factory": psycopg.RawCursor},
                    min_size=1,
                    max_size=settings.TILE_POOL_SIZE,
                    timeout=WAIT_S,
                    configure=_configure,
                    reconnect_timeout=30,
                    name="tiles",
                    open=True,
                )
            return self._pool


def _configure(connection: psycopg.Connection) -> None:
    connection.prepared_max = _PREPARED_MAX


def conninfo(**settings_of_session: str) -> str:
    """Where Django's database is, for a connection that is not Django's; its clock is UTC too."""
    parameters = connections["default"].get_connection_params()
    for django_only in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(django_only, None)
    given, wanted = parameters.pop("options", ""), settings_of_session.pop("options", "")
    settings_of_session["options"] = f"-c TimeZone=UTC {given} {wanted}"
    return make_conninfo("", **parameters, **settings_of_session)
