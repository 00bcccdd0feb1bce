"""GDAL's programs as people call them, and what the database itself holds, to compare with."""

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Site

needs_gdal = pytest.mark.skipif(
    shutil.which("ogr2ogr") is None, reason="GDAL's programs (gdal-bin) are not installed"
)


def gdal(*arguments: str, **options: str) -> str:
    settings = [word for key, value in options.items() for word in ("--config", key, value)]
    done = subprocess.run(
        [*arguments, *settings], check=True, capture_output=True, text=True, timeout=120
    )
    assert "ERROR" not in done.stderr, done.stderr
    return done.stdout


def as_geojson(target: Path, source: str, layer: str, *more: str, **options: str) -> list[dict]:
    """The features that ogr2ogr makes of a layer, in longitude and latitude."""
    target.unlink(missing_ok=True)
    form = ("-f", "GeoJSON", "-lco", "RFC7946=YES", "-preserve_fid")
    gdal("ogr2ogr", *form, str(target), source, layer, *more, **options)
    return json.loads(target.read_text())["features"]


def published_points(site: Site, table: str) -> dict[int, tuple[float, float]]:
    """Each published row's id and place, asked from the database itself."""
    with psycopg.connect(site.database_url) as connection:
        return {
            pk: (lon, lat)
            for pk, lon, lat in connection.execute(
                "SELECT id, ST_X(c), ST_Y(c) FROM (SELECT id,"
                f" ST_Transform(ST_PointOnSurface(geometry), 4326) AS c FROM {table}"
                " WHERE published) q"
            )
        }


def first_position(coordinates: Any) -> list[float]:
    while isinstance(coordinates[0], list):
        coordinates = coordinates[0]
    return coordinates


@contextmanager
def rows_changing(site: Site, table: str) -> Iterator[list[int]]:
    """Somebody else updates rows of `table` all the while; yields the writes so far."""
    stop = threading.Event()
    writes: list[int] = []

    def write() -> None:
        with psycopg.connect(site.database_url, autocommit=True) as connection:
            while not stop.wait(0.02):
                connection.execute(
                    f"UPDATE {table} SET source_note = source_note || ' ' WHERE id IN"
                    f" (SELECT id FROM {table} ORDER BY random() LIMIT 50)"
                )
                writes.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield writes
    finally:
        stop.set()
        writer.join()
