"""What the log says while the database is away: one line for each request, not its whole stack.

Logging is set up before any app is loaded, so this module imports none.
"""

import logging

import psycopg
from django.db import InterfaceError, OperationalError

# The database has gone, restarts, or has no connection left.
DATABASE_AWAY = (
    OperationalError,
    InterfaceError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
)


class DatabaseAwayInOneLine(logging.Filter):
    """Puts the server's own words behind the line that Django logs, in place of the traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, DATABASE_AWAY):
            record.msg = f"{record.getMessage()}: {' '.join(str(error).split())}"
            record.args = ()
            record.exc_info = None
        return True
