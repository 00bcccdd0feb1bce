"""A database of its own for a benchmark: the generated city, migrated and filled by COPY."""

import os
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from benchmarks.common.report import heading
from benchmarks.common.servers import ROOT


def tool_path() -> str:
    return os.pathsep.join([os.environ.get("POSTGRES_BIN", ""), os.environ["PATH"]])


def bench_database(name: str, *, keep: bool) -> AbstractContextManager[str]:
    """The address of a migrated database with the generated city, beside DATABASE_URL's."""
    return migrated_database(name, lambda url: generate(conninfo_of(name)), keep=keep)


def conninfo_of(name: str) -> str:
    return make_conninfo(os.environ["DATABASE_URL"], dbname=name)


@contextmanager
def migrated_database(name: str, fill: Callable[[str], None], *, keep: bool) -> Iterator[str]:
    """The address of a database beside DATABASE_URL's; a new one is filled by `fill(address)`."""
    given = os.environ["DATABASE_URL"]
    server = conninfo_to_dict(given)
    query = "&".join(
        f"{key}={value}" for key, value in server.items() if key not in ("dbname", "user")
    )
    url = f"postgresql://{server.get('user', '')}@/{name}?{query}"
    try:
        if not maintain(given, name, "SELECT FROM pg_database WHERE datname = {}", literal=True):
            maintain(given, name, "CREATE DATABASE {}")
            subprocess.run(
                [sys.executable, ROOT / "manage.py", "migrate", "-v0", "--skip-checks"],
                env={**os.environ, "DATABASE_URL": url},
                check=True,
            )
            fill(url)
        yield url
    except BaseException:
        keep = False
        raise
    finally:
        if not keep:
            maintain(given, name, "DROP DATABASE IF EXISTS {} WITH (FORCE)")


def maintain(given: str, name: str, statement: str, *, literal: bool = False) -> bool:
    word = sql.Literal(name) if literal else sql.Identifier(name)
    with psycopg.connect(given, autocommit=True) as connection:
        return connection.execute(sql.SQL(statement).format(word)).rowcount > 0


def generate(conninfo: str) -> None:
    """Fill the tables by COPY; once without the overview's triggers, to tell their price."""
    with psycopg.connect(conninfo) as connection:
        connection.execute((ROOT / "benchmarks/common/city.sql").read_text())
        connection.execute("""
            INSERT INTO layers_dataset (slug, title, description, publisher, contact, licence,
              licence_uri, attribution, source_url, kind)
            VALUES ('bench', 'Benchmark', '', 'Benchmark', '', '', '', '', '', 'synthetic')""")
        columns = {"layers_building": "kind, name, height_m", "layers_tree": "species"}
        source = {"layers_building": "bench_buildings", "layers_tree": "bench_trees"}
        connection.commit()
        heading("COPY in one transaction")
        for table, attributes in columns.items():
            rows = copied_out(connection, source[table], attributes)
            without_s = copy_in(connection, table, attributes, rows, overview=False)
            connection.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(table)))
            connection.commit()
            with_s = copy_in(connection, table, attributes, rows, overview=True)
            print(f"  {table:16} {without_s:5.1f} s without overview, {with_s:5.1f} s with it")
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")


def copied_out(connection: psycopg.Connection, table: str, attributes: str) -> bytes:
    statement = sql.SQL(
        "COPY (SELECT 1::bigint, source_id, {}, geometry FROM {}) TO STDOUT"
    ).format(sql.SQL(attributes), sql.Identifier(table))
    with connection.cursor().copy(statement) as copy:
        return b"".join(copy)


def copy_in(
    connection: psycopg.Connection, table: str, attributes: str, rows: bytes, *, overview: bool
) -> float:
    triggers = connection.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass"
        " AND tgname LIKE 'pgtrigger_overview%%'",
        [table],
    ).fetchall()
    for (name,) in triggers:
        state = "ENABLE" if overview else "DISABLE"
        connection.execute(
            sql.SQL("ALTER TABLE {} {} TRIGGER {}").format(
                sql.Identifier(table), sql.SQL(state), sql.Identifier(name)
            )
        )
    connection.commit()
    start = time.perf_counter()
    statement = sql.SQL("COPY {} (dataset_id, source_id, {}, geometry) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(attributes)
    )
    with connection.cursor().copy(statement) as copy:
        copy.write(rows)
    connection.commit()
    return time.perf_counter() - start


def libpq_url(url: str) -> str:
    """asyncpg reads the socket's folder only where it stands as a host of the address."""
    parts = conninfo_to_dict(url)
    host = urllib.parse.quote(parts.get("host", "localhost"), safe="")
    return f"postgresql://{parts['user']}@{host}:{parts.get('port', 5432)}/{parts['dbname']}"
