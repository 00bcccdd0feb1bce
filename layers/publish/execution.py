"""Runs the query layer's statements for one page, and names what can go wrong with them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection, transaction
from django.utils.translation import gettext as _

from layers.publish.filters.errors import FilterError
from layers.publish.filters.sql import Sql

log = logging.getLogger(__name__)

PAGE_TIMEOUT_S = 15.0

Row = tuple[bytes | None, ...]


class Unanswerable(FilterError):
    """The values of a filter lead the database out of its ranges; the client's fault."""

    def __init__(self) -> None:
        super().__init__(_("Mit diesen Werten lässt sich der Filter nicht auswerten."))


class TooSlow(Exception):
    """The statement was ended at its time limit."""


def fetch(statement: Sql, *, timeout_s: float = PAGE_TIMEOUT_S) -> list[Row]:
    """All rows of a statement, every value as PostgreSQL writes it in text (UTF-8), NULL as None.

    The values are bound by the server. Raises Unanswerable or TooSlow.
    """
    with time_limited(timeout_s):
        cursor = psycopg.Cursor(connection.connection)
        cursor.execute(statement.text, statement.params)
        result = cursor.pgresult
        if result is None:
            return []
        value, columns = result.get_value, range(result.nfields)
        return [tuple(value(row, column) for column in columns) for row in range(result.ntuples)]


@contextmanager
def time_limited(timeout_s: float) -> Iterator[None]:
    """A transaction whose statements end in time.

    Not compiled just in time: that would take longer than any page.
    """
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('statement_timeout', %s, true),"
                    " set_config('jit', 'off', true)",
                    [str(round(timeout_s * 1000))],
                )
            yield
    except psycopg.errors.QueryCanceled as error:
        raise TooSlow from error
    except (psycopg.DataError, psycopg.errors.InternalError_) as error:  # PostGIS uses both
        log.warning("statement refused by the database: %s", error)
        raise Unanswerable from error
