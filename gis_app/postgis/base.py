"""The database wrapper Django makes for the engine `gis_app.postgis`."""

import select
from typing import Any, ClassVar

import psycopg
from django.contrib.gis.db.backends.postgis import base
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """Forgets a pool whose server has gone.

    The pool alone hands out every dead connection it holds, lets everyone after that wait until
    its timeout, and pauses ever longer before it tries again.
    """

    _connection_pools: ClassVar[dict[str, ConnectionPool]]  # Django's own, by alias

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection:
        """A connection that was alive a moment ago.

        Raises psycopg.OperationalError at once if the server refuses.
        """
        connection = self._connected(conn_params)
        if not _has_ended(connection):
            return connection
        self._forget_pool()
        connection.close()
        return self._connected(conn_params)

    def _connected(self, conn_params: dict[str, Any]) -> psycopg.Connection:
        pool = self._connection_pools.get(self.alias)
        if pool is None or pool.closed:
            self.Database.connect(**conn_params).close()  # fails where a new pool would wait
        return super().get_new_connection(conn_params)

    def _close(self) -> None:
        broken = self.connection is not None and self.connection.broken
        super()._close()
        if broken:
            self._forget_pool()

    def _forget_pool(self) -> None:
        """Its connections are closed: the idle at once, those in use when they are given back."""
        pool = self._connection_pools.pop(self.alias, None)
        if pool is not None:
            pool.close()


def _has_ended(connection: psycopg.Connection) -> bool:
    """Whether the server or its kernel has closed the connection.

    Asks the server only when something unasked has come: a round trip each time would be dear.
    """
    try:
        poll = select.poll()
        poll.register(connection.fileno(), select.POLLIN)
        if poll.poll(0):
            connection.execute("")
    except psycopg.OperationalError:
        return True
    return False
